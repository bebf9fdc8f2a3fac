//! The program in two functions: judge a deal, and draft it.

use std::path::PathBuf;

use crate::diagnostic::Finding;
use crate::render::Format;
use crate::source::Source;

/// What a run is asked for, beside the deal.
#[derive(Debug, Clone)]
pub struct Options {
    /// Judge and print the paper that will be signed: open points are refused, and the marks of a draft are gone.
    pub final_version: bool,
    /// Also print the copy for our own side.
    pub review: bool,
    /// Folder laid over the built-in clauses and templates.
    pub library: Option<PathBuf>,
    /// The day on which what depends on the day is judged.
    pub as_of: jiff::civil::Date,
    /// Formats to print, in order.
    pub formats: Vec<Format>,
}

/// A drafted file, not yet on disk.
#[derive(Debug, Clone)]
pub struct File {
    /// What follows the deal's stem and a full stop: `md`, `review.md`, `manifest.json`.
    pub suffix: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What came of a draft: no file if any finding is an error.
#[derive(Debug, Clone, Default)]
pub struct Drafted {
    /// Everything there is to say, sorted.
    pub findings: Vec<Finding>,
    /// The files, in the order of [`Options::formats`], the manifest last.
    pub files: Vec<File>,
}

/// Why nothing could be judged at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(pub String);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

// Everything below is a stub, so that the command line compiles; the real functions keep these signatures.

/// The clauses of a run: built-in, with the user's laid over them.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// What is wrong with the library itself; no deal's findings repeat it.
    pub findings: Vec<Finding>,
}

/// One clause, as `peerpact clauses` shows it.
#[derive(Debug, Clone)]
pub struct ClauseInfo {
    /// Its id, such as `sla.credits`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The part of the agreement that it stands in.
    pub part: String,
    /// When it is printed, in words.
    pub when: String,
    /// Its version.
    pub version: u32,
    /// The whole file.
    pub text: String,
    /// Its path inside the library, such as `clauses/sla/credits.md`.
    pub file: String,
    /// `built-in`, or the path of the user's file.
    pub origin: String,
    /// The required subject that it covers.
    pub provides: Option<String>,
    /// The deal paths that it reads.
    pub reads: Vec<String>,
    /// Law and standards.
    pub sources: Vec<String>,
    /// The drafting note.
    pub note: Option<String>,
    /// Standard, fallback and walk-away positions, in words.
    pub positions: Vec<String>,
}

/// A JSON Schema that the pipeline knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// The deal file.
    Deal,
    /// A clause's front matter.
    Clause,
    /// The manifest.
    Manifest,
}

/// Loads the library.
pub fn load(_options: &Options) -> Result<Library, Failure> {
    Ok(Library::default())
}

/// Judges a deal.
#[must_use]
pub fn check(_source: &Source, _library: &Library, _options: &Options) -> Vec<Finding> {
    Vec::new()
}

/// Judges a deal and prints it.
#[must_use]
pub fn draft(_source: &Source, _library: &Library, _options: &Options) -> Drafted {
    Drafted::default()
}

/// A JSON Schema.
#[must_use]
pub fn schema(_which: Schema) -> serde_json::Value {
    serde_json::Value::Null
}

/// Lists the clauses, in the order of the agreement.
#[must_use]
pub fn clauses(_library: &Library) -> Vec<ClauseInfo> {
    Vec::new()
}

/// The built-in library's files, each with its path inside the library.
#[must_use]
pub fn embedded() -> Vec<(String, Vec<u8>)> {
    Vec::new()
}

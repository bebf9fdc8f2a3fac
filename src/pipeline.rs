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

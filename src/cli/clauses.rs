//! `peerpact clauses`: list the library, show a clause, copy clauses out.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::characters::{visible, visible_lines};
use crate::cli::console::Console;
use crate::cli::{self, Exit, Failure, changes, sources};
use crate::diagnostic::Level;
use crate::library::{due, forms};
use crate::misspelt::nearest;
use crate::output::Batch;
use crate::pipeline::{self, ClauseInfo, Library};
use crate::{output, report};

/// List the clauses, show one with every wording that it can take, search them, copy them out, or compare them with an older copy.
#[derive(Debug, Args)]
pub(super) struct ClausesArgs {
    /// Show this clause, such as `sla.credits`; another word lists the clauses whose id, title or text holds it.
    #[arg(value_name = "ID or WORD")]
    id: Option<String>,

    /// Show the clause as its file has it.
    #[arg(long, requires = "id", conflicts_with_all = ["eject", "diff"])]
    source: bool,

    /// List the law that the library rests on, or the clause ID alone, by the day on which each has to be read again.
    #[arg(long, conflicts_with_all = ["source", "eject", "diff", "migrate"])]
    sources: bool,

    /// List what only the full form has, and why.
    #[arg(long, conflicts_with_all = ["id", "source", "sources", "eject", "diff", "migrate"])]
    forms: bool,

    /// Print a table or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human", conflicts_with = "eject")]
    format: Form,

    /// Copy the built-in library there, or only the clause ID, to be changed and used with --library.
    #[arg(long, value_name = "DIR")]
    eject: Option<PathBuf>,

    /// Show what changed since the library in this folder was copied out, or only in the clause ID.
    #[arg(long, value_name = "OLDDIR", conflicts_with = "eject")]
    diff: Option<PathBuf>,

    /// Bring the library in this folder, written for an earlier version, to the format of this one: all of its files or none.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["eject", "diff", "id", "library"])]
    migrate: Option<PathBuf>,

    /// Folder laid over the built-in clauses and templates.
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Human,
    Json,
}

/// Most existing files that a refusal names.
const NAMED: usize = 10;

impl ClausesArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        if let Some(folder) = &self.migrate {
            return match migrate(folder) {
                Ok(said) => console.print(said.as_bytes()),
                Err(error) => console.fault(error.as_ref()),
            };
        }
        match super::library(self.library.as_deref()).and_then(|library| self.show(console, &library)) {
            Ok(exit) => exit,
            Err(error) => console.fault(error.as_ref()),
        }
    }

    fn show(&self, console: &Console, library: &Library) -> Result<Exit, Box<dyn std::error::Error>> {
        let mut exit = Exit::Clean;
        if !library.findings.is_empty() {
            console.say(&report::human::render(&library.findings, console.look));
            if library.findings.iter().any(|finding| finding.level == Level::Error) {
                exit = Exit::Findings;
            }
        }
        if let Some(old) = &self.diff {
            let changes = pipeline::changes(old, library, self.id.as_deref())?;
            let text = match self.format {
                Form::Human => changes::human(&changes),
                Form::Json => changes::json(&changes),
            };
            return Ok(exit.max(console.print(text.as_bytes())));
        }
        if self.sources {
            let text = self.due(library)?;
            return Ok(exit.max(console.print(text.as_bytes())));
        }
        if self.forms {
            let (only, two_texts) = (forms::full_only(library), forms::two_texts(library));
            let text = match self.format {
                Form::Human => cli::forms::human(&only, &two_texts),
                Form::Json => cli::forms::json(&only, &two_texts),
            };
            return Ok(exit.max(console.print(text.as_bytes())));
        }
        let mut clauses = pipeline::clauses(library);
        let exact = self.id.as_ref().is_some_and(|id| clauses.iter().any(|clause| clause.id == *id));
        if let Some(word) = &self.id {
            clauses = if exact || self.eject.is_some() || self.source {
                vec![find(clauses, word)?]
            } else {
                holding(clauses, word)?
            };
        }
        if let Some(dir) = &self.eject {
            let only = self.id.as_ref().and(clauses.first());
            eject(dir, only)?;
            if !console.quiet {
                console.say(&format!("copied to {}\n", visible(&dir.display().to_string())));
            }
            return Ok(exit);
        }
        let text = match (self.format, exact) {
            (Form::Json, _) => json(library, &clauses),
            (Form::Human, true) if self.source => {
                clauses.iter().map(|clause| visible_lines(&clause.text).to_string()).collect()
            }
            (Form::Human, true) => clauses.iter().map(whole).collect(),
            (Form::Human, false) => table(library, &clauses),
        };
        Ok(exit.max(console.print(text.as_bytes())))
    }
}

impl ClausesArgs {
    /// The sources of the library, or of one clause.
    fn due(&self, library: &Library) -> Result<String, Failure> {
        let mut sources = due::sources(library);
        if let Some(id) = &self.id {
            find(pipeline::clauses(library), id)?;
            sources.retain(|source| source.stands_in == *id);
        }
        Ok(match self.format {
            Form::Human => sources::human(&sources),
            Form::Json => sources::json(&sources),
        })
    }
}

/// Converts a library to this program's format, and says which files were written.
fn migrate(folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let files = pipeline::migrated(folder)?;
    let mut batch = Batch::replacing(Vec::new()).below(folder);
    for (path, text) in &files {
        batch.add(Path::new(path), text.as_bytes())?;
    }
    batch.commit()?;
    let mut said: String = files.iter().map(|(path, _)| format!("{}\n", visible(path))).collect();
    said.push_str(&match files.len() {
        0 => "nothing to do: the library is of this format\n".to_owned(),
        1 => "1 file written\n".to_owned(),
        count => format!("{count} files written\n"),
    });
    Ok(said)
}

fn find(mut clauses: Vec<ClauseInfo>, id: &str) -> Result<ClauseInfo, Failure> {
    match clauses.iter().position(|clause| clause.id == id) {
        Some(at) => Ok(clauses.swap_remove(at)),
        None => Err(Failure(match nearest(id, clauses.iter().map(|clause| clause.id.as_str())) {
            Some(nearest) => format!("there is no clause `{id}`; did you mean `{nearest}`?"),
            None => format!("there is no clause `{id}`; `peerpact clauses` lists them"),
        })),
    }
}

/// The clauses whose id, title or text holds a word, whatever the case.
fn holding(clauses: Vec<ClauseInfo>, word: &str) -> Result<Vec<ClauseInfo>, Failure> {
    let small = word.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&small);
    let found = |clause: &ClauseInfo| {
        holds(&clause.id) || holds(&clause.title) || clause.wordings.iter().any(|(_, text)| holds(text))
    };
    if clauses.iter().any(found) {
        Ok(clauses.into_iter().filter(found).collect())
    } else {
        find(clauses, word).map(|clause| vec![clause])
    }
}

/// Copies the built-in library, or one clause of it, without replacing existing files.
fn eject(dir: &Path, only: Option<&ClauseInfo>) -> Result<(), Box<dyn std::error::Error>> {
    let mut files = pipeline::embedded();
    if let Some(clause) = only {
        files.retain(|(path, _)| *path == clause.file);
        if files.is_empty() {
            let text = format!("cannot copy out `{}`: it is no built-in clause but {}", clause.id, clause.origin);
            return Err(Failure(text).into());
        }
    }
    let files: Vec<(PathBuf, Vec<u8>)> = files.into_iter().map(|(path, bytes)| (dir.join(path), bytes)).collect();
    let taken: Vec<String> = files
        .iter()
        .filter(|(path, _)| std::fs::symlink_metadata(path).is_ok())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !taken.is_empty() {
        let more = if taken.len() > NAMED { format!(" and {} more", taken.len() - NAMED) } else { String::new() };
        let named = taken.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(Failure(format!("cannot copy the clauses out over files that are there: {named}{more}")).into());
    }
    Ok(write(dir, &files)?)
}

fn write(dir: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), output::WriteError> {
    let mut batch = Batch::creating().below(dir);
    for (path, bytes) in files {
        batch.add(path, bytes)?;
    }
    batch.commit().map(drop)
}

/// The library's version, then one table for each part, in the order of the agreement.
fn table(library: &Library, clauses: &[ClauseInfo]) -> String {
    let width = |text: fn(&ClauseInfo) -> &str| {
        clauses.iter().map(|clause| visible(text(clause)).chars().count()).max().unwrap_or_default()
    };
    let (ids, titles) = (width(|clause| &clause.id), width(|clause| &clause.title));
    let edition = changes::edition(&library.version, &library.digest);
    let mut text = format!("library {edition}, {} clauses\n", clauses.len());
    // A library without a short form has no clauses to mark as left out.
    let marked = clauses.iter().any(|clause| clause.short);
    let mut part = None;
    for clause in clauses {
        if part != Some(&clause.part) {
            text.push_str(&format!("\n{}\n", visible(&clause.part)));
            part = Some(&clause.part);
        }
        let [id, title, mut when] = [&clause.id, &clause.title, &clause.when].map(|text| visible(text));
        if marked && clause.full && !clause.short {
            when.push_str("; not in the short form");
        }
        let line = format!("  {id:ids$}  {title:titles$}  {when}");
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    text
}

/// The facts of the front matter, then every wording.
fn whole(clause: &ClauseInfo) -> String {
    let mut text = format!("{} · {}\n\n", visible(&clause.id), visible(&clause.title));
    let version = clause.version.to_string();
    let facts = [
        ("version", vec![version.as_str()]),
        ("part", vec![&clause.part]),
        ("printed", vec![&clause.when]),
        ("forms", forms(clause)),
        ("provides", clause.provides.iter().map(String::as_str).collect()),
        ("reads", clause.reads.iter().map(String::as_str).collect()),
        ("positions", clause.positions.iter().map(String::as_str).collect()),
        ("sources", clause.sources.iter().map(String::as_str).collect()),
        ("note", clause.note.iter().map(String::as_str).collect()),
        ("file", vec![&clause.file]),
        ("origin", vec![&clause.origin]),
    ];
    for (name, values) in facts {
        let mut label = name;
        for value in values.into_iter().filter(|value| !value.is_empty()) {
            text.push_str(&format!("{label:<10} {}\n", visible_lines(value).trim_end()));
            label = "";
        }
    }
    for (form, wording) in &clause.wordings {
        text.push_str(&format!("\n--- {form} ---\n{}\n", visible_lines(wording.trim_end())));
    }
    text
}

/// The forms of the agreement that hold a clause.
fn forms(clause: &ClauseInfo) -> Vec<&'static str> {
    let forms = [("full", clause.full), ("short", clause.short)];
    forms.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

fn json(library: &Library, clauses: &[ClauseInfo]) -> String {
    let clauses: Vec<ClauseEntry<'_>> = clauses.iter().map(ClauseEntry::from).collect();
    let edition = serde_json::json!({ "version": library.version, "sha256": library.digest });
    format!("{:#}\n", serde_json::json!({ "version": 1, "library": edition, "clauses": clauses }))
}

#[derive(Serialize)]
struct ClauseEntry<'a> {
    id: &'a str,
    title: &'a str,
    part: &'a str,
    when: &'a str,
    forms: Vec<&'static str>,
    version: u32,
    provides: Option<&'a str>,
    reads: &'a [String],
    sources: &'a [String],
    positions: &'a [String],
    note: Option<&'a str>,
    file: &'a str,
    origin: &'a str,
    text: &'a str,
    wordings: Vec<WordingOf<'a>>,
}

/// Every wording of one form, or of both.
#[derive(Serialize)]
struct WordingOf<'a> {
    form: &'a str,
    text: &'a str,
}

impl<'a> From<&'a ClauseInfo> for ClauseEntry<'a> {
    fn from(clause: &'a ClauseInfo) -> Self {
        Self {
            id: &clause.id,
            title: &clause.title,
            part: &clause.part,
            when: &clause.when,
            forms: forms(clause),
            version: clause.version,
            provides: clause.provides.as_deref(),
            reads: &clause.reads,
            sources: &clause.sources,
            positions: &clause.positions,
            note: clause.note.as_deref(),
            file: &clause.file,
            origin: &clause.origin,
            text: &clause.text,
            wordings: clause.wordings.iter().map(|(form, text)| WordingOf { form, text }).collect(),
        }
    }
}

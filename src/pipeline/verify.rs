//! Whether a file is what a deal and the library print, and if not, what changed: the file, the deal or the library.
//!
//! The deal is printed anew, with the provenance that the file bears, and compared: byte by byte, with what signing appends to a PDF set
//! aside, and a Word file that another program saved by its words.

use serde::Serialize;

use super::{ReadDeal, dress, record_hash};
use crate::compare::places::places;
use crate::diagnostic::{Failure, Finding, Level};
use crate::document::{Document, Extent};
use crate::render::docx::clauses::bookmark;
use crate::render::docx::returned::{ReturnedPaper, read};
use crate::render::pdf::signed::{Appended, appended};
use crate::render::{Format, render};
use crate::returned::{EditKind, Leaves, ReturnedChanges, compare};
use crate::rules::{self, Run};
use crate::source::Source;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum FileVerdict {
    /// The same bytes.
    Same,
    /// The same bytes, with signatures after them and nothing else.
    Signed {
        /// How many.
        signatures: usize,
    },
    /// The same words, saved by another program.
    SameWords {
        /// What is worth knowing about the file.
        remarks: Vec<String>,
    },
    /// Other words, clause by clause.
    Departs {
        /// Each place.
        places: Vec<FileDeparture>,
        /// What holds of the file as a whole.
        remarks: Vec<String>,
    },
    /// Something else, whose clauses cannot be compared.
    Other {
        /// What is known of it.
        why: String,
    },
}

impl FileVerdict {
    /// Whether the file says what the deal says.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self, Self::Same | Self::Signed { .. } | Self::SameWords { .. })
    }
}

/// A place where a file departs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileDeparture {
    /// The clause's id in the library; `None` outside clauses.
    pub clause: Option<String>,
    /// Where it is: number and title.
    pub place: String,
    /// What was done there.
    pub kind: EditKind,
    /// The words that the deal prints.
    pub ours: String,
    /// The words of the file.
    pub file: String,
    /// What changed since it was printed.
    pub changed: &'static str,
}

/// Verifies a file; the findings say why the deal prints nothing.
pub fn verify(
    bytes: &[u8],
    name: &str,
    format: Format,
    deal: &Source,
    run: &Run<'_>,
) -> Result<Result<FileVerdict, Vec<Finding>>, Failure> {
    let provenance = provenance(bytes, format);
    let mut nearest: Option<FileVerdict> = None;
    for final_version in [run.final_version, !run.final_version] {
        let run = Run { final_version, ..run.clone() };
        let mut made = ReadDeal::of(deal, &run);
        let record = made.record(&run)?;
        let own = record.as_ref().map(record_hash).transpose()?;
        let found = run.library.findings.iter().chain(&made.findings);
        let errors: Vec<Finding> = found.filter(|finding| finding.level == Level::Error).cloned().collect();
        let (Some((file, Some(draft))), true) = (&made.paper, errors.is_empty()) else { return Ok(Err(errors)) };
        let inputs_stand = provenance.is_some() && provenance == own;
        let document = match &provenance {
            Some(theirs) => Document { provenance: theirs.clone(), ..draft.paper().clone() },
            None => draft.paper().clone(),
        };
        let dress = dress(run.library, None);
        let printed = match render(&document, &dress, format) {
            Ok(printed) => printed,
            Err(failure) => return Ok(Err(vec![rules::unprintable(&failure, file, run.library, &dress.fonts)])),
        };
        let verdict = if printed == bytes {
            FileVerdict::Same
        } else if format == Format::Docx {
            let theirs = read(bytes).map_err(|fault| Failure(format!("cannot read {name}: {fault}")))?;
            let ours =
                read(&printed).map_err(|fault| Failure(format!("cannot read the draft of {}: {fault}", deal.name)))?;
            let changes = compare(&ours, &theirs, &places(&document), &Leaves::of(&file.said));
            of_words(&changes, &theirs, &document, inputs_stand)
        } else if format == Format::Pdf && bytes.starts_with(&printed) {
            match appended(&printed, bytes) {
                Appended::Signatures(signatures) => FileVerdict::Signed { signatures },
                Appended::Else(why) => FileVerdict::Other { why: format!("it begins as the deal prints, and {why}") },
            }
        } else {
            let why = if inputs_stand {
                "the file was changed after it was printed: it bears the provenance of this deal and library"
            } else if provenance.is_some() {
                "the deal, its decks or the library changed since it was printed, or it is of another deal"
            } else {
                "it does not bear the provenance of a draft"
            };
            let clauses = if format == Format::Pdf { of_clauses(bytes, &document) } else { None };
            let clauses = clauses.unwrap_or_else(|| "the DOCX printed with it says which clause departs".to_owned());
            FileVerdict::Other { why: format!("{why}; {clauses}") }
        };
        if verdict.holds() {
            return Ok(Ok(verdict));
        }
        let weight = |verdict: &FileVerdict| match verdict {
            FileVerdict::Departs { places, .. } => places.len(),
            FileVerdict::Other { why } if why.starts_with("it begins") => 0,
            _ => usize::MAX,
        };
        if nearest.as_ref().is_none_or(|other| weight(&verdict) < weight(other)) {
            nearest = Some(verdict);
        }
    }
    Ok(Ok(nearest.unwrap_or(FileVerdict::Other { why: "nothing is known of it".into() })))
}

/// A Word file by its words: what departs, and why, as far as the bookmarks of its clauses tell.
fn of_words(changes: &ReturnedChanges, theirs: &ReturnedPaper, document: &Document, inputs_stand: bool) -> FileVerdict {
    let mut remarks = changes.remarks.clone();
    if !changes.comments.is_empty() {
        remarks.push(format!("it bears {} comments", changes.comments.len()));
    }
    if changes.edits.is_empty() {
        return FileVerdict::SameWords { remarks };
    }
    let marks: Vec<&String> = theirs.paragraphs.iter().flat_map(|paragraph| &paragraph.bookmarks).collect();
    let changed = |clause: Option<&String>| -> &'static str {
        if inputs_stand {
            return "the file";
        }
        let extent = clause.and_then(|clause| document.clauses.iter().find(|extent| extent.id == *clause));
        let Some(extent) = extent else { return "unknown" };
        let ours = bookmark(extent);
        let Some((id, version, hash)) = parts_of(&ours) else { return "unknown" };
        let theirs = marks.iter().filter_map(|mark| parts_of(mark)).find(|(other, ..)| *other == id);
        match theirs {
            None => "unknown",
            Some((_, other, _)) if other != version => "the library",
            Some((_, _, other)) if other != hash => "the deal",
            Some(_) => "the file",
        }
    };
    let places = changes.edits.iter().map(|edit| FileDeparture {
        clause: edit.clause.clone(),
        place: [edit.name.as_str(), edit.number.as_str()].join(" ").trim().to_owned(),
        kind: edit.kind,
        ours: edit.old.clone(),
        file: edit.new.clone(),
        changed: changed(edit.clause.as_ref()),
    });
    FileVerdict::Departs { places: places.collect(), remarks }
}

/// Id, version and hash in the name of a clause.
fn parts_of(name: &str) -> Option<(&str, &str, &str)> {
    let (front, hash) = name.rsplit_once('_')?;
    let (id, version) = front.rsplit_once("_v")?;
    Some((id, version, hash))
}

/// How many clauses are told by name.
const NAMED: usize = 10;

/// Which clauses of a PDF depart, by the names of its tags: those say what was printed, whatever was done to the file since. `None` for a file
/// that names none.
fn of_clauses(pdf: &[u8], document: &Document) -> Option<String> {
    let text = String::from_utf8_lossy(pdf);
    let names = text.split("/ID(U").skip(1).filter_map(|rest| rest.split(')').next());
    let theirs: Vec<(&str, &str, &str)> = names.filter_map(parts_of).collect();
    if theirs.is_empty() {
        return None;
    }
    let places = places(document);
    let title = |extent: &Extent| {
        let place = places.iter().find(|place| place.clause.as_ref() == Some(&extent.id));
        place.map_or_else(|| extent.id.clone(), |place| place.name.clone())
    };
    let mut found = Vec::new();
    let mut known = Vec::new();
    for extent in document.clauses.iter().filter(|extent| !extent.blocks.is_empty()) {
        let name = bookmark(extent);
        let Some((id, version, hash)) = parts_of(&name) else { continue };
        known.push(id.to_owned());
        match theirs.iter().find(|(other, ..)| *other == id) {
            None => found.push(format!("{} is not in it", title(extent))),
            Some((_, other, _)) if *other != version => found.push(format!("{} (changed: the library)", title(extent))),
            Some((_, _, other)) if *other != hash => found.push(format!("{} (changed: the deal)", title(extent))),
            Some(_) => {}
        }
    }
    let more = theirs.iter().filter(|(id, ..)| !known.iter().any(|known| known == id));
    found.extend(more.map(|(id, ..)| format!("{id} is in it alone")));
    if found.is_empty() {
        return Some(
            "no clause departs by the names of its tags: a number, a heading, the cover or the file itself does".into(),
        );
    }
    let shown = found.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    let rest = found.len().saturating_sub(NAMED);
    Some(format!("what departs: {shown}{}", if rest > 0 { format!("; and {rest} more") } else { String::new() }))
}

/// The provenance that a file bears: 64 digits after the name of the property.
fn provenance(bytes: &[u8], format: Format) -> Option<String> {
    let after = |bytes: &[u8], name: &str| -> Option<String> {
        let at = bytes.windows(name.len()).position(|window| window == name.as_bytes())?;
        let hash = bytes.get(at + name.len()..at + name.len() + 64)?;
        let hash = std::str::from_utf8(hash).ok()?;
        hash.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| hash.to_owned())
    };
    match format {
        Format::Pdf => after(bytes, "peerpact-provenance:"),
        Format::Docx => crate::render::docx::returned::property(bytes, "Provenance")
            .filter(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())),
        Format::Html => after(bytes, "<meta name=\"provenance\" content=\""),
        // A format without properties bears none.
        _ => None,
    }
}

//! The paper of the other side: whether its file is there and is the one that the deal names.

use std::path::{Component, Path};

use crate::budget;
use crate::deal::Field;
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::input;
use crate::source::sha256;

/// The code of these findings.
const CODE: &str = "DEAL032";

/// Holds the file of the other side's paper against its hash, if the deal names one.
pub(super) fn hold(file: &DealFile, findings: &mut Vec<Finding>) {
    let Some(paper) = &file.deal.paper else { return };
    let fail = |level: Level, field: &'static str, fact: String, help: String| {
        let path = crate::path::Path::from(field);
        Finding::new(CODE, level, fact).at(file.place(&path)).on(&path).help(help)
    };
    let named = Path::new(paper.theirs.as_str());
    if named.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        let fact = format!("`{}` is not in the folder of the deal", paper.theirs);
        let help = "put their paper into the folder of the deal or one below it, and name it from there";
        findings.push(fail(Level::Error, "paper.theirs", fact, help.into()));
        return;
    }
    let folder = Path::new(&*file.source.name).parent().unwrap_or(Path::new(""));
    let bytes = match input::bytes_below(folder, named, budget::DRAFT_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => {
            let help = "name their paper by its path from the folder of the deal";
            findings.push(fail(Level::Error, "paper.theirs", error.to_string(), help.into()));
            return;
        }
    };
    let found = sha256(&bytes);
    match &paper.sha256 {
        Field::Known(wanted) if wanted.as_str() == found => {}
        Field::Known(_) => findings.push(fail(
            Level::Error,
            "paper.sha256",
            format!("`{}` is not the file that the deal names: its SHA-256 is {found}", paper.theirs),
            "read what changed in it, and then write its SHA-256 here".into(),
        )),
        Field::Absent | Field::Blank => findings.push(fail(
            Level::OpenPoint,
            "paper",
            format!("the deal does not say which file `{}` is", paper.theirs),
            format!("write `sha256: {found}` once you have read that file"),
        )),
    }
}

/// Whether a finding speaks of the words of our own paper, which nobody prints where the paper is that of the other side.
pub(super) fn is_of_our_words(finding: &Finding) -> bool {
    finding.code.starts_with("DOC") || finding.code.starts_with("LIB")
}

//! The notices that an agreement asks for, in every format.

use crate::diagnostic::{self, Failure, Finding};
use crate::document::letter::{self, LetterFacts};
use crate::rules::Run;
use crate::source::Source;

use super::{File, Print, ReadDeal, papers};

/// Writes a notice. No file is made of a deal with errors, whose clauses and times nobody can rely on; a fact that is missing is an error
/// that says who knows it.
pub fn write(
    source: &Source,
    run: &Run<'_>,
    facts: &LetterFacts<'_>,
    wanted: &Print,
) -> Result<(Vec<Finding>, Vec<File>), Failure> {
    let read = ReadDeal::of(source, run);
    let mut findings = read.judge(run).findings;
    let Some((file, Some(draft))) = &read.paper else { return Ok((findings, Vec::new())) };
    let Some(document) = letter::of(draft, file, run.library, facts, &mut findings)? else {
        return Ok((findings, Vec::new()));
    };
    let files = papers::files(&document, &format!("notice.{}", facts.kind.key()), file, run, wanted, &mut findings)?;
    diagnostic::sort(&mut findings);
    Ok((findings, files))
}

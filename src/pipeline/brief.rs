//! The brief of a deal, in every format.

use crate::diagnostic::{self, Failure, Finding};
use crate::document::brief;
use crate::rules::Run;
use crate::source::Source;

use super::{File, Print, ReadDeal, papers};

/// The brief in each format; no file if an error leaves no paper.
pub fn print(source: &Source, run: &Run<'_>, wanted: &Print) -> Result<(Vec<Finding>, Vec<File>), Failure> {
    let read = ReadDeal::of(source, run);
    let mut findings = read.judge(run).findings;
    let Some((file, Some(draft))) = &read.paper else { return Ok((findings, Vec::new())) };
    let Some(brief) = brief::of(draft, file, run.library, run.as_of, &mut findings) else {
        return Ok((findings, Vec::new()));
    };
    let files = papers::files(&brief, "review.brief", file, run, wanted, &mut findings)?;
    diagnostic::sort(&mut findings);
    Ok((findings, files))
}

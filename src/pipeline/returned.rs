//! Compares a Word file that came back with the draft that a deal prints.

use crate::compare::places::places;
use crate::diagnostic::{Failure, Finding, Level};
use crate::pipeline::{ReadDeal, dress};
use crate::render::docx::returned::read;
use crate::render::{Format, render};
use crate::returned::{Leaves, ReturnedChanges, compare};
use crate::rules::{self, Run};
use crate::source::Source;

/// What the other side changed, or why the deal has no draft to compare with.
pub fn returned(
    file: &[u8],
    name: &str,
    deal: &Source,
    run: &Run<'_>,
) -> Result<Result<ReturnedChanges, Vec<Finding>>, Failure> {
    let theirs = read(file).map_err(|fault| Failure(format!("cannot read {name}: {fault}")))?;
    let made = ReadDeal::of(deal, run);
    let errors: Vec<Finding> = run
        .library
        .findings
        .iter()
        .chain(&made.findings)
        .filter(|finding| finding.level == Level::Error)
        .cloned()
        .collect();
    let (Some((file, Some(draft))), true) = (&made.paper, errors.is_empty()) else { return Ok(Err(errors)) };
    let dress = dress(run.library, None);
    let printed = match render(draft.paper(), &dress, Format::Docx) {
        Ok(bytes) => bytes,
        Err(failure) => return Ok(Err(vec![rules::unprintable(&failure, file, run.library, &dress.fonts)])),
    };
    let ours = read(&printed).map_err(|fault| Failure(format!("cannot read the draft of {}: {fault}", deal.name)))?;
    Ok(Ok(compare(&ours, &theirs, &places(draft.paper()), &Leaves::of(&file.said))))
}

//! What of a deal has to be approved, and the memo to whoever approves it.

use crate::approvals::{Approved, today};
use crate::deal::governance::Position;
use crate::deal::read::DealFile;
use crate::diagnostic::{self, Failure, Finding, Level};
use crate::document::deviations::{self, Deviation};
use crate::rules::Run;
use crate::source::Source;

use super::{File, Print, ReadDeal, papers};

/// The departures of a deal from our standard.
#[derive(Debug, Default)]
pub struct Departing {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// The clauses that depart, in the order of the paper; `None` if an error leaves no paper.
    pub deviations: Option<Vec<Deviation>>,
}

/// Lists what of a deal has to be approved.
#[must_use]
pub fn list(source: &Source, run: &Run<'_>) -> Departing {
    let read = ReadDeal::of(source, run);
    let findings = read.judge(run).findings;
    let deviations = match &read.paper {
        Some((file, Some(draft))) => Some(deviations::list(draft, file, run.library, &run.policy)),
        _ => None,
    };
    Departing { findings, deviations }
}

/// The memo to whoever approves, in each format; no file if an error leaves no paper.
pub fn memo(source: &Source, run: &Run<'_>, wanted: &Print) -> Result<(Vec<Finding>, Vec<File>), Failure> {
    let read = ReadDeal::of(source, run);
    let mut findings = read.judge(run).findings;
    let Some((file, Some(draft))) = &read.paper else { return Ok((findings, Vec::new())) };
    let memo = deviations::memo(&deviations::list(draft, file, run.library, &run.policy), file, run.as_of);
    let files = papers::files(&memo, "review.deviations", file, run, wanted, &mut findings)?;
    diagnostic::sort(&mut findings);
    Ok((findings, files))
}

/// What somebody approves who approves a clause of this deal today.
#[derive(Debug)]
pub struct ToApprove {
    /// The deal.
    pub file: DealFile,
    /// The position that the deal takes in the clause.
    pub position: Position,
    /// The words and values that the approval covers.
    pub approved: Approved,
    /// The desk that may approve it.
    pub desk: Option<String>,
}

/// Works out what an approval of a clause covers. An error names a deal with errors, a clause that does not print, or one in its
/// standard position.
pub fn to_approve(source: &Source, run: &Run<'_>, id: &str) -> Result<ToApprove, Failure> {
    let fail = |reason: String| Failure(format!("cannot approve `{id}`: {reason}"));
    let read = ReadDeal::of(source, run);
    let Some((file, Some(draft))) = read.paper else {
        let errors = read.findings.iter().filter(|finding| finding.level == Level::Error).count();
        return Err(fail(format!("the deal has {errors} errors; `peerpact check` shows them")));
    };
    let Some(printed) = draft.printed.iter().find(|printed| printed.id == id) else {
        let ids = draft.printed.iter().map(|printed| printed.id.as_str());
        let near = crate::misspelt::nearest(id, ids);
        let hint = near.map_or_else(
            || "`peerpact approvals` lists what is to be approved".into(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(fail(format!("the deal prints no such clause; {hint}")));
    };
    let (position, desk) = (printed.standing.position, printed.standing.approver.clone());
    let Some(clause) = run.library.clauses.get(id) else { return Err(fail("the library has no such clause".into())) };
    if position == Position::Standard {
        return Err(fail("it is in its standard position, which needs no approval".into()));
    }
    let approved = today(clause, &file);
    Ok(ToApprove { file, position, approved, desk })
}

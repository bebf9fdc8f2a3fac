//! The agreement that turns a signed deal into a new one.

use jiff::civil::Date;

use super::{File, Print, ReadDeal, papers};
use crate::compare::instructions::instructions;
use crate::deal::read::DealFile;
use crate::deal::state::{DealState, reached};
use crate::diagnostic::{self, Failure, Finding, Level};
use crate::document::amendment::{self, AmendmentFacts};
use crate::rules::Run;
use crate::source::Source;

/// What a person says about an amendment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Amendment {
    /// The day of the last signature of the signed agreement, if its deal does not record it.
    pub signed_on: Option<Date>,
    /// The day from which the changes count.
    pub effective: Option<Date>,
    /// Whether the whole agreement is printed anew.
    pub restates: bool,
}

/// Writes the amendment. No file is made if either deal has errors; what an amendment cannot do is a failure that says what can.
pub fn amend(
    (signed, signed_run): (&Source, &Run<'_>),
    (new, run): (&Source, &Run<'_>),
    said: &Amendment,
    wanted: &Print,
) -> Result<(Vec<Finding>, Vec<File>), Failure> {
    let fail = |reason: String| Failure(format!("cannot amend {}: {reason}", signed.name));
    let before = ReadDeal::of(signed, signed_run);
    let after = ReadDeal::of(new, run);
    let mut findings: Vec<Finding> =
        before.findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    let was_sound = findings.is_empty();
    findings.extend(after.judge(run).findings);
    let (Some((old_file, Some(old))), Some((file, Some(draft))), true) = (&before.paper, &after.paper, was_sound)
    else {
        return Ok((findings, Vec::new()));
    };
    let recorded = reached(&old_file.deal.history, DealState::Signed).map(|step| step.on.0);
    let Some(signed_on) = said.signed_on.or(recorded) else {
        return Err(fail(
            "it does not say when it was signed; record it with `peerpact state DEAL signed --on DATE`, or give --signed-on".into(),
        ));
    };
    if let Some(effective) = said.effective.filter(|effective| *effective < signed_on) {
        return Err(fail(format!("the changes cannot count from {effective}, before it was signed on {signed_on}")));
    }
    same_parties(old_file, file).map_err(fail)?;
    if old.document.compact != draft.document.compact {
        return Err(fail("the two deals print in different forms; give both --form full or --form short".into()));
    }
    let changes = instructions(&old.document, &draft.document);
    if changes.is_empty() {
        return Err(fail(format!("{} prints the same agreement, so there is nothing to change", new.name)));
    }
    let facts =
        AmendmentFacts { signed: (old_file, old), signed_on, effective: said.effective, restates: said.restates };
    let Some(document) = amendment::of((file, draft), run.library, &facts, changes, &mut findings) else {
        return Ok((findings, Vec::new()));
    };
    let name = if said.restates { "restatement" } else { "amendment" };
    let files = papers::files(&document, name, file, run, wanted, &mut findings)?;
    diagnostic::sort(&mut findings);
    Ok((findings, files))
}

/// Another company does not become party by an amendment.
fn same_parties(old: &DealFile, new: &DealFile) -> Result<(), String> {
    let companies = |file: &DealFile| -> Vec<(String, Option<String>)> {
        let one = |(id, party): (&crate::deal::PartyId, &crate::deal::party::Party)| {
            (id.to_string(), party.name.known().map(ToString::to_string))
        };
        let mut all: Vec<_> = file.deal.parties.iter().map(one).collect();
        all.sort();
        all
    };
    for ((id, name), (other, now)) in companies(old).into_iter().zip(companies(new)) {
        if id != other || name != now {
            let name = name.unwrap_or(id);
            let now = now.unwrap_or(other);
            return Err(format!(
                "{name} would become {now}: another party needs a novation or an assignment, which counsel drafts; a company that only \
                 changed its name says so by a notice"
            ));
        }
    }
    Ok(())
}

//! What changed in one deal between two states of a repository, for whoever decides whether it may go in.

use std::collections::HashMap;

use crate::compare::sums::SumChange;
use crate::deal::governance::Position;
use crate::deal::read::DealFile;
use crate::diagnostic::{self, Failure, Finding, Level};
use crate::document::assemble::Draft;
use crate::document::deviations::{self, Deviation};
use crate::pipeline::redline::{self, Marks};
use crate::pipeline::{File, Judgement, ReadDeal};
use crate::report::baseline::words;
use crate::report::summary::{DealChange, DealFate, PositionChange};
use crate::rules::Run;
use crate::source::Source;
use crate::sums;

/// A deal in one state, and how it is judged there.
pub type JudgedState<'a> = (&'a Source, &'a Run<'a>);

/// What became of a deal.
#[derive(Debug, Default)]
pub struct Summarised {
    /// What changed; `None` if nothing did, in the deal, its decks, the policy and the library.
    pub change: Option<DealChange>,
    /// The marked paper in each format, and the manifest of these files.
    pub files: Vec<File>,
    /// What stops the deal in its new state.
    pub findings: Vec<Finding>,
}

/// One state of a deal, read and judged.
struct Judged {
    read: ReadDeal,
    findings: Vec<Finding>,
    deviations: Vec<Deviation>,
}

impl Judged {
    fn of(read: ReadDeal, run: &Run<'_>) -> Self {
        let Judgement { findings, .. } = read.judge(run);
        let deviations = match &read.paper {
            Some((file, Some(draft))) => deviations::list(draft, file, run.library, &run.policy),
            _ => Vec::new(),
        };
        Self { read, findings, deviations }
    }

    fn file(&self) -> Option<&DealFile> {
        self.read.paper.as_ref().map(|(file, _)| file)
    }

    fn paper(&self) -> Option<(&DealFile, &Draft)> {
        let (file, draft) = self.read.paper.as_ref()?;
        Some((file, draft.as_ref()?))
    }
}

/// Compares two states of a deal; one of them may be missing. `path` is what the deal is called.
pub fn summary(
    path: &str,
    old: Option<JudgedState<'_>>,
    new: Option<JudgedState<'_>>,
    marks: &Marks,
) -> Result<Summarised, Failure> {
    let read = |state: Option<JudgedState<'_>>| state.map(|(source, run)| ReadDeal::of(source, run));
    let (before, mut after) = (read(old), read(new));
    if let (Some(one), Some(other), Some(before), Some(after)) = (old, new, &before, &after)
        && same_inputs(one, before, other, after)
    {
        return Ok(Summarised::default());
    }
    let record = match (&mut after, new) {
        (Some(after), Some((_, run))) => after.record(run)?,
        _ => None,
    };
    let judged = |read: Option<ReadDeal>, state: Option<JudgedState<'_>>| Some(Judged::of(read?, state?.1));
    let (before, after) = (judged(before, old), judged(after, new));
    let fate = match (&before, &after) {
        (None, _) => DealFate::Added,
        (_, None) => DealFate::Removed,
        _ => DealFate::Changed,
    };
    let mut change = DealChange::new(path, fate);
    let file = after.as_ref().or(before.as_ref()).and_then(Judged::file);
    if let Some(file) = file {
        change.reference = file.deal.reference.known().map(ToString::to_string);
        let other = file.deal.parties.iter().find(|(id, _)| **id != file.deal.we);
        change.other_party = other.and_then(|(_, party)| party.name.known()).map(ToString::to_string);
    }
    let deviations = |side: &Option<Judged>| side.as_ref().map_or_else(Vec::new, |side| side.deviations.clone());
    change.positions = positions(&deviations(&before), &deviations(&after));
    change.to_approve = deviations(&after).into_iter().filter(|one| !one.is_approved()).collect();
    let findings = |side: &Option<Judged>| side.as_ref().map_or_else(Vec::new, |side| side.findings.clone());
    if fate != DealFate::Removed {
        (change.new, change.gone) = apart(findings(&before), findings(&after));
        // A deal that cannot be read is not judged further, so that what it does not say is not mended.
        if after.as_ref().is_some_and(|after| after.paper().is_none()) {
            change.gone.clear();
        }
    }
    let mut summarised = Summarised { findings: findings(&after), ..Summarised::default() };
    match (before.as_ref().map(Judged::paper), after.as_ref().map(Judged::paper)) {
        (Some(Some(old)), Some(Some(paper))) => {
            let differences = redline::differences(old, paper, marks);
            if let (Some(record), Some((_, run)), true) = (record, new, differences.weight().is_some()) {
                let (files, unprinted) = redline::files(&differences, paper.0, &record, run, marks)?;
                summarised.files = files;
                summarised.findings.extend(unprinted);
            }
            change.weight = differences.weight();
            change.fields = differences.fields;
            change.sums = differences.sums;
            change.renumbered = differences.comparison.renumbered;
            change.parts = differences.comparison.changes;
        }
        (_, Some(None)) => change.no_paper = Some("the new deal has errors"),
        (Some(None), Some(_)) => change.no_paper = Some("the old deal has errors"),
        (None, Some(Some((file, _)))) => {
            let sums = sums::of(&file.deal).into_iter();
            change.sums =
                sums.map(|sum| SumChange { what: sum.what, old: None, new: Some(sum.sum), by: None }).collect();
        }
        _ => {}
    }
    // Where the deal is as it was, and policy or library moved, only what that did is worth telling.
    let is_same = matches!((old, new), (Some((old, _)), Some((new, _))) if old.text == new.text);
    summarised.change = Some(change).filter(|change| !(is_same && change.is_nothing()));
    Ok(summarised)
}

/// Whether two states of a deal come from the same files.
fn same_inputs(
    (old, old_run): JudgedState<'_>,
    before: &ReadDeal,
    (new, run): JudgedState<'_>,
    after: &ReadDeal,
) -> bool {
    let decks = |read: &ReadDeal| {
        let file = read.paper.as_ref().map(|(file, _)| file);
        file.map(|file| file.decks.iter().map(|deck| deck.sha256.clone()).collect::<Vec<_>>())
    };
    old.text == new.text
        && old_run.policy.hashes() == run.policy.hashes()
        && old_run.library.digest == run.library.digest
        && decks(before).is_some()
        && decks(before) == decks(after)
}

/// The clauses that stand in another position than before.
fn positions(before: &[Deviation], after: &[Deviation]) -> Vec<PositionChange> {
    let of = |list: &[Deviation], clause: &str| {
        list.iter().find(|one| one.clause == clause).map_or(Position::Standard, |one| one.position)
    };
    let back = before.iter().filter(|one| !after.iter().any(|other| other.clause == one.clause));
    let all = after.iter().chain(back).map(|one| PositionChange {
        clause: one.clause.clone(),
        name: one.name.clone(),
        title: one.title.clone(),
        old: of(before, &one.clause),
        new: of(after, &one.clause),
    });
    all.filter(|change| change.old != change.new).collect()
}

/// The findings that only the new state has, and those that only the old one had. A finding is the same while code, field and words
/// are; its numbers may move.
fn apart(before: Vec<Finding>, after: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
    let known_as = |finding: &Finding| {
        let said = if finding.names_party { finding.message.clone() } else { words(&finding.message) };
        (finding.code, finding.level, finding.path_text(), said)
    };
    let mut left: HashMap<(&'static str, Level, String, String), Vec<Finding>> = HashMap::new();
    for finding in before {
        left.entry(known_as(&finding)).or_default().push(finding);
    }
    let new =
        after.into_iter().filter(|finding| left.get_mut(&known_as(finding)).and_then(Vec::pop).is_none()).collect();
    let mut gone: Vec<Finding> = left.into_values().flatten().collect();
    diagnostic::sort(&mut gone);
    (new, gone)
}

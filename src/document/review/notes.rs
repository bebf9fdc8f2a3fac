//! The notes for our own side at each clause. Every format prints the same words, beside the clause or as an annex.

use super::bearing::{Bearing, asks, read};
use super::belongs::Owners;
use super::{BLANK_FIELD, confirm, question, value};
use crate::approvals::changed;
use crate::deal::governance::{Position, Waiver};
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::document::Note;
use crate::document::assemble::{Draft, Printed};
use crate::library::Library;
use crate::library::clause::{Authority, Clause};

/// The separator between the parts of one line.
const DOT: &str = " · ";
/// The lines that each note begins with: the clause and its position.
const ALWAYS: usize = 2;

/// One note for each clause that prints and departs from the standard, holds an open point, a finding or a waiver, or has
/// something to confirm, in the order of the paper.
pub(super) fn of<'a>(
    draft: &'a Draft,
    file: &DealFile,
    library: &Library,
    findings: &[Finding],
    waived: &[(usize, Finding)],
) -> Vec<(&'a Printed, Note)> {
    let owners = Owners::of(&draft.printed, file, library);
    let findings: Vec<(Option<usize>, &Finding)> =
        findings.iter().map(|finding| (owners.of_finding(finding), finding)).collect();
    let waived: Vec<(Option<usize>, &Finding, Option<&Waiver>)> =
        waived.iter().map(|(at, finding)| (owners.of_finding(finding), finding, file.deal.waivers.get(*at))).collect();
    let bearing = Bearing::of(file, library);
    let note = |(at, printed): (usize, &'a Printed)| {
        let clause = library.clauses.get(&printed.id);
        let version = clause.map_or(0, |clause| clause.front.version);
        let mut lines =
            vec![("Clause", format!("{} v{version}", printed.id)), ("Position", position(printed, clause, file))];
        for (_, finding) in findings.iter().filter(|(owner, _)| *owner == Some(at)) {
            lines.push(match finding.level {
                Level::OpenPoint if finding.code == BLANK_FIELD => {
                    ("Open", format!("{}: {}", finding.path_text(), question(finding)))
                }
                Level::OpenPoint => ("Open", format!("{}: {}", finding.path_text(), said(finding))),
                level => ("Finding", format!("{} ({}): {}", finding.code, level.name(), said(finding))),
            });
        }
        for (_, finding, waiver) in waived.iter().filter(|(owner, _, _)| *owner == Some(at)) {
            let by = waiver.map_or_else(String::new, |waiver| {
                let until = waiver.until.known().map_or_else(String::new, |until| format!(" until {until}"));
                format!("; set aside{until} by {}: {}", waiver.by, waiver.reason)
            });
            lines.push(("Waiver", format!("{}: {}{by}", finding.code, finding.message)));
        }
        let note = clause.and_then(|clause| clause.front.note.clone());
        let sources: Vec<&Authority> = clause.into_iter().flat_map(|clause| bearing.sources(clause)).collect();
        let confirms =
            note.as_ref().is_some_and(|note| asks(note)) || sources.iter().any(|source| source.confirm.is_some());
        if printed.standing.position == Position::Standard && lines.len() == ALWAYS && !confirms {
            return None;
        }
        lines.extend(note.map(|note| ("Note", note)));
        if !sources.is_empty() {
            lines.push(("Sources", sources.into_iter().map(authority).collect::<Vec<_>>().join(DOT)));
        }
        let lines = lines.into_iter().map(|(label, text)| (format!("{label}:"), value(&text))).collect();
        Some((printed, Note { anchor: printed.anchor.clone(), lines }))
    };
    draft.printed.iter().enumerate().filter_map(note).collect()
}

/// A finding on one line. Text to paste stands in the list of findings only.
fn said(finding: &Finding) -> String {
    let help = finding
        .remedy
        .as_ref()
        .map_or_else(String::new, |remedy| format!("; {}", remedy.first_line().trim_end_matches(':')));
    format!("{}{help}", finding.message)
}

/// The position of a clause and the reason, who approves or approved it, and what the chosen text says.
pub(super) fn position(printed: &Printed, clause: Option<&Clause>, file: &DealFile) -> String {
    let standing = &printed.standing;
    let mut out = name(standing.position).to_owned();
    if let Some(because) = &standing.because {
        out = format!("{out}: {because}");
    }
    if standing.position != Position::Standard {
        let approval = file
            .deal
            .approvals
            .iter()
            .find(|approval| approval.clause == printed.id && approval.position >= standing.position);
        let changed = approval.zip(clause).map_or_else(Vec::new, |(approval, clause)| changed(approval, clause, file));
        out.push_str(&match (approval, &standing.approver) {
            (Some(approval), _) => match changed.first() {
                None => format!("; approved by {} on {}", approval.by, approval.on),
                Some(void) => format!("; approved by {} on {}, but {void}", approval.by, approval.on),
            },
            (None, Some(approver)) => format!("; to be approved by {approver}"),
            (None, None) => "; not approved".into(),
        });
    }
    // A value that changes the standing does not change the text: the text is that of the position that the deal chose.
    let chosen = file.deal.positions.get(&printed.id).copied().unwrap_or(Position::Standard);
    let stand = clause.map(|clause| clause.front.positions.of(chosen));
    if let Some(says) = stand.and_then(|stand| stand.says.as_ref()) {
        out.push_str(&format!("; text of the {} position: {says}", name(chosen)));
    }
    out
}

fn name(position: Position) -> &'static str {
    match position {
        Position::Standard => "standard",
        Position::Fallback => "fallback",
        Position::WalkAway => "walk-away",
    }
}

/// A source of law: its name, whom it binds, since when, whether and when it was read, and what counsel must confirm.
fn authority(source: &Authority) -> String {
    let what = [&source.article, &source.law];
    let what: Vec<&str> = what.into_iter().flatten().map(String::as_str).collect();
    let mut facts = Vec::new();
    facts.extend(source.scope.as_ref().map(|scope| format!("binds: {scope}")));
    facts.extend(source.from.map(|from| format!("in force from {from}")));
    facts.push(read(source.document.as_deref(), source.verified_on));
    facts.push(format!("review by {}", source.review_by));
    format!("{} ({}){}", what.join(", "), facts.join("; "), confirm(source.confirm.as_ref()))
}

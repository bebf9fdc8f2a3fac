use super::with::approved;

use crate::deal::governance::Position;
use crate::deal::state::DealState;
use crate::diagnostic::Level;
use crate::document::Inline;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV010",
    level: Level::Warning,
    summary: "the deal was signed with open points or without approvals",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let deal = &report.file.deal;
    // Where their paper was signed, ours prints nothing.
    if deal.paper.is_some() {
        return;
    }
    let Some((at, step)) = deal.history.iter().enumerate().rfind(|(_, step)| step.state == DealState::Signed) else {
        return;
    };
    let on = step.on;
    let mut open = Vec::new();
    draft.paper().walk(&mut |inline| {
        if let Inline::Blank(path) = inline {
            let path = path.as_ref().map_or_else(|| "a value".to_owned(), |path| format!("`{path}`"));
            if !open.contains(&path) {
                open.push(path);
            }
        }
    });
    let departs = draft.printed.iter().filter(|printed| printed.standing.position != Position::Standard);
    let unapproved = departs.filter(|printed| !approved::is_approved(printed, library, report));
    let unapproved: Vec<String> = unapproved.map(|printed| format!("`{}`", printed.id)).collect();
    let mut said = Vec::new();
    if !open.is_empty() {
        said.push(format!("the paper prints [•] for {}", few(&open)));
    }
    if !unapproved.is_empty() {
        said.push(format!("nobody approved {}", few(&unapproved)));
    }
    if !said.is_empty() {
        report.add(
            Path::from("history").index(at),
            format!("the deal was signed on {on}, and {}", said.join("; ")),
            "agree what is open in an amendment (`peerpact amend SIGNED NEW`), and have what departs approved: \
             `peerpact approvals DEAL`",
        );
    }
}

/// The first three, and how many more.
fn few(names: &[String]) -> String {
    let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(3) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

use super::with::{approved, standing};

use crate::deal::governance::Position;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV002",
    level: Level::Warning,
    summary: "a clause is in its fallback position without an approval",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for printed in draft.printed.iter().filter(|printed| printed.standing.position == Position::Fallback) {
        if !approved::is_approved(printed, library, report) {
            let approver = printed.standing.approver.as_deref().unwrap_or("its approver");
            standing::add(
                printed,
                ("fallback", Level::Note),
                &format!("`{}` is in its fallback position", printed.id),
                &format!("ask {approver}, and record the approval"),
                report,
            );
        }
    }
}

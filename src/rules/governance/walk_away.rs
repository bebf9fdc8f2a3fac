use super::with::{approved, standing};

use crate::deal::governance::Position;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV001",
    level: Level::OpenPoint,
    summary: "a clause is past its walk-away limit without an approval",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for printed in draft.printed.iter().filter(|printed| printed.standing.position == Position::WalkAway) {
        if !approved::is_approved(printed, library, report) {
            standing::add(
                printed,
                ("walk_away", Level::Warning),
                &format!("`{}` is past its walk-away limit", printed.id),
                "bring it within the clause's positions, or record who approved it for this deal",
                report,
            );
        }
    }
}

use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LEGAL003",
    level: Level::Warning,
    summary: "the review by counsel has no reviewer, or is dated in the future",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(day) = deal.legal.reviewed_on.known() else { return };
    if deal.legal.reviewed_by == Field::Absent {
        report.add(
            "legal.reviewed_on",
            format!("the draft was reviewed on {day}, and no reviewer is named"),
            "name the lawyer: `reviewed_by: NAME`",
        );
    }
    if day.0 > report.as_of {
        report.add(
            "legal.reviewed_on",
            format!("the review is of {day}, which is in the future"),
            "write the day on which it took place, or `~` until it has",
        );
    }
}

use crate::deal::Deal;
use crate::deal::Field;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM014",
    level: Level::Error,
    summary: "a trial has minutes and no length",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if let Some(minutes) = deal.term.trial_minutes.known()
        && deal.term.trial == Field::Absent
    {
        report.add(
            "term.trial_minutes",
            format!("a trial has at most {minutes} minutes, and `term.trial` is not given"),
            "add `trial: 14 days`, or `~` if it is not agreed yet; without a trial, remove the minutes",
        );
    }
}

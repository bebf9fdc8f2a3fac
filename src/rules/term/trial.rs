use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM002",
    level: Level::Warning,
    summary: "the trial is unusually short or long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let days = |days| Duration::of(days, Unit::Day).about_seconds();
    let Some(trial) = deal.term.trial.known() else { return };
    if !(days(7)..=days(14)).contains(&trial.about_seconds()) {
        report.add(
            "term.trial",
            format!("the trial lasts {trial}"),
            "agree on 7 to 14 days: long enough to measure a weekly profile",
        );
    }
}

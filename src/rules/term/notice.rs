use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM001",
    level: Level::Warning,
    summary: "the notice to terminate is unusual",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let days = |days| Duration::of(days, Unit::Day).about_seconds();
    let Some(notice) = deal.termination.notice.known() else { return };
    if !(days(30)..=days(60)).contains(&notice.about_seconds()) {
        report.add(
            "termination.notice",
            format!("either party may leave on {notice} notice"),
            "agree on 30 to 60 days, which lets both sides move their traffic",
        );
    }
}

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SEC002",
    level: Level::Warning,
    summary: "the time to report a compromise is long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let notify = deal.security.notify;
    if notify.about_seconds() > Duration::of(24, Unit::Hour).about_seconds() {
        report.add(
            "security.notify",
            format!("a party hears within {notify} that a stranger can use the interconnection"),
            "agree on 24 hours at most; networks that work day and night usually agree on minutes",
        );
    }
}

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA004",
    level: Level::Warning,
    summary: "the time to report a data breach is long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let notice = deal.dpa.breach_notice;
    if notice.about_seconds() > Duration::of(24, Unit::Hour).about_seconds() {
        report.add(
            "dpa.breach_notice",
            format!("a party hears of a breach of its data within {notice}"),
            "agree on 24 hours or less, so that each party can keep its own duty to notify",
        );
    }
}

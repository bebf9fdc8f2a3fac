use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SEC003",
    level: Level::Warning,
    summary: "a critical weakness stays open long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let patch = deal.security.patch;
    if patch.about_seconds() > Duration::of(30, Unit::Day).about_seconds() {
        report.add(
            "security.patch",
            format!("a critical weakness is repaired within {patch} after its correction is published"),
            "agree on 30 days at most",
        );
    }
}

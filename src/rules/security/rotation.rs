use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SEC005",
    level: Level::Warning,
    summary: "a secret is used for more than two years",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let rotation = deal.security.rotation;
    if rotation.about_seconds() > Duration::of(2, Unit::Year).about_seconds() {
        report.add(
            "security.rotation",
            format!("a key or password may be used for {rotation}"),
            "agree on 12 months, as is usual, and on two years at most",
        );
    }
}

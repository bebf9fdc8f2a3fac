use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA002",
    level: Level::Warning,
    summary: "traffic data are kept for more than two years",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(kept) = deal.dpa.retention.known() else { return };
    // Two years in any unit, including a leap year.
    if kept.about_seconds() > Duration::of(731, Unit::Day).about_seconds() {
        report.add(
            "dpa.retention",
            format!("traffic data are kept for {kept}"),
            "keep them only until the bill can no longer be disputed or claimed, 24 months at most",
        );
    }
}

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::billing::with::limit::bound;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA002",
    level: Level::Warning,
    summary: "traffic data are kept for more than two years",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let Some(kept) = deal.dpa.retention.known() else { return };
    // Two years in any unit, including a leap year.
    let usual = Duration::of(731, Unit::Day).about_seconds();
    let ordered =
        bound(deal, library, report.as_of).filter_map(|(limit, _)| limit.keep).map(|keep| keep.about_seconds());
    if kept.about_seconds() > ordered.fold(usual, std::cmp::Ord::max) {
        report.add(
            "dpa.retention",
            format!("traffic data are kept for {kept}"),
            "keep them only until the bill can no longer be disputed or claimed, 24 months at most",
        );
    }
}

use super::with::limit::bound;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL014",
    level: Level::Warning,
    summary: "records are kept for less time than a law at stake orders",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let Some(kept) = deal.dpa.retention.known() else { return };
    let passed = bound(deal, library, report.as_of).filter_map(|(limit, binds)| {
        let least = limit.keep.filter(|least| kept.about_seconds() < least.about_seconds())?;
        Some((least, limit, binds))
    });
    // Records kept for the longest of the times satisfy the other laws too.
    let Some((least, limit, binds)) = passed.max_by_key(|(least, ..)| least.about_seconds()) else { return };
    report
        .add(
            "dpa.retention",
            format!("call records are kept for {kept}, and {} orders {least}", limit.provision.cite()),
            format!("write `retention: {least}`, so that each side can ask the other for them that long"),
        )
        .also(binds.path, format!("{} orders it", binds.law));
}

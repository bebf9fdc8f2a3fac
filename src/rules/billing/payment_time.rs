use super::with::limit::bound;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL001",
    level: Level::Warning,
    summary: "the time to pay is longer than an applicable law allows",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let Some(pay) = deal.billing.pay.known() else { return };
    let passed = bound(deal, library, report.as_of).filter_map(|(limit, binds)| {
        let most = limit.pay.filter(|most| pay.about_seconds() > most.about_seconds())?;
        Some((most, limit, binds))
    });
    // Keeping the shortest limit keeps all others.
    let Some((most, limit, binds)) = passed.min_by_key(|(most, ..)| most.about_seconds()) else { return };
    let remedy = limit.remedy.as_deref().unwrap_or("have counsel confirm the longer time");
    report
        .add(
            "billing.pay",
            format!("the customer has {pay} to pay, and {} allows {most}", limit.provision.cite()),
            format!("agree on {most} or less, or {remedy}"),
        )
        .also(binds.path, format!("{} limits the time to pay", binds.law));
}

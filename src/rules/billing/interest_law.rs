use rust_decimal::Decimal;

use super::with::limit::bound;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL006",
    level: Level::Warning,
    summary: "an applicable law limits the interest on late payment",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let monthly = deal.billing.interest;
    let Some(yearly) = monthly.0.checked_mul(Decimal::from(12)) else { return };
    for (limit, binds) in bound(deal, library, report.as_of) {
        let Some(allowed) = limit.of_interest().filter(|_| limit.interest.is_some_and(|most| yearly > most.0)) else {
            continue;
        };
        report
            .add(
                "billing.interest",
                format!(
                    "late sums bear {monthly} a month, {} % a year, and {} {allowed} ({})",
                    yearly.normalize(),
                    binds.law,
                    limit.provision.cite()
                ),
                limit.remedy.as_deref().unwrap_or("have counsel confirm that the interest can be claimed"),
            )
            .also(binds.path, "why this law applies")
            .level(if limit.void { Level::Warning } else { Level::Note });
    }
}

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA004",
    level: Level::Warning,
    summary: "a high availability rests on a single site",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let promised = held(report.file, "sla", &deal.sla)
        .filter_map(|sla| Some((*sla.value.availability.known()?, sla.path("availability"))))
        .max_by_key(|(availability, _)| *availability);
    let Some((availability, path)) = promised.filter(|(availability, _)| availability.0 >= Decimal::new(999, 1)) else {
        return;
    };
    for (party, sites) in &deal.technical.sites {
        // The number of sites of a network is unknown.
        let single =
            sites.known().is_some_and(|sites| sites.len() < 2 && sites.iter().all(|address| address.prefix.is_none()));
        if single {
            report
                .add(
                    Path::from("technical.sites").key(party),
                    format!("{availability} is promised, and `{party}` names fewer than two addresses"),
                    "ask for a second address at another site, or agree on a lower availability",
                )
                .also(&path, "the availability");
        }
    }
}

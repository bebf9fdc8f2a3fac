//! Inside a country somebody taxes the service as well.

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::references::unnamed;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX005",
    level: Level::Warning,
    summary: "a flow within a country has no tax line",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    for id in unnamed(deal, deal.tax.iter().map(|line| line.flow.as_str())) {
        let Some(flow) = deal.scope.flows.get(id) else { continue };
        let (Some(from), Some(to)) = (country(&flow.customer), country(&flow.supplier)) else { continue };
        if from == to {
            report
                .add(
                    format!("scope.flows.{id}"),
                    format!("`{id}` stays in {}, and no tax line speaks of it", from.code()),
                    format!("add a line with `flow: {id}` to `tax`, such as one with `mechanism: charged`"),
                )
                .also("tax", "the taxes");
        }
    }
}

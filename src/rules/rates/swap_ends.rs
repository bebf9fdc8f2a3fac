use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE027",
    level: Level::Error,
    summary: "a swap does not have one flow each way",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.pricing.swap.known().is_none() {
        return;
    }
    let flows = &deal.scope.flows;
    for (id, flow) in flows {
        let back = flows.values().any(|other| other.customer == flow.supplier && other.supplier == flow.customer);
        // Another rule reports a flow from a party to itself.
        if !back && flow.customer != flow.supplier {
            report
                .add(
                    "pricing.swap",
                    format!("`{}` sends calls to `{}`, and no flow leads back", flow.customer, flow.supplier),
                    "add a flow in the other direction, or write a commitment in place of the swap",
                )
                .also(Path::from("scope.flows").key(id), "the only direction");
        }
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE002",
    level: Level::Error,
    summary: "a flow has one party at both ends",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, flow) in &deal.scope.flows {
        if flow.customer == flow.supplier {
            report
                .add(
                    Path::from("scope.flows").key(id).key("supplier"),
                    format!("`{}` is both customer and supplier of `{id}`", flow.supplier),
                    "name the party that sends the calls as customer, and the one that terminates them as supplier",
                )
                .also(Path::from("scope.flows").key(id).key("customer"), "the customer");
        }
    }
}

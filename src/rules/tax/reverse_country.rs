use crate::deal::Deal;
use crate::deal::tax::Mechanism;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX007",
    level: Level::Warning,
    summary: "a reverse charge is not in the customer's country",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    for (at, line) in deal.tax.iter().enumerate() {
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        let (Some(customer), Some(supplier)) = (country(&flow.customer), country(&flow.supplier)) else { continue };
        if line.mechanism == Mechanism::ReverseCharge && line.country == supplier && customer != supplier {
            report
                .add(
                    Path::from("tax").index(at).key("country"),
                    format!(
                        "the reverse charge is for a tax of {}, where the supplier is, and the customer is in {}",
                        supplier.code(),
                        customer.code()
                    ),
                    format!(
                        "write `country: {}`, or the mechanism for exports from {}",
                        customer.code(),
                        supplier.code()
                    ),
                )
                .also(Path::from("scope.flows").key(&line.flow).key("customer"), "the customer");
        }
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX004",
    level: Level::Warning,
    summary: "a tax is of a country that has no part in the flow",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, line) in deal.tax.iter().enumerate() {
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        let (Some(customer), Some(supplier)) = (deal.parties.get(&flow.customer), deal.parties.get(&flow.supplier))
        else {
            continue;
        };
        let affiliates = customer.affiliates.iter().chain(&supplier.affiliates).map(|affiliate| affiliate.country);
        if !affiliates.chain([customer.country, supplier.country]).any(|country| country == line.country) {
            report
                .add(
                    Path::from("tax").index(at).key("country"),
                    format!(
                        "`{}` runs from {} to {}, and this tax is of {}",
                        line.flow,
                        customer.country.code(),
                        supplier.country.code(),
                        line.country.code()
                    ),
                    "write the country of one of them, or remove the line",
                )
                .also(Path::from("scope.flows").key(&line.flow), "the flow");
        }
    }
}

use std::collections::BTreeSet;

use crate::deal::place::Country;
use crate::deal::questions;
use crate::deal::tax::Mechanism;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX006",
    level: Level::OpenPoint,
    summary: "a reverse charge lacks a tax number",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut told = BTreeSet::new();
    for (at, line) in deal.tax.iter().enumerate() {
        if line.mechanism != Mechanism::ReverseCharge || !asks(line.country) {
            continue;
        }
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        for id in [&flow.customer, &flow.supplier] {
            // A supplier from elsewhere has no number of that country.
            let Some(party) = deal.parties.get(id).filter(|party| *id == flow.customer || asks(party.country)) else {
                continue;
            };
            if party.tax_number == Field::Absent && told.insert(id) {
                let path = Path::from("parties").key(id).key("tax_number");
                let ask = questions::ask(&report.file.tree, &path);
                report
                    .add(
                        path,
                        format!(
                            "`{}` is invoiced under the reverse charge of {}, and `{id}` gives no tax number",
                            line.flow,
                            line.country.code()
                        ),
                        ask.then("write the answer as `tax_number`"),
                    )
                    .also(Path::from("tax").index(at).key("mechanism"), "the reverse charge");
            }
        }
    }
}

/// Whether invoices under a country's reverse charge name the tax numbers of both sides.
fn asks(country: Country) -> bool {
    country.in_eu() || country.code() == "GB"
}

use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG004",
    level: Level::OpenPoint,
    summary: "a party with significant market power names no reference offer",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        if party.significant_market_power && party.reference_offer == Field::Absent {
            let path = Path::from("parties").key(id).key("reference_offer");
            report.add(
                Path::from("parties").key(id).key("significant_market_power"),
                format!("`{id}` has significant market power, and no reference offer is named"),
                questions::ask(&report.file.tree, &path).then(
                    "add `reference_offer: TITLE AND DATE`, or `reference_offer: none` if the decision asks for none",
                ),
            );
        }
    }
}

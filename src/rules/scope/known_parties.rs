use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE001",
    level: Level::Error,
    summary: "a flow names a party that the deal does not have",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, flow) in &deal.scope.flows {
        for (side, party) in [("customer", &flow.customer), ("supplier", &flow.supplier)] {
            if !deal.parties.contains_key(party) {
                let help = correct(party, deal.parties.keys().map(String::as_str));
                report.add(
                    Path::from("scope.flows").key(id).key(side),
                    format!("the {side} of `{id}`, `{party}`, is not a key of `parties`"),
                    help,
                );
            }
        }
    }
}

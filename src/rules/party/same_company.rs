use super::with::identity;

use std::collections::HashMap;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY003",
    level: Level::Error,
    summary: "both parties have the same registration number",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut seen = HashMap::new();
    for (id, party) in &deal.parties {
        let Some(number) = party.registration.known() else { continue };
        let first = seen.entry((party.country, identity::folded(number))).or_insert(id);
        if *first != id {
            report
                .add(
                    Path::from("parties").key(id).key("registration"),
                    format!("`{first}` and `{id}` have the same registration number in the same country: {number}"),
                    "copy each number from the company's own register entry",
                )
                .also(Path::from("parties").key(first).key("registration"), "first given here");
        }
    }
}

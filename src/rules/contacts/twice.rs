use std::collections::HashMap;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CONTACT004",
    level: Level::Warning,
    summary: "a party has two contacts for one role",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut seen = HashMap::new();
    for (at, contact) in deal.contacts.iter().enumerate() {
        let first = *seen.entry((&contact.party, contact.role as u8)).or_insert(at);
        if first != at {
            let role = format!("{:?}", contact.role).to_lowercase();
            report
                .add(
                    Path::from("contacts").index(at).key("role"),
                    format!(
                        "`{}` has two contacts for {role}, and nothing says which of them a message has to reach",
                        contact.party
                    ),
                    "keep the one that answers, and list who gets a copy under its `copies`",
                )
                .also(Path::from("contacts").index(first).key("role"), "the first");
        }
    }
}

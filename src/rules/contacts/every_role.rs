use crate::deal::Deal;
use crate::deal::contacts::Role;
use crate::deal::questions;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "CONTACT001", level: Level::OpenPoint, summary: "a party lacks contacts", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    for party in deal.parties.keys() {
        let has = |role: Role| deal.contacts.iter().any(|contact| contact.party == *party && contact.role == role);
        let missing: Vec<String> =
            Role::ALL.into_iter().filter(|role| !has(*role)).map(|role| format!("{role:?}").to_lowercase()).collect();
        if !missing.is_empty() {
            let question = format!("Who answers for {} (name, e-mail, telephone, hours)?", missing.join(", "));
            report.add(
                "contacts",
                format!("`{party}` names no contact for {}", missing.join(", ")),
                questions::ask_party(&report.file.tree, party, question)
                    .then(format!("add a line for each role, such as {{party: {party}, role: noc, email: …}}")),
            );
        }
    }
}

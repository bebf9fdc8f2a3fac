use std::collections::HashMap;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CONTACT005",
    level: Level::Warning,
    summary: "both parties give the same address or telephone number",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut seen: HashMap<String, (usize, &str)> = HashMap::new();
    for (at, contact) in deal.contacts.iter().enumerate() {
        let email = contact.email.known().map(|email| ("email", email.to_string(), email.to_string().to_lowercase()));
        let phone = contact.phone.known().map(|phone| {
            let digits = phone.to_string().chars().filter(char::is_ascii_digit).collect();
            ("phone", phone.to_string(), digits)
        });
        for (field, text, key) in email.into_iter().chain(phone) {
            let (first, party) = *seen.entry(key).or_insert((at, contact.party.as_str()));
            if party != contact.party {
                report
                    .add(
                        Path::from("contacts").index(at).join(field),
                        format!("`{party}` and `{}` both give {text}", contact.party),
                        "ask each party for its own",
                    )
                    .also(Path::from("contacts").index(first).join(field), format!("given for `{party}`"));
            }
        }
    }
}

use crate::deal::Deal;
use crate::deal::technical::Method;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH002",
    level: Level::Error,
    summary: "a method that every call needs is missing",
    check: Check::Deal(check),
};

const NEEDED: [(Method, &str); 4] =
    [(Method::Invite, "INVITE"), (Method::Ack, "ACK"), (Method::Bye, "BYE"), (Method::Cancel, "CANCEL")];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let missing: Vec<&str> =
        NEEDED.iter().filter(|(method, _)| !deal.technical.methods.contains(method)).map(|(_, name)| *name).collect();
    if !missing.is_empty() {
        let named = missing.join(", ");
        report
            .add(
                "technical.methods",
                format!("`technical.methods` lacks {named}"),
                format!("add {named}; RFC 3261 requires it of every SIP user agent"),
            )
            .extend("technical.methods", &missing);
    }
}

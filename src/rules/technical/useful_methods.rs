use crate::deal::Deal;
use crate::deal::technical::Method;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH013",
    level: Level::Warning,
    summary: "OPTIONS, PRACK or UPDATE is missing",
    check: Check::Deal(check),
};

/// Each method, its name, and what fails without it.
const USEFUL: [(Method, &str, &str); 3] = [
    (Method::Options, "OPTIONS", "finds an address that is out of service"),
    (Method::Prack, "PRACK", "makes ringing and early media reliable (RFC 3262)"),
    (Method::Update, "UPDATE", "changes a call before it is answered (RFC 3311)"),
];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let missing: Vec<_> = USEFUL.iter().filter(|(method, ..)| !technical.methods.contains(method)).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<&str> = missing.iter().map(|(_, name, _)| *name).collect();
    let purposes: Vec<String> = missing.iter().map(|(_, name, purpose)| format!("{name} {purpose}")).collect();
    let added = report
        .add(
            "technical.methods",
            format!("`technical.methods` lacks {}", names.join(", ")),
            format!("add what is missing: {}", purposes.join("; ")),
        )
        .extend("technical.methods", &names);
    if !technical.reinvite && names.contains(&"UPDATE") {
        added.also("technical.reinvite", "without re-INVITE, the session timer is refreshed by UPDATE alone");
    }
}

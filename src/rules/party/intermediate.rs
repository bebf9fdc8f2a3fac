use crate::deal::Deal;
use crate::deal::scope::TerminationMode;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY016",
    level: Level::Warning,
    summary: "a US party hands calls on, and is not in the registry of intermediate providers",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.scope.mode == TerminationMode::Peer {
        return;
    }
    for (id, party) in deal.parties.iter().filter(|(_, party)| party.country.code() == "US") {
        let supplies = deal.scope.flows.values().any(|flow| flow.supplier == *id);
        if supplies && party.us.known().is_some_and(|us| !us.intermediate) {
            report
                .add(
                    Path::from("parties").key(id).join("us.intermediate"),
                    format!("`{id}` hands calls on to other carriers, and is not entered as an intermediate provider"),
                    "ask for its entry under 47 CFR 64.2115 and write `intermediate: true`; or, if it delivers all calls itself, \
                     `mode: peer`",
                )
                .also("scope.mode", "it hands calls on");
        }
    }
}

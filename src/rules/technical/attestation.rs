use crate::deal::Deal;
use crate::deal::technical::Attestation;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH024",
    level: Level::Warning,
    summary: "an attestation level is required that is not checked or cannot be given",
    check: Check::Deal(check),
};

/// Countries whose law requires calls to be signed at their origin.
const SIGNING: [&str; 3] = ["CA", "FR", "US"];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let Some(least) = technical.least_attestation.known() else { return };
    let level = match least {
        Attestation::A => "A",
        Attestation::B => "B",
        Attestation::C => "C",
    };
    if !technical.verify_signatures {
        report
            .add(
                "technical.least_attestation",
                format!("level {level} is required, and signatures are not verified"),
                "write `verify_signatures: true`, or leave the level out",
            )
            .also("technical.verify_signatures", "signatures are not verified");
    }
    if *least == Attestation::C {
        return;
    }
    for (id, flow) in &deal.scope.flows {
        let Some(customer) = deal.parties.get(&flow.customer) else { continue };
        if !SIGNING.contains(&customer.country.code()) {
            report
                .add(
                    "technical.least_attestation",
                    format!(
                        "level {level} is asked for, and calls of `{id}` come from {}, where they are not signed; a \
                         gateway signs such calls at level C",
                        customer.country
                    ),
                    "leave the level out, or write `least_attestation: C`",
                )
                .also(Path::from("scope.flows").key(id).key("customer"), "the party that sends the calls");
        }
    }
}

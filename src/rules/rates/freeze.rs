use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE016",
    level: Level::Warning,
    summary: "the price freeze outlasts the initial term",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(freeze) = deal.pricing.freeze.known() else { return };
    let initial = deal.term.initial;
    if freeze.outlasts(initial) {
        report
            .add(
                "pricing.freeze",
                format!("no rate rises for {freeze}, and the initial term is {initial}"),
                "freeze the rates for the initial term at most, or agree on a longer term",
            )
            .also("term.initial", "the initial term");
    }
}

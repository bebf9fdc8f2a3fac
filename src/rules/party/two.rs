use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY001",
    level: Level::Error,
    summary: "there are not exactly two parties",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let parties = deal.parties.len();
    if parties != 2 {
        report.add(
            "parties",
            format!("an agreement binds two parties, and `parties` names {parties}"),
            "keep two; write a deal for each pair of carriers",
        );
    }
}

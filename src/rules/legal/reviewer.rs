use crate::deal::Deal;
use crate::deal::Field;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LEGAL001",
    level: Level::Warning,
    summary: "a deal across a border names no reviewer",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut countries = deal.parties.values().map(|party| party.country);
    let first = countries.next();
    if countries.any(|country| Some(country) != first) && deal.legal.reviewed_by == Field::Absent {
        report.add(
            "legal.reviewed_by",
            "the parties are in different countries, and no reviewing lawyer is named",
            "name the lawyer: `legal: {reviewed_by: NAME, reviewed_on: DATE}`, or `~` until one is found",
        );
    }
}

//! Europe prices calls by where they come from.

use std::collections::BTreeSet;

use crate::atlas;
use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::place::Country;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE012",
    level: Level::Warning,
    summary: "a European destination has no rate by origin",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if !deal.scope.traffic.contains(&Traffic::International) {
        return;
    }
    let mut seen = BTreeSet::new();
    for (at, line) in deal.rates.lines.iter().enumerate().filter(|(_, line)| line.origin == Field::Absent) {
        let countries = line.codes.iter().filter_map(|code| atlas::of(code.as_str())?.country);
        let Some(country) = countries.filter(european).find(|country| seen.insert((&line.flow, *country))) else {
            continue;
        };
        report.add(
            format!("rates.lines[{at}].destination"),
            format!("{} has one rate for all callers, and networks in {country} charge by origin", line.destination),
            "split the line by `origin`: EEA and other; or have the supplier confirm that the rate holds for any caller",
        );
    }
}

/// Whether the ceilings of the Union hold there, for calls that begin in the European Economic Area.
fn european(country: &Country) -> bool {
    country.in_eu() || ["IS", "LI", "NO"].contains(&country.code())
}

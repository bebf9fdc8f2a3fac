use std::collections::BTreeSet;

use crate::atlas;
use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::place::Country;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::library::law::{CallOrigin, RegulatedPrice};
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE012",
    level: Level::Warning,
    summary: "a European destination has no rate by origin",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if !deal.scope.traffic.contains(&Traffic::International) {
        return;
    }
    let mut seen = BTreeSet::new();
    for (at, line) in deal.rates.lines.iter().enumerate().filter(|(_, line)| line.origin == Field::Absent) {
        let countries = line.codes.iter().filter_map(|code| atlas::of(code.as_str())?.country);
        let Some(country) =
            countries.filter(|country| by_origin(library, country)).find(|country| seen.insert((&line.flow, *country)))
        else {
            continue;
        };
        report.add(
            Path::from("rates.lines").index(at).key("destination"),
            format!("{} has one rate for all callers, and networks in {country} charge by origin", line.destination),
            "split the line by `origin`: EEA and other; or have the supplier confirm that the rate holds for any caller",
        );
    }
}

/// Whether a union's law applies there that caps the price of calls from its own members.
fn by_origin(library: &Library, country: &Country) -> bool {
    let capped = |figure: &RegulatedPrice| figure.origin == CallOrigin::Member;
    library.countries.values().any(|union| union.governs(country.code()) && union.figures.iter().any(capped))
}

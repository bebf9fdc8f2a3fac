use rustc_hash::FxHashMap;

use crate::atlas::{self, Leads, NumberRange};
use crate::deal::place::Country;
use crate::deal::rates::{RateLine, Rates};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE007",
    level: Level::Warning,
    summary: "a destination's name and its codes are of different countries",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    // Thousands of lines of a deck may share a name, so each is resolved once.
    let mut names: FxHashMap<&str, Option<Country>> = FxHashMap::default();
    for (at, line) in rates.lines.iter().enumerate() {
        let name = line.destination.as_str();
        let named = || {
            let named = atlas::named(name);
            named.first().copied().filter(|_| named.len() == 1)
        };
        let by_name = *names.entry(name).or_insert_with(named);
        let Some(country) = line.country.known().copied().or(by_name) else { continue };
        if let Some(other) = elsewhere(line, country) {
            let place = &other.name;
            report
                .add(
                    Path::from("rates.lines").index(at).key("destination"),
                    format!("`{}` names {country}, and its codes lead to {place}", line.destination),
                    "correct the name or the codes",
                )
                .also(Path::from("rates.lines").index(at).key("codes"), format!("codes of {place}"));
        } else if let Some((index, other)) = strays(line, country) {
            let (place, code) = (&other.name, other.code);
            report
                .add(
                    Path::from("rates.lines").index(at).key("codes").index(index),
                    format!("`{}` names {country}, and one of its codes leads to {place} ({code})", line.destination),
                    "correct the name or the code",
                )
                .also(Path::from("rates.lines").index(at).key("destination"), format!("names {country}"));
        }
    }
}

/// Where the codes of a line lead, if all of them lead to countries and none to this one.
fn elsewhere(line: &RateLine, country: Country) -> Option<&'static Leads> {
    let codes = || line.codes.iter().map(|code| code.as_str());
    let known: Vec<&Leads> = codes().filter_map(atlas::of).collect();
    let geographic = known.iter().all(|leads| leads.kind == NumberRange::Geographic);
    // Towns in the United States have names of countries: Lebanon, Peru, Cuba.
    let town = known.iter().any(|leads| leads.code == "1") && !atlas::can_reach("1", country);
    if !geographic || town || codes().any(|code| under(code, country)) {
        return None;
    }
    known.first().copied()
}

/// The first code of a line that leads to another country, if others lead to this one. The members of +1 and +7 share their codes.
fn strays(line: &RateLine, country: Country) -> Option<(usize, &'static Leads)> {
    if line.codes.len() < 2 {
        return None;
    }
    let zone = |code: &str| code.bytes().next().filter(|digit| matches!(digit, b'1' | b'7'));
    let home = line.codes.iter().find(|code| under(code.as_str(), country))?;
    line.codes.iter().enumerate().find_map(|(index, code)| {
        let leads = atlas::of(code.as_str())?;
        let shared = zone(code.as_str()).is_some() && zone(code.as_str()) == zone(home.as_str());
        let strays = leads.kind == NumberRange::Geographic
            && leads.country.is_some()
            && !shared
            && !under(code.as_str(), country);
        strays.then_some((index, leads))
    })
}

/// Whether a code leads to a country, or to a range within the country's code that another territory uses, as Jersey uses part
/// of 44. Members of +1 and +7 are distinguished.
fn under(code: &str, country: Country) -> bool {
    let shared = code.starts_with(['1', '7']);
    let within = |length| code.get(..length).and_then(atlas::of).and_then(|leads| leads.country) == Some(country);
    atlas::can_reach(code, country) || (!shared && (1..code.len()).any(within))
}

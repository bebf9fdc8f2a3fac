//! A short code takes in every longer one, so numbers with a price model of their own are sold at the line's rate unless a
//! longer code of the flow breaks them out.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::atlas;
use crate::deal::rates::{RateLine, Rates};
use crate::diagnostic::Level;
use crate::numbering_plan::{self, NumberType};
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE037",
    level: Level::Note,
    summary: "a dial code takes in premium or personal numbers, or those of another territory",
    check: Check::Rates(check),
};

/// Types whose price differs from that of ordinary numbers.
const SPECIAL: [NumberType; 3] = [NumberType::Premium, NumberType::SharedCost, NumberType::Personal];

/// Words of a lower-case name that say so.
const SAID: [&str; 5] = ["premium", "special", "shared", "personal", "service"];

/// Most ranges that a message names.
const NAMED: usize = 3;

/// A range within a code, and what its numbers are.
struct Taken {
    range: String,
    what: String,
}

fn check<'a>(rates: &'a Rates, report: &mut Report<'_>) {
    let codes = |line: &'a RateLine| line.codes.iter().map(move |code| (&*line.flow, code.as_str()));
    let listed: BTreeSet<(&str, &str)> = rates.lines.iter().flat_map(codes).collect();
    // Lines of one destination that differ in origin, class or band hold the same codes: one finding is enough.
    let mut seen: FxHashSet<(&str, &str)> = FxHashSet::default();
    for (at, line) in rates.lines.iter().enumerate() {
        let flow: &str = &line.flow;
        let name = line.destination.as_str().to_lowercase();
        for (index, code) in line.codes.iter().enumerate() {
            let code = code.as_str();
            let broken_out = |range: &str| {
                let mut longer = (code.len() + 1..=range.len()).filter_map(|length| range.get(..length));
                // The range itself may be broken out in parts.
                longer.any(|longer| listed.contains(&(flow, longer)))
                    || listed
                        .range((flow, range)..)
                        .next()
                        .is_some_and(|(of, part)| *of == flow && part.starts_with(range))
            };
            let taken: Vec<Taken> = taken(code, &name).filter(|taken| !broken_out(&taken.range)).collect();
            let Some(first) = taken.first() else { continue };
            if !seen.insert((flow, line.destination.as_str())) {
                break;
            }
            let named: Vec<&str> = taken.iter().take(NAMED).map(|taken| taken.range.as_str()).collect();
            let more = match taken.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more ranges"),
            };
            report
                .add(
                    Path::from("rates.lines").index(at).key("codes").index(index),
                    format!("{code} takes in {}{more}, which lead to {}", named.join(", "), first.what),
                    format!(
                        "give these ranges a line of their own, or list the codes around them (numbering plans of {})",
                        numbering_plan::DATE
                    ),
                )
                .also(Path::from("rates.lines").index(at).key("destination"), "the name");
            break;
        }
    }
}

/// The ranges within a code that are of another country or kind, unless the code or the name of the line is so too.
fn taken<'a>(code: &'a str, name: &'a str) -> impl Iterator<Item = Taken> + 'a {
    let home = atlas::of(code).and_then(|leads| leads.country);
    let abroad = atlas::reached(code)
        .filter(move |leads| home.is_some() && leads.country.is_some() && leads.country != home && leads.code != code)
        .map(|leads| Taken { range: leads.code.to_owned(), what: leads.name.clone() });
    let own = numbering_plan::types(code);
    let ordinary = !own.within(&SPECIAL) && !SAID.iter().any(|word| name.contains(word));
    let special = numbering_plan::ranges(code)
        .filter(move |(_, types)| ordinary && types.within(&SPECIAL))
        .map(|(range, types)| Taken { range, what: format!("{types} numbers") });
    abroad.chain(special)
}

use rustc_hash::FxHashMap;

use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::numbering_plan::{self, NumberType};
use crate::path::Path;
use crate::rules::rates::with::codes;
use crate::rules::rates::with::network_name::NetworkName;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE030",
    level: Level::Warning,
    summary: "a destination is called mobile or fixed, and its numbers are not",
    check: Check::Rates(check),
};

/// Types that RATE031 judges, whatever the name.
const SPECIAL: [NumberType; 4] = [NumberType::Premium, NumberType::TollFree, NumberType::SharedCost, NumberType::Other];

fn check(rates: &Rates, report: &mut Report<'_>) {
    // Thousands of lines of a price list share few names, so each is read once.
    let mut names: FxHashMap<&str, Option<NetworkName>> = FxHashMap::default();
    for (at, line) in rates.lines.iter().enumerate() {
        let name = line.destination.as_str();
        let Some(said) = *names.entry(name).or_insert_with(|| NetworkName::of(name)) else { continue };
        let otherwise = |code: &str| {
            let types = numbering_plan::types(code);
            (!types.is_empty() && !types.within(&SPECIAL) && !said.holds(types)).then_some(types)
        };
        let Some(found) = codes::first(line, otherwise) else { continue };
        report
            .add(
                Path::from("rates.lines").index(at).key("codes").index(found.index),
                format!(
                    "{} begins {} numbers, and the destination is called `{name}`{}",
                    found.code, found.fault, found.more
                ),
                format!(
                    "correct the name or the code, unless the range was given to a {} network after {}",
                    said.word(),
                    numbering_plan::DATE
                ),
            )
            .also(Path::from("rates.lines").index(at).key("destination"), format!("called {}", said.word()));
    }
}

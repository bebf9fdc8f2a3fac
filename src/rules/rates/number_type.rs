use rustc_hash::FxHashMap;

use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::numbering_plan::{self, NumberType, Types};
use crate::path::Path;
use crate::rules::rates::with::codes;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE030",
    level: Level::Warning,
    summary: "a destination is called mobile or fixed, and its numbers are not",
    check: Check::Rates(check),
};

/// Words that mean mobile. "Wireless" is left out: some of it is fixed.
const MOBILE: [&str; 6] = ["mobile", "mobiles", "mob", "cellular", "cell", "gsm"];

/// Words that mean fixed. "Proper" is left out: it often means everything in a country without its own price.
const FIXED: [&str; 6] = ["fixed", "landline", "landlines", "wireline", "pstn", "geographic"];

/// Words that negate the others, as in "all but mobile".
const NOT: [&str; 7] = ["non", "not", "but", "except", "excluding", "excl", "without"];

/// Types that RATE031 judges, whatever the name.
const SPECIAL: [NumberType; 4] = [NumberType::Premium, NumberType::TollFree, NumberType::SharedCost, NumberType::Other];

/// What a name says about its numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Mobile,
    Fixed,
}

impl Said {
    fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let says = |list: &[&str]| name.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
        match (says(&MOBILE), says(&FIXED)) {
            _ if says(&NOT) => None,
            (true, false) => Some(Self::Mobile),
            (false, true) => Some(Self::Fixed),
            _ => None,
        }
    }

    /// Whether some of the numbers fit the name. Price lists count VoIP and company numbers as fixed.
    fn holds(self, types: Types) -> bool {
        let fitting: &[NumberType] = match self {
            Self::Mobile => &[NumberType::Mobile],
            Self::Fixed => &[NumberType::Fixed, NumberType::Voip, NumberType::Universal],
        };
        fitting.iter().any(|one| types.contains(*one))
    }

    fn word(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Fixed => "fixed",
        }
    }
}

fn check(rates: &Rates, report: &mut Report<'_>) {
    // Thousands of lines of a price list share few names, so each is read once.
    let mut names: FxHashMap<&str, Option<Said>> = FxHashMap::default();
    for (at, line) in rates.lines.iter().enumerate() {
        let name = line.destination.as_str();
        let Some(said) = *names.entry(name).or_insert_with(|| Said::of(name)) else { continue };
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

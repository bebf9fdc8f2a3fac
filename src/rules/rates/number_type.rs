use rustc_hash::FxHashMap;

use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::numbering_plan::{self, NumberType, Types};
use crate::rules::rates::with::codes;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE030",
    level: Level::Warning,
    summary: "a destination is called mobile or fixed, and its numbers are not",
    check: Check::Rates(check),
};

/// Words of a name that say mobile. "Wireless" does not: some of it is fixed.
const MOBILE: [&str; 6] = ["mobile", "mobiles", "mob", "cellular", "cell", "gsm"];

/// Words that say fixed. "Proper" does not: it often means all of a country that has no price of its own.
const FIXED: [&str; 6] = ["fixed", "landline", "landlines", "wireline", "pstn", "geographic"];

/// Words that turn the others round, as in "all but mobile".
const NOT: [&str; 7] = ["non", "not", "but", "except", "excluding", "excl", "without"];

/// Types that RATE031 judges, by whatever name they go.
const SPECIAL: [NumberType; 4] = [NumberType::Premium, NumberType::TollFree, NumberType::SharedCost, NumberType::Other];

/// What a name says of its numbers.
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

    /// Whether some of the numbers are what the name says. Price lists count numbers over the internet and those of companies
    /// among the fixed ones.
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
    // Thousands of lines of a price list bear few names.
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

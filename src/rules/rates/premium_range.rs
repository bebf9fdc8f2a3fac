use crate::atlas::{self, NumberRange};
use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::numbering_plan::{self, NumberType, Types};
use crate::path::Path;
use crate::rules::rates::with::codes;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE031",
    level: Level::Warning,
    summary: "premium, shared-cost, toll-free or satellite numbers stand under an ordinary name",
    check: Check::Rates(check),
};

/// Satellite networks within the code of international networks.
const SATELLITES: [&str; 2] = ["88213", "88216"];

/// Numbers with a price model of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Special {
    Satellite,
    TollFree,
    Premium(Types),
}

impl Special {
    /// What a code begins, if all its numbers are of one such kind.
    fn of(code: &str) -> Option<Self> {
        let types = numbering_plan::types(code);
        if types.within(&[NumberType::Other]) {
            let satellite = atlas::of(code).is_some_and(|leads| leads.kind == NumberRange::Satellite)
                || SATELLITES.iter().any(|range| code.starts_with(range));
            return satellite.then_some(Self::Satellite);
        }
        if types.only(NumberType::TollFree) {
            return Some(Self::TollFree);
        }
        types
            .within(&[NumberType::Premium, NumberType::SharedCost, NumberType::TollFree])
            .then_some(Self::Premium(types))
    }

    /// Whether a lower-case name says so.
    fn is_said(self, name: &str) -> bool {
        let words: &[&str] = match self {
            Self::Satellite => {
                &["satel", "inmarsat", "iridium", "thuraya", "globalstar", "emsat", "gmss", "maritime", "ship"]
            }
            Self::TollFree => &["free", "800", "toll", "green", "special", "service"],
            Self::Premium(_) => &[
                "premium",
                "special",
                "shared",
                "split",
                "audiotex",
                "added",
                "service",
                "geographic",
                "kiosk",
                "info",
                "vote",
                "voting",
                "chat",
                "entertain",
            ],
        };
        words.iter().any(|word| name.contains(word))
    }

    fn what(self) -> String {
        match self {
            Self::Satellite => "terminals on satellites".to_owned(),
            Self::TollFree => "numbers whose calls the called party pays for".to_owned(),
            Self::Premium(types) => format!("{types} numbers"),
        }
    }

    fn remedy(self) -> String {
        let remedy = match self {
            Self::Satellite => "give terminals on satellites a line and a name of their own, or leave the code out",
            Self::TollFree => "agree who pays for such calls and say so in the name, or leave the code out",
            Self::Premium(_) => "give such numbers a line and a name of their own, or leave the code out",
        };
        format!("{remedy} (numbering plans of {})", numbering_plan::DATE)
    }
}

fn check(rates: &Rates, report: &mut Report<'_>) {
    for (at, line) in rates.lines.iter().enumerate() {
        // Few lines have such a code, so codes are checked before names.
        let Some(name) = codes::first(line, Special::of).map(|_| line.destination.as_str().to_lowercase()) else {
            continue;
        };
        let unsaid = |code: &str| Special::of(code).filter(|special| !special.is_said(&name));
        let Some(found) = codes::first(line, unsaid) else { continue };
        report
            .add(
                Path::from("rates.lines").index(at).key("codes").index(found.index),
                format!(
                    "{} begins {}, and `{}` does not say so{}",
                    found.code,
                    found.fault.what(),
                    line.destination,
                    found.more
                ),
                found.fault.remedy(),
            )
            .also(Path::from("rates.lines").index(at).key("destination"), "the name");
    }
}

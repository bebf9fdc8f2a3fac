use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::rates::with::codes;
use crate::rules::{Check, Report, Rule};
use crate::{atlas, numbering_plan};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE029",
    level: Level::Warning,
    summary: "a dial code begins no number of its country's numbering plan",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    for (at, line) in rates.lines.iter().enumerate() {
        // A code of no country is RATE006's.
        let unallocated = |code: &str| (numbering_plan::types(code).is_empty() && atlas::assigned(code)).then_some(());
        if let Some(found) = codes::first(line, unallocated) {
            report.add(
                Path::from("rates.lines").index(at).key("codes").index(found.index),
                format!(
                    "no number begins with {} in the numbering plans of {}{}",
                    found.code,
                    numbering_plan::DATE,
                    found.more
                ),
                "correct the code or leave it out; if the range is newer than that, keep it and waive this finding",
            );
        }
    }
}

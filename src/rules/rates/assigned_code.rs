use crate::atlas;
use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE006",
    level: Level::Error,
    summary: "a dial code begins with no country's code",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    for (at, line) in rates.lines.iter().enumerate() {
        for (index, code) in line.codes.iter().enumerate() {
            if !atlas::assigned(code.as_str()) {
                report.add(
                    Path::from("rates.lines").index(at).key("codes").index(index),
                    format!("no number begins with {code}: it contains no country code of ITU-T E.164"),
                    "write the country code first, without a dialling prefix",
                );
            }
        }
    }
}

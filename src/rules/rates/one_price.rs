use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::rules::rates::with::calls::{Calls, Codes};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE003", level: Level::Error, summary: "a dial code is priced twice", check: Check::Rates(check) };

fn check(rates: &Rates, report: &mut Report<'_>) {
    let codes = Codes::new(rates, Calls::of);
    for listed in codes.all() {
        let Some((first, again)) = listed.split_first() else { continue };
        for listed in again {
            let Some(code) = listed.line.codes.get(listed.index) else { continue };
            report
                .add(
                    listed.path(),
                    format!("the code {code} is listed twice for the same calls"),
                    "keep one of the two, or distinguish them by `route`, `origin`, `jurisdiction` or `band`",
                )
                .also(first.path(), "first listed here");
        }
    }
}

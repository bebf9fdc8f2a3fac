use crate::deal::Field;
use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE032", level: Level::Error, summary: "the deal has no rates", check: Check::Rates(check) };

fn check(rates: &Rates, report: &mut Report<'_>) {
    // A deck that does not exist yet is an open point, reported elsewhere.
    if rates.lines.is_empty() && rates.deck != Field::Blank && !rates.partly_read {
        report.add(
            "rates",
            "there is no rate: `rates` has neither lines nor a deck",
            "list rates under `lines`, or name the file of a deck: `deck: rates.csv`",
        );
    }
}

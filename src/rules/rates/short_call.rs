use rust_decimal::Decimal;
use std::collections::BTreeSet;

use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::formulas::billing::billed_seconds;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE010",
    level: Level::Note,
    summary: "a short call costs a multiple of its time",
    check: Check::Rates(check),
};

/// A call to a voice box, or to a wrong number.
const SHORT: u32 = 6;

fn check(rates: &Rates, report: &mut Report<'_>) {
    let mut seen = BTreeSet::new();
    for (at, line) in rates.lines.iter().enumerate() {
        let increment = line.increment;
        let Some(billed) = billed_seconds(SHORT.into(), increment) else { continue };
        if billed < 2 * SHORT || !seen.insert((increment.first, increment.next)) {
            continue;
        }
        let times = (Decimal::from(billed) / Decimal::from(SHORT)).round_dp(1).normalize();
        report.add(
            Path::from("rates.lines").index(at).key("increment"),
            format!("a call of {SHORT} seconds is billed for {billed} at {increment}, {times} times its length"),
            "compare such rates with those at 1/1 by the average call duration, not by the minute",
        );
    }
}

use rust_decimal::Decimal;

use crate::diagnostic::Level;
use crate::rates::compare::PriceChange;
use crate::rules::{Check, Comparison, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DECK012",
    level: Level::Warning,
    summary: "a rate rises many times over",
    check: Check::Change(check),
};

/// A rate that rises by more than this factor is likely a slip.
const TIMES: u32 = 5;

fn check(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    for change in comparison.changes.iter().filter(|change| change.kind == PriceChange::Raised) {
        let (Some(before), Some(after), Some(line)) = (change.before, change.after, change.line()) else { continue };
        if let (Some(was), Some(will)) = (before.rate.known(), after.rate.known())
            && was.0.checked_mul(Decimal::from(TIMES)).is_some_and(|most| will.0 > most)
        {
            report.changed(
                line,
                "rate",
                format!("{} {} rises from {was} to {will}, more than {TIMES} times", line.destination, change.code),
                "check the decimal point and the currency with the supplier",
            );
        }
    }
}

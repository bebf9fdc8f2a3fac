use std::collections::BTreeSet;

use crate::deal::money::Increment;
use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE009",
    level: Level::Warning,
    summary: "a billing increment is unusual",
    check: Check::Rates(check),
};

/// The billing periods that carriers use, in seconds.
const USUAL: [u32; 4] = [1, 6, 30, 60];

fn check(rates: &Rates, report: &mut Report<'_>) {
    let mut seen = BTreeSet::new();
    for (at, line) in rates.lines.iter().enumerate() {
        let increment = line.increment;
        if usual(increment) || !seen.insert((increment.first, increment.next)) {
            continue;
        }
        let turned = Increment { first: increment.next, next: increment.first };
        let help = if usual(turned) {
            format!("write the first period first; did you mean {turned}?")
        } else {
            "agree on 1/1, 6/6, 30/6 or 60/60, or waive this if the increment is intended".into()
        };
        report.add(
            Path::from("rates.lines").index(at).key("increment"),
            format!(
                "calls to {} are billed for {} seconds first, then by {}",
                line.destination, increment.first, increment.next
            ),
            help,
        );
    }
}

fn usual(increment: Increment) -> bool {
    USUAL.contains(&increment.first) && USUAL.contains(&increment.next) && increment.next <= increment.first
}

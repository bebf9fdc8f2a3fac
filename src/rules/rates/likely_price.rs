use rust_decimal::Decimal;

use crate::deal::rates::Rates;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE004",
    level: Level::Warning,
    summary: "a rate is zero or too high to be meant",
    check: Check::Rates(check),
};

/// Currencies in which hardly any call costs ten a minute; in others, ten may be little.
const DEAR: [&str; 7] = ["USD", "EUR", "GBP", "CHF", "AUD", "CAD", "SGD"];

fn check(rates: &Rates, report: &mut Report<'_>) {
    let currency = rates.currency;
    let dear = DEAR.contains(&currency.0.code());
    let free = report.file.deal.scope.traffic.contains(&Traffic::TollFree);
    for (at, line) in rates.lines.iter().enumerate() {
        let Some(rate) = line.rate.known() else { continue };
        let message = if rate.0.is_zero() && !free {
            format!("calls to {} cost nothing", line.destination)
        } else if dear && rate.0 > Decimal::TEN {
            format!("calls to {} cost {currency} {rate} a minute", line.destination)
        } else {
            continue;
        };
        report.add(
            Path::from("rates.lines").index(at).key("rate"),
            message,
            "check the decimal point and the currency; waive this if the price is intended",
        );
    }
}

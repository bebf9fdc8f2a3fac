use rust_decimal::Decimal;

use crate::deal::line_terms::LineTerm;
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
        let mut terms = LineTerm::ALL.iter().filter_map(|term| Some((term, *term.money(line).known()?)));
        let too_dear = terms.find(|(_, sum)| dear && sum.0 > Decimal::TEN);
        let costs_nothing = rate.0.is_zero() && line.price().is_by_the_minute();
        let (field, message) = if costs_nothing && !free {
            ("rate", format!("calls to {} cost nothing", line.destination))
        } else if dear && rate.0 > Decimal::TEN {
            ("rate", format!("calls to {} cost {currency} {rate} a minute", line.destination))
        } else if let Some((term, sum)) = too_dear {
            (term.key(), format!("{} is {currency} {sum} for calls to {}", term.name(), line.destination))
        } else {
            continue;
        };
        report.add(
            Path::from("rates.lines").index(at).key(field),
            message,
            "check the decimal point and the currency; waive this if the price is intended",
        );
    }
}

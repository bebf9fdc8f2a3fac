use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::rates::RateLine;
use crate::diagnostic::Level;
use crate::formulas::billing::{charge, rounded_by};
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE014",
    level: Level::Warning,
    summary: "a call's charge is rounded by more than a tenth",
    check: Check::Deal(check),
};

/// Most decimal places of a charge.
const MOST: u32 = 8;

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (decimals, rounding) = (deal.pricing.call_decimals, deal.pricing.rounding);
    let share = |line: &RateLine, decimals| rounded_by(line.price(), line.increment.first, decimals, rounding);
    let tenth = Decimal::new(1, 1);
    let worst = deal.rates.lines.iter().enumerate().filter_map(|(at, line)| Some((share(line, decimals)?, at, line)));
    let Some((by, at, line)) = worst.max_by_key(|(by, ..)| *by).filter(|(by, ..)| *by > tenth) else { return };
    let (price, first) = (line.price(), line.increment.first);
    let (Some(charged), Some(exact)) =
        (charge(price, first, decimals, rounding), charge(price, first, MOST, deal.pricing.rounding))
    else {
        return;
    };
    let fits = |decimals: &u32| deal.rates.lines.iter().all(|line| share(line, *decimals).is_none_or(|by| by <= tenth));
    let enough = (decimals + 1..=MOST).find(fits).unwrap_or(MOST);
    let percent = (by * Decimal::ONE_HUNDRED).round_dp(0).normalize();
    let currency = deal.rates.currency;
    report
        .add(
            Path::from("rates.lines").index(at).key("rate"),
            format!(
                "the least that a call to {} costs, {currency} {}, is rounded to {charged}: {percent} % off",
                line.destination,
                exact.normalize()
            ),
            format!("write `pricing: {{call_decimals: {enough}}}`"),
        )
        .also("pricing.call_decimals", format!("{decimals} decimal places"));
}

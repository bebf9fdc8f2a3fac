use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::atlas;
use crate::deal::place::Country;
use crate::deal::rates::{RateLine, Rates, Route};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE033",
    level: Level::Warning,
    summary: "a rate is far from the others of its country",
    check: Check::Rates(check),
};

/// Fewest lines of a country for which a median is meaningful.
const FEWEST: usize = 6;

/// Factor by which a rate may exceed the median, or the median a rate.
const TIMES: u32 = 10;

/// Rates, each with the index of its line.
type Prices = Vec<(Decimal, usize)>;

fn check(rates: &Rates, report: &mut Report<'_>) {
    let mut groups: BTreeMap<(&str, Country, Route), Prices> = BTreeMap::new();
    for (at, line) in rates.lines.iter().enumerate() {
        let Some(rate) = line.rate.known().map(|rate| rate.0).filter(|rate| !rate.is_zero()) else { continue };
        let Some(country) = country(line) else { continue };
        groups.entry((&line.flow, country, line.route)).or_default().push((rate, at));
    }
    let mut far: Vec<(usize, Decimal, Decimal, Country)> = Vec::new();
    for ((_, country, _), mut prices) in groups.into_iter().filter(|(_, prices)| prices.len() >= FEWEST) {
        prices.sort_unstable();
        let Some((median, _)) = prices.get(prices.len() / 2).copied() else { continue };
        let times = Decimal::from(TIMES);
        let is_far = |rate: Decimal| {
            median.checked_mul(times).is_some_and(|most| rate > most)
                || rate.checked_mul(times).is_some_and(|rate| rate < median)
        };
        far.extend(prices.into_iter().filter(|(rate, _)| is_far(*rate)).map(|(rate, at)| (at, rate, median, country)));
    }
    far.sort_unstable_by_key(|(at, ..)| *at);
    for (at, rate, median, country) in far {
        let Some(line) = rates.lines.get(at) else { continue };
        report.add(
            Path::from("rates.lines").index(at).key("rate"),
            format!("{} costs {rate} a minute, and the median of {country} is {median}", line.destination),
            "check the decimal point and the currency; waive this if the price is intended",
        );
    }
}

/// The country that the first code of a line leads to.
fn country(line: &RateLine) -> Option<Country> {
    line.codes.first().and_then(|code| atlas::of(code.as_str())?.country)
}

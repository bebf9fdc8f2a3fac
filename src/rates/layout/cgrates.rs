//! A deck as the five linked tables of a cgrates tariff plan.
//!
//! Source: cgrates, `data/tariffplans/tutorial` and `docs/rals.rst`. A rate has a row for each of its periods: `60s,30s,0s` bills the
//! first half minute whole, `60s,6s,30s` steps of six seconds from there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::fill::LaidDeck;
use super::force::CodeLine;
use crate::deal::line_terms::{LinePrice, LineTerm};
use crate::deal::money::Increment;
use crate::diagnostic::{Finding, Level};
use crate::source::Place;

/// Decimals to which a cost is rounded beyond those of the rate: a sixtieth of a rate seldom ends.
const FURTHER_DECIMALS: u32 = 4;

/// What cgrates cannot hold of a deck.
#[must_use]
pub fn judge(deck: &LaidDeck<'_>, place: &dyn Fn(usize, &str) -> Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |row: &CodeLine<'_>, field: &str, fact: String, help: &str| {
        findings.push(Finding::new("DECK015", Level::Error, fact).at(place(row.at, field)).help(help));
    };
    let narrow = deck.rows.iter().find(|row| {
        let line = row.line;
        [&line.origin, &line.jurisdiction, &line.band].iter().any(|field| field.known().is_some())
    });
    if let Some(row) = narrow {
        let fact = format!(
            "a plan of cgrates as it is written here holds for all calls, and the rate of {} for some",
            row.code
        );
        say(row, "codes", fact, "export a deck for all calls, and add the others by hand");
    }
    for term in [LineTerm::MinimumCharge, LineTerm::Rating] {
        let has = |row: &&CodeLine<'_>| match term {
            LineTerm::Rating => row.line.rating.known().is_some(),
            _ => row.line.price().minimum_charge.is_some(),
        };
        if let Some(row) = deck.rows.iter().find(has) {
            let said = term.text(row.line).known().cloned().unwrap_or_default();
            let fact = format!("a rate of cgrates has no place for {}, which is {said} for {}", term.name(), row.code);
            say(row, term.key(), fact, "such rates cannot go there: calls would be billed without it");
        }
    }
    let twice = deck.rows.windows(2).find_map(|pair| match pair {
        [one, other] if one.code == other.code => Some(other),
        _ => None,
    });
    if let Some(row) = twice {
        let fact = format!("a rating plan holds one rate for a code, and {} has several", row.code);
        say(row, "codes", fact, "export a deck with one class of route and one flow, on one day");
    }
    if deck.wants_closed
        && let Some(row) = deck.rows.first()
    {
        let fact = "a rating plan lists what is open, and no code that is closed".to_owned();
        say(row, "codes", fact, "leave out --closed: loaded anew, the plan lacks them");
    }
    findings
}

/// What a rate of a plan says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PlanRate {
    fee: Decimal,
    /// The price of a minute within the first period.
    opening: Decimal,
    rate: Decimal,
    first: u32,
    next: u32,
}

impl PlanRate {
    /// The rate of a line; `None` while a sum of it is open.
    fn of(price: LinePrice) -> Option<Self> {
        let [rate, opening, fee, _] = price.sums()?.map(|sum| sum.normalize());
        let Increment { first, next } = price.increment;
        Some(Self { fee, opening, rate, first, next })
    }

    /// The decimals of its finest sum.
    fn decimals(self) -> u32 {
        self.fee.scale().max(self.opening.scale()).max(self.rate.scale())
    }
}

/// The tables, each with its file name. `name` is that of the deck, and the plan is active from `from`, in UTC.
#[must_use]
pub fn tables(deck: &LaidDeck<'_>, name: &str, from: Date) -> Vec<(&'static str, Vec<u8>)> {
    let id = id_of(name);
    let mut rates: BTreeMap<PlanRate, String> = BTreeMap::new();
    let mut groups: BTreeMap<usize, (String, Vec<String>)> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for row in &deck.rows {
        let Some(rate) = PlanRate::of(row.line.price()) else { continue };
        let count = rates.len() + 1;
        rates.entry(rate).or_insert_with(|| format!("RT_{id}_{count}"));
        let (_, codes) = groups.entry(row.at).or_insert_with(|| {
            let wanted = format!("DST_{}", id_of(row.line.destination.as_str()));
            let mut own = wanted.clone();
            let mut count = 1;
            while !taken.insert(own.clone()) {
                count += 1;
                own = format!("{wanted}_{count}");
            }
            (own, Vec::new())
        });
        codes.push(row.code.to_string());
    }
    let mut destinations = "#Id,Prefix\n".to_owned();
    let mut links = "#Id,DestinationId,RatesTag,RoundingMethod,RoundingDecimals,MaxCost,MaxCostStrategy\n".to_owned();
    let lines: BTreeMap<usize, &CodeLine<'_>> = deck.rows.iter().map(|row| (row.at, row)).collect();
    for (at, (destination, codes)) in &groups {
        for code in codes {
            destinations.push_str(&format!("{destination},{code}\n"));
        }
        let Some(row) = lines.get(at) else { continue };
        let Some(rate) = PlanRate::of(row.line.price()) else { continue };
        if let Some(tag) = rates.get(&rate) {
            let decimals = rate.decimals() + FURTHER_DECIMALS;
            links.push_str(&format!("DR_{id},{destination},{tag},*middle,{decimals},0,\n"));
        }
    }
    let mut table = "#Id,ConnectFee,Rate,RateUnit,RateIncrement,GroupIntervalStart\n".to_owned();
    for (PlanRate { fee, opening, rate, first, next }, tag) in &rates {
        table.push_str(&format!("{tag},{fee},{opening},60s,{first}s,0s\n"));
        if first != next || opening != rate {
            table.push_str(&format!("{tag},{fee},{rate},60s,{next}s,{first}s\n"));
        }
    }
    let plans = format!("#Id,DestinationRatesId,TimingTag,Weight\nRP_{id},DR_{id},*any,10\n");
    let profiles = format!(
        "#Tenant,Category,Subject,ActivationTime,RatingPlanId,RatesFallbackSubject\ncgrates.org,call,*any,{from}T00:00:00Z,RP_{id},\n"
    );
    vec![
        ("Destinations.csv", destinations.into_bytes()),
        ("Rates.csv", table.into_bytes()),
        ("DestinationRates.csv", links.into_bytes()),
        ("RatingPlans.csv", plans.into_bytes()),
        ("RatingProfiles.csv", profiles.into_bytes()),
    ]
}

/// A name as an id: ASCII letters and digits in capitals, joined by underscores.
fn id_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.map(str::to_uppercase).collect::<Vec<_>>().join("_");
    if id.is_empty() { "DECK".to_owned() } else { id }
}

//! Minutes by dial code, and what they cost at the prices of each offer.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::headings::{self, DeckColumn};
use super::offers::{OfferMeasure, Offers};
use super::{Setting, unreadable};
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::diagnostic::Finding;
use crate::sheet::Sheet;
use crate::source::Place;

/// Headings of the column of minutes, in small letters and without spaces.
const MINUTES: [&str; 9] = [
    "minutes",
    "mins",
    "min",
    "billedminutes",
    "durationmin",
    "durationminutes",
    "volumemin",
    "volumeminutes",
    "trafficmin",
];

/// Minutes of calls to numbers that begin with a code and with no longer code of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrafficList {
    /// The minutes of each code; above zero.
    pub minutes: BTreeMap<DialCode, Decimal>,
}

/// What traffic costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrafficCost {
    /// All minutes.
    pub minutes: Decimal,
    /// What each offer asks for the minutes that it has a price for.
    pub each: Vec<Decimal>,
    /// The minutes for which each offer has no price.
    pub unpriced: Vec<Decimal>,
    /// The minutes for which every offer has a price.
    pub shared: Decimal,
    /// What each offer asks for those, so that the sums can be compared.
    pub for_shared: Vec<Decimal>,
    /// What the minutes cost if each goes to the offer that asks least.
    pub least: Decimal,
    /// The minutes of `least` for which no offer has a price.
    pub nowhere: Decimal,
    /// Codes of the list below which some offer prices longer codes otherwise, so that their minutes may cost something else; with
    /// their minutes.
    pub unsure: Vec<(DialCode, Decimal)>,
}

impl TrafficList {
    /// Reads a table of codes and minutes, of any format that a deck may have. `None` if it has faults, which are added to the findings.
    pub fn read(bytes: &[u8], name: &str, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Option<Self> {
        let sheet = super::sheet(bytes, name, setting, findings)?;
        let grid = &sheet.grid;
        let columns = (0..grid.len()).find_map(|row| {
            let width = grid.width(row);
            let minutes = (0..width).find(|at| MINUTES.contains(&plain(grid.get(row, *at)).as_str()))?;
            let code = (0..width).find(|at| *at != minutes && headings::is(grid.get(row, *at), DeckColumn::Codes))?;
            Some((row, code, minutes))
        });
        let Some((header, code, minutes)) = columns else {
            findings.push(
                Finding::error(
                    "DECK003",
                    "the traffic has no row of headings with one for dial codes and one for minutes",
                )
                .at(Place::new(&sheet.source, sheet.source.line_span(1)))
                .help("name them, such as:\ncode,minutes\n8525,120000"),
            );
            return None;
        };
        let mut out = Self::default();
        let before = findings.len();
        for row in header + 1..grid.len() {
            out.row(&sheet, row, code, minutes, findings);
        }
        if findings.len() > before {
            return None;
        }
        if out.minutes.is_empty() {
            findings.push(unreadable::empty(&sheet.source, "the traffic has no minutes"));
            return None;
        }
        Some(out)
    }

    fn row(&mut self, sheet: &Sheet, row: usize, code: usize, minutes: usize, findings: &mut Vec<Finding>) {
        let cell = |at: usize| sheet.grid.get(row, at).trim();
        if cell(code).is_empty() && cell(minutes).is_empty() {
            return;
        }
        let mut wrong = |at: usize, fact: String, help: &str| {
            let fact = format!("{}: {fact}", sheet.name(row, at));
            findings.push(Finding::error("DECK004", fact).at(sheet.place(row, at)).help(help));
        };
        let digits = cell(code).trim_start_matches('+').parse::<DialCode>();
        let amount = Decimal::from_str_exact(cell(minutes)).ok();
        let amount =
            amount.filter(|amount| !amount.is_sign_negative() && *amount < Decimal::from(1_000_000_000_000_u64));
        if digits.is_err() {
            wrong(
                code,
                format!("`{}` is not one dial code", unreadable::brief(cell(code))),
                "write one code a row, in digits alone",
            );
        }
        if amount.is_none() {
            wrong(
                minutes,
                format!("`{}` is not a number of minutes", unreadable::brief(cell(minutes))),
                "write digits with a decimal point, and nothing between thousands",
            );
        }
        if let (Ok(code), Some(amount)) = (digits, amount)
            && !amount.is_zero()
        {
            let known = self.minutes.entry(code).or_default();
            *known = known.saturating_add(amount);
        }
    }

    /// Its codes, in order.
    #[must_use]
    pub fn codes(&self) -> Vec<DialCode> {
        self.minutes.keys().copied().collect()
    }

    /// What the minutes cost at offers of one kind of calls, side by side with these codes asked for.
    #[must_use]
    pub fn cost(&self, offers: &Offers<'_>, measure: OfferMeasure) -> TrafficCost {
        let count = offers.count();
        let mut out = TrafficCost {
            minutes: self.minutes.values().copied().sum(),
            each: vec![Decimal::ZERO; count],
            unpriced: vec![Decimal::ZERO; count],
            shared: Decimal::ZERO,
            for_shared: vec![Decimal::ZERO; count],
            least: Decimal::ZERO,
            nowhere: Decimal::ZERO,
            unsure: Vec::new(),
        };
        for (row, lines) in offers.rows() {
            let Some(minutes) = self.minutes.get(&row.code) else { continue };
            let costs: Vec<Option<Decimal>> = lines.iter().map(|line| measure.of_minutes((*line)?, *minutes)).collect();
            let is_shared = costs.iter().all(Option::is_some);
            if is_shared {
                out.shared = out.shared.saturating_add(*minutes);
            }
            for (at, cost) in costs.iter().enumerate() {
                let add = |sums: &mut Vec<Decimal>, amount: Decimal| {
                    if let Some(sum) = sums.get_mut(at) {
                        *sum = sum.saturating_add(amount);
                    }
                };
                match cost {
                    Some(cost) => {
                        add(&mut out.each, *cost);
                        if is_shared {
                            add(&mut out.for_shared, *cost);
                        }
                    }
                    None => add(&mut out.unpriced, *minutes),
                }
            }
            match costs.into_iter().flatten().min() {
                Some(cost) => out.least = out.least.saturating_add(cost),
                None => out.nowhere = out.nowhere.saturating_add(*minutes),
            }
        }
        out.unsure = self.unsure(offers);
        out
    }

    /// Codes below which some offer prices a longer code otherwise that this list does not part.
    fn unsure(&self, offers: &Offers<'_>) -> Vec<(DialCode, Decimal)> {
        let price =
            |lines: &[Option<&RateLine>]| -> Vec<_> { lines.iter().map(|line| line.map(RateLine::price)).collect() };
        let mut above: Vec<(DialCode, Vec<_>, bool)> = Vec::new();
        let mut out = Vec::new();
        for (row, lines) in offers.rows() {
            while above.last().is_some_and(|(code, ..)| !row.code.as_str().starts_with(code.as_str())) {
                above.pop();
            }
            if self.minutes.contains_key(&row.code) {
                above.push((row.code, price(lines), false));
            } else if let Some((code, prices, told)) = above.last_mut()
                && !*told
                && *prices != price(lines)
            {
                *told = true;
                out.extend(self.minutes.get(code).map(|minutes| (*code, *minutes)));
            }
        }
        out
    }
}

/// A heading in small letters, without what is no letter or digit.
fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

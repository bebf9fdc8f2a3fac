//! What a line asks for a call: the price of its minutes, and the terms that some lines have beside it.
//!
//! Every place that prints, compares or writes lines takes the terms from [`LineTerm::ALL`], so that none can be forgotten.

use rust_decimal::Decimal;

use super::field::Field;
use super::money::{Increment, Rate};
use super::pricing::Rating;
use super::rates::RateLine;

/// A term of a line beside its rate and increment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineTerm {
    /// The price of a minute within the first period.
    FirstPeriodRate,
    /// The fee for each call.
    Fee,
    /// What a call costs at least.
    MinimumCharge,
    /// Which number is matched with the dial codes.
    Rating,
}

impl LineTerm {
    /// Every term, in the order in which tables have them.
    pub const ALL: [Self; 4] = [Self::FirstPeriodRate, Self::Fee, Self::MinimumCharge, Self::Rating];

    /// Its key in a line of a deal, and its heading in a deck that the program writes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::FirstPeriodRate => "first_period_rate",
            Self::Fee => "fee",
            Self::MinimumCharge => "minimum_charge",
            Self::Rating => "rating",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstPeriodRate => "the price of the first period",
            Self::Fee => "the fee for each call",
            Self::MinimumCharge => "the least charge of a call",
            Self::Rating => "which number decides the rate",
        }
    }

    /// The sum of money that a line gives for it. A rating is none.
    #[must_use]
    pub fn money(self, line: &RateLine) -> Field<Rate> {
        match self {
            Self::FirstPeriodRate => line.first_period_rate,
            Self::Fee => line.fee,
            Self::MinimumCharge => line.minimum_charge,
            Self::Rating => Field::Absent,
        }
    }

    /// What a line says of it, as a deal writes it.
    #[must_use]
    pub fn text(self, line: &RateLine) -> Field<String> {
        match (self, line.rating) {
            (Self::Rating, Field::Known(rating)) => Field::Known(word(rating).to_owned()),
            (Self::Rating, Field::Blank) => Field::Blank,
            (Self::Rating, Field::Absent) => Field::Absent,
            _ => match self.money(line) {
                Field::Known(sum) => Field::Known(sum.to_string()),
                Field::Blank => Field::Blank,
                Field::Absent => Field::Absent,
            },
        }
    }

    /// The terms that some of the lines have.
    #[must_use]
    pub fn among<'a>(lines: impl IntoIterator<Item = &'a RateLine>) -> Vec<Self> {
        let mut lacking = Self::ALL.to_vec();
        for line in lines {
            if lacking.is_empty() {
                break;
            }
            lacking.retain(|term| term.text(line) == Field::Absent);
        }
        Self::ALL.into_iter().filter(|term| !lacking.contains(term)).collect()
    }
}

/// The word by which a deal and a deck name a rating.
fn word(rating: Rating) -> &'static str {
    match rating {
        Rating::DialCode => "dial_code",
        Rating::ServingNetwork => "serving_network",
    }
}

/// What a line asks for a call, without the calls that it is for. A fee of nothing is none, and so is a first period at the
/// rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinePrice {
    /// Price of a minute; `None` while it or another sum of the line is open.
    pub rate: Option<Rate>,
    /// Billed seconds.
    pub increment: Increment,
    /// Price of a minute within the first period, if it is another.
    pub first_period_rate: Option<Rate>,
    /// Fee for each call, above zero.
    pub fee: Option<Rate>,
    /// What a call costs at least, above zero.
    pub minimum_charge: Option<Rate>,
    /// Which number is matched with the dial codes, if the line says so.
    pub rating: Option<Rating>,
}

impl RateLine {
    /// What it asks for a call.
    #[must_use]
    pub fn price(&self) -> LinePrice {
        let sum = |field: Field<Rate>| field.known().copied().filter(|sum| !sum.0.is_zero());
        let is_open = LineTerm::ALL.iter().any(|term| term.money(self) == Field::Blank);
        LinePrice {
            rate: self.rate.known().copied().filter(|_| !is_open),
            increment: self.increment,
            first_period_rate: self.first_period_rate.known().copied().filter(|first| Some(first) != self.rate.known()),
            fee: sum(self.fee),
            minimum_charge: sum(self.minimum_charge),
            rating: self.rating.known().copied(),
        }
    }
}

impl LinePrice {
    /// The price of minutes alone.
    #[must_use]
    pub fn of_minutes(rate: Rate, increment: Increment) -> Self {
        Self { rate: Some(rate), increment, first_period_rate: None, fee: None, minimum_charge: None, rating: None }
    }

    /// Whether a call costs its minutes and nothing else, each alike.
    #[must_use]
    pub fn is_by_the_minute(&self) -> bool {
        self.first_period_rate.is_none() && self.fee.is_none() && self.minimum_charge.is_none()
    }

    /// The sums that make calls dearer if they rise: of a minute, of a minute within the first period, of each call, and at
    /// least. `None` while a sum is open.
    #[must_use]
    pub fn sums(&self) -> Option<[Decimal; 4]> {
        let rate = self.rate?.0;
        let or = |sum: Option<Rate>, other| sum.map_or(other, |sum| sum.0);
        Some([
            rate,
            or(self.first_period_rate, rate),
            or(self.fee, Decimal::ZERO),
            or(self.minimum_charge, Decimal::ZERO),
        ])
    }

    /// What a report says of the terms beside the price of a minute; empty if there are none.
    #[must_use]
    pub fn beside(&self) -> String {
        let rating = self.rating.map(|rating| match rating {
            Rating::DialCode => "by the dialled number".to_owned(),
            Rating::ServingNetwork => "by the number after porting".to_owned(),
        });
        let terms = [
            self.first_period_rate.map(|first| format!("{first} a minute in the first period")),
            self.fee.map(|fee| format!("{fee} a call")),
            self.minimum_charge.map(|least| format!("at least {least} a call")),
            rating,
        ];
        terms.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Rate, increment and terms: `0.0180 30/6, 0.0050 a call`. An open rate is `open`.
    #[must_use]
    pub fn told(&self) -> String {
        let rate = self.rate.map_or_else(|| "open".to_owned(), |rate| rate.to_string());
        let beside = self.beside();
        let comma = if beside.is_empty() { "" } else { ", " };
        format!("{rate} {}{comma}{beside}", self.increment)
    }
}

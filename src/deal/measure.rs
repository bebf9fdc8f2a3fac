//! Percentages, plain figures, and durations with their unit.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::money::decimal;
use super::scalar::scalar;
use crate::diagnostic::Misread;

/// A share of a whole, from 0 % to 100 %; trailing zeros are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub Decimal);

scalar!(Percent, "percent", "string", Some(r"^\d{1,3}(\.\d+)? ?%$"), "99.9 %");

impl Percent {
    /// The share as a fraction of 1.
    #[must_use]
    pub fn fraction(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }
}

impl FromStr for Percent {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        text.strip_suffix('%')
            .and_then(|number| decimal(number.trim_end()))
            .filter(|value| *value <= Decimal::ONE_HUNDRED)
            .map(Self)
            .ok_or_else(|| {
                Misread::new(
                    format!("`{text}` is not a percentage from 0 to 100"),
                    "write it with its sign, such as 99.9 %",
                )
            })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

/// A plain decimal without a unit, such as a MOS; at least 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure(pub Decimal);

scalar!(Figure, "figure", ["number", "string"], Some(r"^\d+(\.\d+)?$"), "3.8");

impl FromStr for Figure {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        decimal(text)
            .map(Self)
            .ok_or_else(|| Misread::new(format!("`{text}` is not a figure"), "write a plain decimal, such as 3.8"))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A length of time in the agreed unit. Units are not converted: a month is not thirty days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// The number of units, which may be a fraction.
    pub amount: Decimal,
    /// The unit that the deal writes.
    pub unit: Unit,
}

/// A unit of time, from the millisecond to the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A thousandth of a second.
    Millisecond,
    /// The SI second.
    Second,
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
    /// A day of the calendar.
    Day,
    /// A day on which banks are open where both parties are.
    BusinessDay,
    /// Seven days in a row.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// Each unit: the words that are read, in any case, then singular and plural as printed. No two words differ only in case.
const UNITS: &[(Unit, &[&str], &str, &str)] = &[
    (Unit::Millisecond, &["ms", "millisecond", "milliseconds"], "ms", "ms"),
    (Unit::Second, &["s", "second", "seconds"], "second", "seconds"),
    (Unit::Minute, &["min", "minute", "minutes"], "minute", "minutes"),
    (Unit::Hour, &["h", "hour", "hours"], "hour", "hours"),
    (Unit::Day, &["d", "day", "days"], "day", "days"),
    (Unit::BusinessDay, &["business day", "business days"], "Business Day", "Business Days"),
    (Unit::Week, &["week", "weeks"], "week", "weeks"),
    (Unit::Month, &["month", "months"], "month", "months"),
    (Unit::Year, &["year", "years"], "year", "years"),
];

scalar!(Duration, "duration", "string", Some(pattern().as_str()), "30 days");

/// The pattern of a duration. JSON Schema cannot ignore case, so each letter allows both.
fn pattern() -> String {
    let letter = |letter: char| match letter {
        ' ' => " ".to_owned(),
        letter => format!("[{}{letter}]", letter.to_ascii_uppercase()),
    };
    let word = |word: &str| word.chars().map(letter).collect::<String>();
    let words: Vec<String> = UNITS.iter().flat_map(|(_, names, ..)| names.iter().map(|name| word(name))).collect();
    format!(r"^\d+(\.\d+)? ({})$", words.join("|"))
}

impl Duration {
    /// A whole number of a unit.
    #[must_use]
    pub fn of(amount: u32, unit: Unit) -> Self {
        Self { amount: amount.into(), unit }
    }

    /// Approximate seconds, for comparing durations of different units: a month counts 30 days, five business days a week.
    #[must_use]
    pub fn about_seconds(self) -> Decimal {
        const DAY: u32 = 86_400;
        self.amount
            * match self.unit {
                Unit::Millisecond => Decimal::new(1, 3),
                Unit::Second => Decimal::ONE,
                Unit::Minute => 60.into(),
                Unit::Hour => 3_600.into(),
                Unit::Day => DAY.into(),
                Unit::BusinessDay => (DAY * 7 / 5).into(),
                Unit::Week => (DAY * 7).into(),
                Unit::Month => (DAY * 30).into(),
                Unit::Year => (DAY * 365).into(),
            }
    }

    /// Approximate days, by [`Self::about_seconds`].
    #[must_use]
    pub fn about_days(self) -> Decimal {
        self.about_seconds() / Self::of(1, Unit::Day).about_seconds()
    }

    /// Whether it is longer than another. Two durations in months or years are compared by months, so that a year is not longer
    /// than twelve months; others by approximate seconds.
    #[must_use]
    pub fn outlasts(self, other: Self) -> bool {
        match (self.months(), other.months()) {
            (Some(own), Some(others)) => own > others,
            _ => self.about_seconds() > other.about_seconds(),
        }
    }

    /// Whether it is as long as another, or longer.
    #[must_use]
    pub fn reaches(self, other: Self) -> bool {
        !other.outlasts(self)
    }

    fn months(self) -> Option<Decimal> {
        match self.unit {
            Unit::Month => Some(self.amount),
            Unit::Year => self.amount.checked_mul(12.into()),
            _ => None,
        }
    }
}

impl FromStr for Duration {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let shape = || {
            Misread::new(
                format!("`{text}` is not a duration"),
                "write number and unit, such as 30 days (units: ms, s, min, h, days, business days, \
                 weeks, months, years)",
            )
        };
        let (number, unit) = text.split_once(' ').ok_or_else(shape)?;
        let amount = decimal(number).filter(|amount| *amount <= 1_000_000.into()).ok_or_else(shape)?;
        let unit = unit.trim().to_ascii_lowercase();
        let (unit, ..) = UNITS.iter().find(|(_, names, ..)| names.contains(&unit.as_str())).ok_or_else(shape)?;
        Ok(Self { amount, unit: *unit })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((_, _, one, many)) = UNITS.iter().find(|(unit, ..)| *unit == self.unit) else {
            return Err(fmt::Error);
        };
        write!(f, "{} {}", self.amount, if self.amount == Decimal::ONE { one } else { many })
    }
}

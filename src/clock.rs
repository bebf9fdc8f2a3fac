//! Days that lie a length of time before or after another.
//!
//! Business days are days on which banks are open at both parties' places. Weekends are known here, bank holidays are not, so a day
//! that was counted in business days says so, and whoever counts on it has to look holidays up.

use jiff::Span;
use jiff::civil::{Date, Weekday};
use rust_decimal::prelude::ToPrimitive as _;

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::deal::place::Country;

/// A day that was worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reckoned {
    /// The day.
    pub day: Date,
    /// Whether bank holidays, which are not known here, can move it: it was counted in business days.
    pub holidays: bool,
}

/// Countries where banks close on Friday and Saturday.
const FRIDAY_AND_SATURDAY: [&str; 17] =
    ["BD", "BH", "DJ", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM", "QA", "SA", "SD", "SY", "YE"];

/// Whether banks are open at both parties' places as far as weekends decide it.
#[must_use]
pub fn is_business_day(day: Date, places: &[Country]) -> bool {
    let closed = |place: &Country| {
        let days = if FRIDAY_AND_SATURDAY.contains(&place.code()) {
            [Weekday::Friday, Weekday::Saturday]
        } else {
            [Weekday::Saturday, Weekday::Sunday]
        };
        days.contains(&day.weekday())
    };
    !places.iter().any(closed)
}

/// The countries of the parties.
#[must_use]
pub fn places(deal: &Deal) -> Vec<Country> {
    deal.parties.values().map(|party| party.country).collect()
}

/// The day that lies a length of time after another, or before it if `back`. A length below a day counts as a whole one; a fraction of a
/// month has no day. `None` also beyond the calendar.
fn moved(from: Date, length: Duration, back: bool, places: &[Country]) -> Option<Reckoned> {
    let sign = if back { -1 } else { 1 };
    let whole = || length.amount.is_integer().then(|| length.amount.to_i64()).flatten();
    let span = match length.unit {
        Unit::Year => Span::new().try_years(sign * whole()?).ok()?,
        Unit::Month => Span::new().try_months(sign * whole()?).ok()?,
        Unit::BusinessDay => {
            let (mut day, mut left) = (from, length.amount.ceil().to_i64()?);
            while left > 0 {
                day = day.checked_add(Span::new().days(sign)).ok()?;
                left -= i64::from(is_business_day(day, places));
            }
            return Some(Reckoned { day, holidays: true });
        }
        Unit::Week | Unit::Day | Unit::Hour | Unit::Minute | Unit::Second | Unit::Millisecond => {
            let days = length.about_days().ceil().to_i64()?;
            Span::new().try_days(sign * days).ok()?
        }
    };
    Some(Reckoned { day: from.checked_add(span).ok()?, holidays: false })
}

/// The day that lies a length of time after another.
#[must_use]
pub fn after(from: Date, length: Duration, places: &[Country]) -> Option<Reckoned> {
    moved(from, length, false, places)
}

/// The day that lies a length of time before another.
#[must_use]
pub fn before(from: Date, length: Duration, places: &[Country]) -> Option<Reckoned> {
    moved(from, length, true, places)
}

/// The last day of a time that begins with a day: twelve months from 1 January end with 31 December.
#[must_use]
pub fn last_day(first: Date, length: Duration, places: &[Country]) -> Option<Date> {
    after(first, length, places)?.day.yesterday().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn places(codes: &[&str]) -> Vec<Country> {
        codes.iter().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let sg = places(&["SG"]);
        assert_eq!(last_day(day("2027-01-01"), Duration::of(12, Unit::Month), &sg), Some(day("2027-12-31")));
        assert_eq!(after(day("2027-01-31"), Duration::of(1, Unit::Month), &sg).unwrap().day, day("2027-02-28"));
        assert_eq!(before(day("2027-12-31"), Duration::of(60, Unit::Day), &sg).unwrap().day, day("2027-11-01"));
        assert_eq!(after(day("2027-01-01"), Duration::of(25, Unit::Hour), &sg).unwrap().day, day("2027-01-03"));
        assert_eq!(after(day("2027-01-01"), "1.5 months".parse().unwrap(), &sg), None);
    }

    #[test]
    fn business_days_skip_the_weekends_of_both_places() {
        // 2026-12-03 is a Thursday.
        let five = Duration::of(5, Unit::BusinessDay);
        assert_eq!(after(day("2026-12-03"), five, &places(&["SG", "GB"])).unwrap().day, day("2026-12-10"));
        assert_eq!(after(day("2026-12-03"), five, &places(&["SG", "SA"])).unwrap().day, day("2026-12-14"));
        let back = before(day("2026-12-10"), five, &places(&["SG"])).unwrap();
        assert_eq!((back.day, back.holidays), (day("2026-12-03"), true));
    }
}

//! Writes the number of a date or a time as text in ISO 8601.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::number::Number;

/// The last day of a spreadsheet, 31 December 9999, counted from 1900.
const LAST: i64 = 2_958_465;

/// The day from which a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// 1 is 1 January 1900, and 60 is 29 February 1900, a day that did not exist.
    #[default]
    Year1900,
    /// 0 is 1 January 1904.
    Year1904,
}

impl Epoch {
    /// The date of a day; `None` before the first and after the last.
    fn date(self, day: i64) -> Option<String> {
        let (from, days) = match self {
            Self::Year1904 => (jiff::civil::date(1904, 1, 1), day),
            Self::Year1900 if day == 60 => return Some("1900-02-29".to_owned()),
            Self::Year1900 if day < 60 => (jiff::civil::date(1899, 12, 31), day),
            Self::Year1900 => (jiff::civil::date(1899, 12, 30), day),
        };
        let first = if self == Self::Year1904 { 0 } else { 1 };
        let date: Date = (first..=LAST).contains(&day).then(|| from.checked_add(days.days()).ok())??;
        Some(date.to_string())
    }

    /// `2027-01-01`, or `2027-01-01T08:30:00` with a time of day. `None` for a number that is not a date, which a spreadsheet
    /// shows as a row of `#`.
    pub(super) fn moment(self, number: &Number) -> Option<String> {
        let (days, seconds) = number.days_and_seconds()?;
        let date = self.date(days)?;
        Some(if seconds == 0 { date } else { format!("{date}T{}", clock(seconds, true)) })
    }

    /// `08:30`, or `08:30:15` with seconds. `elapsed` counts hours on past 24, as in `26:00`; otherwise a number with days
    /// is a date.
    pub(super) fn time(self, number: &Number, elapsed: bool) -> Option<String> {
        let (days, seconds) = number.days_and_seconds()?;
        if days > 0 && !elapsed {
            return self.moment(number);
        }
        let seconds = days * 86_400 + seconds;
        Some(clock(seconds, seconds % 60 != 0))
    }
}

fn clock(seconds: i64, with_seconds: bool) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    if with_seconds {
        format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
    } else {
        format!("{hours:02}:{minutes:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(epoch: Epoch, stored: &str) -> Option<String> {
        Number::read(stored).and_then(|number| epoch.moment(&number))
    }

    #[test]
    fn days_count_from_1900_with_a_day_that_never_was() {
        for (stored, date) in [
            ("1", "1900-01-01"),
            ("59", "1900-02-28"),
            ("60", "1900-02-29"),
            ("61", "1900-03-01"),
            ("46388", "2027-01-01"),
            ("46388.354166666664", "2027-01-01T08:30:00"),
            ("2958465", "9999-12-31"),
        ] {
            assert_eq!(moment(Epoch::Year1900, stored).as_deref(), Some(date), "{stored}");
        }
        for stored in ["0", "-1", "2958466", "0.5", "999999999", "1E30"] {
            assert_eq!(moment(Epoch::Year1900, stored), None, "{stored}");
        }
    }

    #[test]
    fn days_count_from_1904() {
        assert_eq!(moment(Epoch::Year1904, "0").as_deref(), Some("1904-01-01"));
        assert_eq!(moment(Epoch::Year1904, "44926").as_deref(), Some("2027-01-01"));
        assert_eq!(moment(Epoch::Year1904, "2958465"), None);
    }

    #[test]
    fn a_time_has_no_date() {
        let time =
            |stored: &str, elapsed| Number::read(stored).and_then(|number| Epoch::Year1900.time(&number, elapsed));
        assert_eq!(time("0.35416666666666669", false).as_deref(), Some("08:30"));
        assert_eq!(time("0.354340277777778", false).as_deref(), Some("08:30:15"));
        assert_eq!(time("0", false).as_deref(), Some("00:00"));
        assert_eq!(time("1.0833333333333333", true).as_deref(), Some("26:00"));
        assert_eq!(time("46388.5", false).as_deref(), Some("2027-01-01T12:00:00"));
        assert_eq!(time("-0.5", true), None);
    }
}

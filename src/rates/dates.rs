//! Dates as decks write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::deal::date::Moment;
use crate::deal::deck_reading::DateOrder;
use crate::deal::{self, Field};
use crate::diagnostic::Misread;

/// The names of the months in English, French, Spanish, German, Portuguese, Italian, Dutch and Russian, the languages of decks that have
/// letters for them. A name may be cut after its third letter, as in `Sept.`; none of these is cut to another month's.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "janvier",
        "enero",
        "januar",
        "janeiro",
        "gennaio",
        "januari",
        "\u{44f}\u{43d}\u{432}\u{430}\u{440}\u{44c}",
        "\u{44f}\u{43d}\u{432}\u{430}\u{440}\u{44f}",
    ],
    &[
        "february",
        "f\u{e9}vrier",
        "fevrier",
        "febrero",
        "februar",
        "fevereiro",
        "febbraio",
        "februari",
        "\u{444}\u{435}\u{432}\u{440}\u{430}\u{43b}\u{44c}",
        "\u{444}\u{435}\u{432}\u{440}\u{430}\u{43b}\u{44f}",
    ],
    &[
        "march",
        "mars",
        "marzo",
        "m\u{e4}rz",
        "maerz",
        "mrz",
        "mar\u{e7}o",
        "marco",
        "maart",
        "mrt",
        "\u{43c}\u{430}\u{440}\u{442}",
        "\u{43c}\u{430}\u{440}\u{442}\u{430}",
    ],
    &[
        "april",
        "avril",
        "abril",
        "aprile",
        "\u{430}\u{43f}\u{440}\u{435}\u{43b}\u{44c}",
        "\u{430}\u{43f}\u{440}\u{435}\u{43b}\u{44f}",
    ],
    &["may", "mai", "mayo", "maio", "maggio", "mei", "\u{43c}\u{430}\u{439}", "\u{43c}\u{430}\u{44f}"],
    &[
        "june",
        "juin",
        "junio",
        "juni",
        "junho",
        "giugno",
        "\u{438}\u{44e}\u{43d}\u{44c}",
        "\u{438}\u{44e}\u{43d}\u{44f}",
    ],
    &[
        "july",
        "juillet",
        "juil",
        "julio",
        "juli",
        "julho",
        "luglio",
        "\u{438}\u{44e}\u{43b}\u{44c}",
        "\u{438}\u{44e}\u{43b}\u{44f}",
    ],
    &[
        "august",
        "ao\u{fb}t",
        "aout",
        "agosto",
        "augustus",
        "\u{430}\u{432}\u{433}\u{443}\u{441}\u{442}",
        "\u{430}\u{432}\u{433}\u{443}\u{441}\u{442}\u{430}",
    ],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "setembro",
        "settembre",
        "\u{441}\u{435}\u{43d}\u{442}\u{44f}\u{431}\u{440}\u{44c}",
        "\u{441}\u{435}\u{43d}\u{442}\u{44f}\u{431}\u{440}\u{44f}",
    ],
    &[
        "october",
        "octobre",
        "octubre",
        "oktober",
        "outubro",
        "ottobre",
        "\u{43e}\u{43a}\u{442}\u{44f}\u{431}\u{440}\u{44c}",
        "\u{43e}\u{43a}\u{442}\u{44f}\u{431}\u{440}\u{44f}",
    ],
    &[
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "\u{43d}\u{43e}\u{44f}\u{431}\u{440}\u{44c}",
        "\u{43d}\u{43e}\u{44f}\u{431}\u{440}\u{44f}",
    ],
    &[
        "december",
        "d\u{e9}cembre",
        "decembre",
        "diciembre",
        "dezember",
        "dezembro",
        "dicembre",
        "\u{434}\u{435}\u{43a}\u{430}\u{431}\u{440}\u{44c}",
        "\u{434}\u{435}\u{43a}\u{430}\u{431}\u{440}\u{44f}",
    ],
];

/// The month that a word names, from 1. A word that begins like one and goes on otherwise names none: `marraskuu` is Finnish for November.
fn named(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let is_name = |name: &&str| word.chars().count() >= 3 && name.starts_with(&word);
    let mut months = MONTHS.iter().zip(1..).filter(|(names, _)| names.iter().any(&is_name));
    let (_, month) = months.next()?;
    months.next().is_none().then_some(month)
}

/// Reads a date, with or without a time of day. Without an offset from UTC it is read at `offset`, without a time at midnight.
///
/// # Errors
///
/// What is wrong with the cell, and how to write it.
pub fn moment(cell: &str, order: Option<DateOrder>, offset: Offset) -> Result<Moment, Misread> {
    if let Ok(moment) = cell.parse() {
        return Ok(moment);
    }
    let (date, time) = parted(cell);
    let local = date_of(date, order)?;
    let (time, own) =
        if time.is_empty() { Some((Time::midnight(), None)) } else { time_of(time) }.ok_or_else(|| {
            Misread::new(
                format!("`{cell}` has no time of day that can be read"),
                "write it such as 2027-01-01T00:00:00Z",
            )
        })?;
    Ok(Moment { local: DateTime::from_parts(local, time), offset: own.unwrap_or(offset) })
}

/// A day, and the time of day behind it: what holds the first colon, from the space or `T` before it.
fn parted(cell: &str) -> (&str, &str) {
    let before = cell.find(':').and_then(|colon| cell.get(..colon)?.trim_end().rfind(['T', ' ']));
    before.map_or((cell, ""), |at| (&cell[..at], cell[at + 1..].trim()))
}

/// Reads a time of day, and its offset from UTC if it has one: `00:00`, `00:00:00Z`, `00:00 UTC`, `08:30+08:00`.
fn time_of(text: &str) -> Option<(Time, Option<Offset>)> {
    let (text, half) = match text.len().checked_sub(2).and_then(|at| text.split_at_checked(at)) {
        Some((clock, half)) if half.eq_ignore_ascii_case("am") => (clock.trim(), Some(0)),
        Some((clock, half)) if half.eq_ignore_ascii_case("pm") => (clock.trim(), Some(12)),
        _ => (text, None),
    };
    let utc = ["Z", "z", "UTC", "GMT"].iter().find_map(|zone| text.strip_suffix(zone));
    let (clock, offset) = match (utc, text.find(['+', '-'])) {
        (Some(clock), _) => (clock, Some(Offset::UTC)),
        (None, Some(at)) => (&text[..at], Some(offset_of(&text[at..])?)),
        (None, None) => (text, None),
    };
    let two = |part: &str| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i8>().ok())?
    };
    let mut parts = clock.trim().split(':');
    let (hour, minute, second) = (two(parts.next()?)?, two(parts.next()?)?, parts.next().unwrap_or("0"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let is_whole = parts.next().is_none() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    Some((Time::new(hour, minute, two(second)?, 0).ok().filter(|_| is_whole)?, offset))
}

/// An offset from UTC such as `+08:00`, `-0530` or `+8`.
fn offset_of(text: &str) -> Option<Offset> {
    let (sign, digits) = (if text.starts_with('-') { -1 } else { 1 }, text.get(1..)?);
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits
            .split_at_checked(digits.len().saturating_sub(2))
            .filter(|_| digits.len() > 2)
            .unwrap_or((digits, "0")),
    };
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i32>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then(|| Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok())?
}

/// Whether a cell says a day without a time of it.
#[must_use]
pub fn is_bare(cell: &str) -> bool {
    !cell.contains(':')
}

/// Whether a cell says that a rate holds at once, without a day.
#[must_use]
pub fn is_at_once(cell: &str) -> bool {
    let word: String = cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let words = [
        "asap",
        "immediate",
        "immediately",
        "immediateeffect",
        "witheffectimmediately",
        "effectiveimmediately",
        "withimmediateeffect",
        "assoonaspossible",
        "now",
        "sofort",
        "immediat",
        "inmediato",
        "immediato",
        "imediato",
        "urgent",
    ];
    words.contains(&word.as_str())
}

/// The order of day and month that the dates of a column tell: one with a day above twelve settles it for all. `None` if no date
/// tells, or two contradict each other.
pub fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DateOrder> {
    let (mut day_first, mut month_first) = (false, false);
    // A day above twelve in a date that could as well begin with its year; it counts if another date of the column ends with the year.
    let (mut perhaps_day_first, mut year_is_last) = (false, false);
    for cell in cells {
        let date = parted(cell).0;
        let parts: Vec<&str> = date.split(['/', '-', '.']).map(str::trim).collect();
        let numbers: Vec<u16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        let ([first, second, _], 3) = (numbers.as_slice(), parts.len()) else { continue };
        if *first > 31 {
            continue;
        }
        let doubtful = may_begin_with_year(&parts);
        year_is_last |= !doubtful;
        if doubtful {
            perhaps_day_first |= *first > 12;
        } else if date.contains('/') {
            day_first |= *first > 12;
            month_first |= *second > 12;
        } else if date.contains('.') {
            perhaps_day_first = true;
        }
    }
    match (day_first || perhaps_day_first && year_is_last, month_first) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Years that a deck speaks of by their last two digits.
const NEAR: std::ops::RangeInclusive<i16> = 15..=60;

fn date_of(text: &str, order: Option<DateOrder>) -> Result<Date, Misread> {
    let shape = || Misread::new(format!("`{text}` is not a date"), "write year, month and day, such as 2027-01-01");
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<i16>().ok();
    let (year, month, day) = match parts.as_slice() {
        [one] if one.len() == 8 && one.starts_with("20") => {
            let part = |range| one.get(range).and_then(number);
            (part(0..4), part(4..6), part(6..8))
        }
        [one] if (4..=5).contains(&one.len()) && one.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Err(serial(one));
        }
        [year, month, day] if year.len() == 4 => (number(year), number(month).or_else(|| named(month)), number(day)),
        [day, month, year] if year.len() == 4 && named(month).is_some() => (number(year), named(month), number(day)),
        [month, day, year] if year.len() == 4 && named(month).is_some() => (number(year), named(month), number(day)),
        [day, month, year]
            if year.len() == 2 && day.len() <= 2 && named(month).is_some() && number(month).is_none() =>
        {
            (number(year).map(|year| 2000 + year), named(month), number(day))
        }
        [first, second, year] if year.len() == 4 || is_short(text, first, year) => {
            let (Some(first), Some(second)) = (number(first), number(second)) else { return Err(shape()) };
            let two_days = || {
                Misread::new(
                    format!("`{text}` could be two days"),
                    "write it as 2027-01-31, or say `rates: {dates: day_first}` or `month_first`",
                )
            };
            let day_first = match order {
                Some(order) => order == DateOrder::DayFirst,
                None if may_begin_with_year(parts.as_slice()) => return Err(two_days()),
                // No country writes the month first and a full stop after it.
                None if text.contains('.') || first > 12 => true,
                None if second > 12 || first == second => false,
                None => return Err(two_days()),
            };
            let year = number(year).map(|number| if number < 100 { 2000 + number } else { number });
            if day_first { (year, Some(second), Some(first)) } else { (year, Some(first), Some(second)) }
        }
        _ => return Err(shape()),
    };
    let small = |number: Option<i16>| number.and_then(|number| i8::try_from(number).ok());
    match (year, small(month), small(day)) {
        (Some(year), Some(month), Some(day)) if (1970..=2200).contains(&year) => {
            Date::new(year, month, day).map_err(|_| shape())
        }
        _ => Err(shape()),
    }
}

/// Whether a date of three pairs of digits could begin with its year, as China, Hungary, Japan and South Africa write it, and be a day so.
fn may_begin_with_year(parts: &[&str]) -> bool {
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 2);
    let [year, month, day] = parts else { return false };
    number(year).is_some_and(|year| NEAR.contains(&year))
        && number(month).is_some_and(|month| (1..=12).contains(&month))
        && number(day).is_some_and(|day| (1..=31).contains(&day))
}

/// Whether a date of three pairs of digits has its year last: behind strokes and full stops always, behind hyphens if the first pair
/// cannot be a year.
fn is_short(text: &str, first: &str, year: &str) -> bool {
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 2);
    year.len() == 2
        && number(year).is_some_and(|year| NEAR.contains(&year))
        && number(first).is_some_and(|first| text.contains(['/', '.']) || !NEAR.contains(&first))
}

/// The remedy for a day count: a spreadsheet stores a date as one, and it shows when the cell loses its date format.
fn serial(digits: &str) -> Misread {
    let day = digits.parse::<i64>().ok().and_then(|days| {
        let zero = Date::new(1899, 12, 30).ok()?;
        zero.checked_add(jiff::Span::new().days(days)).ok()
    });
    let day = day.map_or_else(String::new, |day| format!(", the day {day} by the count of a spreadsheet"));
    Misread::new(
        format!("`{digits}` is a number where a date should stand{day}"),
        "format the column as a date, or write it as 2027-01-01",
    )
}

/// The last day of the period that a deck says it is for: a day, a month or a quarter, such as 2024-Q2.
#[must_use]
pub fn stated(cell: &str) -> Option<deal::date::Date> {
    let last = |year: &str, month: i8| Some(Date::new(year.parse().ok()?, month, 1).ok()?.last_of_month());
    let day = match cell.split_once(['-', ' ', '/']) {
        Some((year, quarter))
            if year.len() == 4 && quarter.trim().len() == 2 && quarter.trim().to_lowercase().starts_with('q') =>
        {
            let quarter = quarter.trim().get(1..)?.parse::<i8>().ok().filter(|quarter| (1..=4).contains(quarter))?;
            last(year, quarter * 3)
        }
        Some((year, month)) if year.len() == 4 && month.len() == 2 => last(year, month.parse().ok()?),
        _ => date_of(cell, None).ok(),
    };
    day.map(deal::date::Date)
}

/// The offset from UTC of a deck's dates: that of the schedule's effective date.
#[must_use]
pub fn offset(effective: &Field<Moment>) -> Offset {
    effective.known().map_or(Offset::UTC, |moment| moment.offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, order: Option<DateOrder>) -> String {
        match moment(cell, order, Offset::UTC) {
            Ok(moment) => format!("{}{}", moment.local, if moment.offset == Offset::UTC { "" } else { " away" }),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for cell in [
            "2027-01-31",
            "2027/01/31",
            "20270131",
            "31-Jan-2027",
            "31 January 2027",
            "January 31, 2027",
            "31.01.2027",
            "31/01/2027",
            "01/31/2027",
            "2027-01-31 00:00:00",
            "2027-01-31T00:00:00Z",
            "31-Jan-27",
            "01/31/27",
            "31 janvier 2027",
            "31 Jan. 2027",
            "2027-01-31 00:00:00 UTC",
            "2027-01-31 00:00:00.000",
            "Jan 31, 2027 12:00 AM",
            "31/01/2027 00:00",
        ] {
            assert_eq!(read(cell, None), "2027-01-31T00:00:00", "{cell}");
        }
        assert_eq!(read("2027-01-31T08:30:00+08:00", None), "2027-01-31T08:30:00 away");
        assert_eq!(read("02/01/2027", Some(DateOrder::DayFirst)), "2027-01-02T00:00:00");
        assert_eq!(read("02/01/2027", Some(DateOrder::MonthFirst)), "2027-02-01T00:00:00");
        assert_eq!(read("Jan 31, 2027 1:30 PM", None), "2027-01-31T13:30:00");
        for cell in ["27-01-31", "25-01-27", "31/01/99", "31 Jan 2027 13:00 PM"] {
            assert!(
                read(cell, None).contains(" is not a ") || read(cell, None).contains("no time of day"),
                "{cell}: {}",
                read(cell, None)
            );
        }
        let told = |cells: &[&str]| order(cells.iter().copied());
        assert_eq!(told(&["02/01/2027", "25/01/2027", "", "2027-01-25"]), Some(DateOrder::DayFirst));
        assert_eq!(told(&["02/01/2027", "01/25/27 00:00"]), Some(DateOrder::MonthFirst));
        assert_eq!(told(&["02/01/2027", "25/01/2027", "01/25/2027"]), None);
        assert_eq!(told(&["02/01/2027"]), None);
        assert!(is_at_once("ASAP") && is_at_once("Immediate effect") && !is_at_once("soon"));
        assert_eq!(read("02/02/2027", None), "2027-02-02T00:00:00");
    }

    #[test]
    fn a_moment_keeps_the_offset_that_it_names() {
        let away = Offset::constant(8);
        let read = |cell: &str| moment(cell, None, away).map(|moment| (moment.local.to_string(), moment.offset));
        let first = |time: &str, hours| Ok((format!("2027-01-01T{time}:00"), Offset::constant(hours)));
        for cell in [
            "01.01.2027 00:00Z",
            "01.01.2027 00:00:00 Z",
            "2027-01-01 00:00 UTC",
            "1-JAN-2027 00:00z",
            "1 OCT 2027 00:00 GMT",
            "2027-01-01T00:00:00Z",
            "2027-01-01 00:00:00.000Z",
        ] {
            assert_eq!(read(&cell.replace("OCT", "JAN")), first("00:00", 0), "{cell}");
        }
        assert_eq!(read("01.01.2027 00:00"), first("00:00", 8));
        assert_eq!(read("01.01.2027"), first("00:00", 8));
        for cell in ["01.01.2027 08:30+05:00", "01.01.2027 08:30 +0500", "01.01.2027 08:30:00+5"] {
            assert_eq!(read(cell), first("08:30", 5), "{cell}");
        }
        assert_eq!(read("1 October 2027 08:30").map(|(local, _)| local), Ok("2027-10-01T08:30:00".to_owned()));
        for cell in [
            "01.01.2027 00:00 CET",
            "01.01.2027 00:00+99:00",
            "01.01.2027 +5:00",
            "01.01.2027 00:00:00:00",
            "01.01.2027 10.5:00",
            "01.01.2027 00:00+",
            "01.01.2027 00:00\u{e9}",
            ":",
            "T:",
        ] {
            assert!(read(cell).is_err(), "{cell}: {:?}", read(cell));
        }
    }

    #[test]
    fn what_could_be_two_days_is_asked_for() {
        assert!(read("02/01/2027", None).contains("could be two days"));
        assert!(read("46388", None).contains("2027-01-01"), "{}", read("46388", None));
        // The year may stand first, as in Hungary and Japan.
        for cell in ["27/01/28", "27.01.28", "31/01/27", "31.01.27"] {
            assert!(read(cell, None).contains("could be two days"), "{cell}: {}", read(cell, None));
        }
        let told = |cells: &[&str]| order(cells.iter().copied());
        assert_eq!(told(&["27/01/28", "31/01/27"]), None);
        assert_eq!(told(&["27.01.28", "01.02.27"]), Some(DateOrder::DayFirst));
        assert_eq!(told(&["27/01/28", "01/02/27"]), Some(DateOrder::DayFirst));
        assert_eq!(told(&["31/01/2027", "27/01/28"]), Some(DateOrder::DayFirst));
        assert_eq!(read("27/01/28", Some(DateOrder::DayFirst)), "2028-01-27T00:00:00");
        for cell in [
            "1 marraskuu 2027",
            "1 Marmalade 2027",
            "1 ma 2027",
            "1 ju 2027",
            "soon",
            "2027-02-30",
            "31/31/2027",
            "2027",
            "",
            "1-2",
            "\u{e9}",
            "99999999",
        ] {
            assert!(read(cell, None).contains("is not a date") || read(cell, None).contains("is a number"), "{cell}");
        }
    }

    #[test]
    fn a_deck_may_say_its_quarter() {
        for (cell, day) in [("2024-Q2", "2024-06-30"), ("2024-02", "2024-02-29"), ("2024-05-17", "2024-05-17")] {
            assert_eq!(stated(cell).map(|day| day.0.to_string()).as_deref(), Some(day));
        }
        assert_eq!(stated("2024-Q7"), None);
    }
}

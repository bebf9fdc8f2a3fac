//! What one cell says: an increment, a number of seconds.

use super::headings::DeckColumn;
use super::unreadable::brief;
use crate::deal::money::Increment;
use crate::diagnostic::Misread;

/// The cells of a row that give its billing increment. A cell that the row lacks is empty.
pub(super) struct Periods<'a> {
    /// First and next period in one, such as 30/6.
    pub pair: &'a str,
    /// The first period, in seconds.
    pub first: &'a str,
    /// Each further period, in seconds.
    pub next: &'a str,
    /// The shortest billed time of a call, in seconds.
    pub minimum: &'a str,
}

/// Reads the increment of a row; what the row leaves out comes from `usual`.
///
/// # Errors
///
/// The column at fault, what is wrong with it, and how to write it.
pub(super) fn increment(said: &Periods<'_>, usual: Option<Increment>) -> Result<Increment, (DeckColumn, Misread)> {
    let read = |cell: &str, column: DeckColumn| seconds(cell).map_err(|problem| (column, problem));
    let (mut first, mut next) = (None, None);
    if !said.pair.is_empty() {
        match said.pair.split_once(['/', '+', '-', 'x', ':', '|']) {
            Some((one, other)) => {
                (first, next) = (Some(read(one, DeckColumn::Increment)?), Some(read(other, DeckColumn::Increment)?));
            }
            None => next = Some(read(said.pair, DeckColumn::Increment)?),
        }
    }
    if !said.first.is_empty() {
        first = Some(read(said.first, DeckColumn::First)?);
    }
    if !said.next.is_empty() {
        next = Some(read(said.next, DeckColumn::Next)?);
    }
    // A least time beside the further periods alone is the first period.
    if first.is_none() && next.is_some() && usual.is_none() && !matches!(said.minimum, "" | "0") {
        first = Some(read(said.minimum, DeckColumn::Minimum)?);
    }
    let (first, next) = match (first, next, usual) {
        (Some(first), Some(next), _) => (first, next),
        (None, None, Some(usual)) => (usual.first, usual.next),
        (None, Some(next), usual) => (usual.map_or(next, |usual| usual.first.max(next)), next),
        (Some(first), None, usual) => (first, usual.map_or(first, |usual| usual.next)),
        (None, None, None) => {
            let fact = "the row does not say by which increment calls are billed";
            return Err((DeckColumn::Increment, Misread::new(fact, "write it, such as 30/6")));
        }
    };
    let checked = |first: u32, column| format!("{first}/{next}").parse().map_err(|problem| (column, problem));
    if matches!(said.minimum, "" | "0") {
        return checked(first, DeckColumn::Increment);
    }
    let least = read(said.minimum, DeckColumn::Minimum)?;
    // The first period can carry the minimum only if whole further periods lie between the two; otherwise no increment means
    // the same.
    if least > first && (next == 0 || !(least - first).is_multiple_of(next)) {
        let problem = Misread::new(
            format!("a minimum of {least} seconds falls between the periods of {first}/{next}"),
            "agree on a minimum that is a whole number \
             of periods",
        );
        return Err((DeckColumn::Minimum, problem));
    }
    checked(first.max(least), DeckColumn::Minimum)
}

/// Words that may follow a number of seconds.
const SECONDS: [&str; 8] = ["", "s", "s.", "sec", "sec.", "secs", "second", "seconds"];

fn seconds(cell: &str) -> Result<u32, Misread> {
    let cell = cell.trim();
    let digits = cell.trim_end_matches(|c: char| c.is_alphabetic() || c == '.' || c == '"').trim();
    let unit = cell.get(digits.len()..).unwrap_or_default().trim().to_lowercase();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let number = if unit == "\"" || SECONDS.contains(&&*unit) { digits.parse().ok() } else { None };
    number.ok_or_else(|| {
        let month = |word: &str| unit.starts_with(word);
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let date = cell.contains('-') || months.iter().copied().any(month) || digits.chars().any(char::is_alphabetic);
        let why = if date { ", perhaps a date that a spreadsheet made of it" } else { "" };
        Misread::new(
            format!("`{}` is not a number of seconds{why}", brief(cell)),
            "write first and next period in seconds, such as 30/6",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_seconds_has_no_other_unit() {
        for (cell, read) in [("60", 60), ("30 sec", 30), ("6.0", 6), ("1s", 1), ("60\"", 60), ("6 Seconds", 6)] {
            assert_eq!(seconds(cell).ok(), Some(read), "{cell}");
        }
        for cell in ["1 min", "1 minute", "60 cents", "1h", "1m", "x", "", "Jan", "1-1"] {
            assert!(seconds(cell).is_err(), "{cell}");
        }
    }
}

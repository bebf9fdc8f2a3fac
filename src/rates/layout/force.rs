//! Which lines of a deck hold on a day.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::rates::Closed;
use crate::rates::compare::PricedCalls;

/// A code of a deck, and the index of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeLine<'a> {
    /// The index of the line in the deck.
    pub at: usize,
    /// The line.
    pub line: &'a RateLine,
    /// One of its codes.
    pub code: DialCode,
}

/// Every code of a deck with its line, in the order of the codes and, for one code, of the lines.
#[must_use]
pub fn codes(lines: &[RateLine]) -> Vec<CodeLine<'_>> {
    let mut all: Vec<CodeLine<'_>> = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| line.codes.iter().map(move |code| CodeLine { at, line, code: *code }))
        .collect();
    all.sort_by_key(|row| (row.code, row.at));
    all
}

/// Codes that rows of a deck close by a moment, each with when; `None` if its row does not say.
#[must_use]
pub fn gone(closed: &[Closed], moment: Timestamp) -> BTreeMap<DialCode, Option<Timestamp>> {
    let mut out = BTreeMap::new();
    for row in closed {
        let from = row.effective.and_then(|from| from.timestamp());
        if from.is_none_or(|from| from <= moment) {
            for code in &row.codes {
                let known = out.entry(*code).or_insert(from);
                *known = (*known).max(from);
            }
        }
    }
    out
}

/// The lines that hold at a moment: for each code and its calls the last that has begun and not ended, and that no row has closed since.
/// A line without a date has begun.
#[must_use]
pub fn at<'a>(
    lines: &'a [RateLine],
    moment: Timestamp,
    gone: &BTreeMap<DialCode, Option<Timestamp>>,
) -> Vec<CodeLine<'a>> {
    let begins = |line: &RateLine| line.effective.known().and_then(|begin| begin.timestamp());
    let ends = |line: &RateLine| line.until.known().and_then(|end| end.timestamp());
    let mut last: BTreeMap<(DialCode, PricedCalls<'_>), CodeLine<'_>> = BTreeMap::new();
    for row in codes(lines) {
        if begins(row.line).is_some_and(|begin| begin > moment) {
            continue;
        }
        let known = last.entry((row.code, PricedCalls::of(row.line))).or_insert(row);
        if begins(row.line) >= begins(known.line) {
            *known = row;
        }
    }
    // A rate that a later one replaced does not come back when that one ends. One that begins after its code was closed opens it again.
    let is_closed = |row: &CodeLine<'_>| match gone.get(&row.code) {
        Some(None) => true,
        Some(Some(from)) => begins(row.line).is_none_or(|begin| begin <= *from),
        None => false,
    };
    let holds = |row: &CodeLine<'_>| ends(row.line).is_none_or(|end| moment < end) && !is_closed(row);
    let mut out: Vec<CodeLine<'_>> = last.into_values().filter(holds).collect();
    out.sort_by_key(|row| (row.code, row.at));
    out
}

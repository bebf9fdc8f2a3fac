//! The entries of a printed rate schedule: lines that differ only in their codes make one entry, and the entries of a destination
//! stand together.

use rustc_hash::FxHashMap;

use crate::deal::date::Moment;
use crate::deal::line_terms::{LinePrice, LineTerm};
use crate::deal::number::DialCode;
use crate::deal::rates::{RateLine, Route};
use crate::deal::{Field, Text};

use super::codes;

/// An entry: a row of the printed schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRow {
    /// Index in `rates.lines` of the first line that it prints.
    pub line: usize,
    /// The codes of all its lines, folded into ranges.
    pub codes: String,
}

/// What lines of one entry share.
#[derive(PartialEq, Eq, Hash)]
struct Same<'a> {
    destination: &'a str,
    route: Route,
    price: LinePrice,
    words: [Option<&'a Text>; 3],
    times: [Option<&'a Moment>; 2],
}

/// The entries for the lines of a flow. Destinations stand in the order in which they first appear.
#[must_use]
pub fn entries(lines: &[RateLine], flow: &str) -> Vec<ScheduleRow> {
    let mut destinations: FxHashMap<&str, usize> = FxHashMap::default();
    let mut known: FxHashMap<Same<'_>, usize> = FxHashMap::default();
    // Rank of the destination, index of the first line, and the codes.
    let mut all: Vec<(usize, usize, Vec<&DialCode>)> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.flow == flow) {
        let count = destinations.len();
        let destination = *destinations.entry(line.destination.as_str()).or_insert(count);
        // Each line with a blank stays apart, because a blank is asked for line by line.
        let entry = same(line).and_then(|same| {
            let next = all.len();
            let entry = *known.entry(same).or_insert(next);
            (entry < next).then_some(entry)
        });
        match entry.and_then(|entry| all.get_mut(entry)) {
            Some((.., codes)) => codes.extend(&line.codes),
            None => all.push((destination, at, line.codes.iter().collect())),
        }
    }
    all.sort_by_key(|(destination, line, _)| (*destination, *line));
    all.into_iter().map(|(_, line, codes)| ScheduleRow { line, codes: codes::fold(codes) }).collect()
}

/// What a line shares with the others of its entry; `None` if one of these fields is blank.
fn same(line: &RateLine) -> Option<Same<'_>> {
    line.rate.known()?;
    if LineTerm::ALL.iter().any(|term| term.text(line) == Field::Blank) {
        return None;
    }
    Some(Same {
        destination: line.destination.as_str(),
        route: line.route,
        price: line.price(),
        words: [told(&line.origin)?, told(&line.jurisdiction)?, told(&line.band)?],
        times: [told(&line.effective)?, told(&line.until)?],
    })
}

/// The value of a field, if it has one; the outer `None` means that it is blank.
fn told<T>(field: &Field<T>) -> Option<Option<&T>> {
    match field {
        Field::Blank => None,
        Field::Absent => Some(None),
        Field::Known(value) => Some(Some(value)),
    }
}

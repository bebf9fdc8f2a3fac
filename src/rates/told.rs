//! How a deck was read, as a profile, and what neither the deck nor anybody else tells.

use super::dates;
use super::headings::DeckColumn;
use super::rows::Rows;
use crate::deal::deck_profile::DeckProfile;
use crate::deal::deck_reading::{Columns, DateOrder, DecimalSign};

/// How a deck was read.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What was told or could be read off the deck.
    pub profile: DeckProfile,
    /// What could not.
    pub open: Vec<OpenReading>,
    /// The row of the headings; `None` in a deck without any.
    pub header: Option<usize>,
}

/// A field of a profile that somebody has to fill in.
#[derive(Debug, Clone)]
pub struct OpenReading {
    /// Its key below `rates`, such as `defaults.route`.
    pub key: String,
    /// The question.
    pub question: String,
}

impl OpenReading {
    /// A question about a field of a profile.
    #[must_use]
    pub fn new(key: impl Into<String>, question: impl Into<String>) -> Self {
        Self { key: key.into(), question: question.into() }
    }
}

impl Rows<'_> {
    /// How the rows were read, once all of them were.
    pub(super) fn told(&self) -> Told {
        let rows = self;
        let setting = rows.setting;
        let mut open = Vec::new();
        let lacks = |field: &str| rows.assumed.contains(&field);
        if lacks("currency") {
            open.push(OpenReading::new("currency", "In which currency are the prices? Such as USD"));
        }
        if lacks("increment") {
            open.push(OpenReading::new("defaults.increment", "In which increments are calls billed? Such as 60/1"));
        }
        let routes = rows.found.at(DeckColumn::Route);
        let unsaid = routes.is_some_and(|at| {
            (rows.found.first..rows.sheet.grid.len()).any(|row| {
                rows.sheet.grid.get(row, at).is_empty() && rows.sheet.grid.cells(row).any(|cell| !cell.is_empty())
            })
        });
        if setting.route.is_none() && (lacks("route") || unsaid) {
            open.push(OpenReading::new("defaults.route", "Of which class are the routes? cli, non_cli or direct"));
        }
        let dates = dates_told(rows);
        if dates.is_none() {
            open.push(OpenReading::new("dates", "Which comes first in the dates? day_first or month_first"));
        }
        for (column, [one, other]) in &rows.found.doubtful {
            open.push(OpenReading::new(format!("columns.{column}"), format!("Which of `{one}` and `{other}`?")));
        }
        let profile = DeckProfile {
            currency: rows.currency.usual,
            effective: crate::deal::Field::Absent,
            sheet: setting.sheet.and_then(|name| name.parse().ok()),
            head: setting.head,
            encoding: setting.encoding.and_then(|name| name.parse().ok()),
            decimal: setting.decimal.or(rows.commas.map(|_| DecimalSign::Comma)),
            country_code: setting.country_code,
            strip: Some(rows.notation.codes.strip)
                .filter(|strip| !strip.is_empty())
                .and_then(|strip| strip.parse().ok()),
            deck_is: None,
            columns: columns(rows),
            dates: dates.flatten(),
            defaults: crate::deal::rates::Defaults { flow: None, route: setting.route, increment: setting.increment },
        };
        Told { profile, open, header: (rows.found.first > rows.found.header).then_some(rows.found.header) }
    }
}

/// The order of day and month, if a date of the deck needs one. `None` if a date does, and nothing tells.
fn dates_told(rows: &Rows<'_>) -> Option<Option<DateOrder>> {
    let cells = [DeckColumn::Effective, DeckColumn::Until]
        .into_iter()
        .filter_map(|column| rows.found.at(column))
        .flat_map(|at| (rows.found.first..rows.sheet.grid.len()).map(move |row| rows.sheet.grid.get(row, at)));
    let offset = rows.setting.offset;
    let reads = |cell: &str, order| dates::moment(cell, order, offset).is_ok();
    let needs = |cell: &str| {
        !cell.is_empty()
            && !reads(cell, None)
            && (reads(cell, Some(DateOrder::DayFirst)) || reads(cell, Some(DateOrder::MonthFirst)))
    };
    match (rows.setting.dates, rows.notation.dates, { cells }.any(needs)) {
        (Some(order), ..) | (None, Some(order), true) => Some(Some(order)),
        (None, Some(_), false) => Some(None),
        (None, None, true) => None,
        (None, None, false) => Some(None),
    }
}

/// The heading of each column that was read, or its number in a deck without headings.
fn columns(rows: &Rows<'_>) -> Columns {
    let heading = |at: usize| {
        if rows.found.first == rows.found.header {
            (at + 1).to_string()
        } else {
            rows.sheet.grid.get(rows.found.header, at).split_whitespace().collect::<Vec<_>>().join(" ")
        }
    };
    let named = DeckColumn::keyed()
        .filter(|column| !rows.found.doubtful.iter().any(|(known, _)| known == column))
        .filter_map(|column| Some((column.key().to_owned(), heading(rows.found.at(column)?).into())));
    // Every key is a column of a deal, and headings are text: nothing of this can fail.
    let mut headings: serde_json::Map<_, _> = named.collect();
    let origins = rows.found.origins.iter().map(|(at, origin)| (origin.to_string(), heading(*at).into()));
    headings.insert("origins".to_owned(), origins.collect::<serde_json::Map<_, _>>().into());
    serde_json::from_value(headings.into()).unwrap_or(Columns::default())
}

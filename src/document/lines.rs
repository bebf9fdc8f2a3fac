//! Rows of rates, which may be a hundred thousand: a template writes one row, and it becomes all of them.
//!
//! A template prints `flow.line.rate` as one character that names the table and the column. A row of a table that holds such
//! characters is repeated for each entry, without running the template again.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::{Inline, Inlines};
use crate::deal::Field;
use crate::deal::date::Moment;
use crate::deal::line_terms::LineTerm;
use crate::deal::pricing::Rating;
use crate::deal::rates::{RateLine, Rates, Route};
use crate::path::Path;
use crate::rates::schedule::{ScheduleRow, entries};

/// The characters that each stand for one column of a table's rows.
const MARKS: RangeInclusive<char> = '\u{100000}'..='\u{10FFFD}';

/// The columns that a template may print of a line.
const COLUMNS: [&str; 14] = [
    "destination",
    "codes",
    "origin",
    "route",
    "jurisdiction",
    "band",
    "rate",
    "increment",
    "from",
    "until",
    "first_period_rate",
    "fee",
    "minimum_charge",
    "rating",
];

/// Columns that a table may have.
const MOST: usize = 16;

/// The rows of every table, and the lines that they print.
#[derive(Debug, Clone, Default)]
pub struct Lines<'a> {
    lines: &'a [RateLine],
    start: Option<Moment>,
    tables: Vec<Rows>,
}

#[derive(Debug, Clone)]
enum Rows {
    /// Entries of the rate schedule, whose cells are made when they print.
    Entries(Vec<ScheduleRow>),
    /// Cells that are made already.
    Cells(Vec<Vec<Inlines>>),
}

impl<'a> Lines<'a> {
    /// Begins with the rates of a deal and no rows.
    #[must_use]
    pub fn of(rates: &'a Rates) -> Self {
        Self { lines: &rates.lines, start: rates.effective.known().copied(), tables: Vec::new() }
    }

    /// The characters for the rows of a flow, by column name.
    pub fn flow(&mut self, flow: &str) -> Value {
        let entries = entries(self.lines, flow);
        self.add(&COLUMNS, Rows::Entries(entries))
    }

    /// The characters for rows that are made already, by column name. A row has at most sixteen cells.
    pub fn given(&mut self, columns: &[&str], rows: Vec<Vec<Inlines>>) -> Value {
        self.add(columns, Rows::Cells(rows))
    }

    fn add(&mut self, columns: &[&str], rows: Rows) -> Value {
        let first = u32::from(*MARKS.start()) + u32::try_from(self.tables.len() * MOST).unwrap_or(u32::MAX / 2);
        let mark = |at: u32| char::from_u32(first.saturating_add(at)).filter(|mark| MARKS.contains(mark));
        let named = columns.iter().take(MOST).zip(0..);
        let marks: Map<String, Value> =
            named.filter_map(|(name, at)| Some(((*name).to_owned(), mark(at)?.to_string().into()))).collect();
        self.tables.push(rows);
        marks.into()
    }

    /// Whether a line takes effect later than the schedule.
    #[must_use]
    pub fn begins_later(&self, line: &RateLine) -> bool {
        match (&line.effective, self.start) {
            (Field::Known(own), Some(start)) => own.timestamp() > start.timestamp(),
            (Field::Known(_) | Field::Blank, _) => true,
            (Field::Absent, _) => false,
        }
    }

    /// All rows that a template's row stands for: itself, unless it holds such a character.
    #[must_use]
    pub fn expand(&self, row: Vec<Inlines>) -> Vec<Vec<Inlines>> {
        let marks: Vec<Option<(usize, usize)>> = row.iter().map(|cell| mark(cell)).collect();
        let Some((table, _)) = marks.iter().flatten().next() else { return vec![row] };
        let cells: Vec<(Option<usize>, &Inlines)> =
            marks.iter().map(|mark| mark.map(|(_, column)| column)).zip(&row).collect();
        let filled = |cell: &dyn Fn(usize) -> Inlines| -> Vec<Inlines> {
            cells.iter().map(|(column, own)| column.map_or_else(|| (*own).clone(), cell)).collect()
        };
        match self.tables.get(*table) {
            Some(Rows::Entries(entries)) => {
                entries.iter().map(|entry| filled(&|column| self.cell(entry, column).unwrap_or_default())).collect()
            }
            Some(Rows::Cells(rows)) => {
                rows.iter().map(|row| filled(&|column| row.get(column).cloned().unwrap_or_default())).collect()
            }
            None => Vec::new(),
        }
    }

    fn cell(&self, entry: &ScheduleRow, column: usize) -> Option<Inlines> {
        let line = self.lines.get(entry.line)?;
        let path = |field: &str| Path::from("rates.lines").index(entry.line).key(field);
        let field = |value: Option<String>, blank: bool, name: &str| match (value, blank) {
            (Some(value), _) => Inline::Value(value),
            (None, true) => Inline::Blank(Some(path(name))),
            // A value, so that the rules on wording do not read it in each of a hundred thousand rows.
            (None, false) => Inline::Value("any".into()),
        };
        let text = |words: &Field<crate::deal::Text>, name| {
            field(words.known().map(ToString::to_string), *words == Field::Blank, name)
        };
        let name = COLUMNS.get(column).copied().unwrap_or_default();
        if let Some(term) = LineTerm::ALL.into_iter().find(|term| term.key() == name) {
            let said = match (term, line.rating) {
                (LineTerm::Rating, Field::Known(Rating::DialCode)) => Some("as dialled".to_owned()),
                (LineTerm::Rating, Field::Known(Rating::ServingNetwork)) => Some("after porting".to_owned()),
                _ => term.text(line).known().cloned(),
            };
            return Some(vec![match term.text(line) {
                Field::Absent => Inline::Value("\u{2013}".into()),
                _ => field(said, true, name),
            }]);
        }
        Some(vec![match name {
            "destination" => Inline::Value(line.destination.to_string()),
            "codes" => Inline::Value(entry.codes.clone()),
            "origin" => text(&line.origin, "origin"),
            "jurisdiction" => text(&line.jurisdiction, "jurisdiction"),
            "band" => text(&line.band, "band"),
            "rate" => field(line.rate.known().map(ToString::to_string), true, "rate"),
            "increment" => Inline::Value(line.increment.to_string()),
            "from" if !self.begins_later(line) => Inline::Value("\u{2013}".into()),
            "from" => field(line.effective.known().map(ToString::to_string), true, "effective"),
            "until" if line.until == Field::Absent => Inline::Value("\u{2013}".into()),
            "until" => field(line.until.known().map(ToString::to_string), true, "until"),
            _ => Inline::Value(
                match line.route {
                    Route::Cli => "CLI",
                    Route::NonCli => "non-CLI",
                    Route::Direct => "direct",
                }
                .into(),
            ),
        }])
    }
}

/// The flow and the column that a cell stands for, if it is one of these characters.
fn mark(cell: &[Inline]) -> Option<(usize, usize)> {
    let [Inline::Value(text)] = cell else { return None };
    let mut characters = text.chars();
    let (mark, None) = (characters.next()?, characters.next()) else { return None };
    if !MARKS.contains(&mark) {
        return None;
    }
    let number = usize::try_from(u32::from(mark) - u32::from(*MARKS.start())).ok()?;
    Some((number / MOST, number % MOST))
}

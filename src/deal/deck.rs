//! A file of rates that a deal names: which of its rows became which line of the rate schedule.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::sheet::Sheet;
use crate::source::Place;

/// A deck that was read. Its rows stand in `rates.lines` behind those that the deal lists itself.
#[derive(Debug, Clone)]
pub struct Deck {
    /// Its path, as the deal gives it.
    pub path: String,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// Its cells.
    pub sheet: Sheet,
    /// The lines of `rates.lines` that it gave.
    pub lines: Range<usize>,
    /// For each of them its row.
    pub rows: Vec<usize>,
    /// Column of each field of a line that it gives.
    pub columns: BTreeMap<&'static str, usize>,
}

impl Deck {
    /// Whether a path such as `rates.lines[812].rate` is of a line that comes from this deck.
    #[must_use]
    pub fn gave(&self, path: &str) -> bool {
        self.cell(path).is_some()
    }

    /// The place of a path such as `rates.lines[812].rate`, if the line comes from this deck: its cell, or its row where the deck
    /// has no column for the field.
    #[must_use]
    pub fn place(&self, path: &str) -> Option<Place> {
        let (row, column) = self.cell(path)?;
        Some(column.map_or_else(
            || Place::new(&self.sheet.source, self.sheet.source.line_span(self.sheet.grid.line(row))),
            |column| self.sheet.place(row, column),
        ))
    }

    /// What a reader finds that cell by, such as `cell D7`.
    #[must_use]
    pub fn name(&self, path: &str) -> Option<String> {
        let (row, column) = self.cell(path)?;
        Some(column.map_or_else(|| format!("row {}", self.sheet.grid.line(row)), |column| self.sheet.name(row, column)))
    }

    fn cell(&self, path: &str) -> Option<(usize, Option<usize>)> {
        let (at, field) = path.strip_prefix("rates.lines[")?.split_once(']')?;
        let line = at.parse::<usize>().ok().filter(|line| self.lines.contains(line))?;
        let row = self.rows.get(line - self.lines.start).copied()?;
        let field = field.trim_start_matches('.').split('[').next().unwrap_or_default();
        Some((row, self.columns.get(field).copied()))
    }
}

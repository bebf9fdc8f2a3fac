//! A file of rates that a deal names, and the origin of each line of the rate schedule in it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::path::{Path, Step};
use crate::sheet::Sheet;
use crate::source::Place;

/// A deck that was read. Its rows stand in `rates.lines` after those that the deal lists itself.
#[derive(Debug, Clone)]
pub struct Deck {
    /// Its path, as the deal writes it.
    pub path: String,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// The cells of the file, as text.
    pub sheet: Sheet,
    /// Its range of `rates.lines`.
    pub lines: Range<usize>,
    /// For each of these lines, the index of its row in the sheet.
    pub rows: Vec<usize>,
    /// The index of the column that gives each field of a line.
    pub columns: BTreeMap<&'static str, usize>,
    /// Fields of its lines that nobody says, so that what stands in them is nothing to judge.
    pub assumed: Vec<&'static str>,
    /// Whether every finding on its lines is told, and not the first ones of a cause and the number of the others.
    pub every_fault: bool,
}

impl Deck {
    /// Whether a path such as `rates.lines[812].rate` belongs to a line from this deck.
    #[must_use]
    pub fn gave(&self, path: &Path) -> bool {
        self.cell(path).is_some()
    }

    /// Whether a path such as `rates.lines[812].increment` is of a field that nobody says.
    #[must_use]
    pub fn assumes(&self, path: &Path) -> bool {
        self.gave(path) && path.steps().get(3).and_then(Step::as_key).is_some_and(|field| self.assumed.contains(&field))
    }

    /// The place of a path such as `rates.lines[812].rate`, if the line comes from this deck: its cell, or its row if the deck
    /// has no column for the field.
    #[must_use]
    pub fn place(&self, path: &Path) -> Option<Place> {
        let (row, column) = self.cell(path)?;
        Some(column.map_or_else(
            || Place::new(&self.sheet.source, self.sheet.source.line_span(self.sheet.grid.line(row))),
            |column| self.sheet.place(row, column),
        ))
    }

    /// The name of that cell for people, such as `cell D7`.
    #[must_use]
    pub fn name(&self, path: &Path) -> Option<String> {
        let (row, column) = self.cell(path)?;
        Some(column.map_or_else(|| format!("row {}", self.sheet.grid.line(row)), |column| self.sheet.name(row, column)))
    }

    /// Its row, and its column if it has one for the field.
    fn cell(&self, path: &Path) -> Option<(usize, Option<usize>)> {
        let [Step::Key(section), Step::Key(list), Step::Index(line), field @ ..] = path.steps() else { return None };
        if section != "rates" || list != "lines" || !self.lines.contains(line) {
            return None;
        }
        let row = self.rows.get(line - self.lines.start).copied()?;
        let field = field.first().and_then(Step::as_key).unwrap_or_default();
        Some((row, self.columns.get(field).copied()))
    }
}

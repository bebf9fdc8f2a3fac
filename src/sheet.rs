//! A table of text cells as a file holds it, before its columns are interpreted.

use std::ops::Range;

use crate::budget::{DECK_CELLS, DECK_ROWS};
use crate::source::{Place, Source};

/// Columns of the widest sheet that spreadsheets make.
pub const MOST_COLUMNS: usize = crate::budget::DECK_COLUMNS;

/// Cells of text, row by row, in one buffer: a deck of a quarter of a million rows takes three allocations.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    text: String,
    /// Where each cell ends in `text`; four bytes each are enough for a deck of any format (`crate::budget`).
    ends: Vec<u32>,
    /// For each row, its first cell and its 1-based line in the source.
    rows: Vec<(u32, u32)>,
    /// First cell of the row that is being filled.
    open: usize,
}

impl Grid {
    /// Adds a cell to the row that is being filled.
    pub fn cell(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(narrow(self.text.len()));
    }

    /// Ends the row that is being filled; `line` is its 1-based line in the source.
    pub fn end_row(&mut self, line: usize) {
        self.rows.push((narrow(self.open), narrow(line)));
        self.open = self.ends.len();
    }

    /// The limit that the table exceeds, in words, if any.
    #[must_use]
    pub fn beyond(&self) -> Option<String> {
        if self.rows.len() > DECK_ROWS {
            Some(format!("more than {DECK_ROWS} rows"))
        } else if self.ends.len() > DECK_CELLS {
            Some(format!("more than {DECK_CELLS} cells"))
        } else {
            None
        }
    }

    /// Number of rows, empty ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The 1-based line of the source on which a row begins; 0 for a missing row.
    #[must_use]
    pub fn line(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |(_, line)| wide(*line))
    }

    /// Number of cells in a row.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        self.cells_of(row).len()
    }

    /// A cell without the spaces around it; empty for a missing cell.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> &str {
        let cells = self.cells_of(row);
        let Some(at) = cells.start.checked_add(column).filter(|at| cells.contains(at)) else { return "" };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| wide(*end));
        let end = self.ends.get(at).map_or(start, |end| wide(*end));
        self.text.get(start..end).unwrap_or_default().trim()
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.get(row, column))
    }

    fn cells_of(&self, row: usize) -> Range<usize> {
        let Some((first, _)) = self.rows.get(row) else { return 0..0 };
        let next = self.rows.get(row + 1).map_or(self.open, |(next, _)| wide(*next));
        wide(*first)..next
    }
}

/// A count below the limits of a deck, in four bytes.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn wide(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// A table and the file that it was read from.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The file. For a workbook, the sheet as text: a line for each row, a tab between two cells.
    pub source: Source,
    /// The cells of the table.
    pub grid: Grid,
    /// The byte between two cells in `source`; 0 if cells have no place of their own.
    pub delimiter: u8,
    /// Whether cells are named as in spreadsheets, such as `D7`.
    pub lettered: bool,
    /// Lines and columns of cells that hold more digits than their format shows, in the order of the sheet.
    pub rounded: Vec<(usize, usize)>,
}

impl Sheet {
    /// The name of a cell for people: `line 7, column 4`, or `cell D7` of a workbook.
    #[must_use]
    pub fn name(&self, row: usize, column: usize) -> String {
        let line = self.grid.line(row);
        if self.lettered {
            format!("cell {}{line}", letters(column))
        } else {
            format!("line {line}, column {}", column + 1)
        }
    }

    /// Whether the file shows fewer digits of a cell than it holds.
    #[must_use]
    pub fn is_rounded(&self, row: usize, column: usize) -> bool {
        self.rounded.binary_search(&(self.grid.line(row), column)).is_ok()
    }

    /// The place of a cell; that of its line if the cell is missing. Computed only when a finding needs it.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Place {
        let line = self.source.line_span(self.grid.line(row));
        if self.delimiter == 0 {
            return Place::new(&self.source, line);
        }
        let mut start = line.start;
        let mut quoted = false;
        let mut seen = 0;
        // A quoted cell may continue past the end of its line.
        let rest = self.source.text.get(line.start..).unwrap_or_default();
        for (at, byte) in rest.bytes().enumerate() {
            let here = line.start + at;
            let ends = !quoted && (byte == self.delimiter || byte == b'\n' || byte == b'\r');
            if ends && seen == column {
                return Place::new(&self.source, start..here);
            }
            match byte {
                b'"' if !self.lettered => quoted = !quoted,
                _ if ends && byte == self.delimiter => {
                    seen += 1;
                    start = here + 1;
                }
                _ if ends => return Place::new(&self.source, line),
                _ => {}
            }
        }
        let end = self.source.text.len();
        Place::new(&self.source, if seen == column { start..end } else { line })
    }
}

/// The letters of a column in spreadsheets: 0 is A, 26 is AA.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        out.extend(('A'..='Z').nth((left - 1) % 26));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_row_and_column() {
        let mut grid = Grid::default();
        for (line, row) in [(1, vec!["a", " b "]), (3, vec![]), (4, vec!["", "", "c"])] {
            row.into_iter().for_each(|cell| grid.cell(cell));
            grid.end_row(line);
        }
        assert_eq!((grid.len(), grid.width(0), grid.width(1), grid.width(2), grid.width(3)), (3, 2, 0, 3, 0));
        assert_eq!(
            (grid.get(0, 0), grid.get(0, 1), grid.get(0, 2), grid.get(2, 2), grid.get(9, 0)),
            ("a", "b", "", "c", "")
        );
        assert_eq!((grid.line(1), grid.line(2), grid.line(7)), (3, 4, 0));
    }

    #[test]
    fn a_cell_has_its_place_in_the_file() {
        let source = Source::new("deck.csv", "a,b\n\"x, \"\"y\"\"\",z\n1,\"2\n3\",4");
        let mut grid = Grid::default();
        for line in 1..=3 {
            grid.end_row(line);
        }
        let sheet = Sheet { source, grid, delimiter: b',', lettered: false, rounded: Vec::new() };
        let text = |row, column| {
            let place = sheet.place(row, column);
            place.source.text.get(place.span).map(str::to_owned)
        };
        assert_eq!(text(0, 1).as_deref(), Some("b"));
        assert_eq!(text(1, 0).as_deref(), Some("\"x, \"\"y\"\"\""));
        assert_eq!(text(1, 1).as_deref(), Some("z"));
        assert_eq!(text(2, 1).as_deref(), Some("\"2\n3\""));
        assert_eq!(text(2, 2).as_deref(), Some("4"));
        assert_eq!(text(2, 5).as_deref(), Some("1,\"2"));
    }

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let found: Vec<String> = [0, 25, 26, 51, 701, 702, 16_383].map(letters).to_vec();
        assert_eq!(found, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }
}

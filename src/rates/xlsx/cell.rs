//! Names of cells and ranges, such as `D7` and `A2:A5`.

use super::SAVE;
use crate::diagnostic::Misread;
use crate::sheet::letters;

/// Most rows of a sheet.
pub(super) const MOST_ROWS: usize = 1_048_576;
/// Most columns of a sheet: the last is XFD.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// A cell: its column from 0, and its row from 1 as spreadsheets count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellPlace {
    pub column: usize,
    pub row: usize,
}

impl CellPlace {
    /// Reads `D7`; `None` if it names no cell of a sheet.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digits = text.find(|c: char| !c.is_ascii_alphabetic())?;
        let (name, row) = text.split_at_checked(digits)?;
        if name.is_empty() || name.len() > 3 || row.len() > 7 || !row.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let letter = |byte: u8| usize::from(byte.to_ascii_uppercase() - b'A') + 1;
        let column = name.bytes().fold(0, |column, byte| column * 26 + letter(byte));
        let row = row.parse().ok()?;
        ((1..=MOST_COLUMNS).contains(&column) && (1..=MOST_ROWS).contains(&row))
            .then_some(Self { column: column - 1, row })
    }
}

impl std::fmt::Display for CellPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row)
    }
}

/// Reads `A2:A5`, or a single cell.
pub(super) fn range(text: &str) -> Option<(CellPlace, CellPlace)> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (CellPlace::read(first)?, CellPlace::read(last)?);
    (first.column <= last.column && first.row <= last.row).then_some((first, last))
}

/// What is wrong with a name that does not name a cell of a sheet.
pub(super) fn no_cell(text: &str) -> Misread {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(30).collect();
    Misread::new(
        format!("it names `{shown}`, which is no cell: a sheet has {MOST_ROWS} rows, and its last column is XFD"),
        SAVE,
    )
}

/// A range that a sheet names.
pub(super) fn named_range(text: &str) -> Result<(CellPlace, CellPlace), Misread> {
    range(text).ok_or_else(|| no_cell(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_end_with_the_sheet() {
        for (text, column, row) in [("A1", 0, 1), ("d7", 3, 7), ("AA10", 26, 10), ("XFD1048576", 16_383, 1_048_576)] {
            assert_eq!(CellPlace::read(text), Some(CellPlace { column, row }), "{text}");
        }
        for text in
            ["", "A", "1", "A0", "XFE1", "A1048577", "A-1", "A1B", "AAAA1", "é1", "A+1", "A 1", "A99999999999999999999"]
        {
            assert_eq!(CellPlace::read(text), None, "{text}");
        }
        assert_eq!(CellPlace::read("aa10").map(|at| at.to_string()).as_deref(), Some("AA10"));
    }

    #[test]
    fn a_range_has_a_first_and_a_last_cell() {
        assert_eq!(range("B2:B4"), Some((CellPlace { column: 1, row: 2 }, CellPlace { column: 1, row: 4 })));
        assert_eq!(range("B2"), Some((CellPlace { column: 1, row: 2 }, CellPlace { column: 1, row: 2 })));
        assert_eq!((range("B4:B2"), range("B2:"), range(":"), range("C1:B1")), (None, None, None, None));
    }
}

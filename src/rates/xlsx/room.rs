//! How much of a sheet is read.

use crate::diagnostic::Misread;

/// Most bytes of text in a table.
const MOST_TEXT: usize = crate::budget::DECK_SHEET_TEXT;
/// Most cells in a table.
const MOST_CELLS: usize = crate::budget::DECK_CELLS;

/// What still fits into a table. Gaps between cells count: a lone cell far to the right takes sixteen thousand cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    text: usize,
    cells: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { text: MOST_TEXT, cells: MOST_CELLS }
    }
}

impl Room {
    /// Takes the room of so many cells with so many bytes of text.
    pub(super) fn take(&mut self, cells: usize, text: usize) -> Result<(), Misread> {
        let left = (self.cells.checked_sub(cells), self.text.checked_sub(text.saturating_add(cells)));
        let (Some(cells), Some(text)) = left else {
            return Err(Misread::new(
                format!("its sheet is more than {MOST_CELLS} cells or {} MiB of text", MOST_TEXT >> 20),
                "give a sheet with the rates alone, or save it as CSV",
            ));
        };
        *self = Self { text, cells };
        Ok(())
    }
}

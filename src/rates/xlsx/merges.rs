//! Merged cells: the value of the first cell stands for each row that they cover.

use std::collections::BTreeMap;

use super::cell::{CellPlace, named_range};
use super::part::{PartReader, XmlEvent};
use super::room::Room;
use crate::diagnostic::Misread;
use crate::sheet::Grid;

/// Most merges of one column over several rows.
const MOST_MERGES: usize = 1 << 20;

/// The merges of a sheet.
#[derive(Debug, Default)]
pub(super) struct Merges {
    /// The first merge in the file.
    pub first: Option<(CellPlace, CellPlace)>,
    pub all: usize,
    /// Merges of one column: their first cell, and their last row. The value of a merge over several columns stays in its
    /// first cell, because most such merges are titles.
    down: Vec<(CellPlace, usize)>,
}

impl Merges {
    /// Reads the list of them.
    pub(super) fn read(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    if tag.name() == "mergeCell" {
                        let (first, last) = named_range(&tag.attribute("ref")?.unwrap_or_default())?;
                        self.meet(first, last)?;
                    }
                    part.skip()?;
                }
                XmlEvent::Close | XmlEvent::End => return Ok(()),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    /// Adds a merge.
    pub(super) fn meet(&mut self, first: CellPlace, last: CellPlace) -> Result<(), Misread> {
        self.first.get_or_insert((first, last));
        self.all += 1;
        if first.column == last.column && first.row < last.row {
            self.down.push((first, last.row));
        }
        if self.down.len() > MOST_MERGES {
            return Err(Misread::new(
                format!("it has more than {MOST_MERGES} merged ranges"),
                "unmerge its cells, or save the sheet as CSV",
            ));
        }
        Ok(())
    }

    /// The table with the value of a merge in each row that it covers. Rows without other content are left out, so that a
    /// merge down to the last row of the sheet adds none.
    pub(super) fn filled(&mut self, grid: Grid) -> Result<Grid, Misread> {
        if self.down.is_empty() {
            return Ok(grid);
        }
        self.down.sort_by_key(|(first, _)| (first.row, first.column));
        let mut coming = self.down.iter().peekable();
        // For each column the last row of its merge, and the row of the table that holds the value.
        let mut open: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut room = Room::default();
        let mut out = Grid::default();
        for row in 0..grid.len() {
            let line = grid.line(row);
            open.retain(|_, (last, _)| *last >= line);
            while let Some((first, last)) = coming.next_if(|(first, _)| first.row <= line) {
                // A merge has no value if its first row is not in the table.
                if first.row == line && !grid.get(row, first.column).is_empty() {
                    open.insert(first.column, (*last, row));
                }
            }
            let beyond = open.last_key_value().map_or(0, |(column, _)| column + 1);
            let width = grid.width(row).max(beyond);
            for column in 0..width {
                // A covered cell may still store a value that nobody sees.
                let from = open.get(&column).map_or(row, |(_, from)| *from);
                let text = grid.get(from, column);
                room.take(1, text.len())?;
                out.cell(text);
            }
            out.end_row(line);
        }
        Ok(out)
    }
}

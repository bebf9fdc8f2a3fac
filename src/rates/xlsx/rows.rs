//! Reads the cells of a sheet in one pass from its part into a table.

use super::SAVE;
use super::cell::{CellPlace, MOST_COLUMNS, MOST_ROWS, no_cell};
use super::conditional::Conditionals;
use super::findings::Seen;
use super::format::Hides;
use super::look::{Runs, Sight};
use super::moment::Epoch;
use super::number::Number;
use super::part::{PartReader, Tag, XmlEvent};
use super::room::Room;
use super::strings::{Strings, clean_onto, plain, rich};
use super::styles::Styles;
use super::workbook::is_on;
use crate::diagnostic::Misread;
use crate::sheet::Grid;

/// The tables that the cells of a workbook refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables<'a> {
    pub strings: &'a Strings,
    pub styles: &'a Styles,
    pub epoch: Epoch,
}

/// Reads a sheet into a table and what was seen beside it.
pub(super) fn read(part: &mut PartReader<'_>, tables: Tables<'_>) -> Result<(Grid, Seen), Misread> {
    if part.root()? != "worksheet" {
        return Err(Misread::new("its sheet is no worksheet", SAVE));
    }
    let mut rows = Rows {
        tables,
        grid: Grid::default(),
        room: Room::default(),
        seen: Seen::default(),
        hidden: Vec::new(),
        hidden_seen: vec![false; MOST_COLUMNS],
        row: 0,
        row_hidden: false,
        width: 0,
        widest: 0,
        value: String::new(),
        text: String::new(),
        runs: Runs::new(),
    };
    let mut has_rows = false;
    let mut conditionals = Conditionals::default();
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "cols" => rows.columns(part)?,
                "sheetData" if has_rows => {
                    let fact = "its sheet holds two tables of cells, of which a spreadsheet shows one";
                    return Err(Misread::new(fact, SAVE));
                }
                "sheetData" => {
                    has_rows = true;
                    rows.data(part)?;
                }
                "conditionalFormatting" => {
                    let cells = tag.attribute("sqref")?;
                    conditionals.read(part, cells, tables.styles)?;
                }
                "extLst" => conditionals.read_later(part, tables.styles)?,
                "mergeCells" => rows.seen.merges.read(part)?,
                _ => part.skip()?,
            },
            XmlEvent::End => {
                let last = rows.grid.len().checked_sub(1).map_or(0, |row| rows.grid.line(row));
                for (first, end) in conditionals.within(last, rows.widest) {
                    rows.seen.conditional.meet(first, end);
                }
                return Ok((rows.grid, rows.seen));
            }
            XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

struct Rows<'a> {
    tables: Tables<'a>,
    grid: Grid,
    room: Room,
    seen: Seen,
    /// Ranges of hidden columns from 0, in order, their ends included.
    hidden: Vec<(usize, usize)>,
    /// Which hidden columns were seen to have content.
    hidden_seen: Vec<bool>,
    /// The row that is being read, from 1.
    row: usize,
    row_hidden: bool,
    /// Cells that the row has in the table so far.
    width: usize,
    /// Cells of the widest row so far.
    widest: usize,
    /// What the current cell stores.
    value: String,
    /// What the current cell shows.
    text: String,
    /// The fonts of the runs of the current cell.
    runs: Runs,
}

/// The attributes of a cell.
#[derive(Default)]
struct Cell {
    column: usize,
    style: Option<usize>,
    kind: CellKind,
}

/// The type of a cell's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum CellKind {
    #[default]
    Number,
    /// Index of a shared text.
    Shared,
    /// A text in the cell itself, or the text result of a formula.
    Text,
    Boolean,
    /// A date in ISO 8601, an error such as `#N/A`, or a type of a later standard.
    AsIs,
}

impl CellKind {
    fn of(word: &str) -> Self {
        match word {
            "n" => Self::Number,
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Boolean,
            _ => Self::AsIs,
        }
    }
}

impl Rows<'_> {
    /// Reads which columns are hidden.
    fn columns(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    let (mut first, mut last, mut hidden) = (None, None, false);
                    tag.attributes(|key, value| match key {
                        "min" => first = value.parse::<usize>().ok(),
                        "max" => last = value.parse::<usize>().ok(),
                        "hidden" => hidden |= is_on(&value),
                        // A column of width zero is hidden too.
                        "width" => hidden |= is_nothing(&value),
                        _ => {}
                    })?;
                    let before = self.hidden.last().map_or(0, |(_, last)| last + 1);
                    // A valid file lists columns in order. An entry out of order is ignored.
                    if let (Some(first), Some(last), true) = (first, last, hidden)
                        && (before + 1..=last).contains(&first)
                        && last <= MOST_COLUMNS
                    {
                        self.hidden.push((first - 1, last - 1));
                    }
                    part.skip()?;
                }
                XmlEvent::Close | XmlEvent::End => return Ok(()),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    fn data(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if tag.name() == "row" => {
                    self.start_row(&tag)?;
                    self.cells(part)?;
                    if self.width > 0 {
                        self.grid.end_row(self.row);
                    }
                }
                XmlEvent::Open(_) => part.skip()?,
                XmlEvent::Close | XmlEvent::End => return Ok(()),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    fn start_row(&mut self, tag: &Tag<'_>) -> Result<(), Misread> {
        let mut given = None;
        let mut hidden = false;
        tag.attributes(|key, value| match key {
            "r" => given = Some(value.into_owned()),
            "hidden" => hidden |= is_on(&value),
            "ht" => hidden |= is_nothing(&value),
            _ => {}
        })?;
        let row = match given {
            None => self.row + 1,
            Some(given) => given.trim().parse().map_err(|_| no_cell(&given))?,
        };
        if row == 0 || row > MOST_ROWS {
            return Err(Misread::new(
                format!("it has a row {row}, while a sheet has rows from 1 to {MOST_ROWS}"),
                "give the rates in fewer rows, or in more than one deck",
            ));
        }
        if row <= self.row {
            return Err(Misread::new(format!("its row {row} stands after row {}", self.row), SAVE));
        }
        (self.row, self.row_hidden, self.width) = (row, hidden, 0);
        Ok(())
    }

    fn cells(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        let mut next = 0;
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if tag.name() == "c" => {
                    let cell = self.start_cell(&tag, next)?;
                    next = cell.column + 1;
                    self.cell(part, &cell)?;
                }
                XmlEvent::Open(_) => part.skip()?,
                XmlEvent::Close | XmlEvent::End => return Ok(()),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    /// Reads where a cell stands and what it holds; `next` is the column for one that does not say.
    fn start_cell(&self, tag: &Tag<'_>, next: usize) -> Result<Cell, Misread> {
        let mut cell = Cell { column: next, ..Cell::default() };
        let mut fault = None;
        tag.attributes(|key, value| match key {
            "r" => match CellPlace::read(&value) {
                Some(at) if at.row != self.row => {
                    fault = Some(Misread::new(format!("its cell {at} stands in row {}", self.row), SAVE));
                }
                Some(at) => cell.column = at.column,
                None => fault = Some(no_cell(&value)),
            },
            "s" => cell.style = value.parse().ok(),
            "t" => cell.kind = CellKind::of(&value),
            _ => {}
        })?;
        let at = CellPlace { column: cell.column, row: self.row };
        if cell.column >= MOST_COLUMNS {
            return Err(no_cell(&at.to_string()));
        }
        if cell.column < next {
            fault.get_or_insert_with(|| Misread::new(format!("its cell {at} stands after a later one"), SAVE));
        }
        fault.map_or(Ok(cell), Err)
    }

    fn cell(&mut self, part: &mut PartReader<'_>, cell: &Cell) -> Result<(), Misread> {
        self.value.clear();
        self.runs.clear();
        let at = CellPlace { column: cell.column, row: self.row };
        let (mut formula, mut has_value) = (false, false);
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.name() {
                    "v" | "is" if has_value => {
                        return Err(Misread::new(format!("its cell {at} holds two values"), SAVE));
                    }
                    "v" => {
                        has_value = true;
                        plain(part, &mut self.value)?;
                    }
                    "is" => {
                        has_value = true;
                        rich(part, &mut self.value, &mut self.runs)?;
                    }
                    "f" => {
                        formula = true;
                        part.skip()?;
                    }
                    _ => part.skip()?,
                },
                XmlEvent::Close | XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        if formula {
            // A text may be empty and yet a result.
            let met = if self.value.is_empty() && cell.kind != CellKind::Text {
                &mut self.seen.unresolved
            } else {
                &mut self.seen.formulas
            };
            met.meet(at);
        }
        if self.value.is_empty() {
            return Ok(());
        }
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let shown = self.show(at, cell, &mut text);
        let put = shown.and_then(|()| self.put(at, &text));
        self.text = text;
        put
    }

    /// Writes what a reader sees of the value at hand, and notes what the format hides.
    fn show(&mut self, at: CellPlace, cell: &Cell, out: &mut String) -> Result<(), Misread> {
        let format = self.tables.styles.format(cell.style);
        let mut sight =
            self.tables.styles.sight(cell.style).max(self.tables.styles.sight_of_runs(cell.style, &self.runs));
        let hides = match (cell.kind, self.value.trim()) {
            (CellKind::Shared, value) => {
                let number = value.parse().ok();
                let text = number.and_then(|number| self.tables.strings.get(number));
                let text =
                    text.ok_or_else(|| Misread::new(format!("its cell {at} names a text that is not there"), SAVE))?;
                if let Some(runs) = number.and_then(|number| self.tables.strings.runs(number)) {
                    sight = sight.max(self.tables.styles.sight_of_runs(cell.style, runs));
                }
                match format.filter(|format| !format.is_plain_text()) {
                    Some(format) => hidden_text(format.show_text(text, out)),
                    None => {
                        out.push_str(text);
                        Hides::Nothing
                    }
                }
            }
            (CellKind::Boolean, "1" | "true") => {
                out.push_str("TRUE");
                Hides::Nothing
            }
            (CellKind::Boolean, "0" | "false") => {
                out.push_str("FALSE");
                Hides::Nothing
            }
            (CellKind::Number, value) if let (Some(number), Some(format)) = (Number::read(value), format) => {
                format.show(&number, self.tables.epoch, out)
            }
            (CellKind::Text, _) if let Some(format) = format.filter(|format| !format.is_plain_text()) => {
                let mut text = String::new();
                clean_onto(&mut text, &self.value);
                hidden_text(format.show_text(&text, out))
            }
            _ => {
                clean_onto(out, &self.value);
                Hides::Nothing
            }
        };
        match hides {
            Hides::Nothing => {}
            Hides::Some => self.seen.rounded.push((at.row, at.column)),
            Hides::All => self.seen.blanked.meet(at),
        }
        if !out.trim().is_empty() {
            match sight {
                Sight::Plain => {}
                Sight::Struck => self.seen.struck.meet(at),
                Sight::Unseen => self.seen.unseen.meet(at),
            }
        }
        Ok(())
    }

    /// Puts a cell that shows something into the table.
    fn put(&mut self, at: CellPlace, text: &str) -> Result<(), Misread> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let gap = at.column.saturating_sub(self.width);
        self.room.take(gap + 1, text.len())?;
        (0..gap).for_each(|_| self.grid.cell(""));
        self.grid.cell(text);
        if self.row_hidden && self.width == 0 {
            self.seen.rows.meet(at);
        }
        self.width = at.column + 1;
        self.widest = self.widest.max(self.width);
        if self.is_hidden(at.column)
            && let Some(seen) = self.hidden_seen.get_mut(at.column).filter(|seen| !**seen)
        {
            *seen = true;
            self.seen.columns.meet(at);
        }
        Ok(())
    }

    fn is_hidden(&self, column: usize) -> bool {
        let next = self.hidden.partition_point(|(first, _)| *first <= column);
        let range = next.checked_sub(1).and_then(|at| self.hidden.get(at));
        range.is_some_and(|(_, last)| column <= *last)
    }
}

/// Whether a height or a width is zero.
fn is_nothing(size: &str) -> bool {
    Number::read(size).is_some_and(|size| size.is_zero())
}

fn hidden_text(shown: bool) -> Hides {
    if shown { Hides::Nothing } else { Hides::All }
}

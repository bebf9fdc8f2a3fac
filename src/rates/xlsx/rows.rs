//! Reads the cells of a sheet in one pass from its part into a table.

use super::SAVE;
use super::cell::{CellPlace, MOST_COLUMNS, MOST_ROWS, no_cell};
use super::conditional::Conditionals;
use super::findings::Seen;
use super::format::Hides;
use super::look::{Runs, Sight, is_below};
use super::moment::Epoch;
use super::number::Number;
use super::part::{PartReader, Tag, XmlEvent};
use super::room::Room;
use super::strings::{Strings, clean_onto, plain, rich};
use super::style_runs::StyleRuns;
use super::styles::Styles;
use super::workbook::is_on;
use crate::diagnostic::Misread;
use crate::sheet::Grid;

/// The width in characters and the height in points below which nothing of a column or a row shows.
const NARROWEST: &str = "0.5";
const LOWEST: &str = "3";

/// The tables that the cells of a workbook refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables<'a> {
    pub strings: &'a Strings,
    pub styles: &'a Styles,
    pub epoch: Epoch,
    /// The ranges of tables, each with the number of a look that its style lays over the cells.
    pub tables: &'a [((CellPlace, CellPlace), usize)],
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
        wide: Vec::new(),
        no_width: false,
        no_height: false,
        hidden_columns: Vec::new(),
        looks: StyleRuns::default(),
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
    let mut of_tables = Conditionals::default();
    for (cells, look) in tables.tables {
        if let Some(look) = tables.styles.conditional(*look) {
            of_tables.lay(*cells, look, tables.styles);
        }
    }
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "cols" => rows.columns(part)?,
                "sheetFormatPr" => {
                    tag.attributes(|key, value| match key {
                        "defaultColWidth" => rows.no_width = is_below(&value, NARROWEST),
                        "defaultRowHeight" => rows.no_height = is_below(&value, LOWEST),
                        _ => {}
                    })?;
                    part.skip()?;
                }
                "headerFooter" => rows.seen.running |= has_running_words(part)?,
                "sheetData" if has_rows => {
                    let fact = "its sheet holds two tables of cells, of which a spreadsheet shows one";
                    return Err(Misread::new(fact, SAVE));
                }
                "sheetData" => {
                    has_rows = true;
                    rows.settle_columns();
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
                for (first, end) in conditionals.within(last, rows.widest, &rows.looks, tables.styles) {
                    rows.seen.conditional.meet(first, end);
                }
                for (first, end) in of_tables.within(last, rows.widest, &rows.looks, tables.styles) {
                    rows.seen.table_styles.meet(first, end);
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
    /// Ranges of hidden columns from 0, their ends included, and of those that have a width.
    hidden: Vec<(usize, usize)>,
    wide: Vec<(usize, usize)>,
    /// Whether columns without a width of their own, and rows without a height, show nothing.
    no_width: bool,
    no_height: bool,
    /// Which columns show nothing.
    hidden_columns: Vec<bool>,
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
    /// Which cells have which styles.
    looks: StyleRuns,
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
                    let (mut first, mut last, mut hidden, mut wide) = (None, None, false, false);
                    tag.attributes(|key, value| match key {
                        "min" => first = value.parse::<usize>().ok(),
                        "max" => last = value.parse::<usize>().ok(),
                        "hidden" => hidden |= is_on(&value),
                        // A column of which nothing shows is hidden too.
                        "width" => {
                            hidden |= is_below(&value, NARROWEST);
                            wide = true;
                        }
                        _ => {}
                    })?;
                    if let (Some(first), Some(last)) = (first, last)
                        && (1..=last).contains(&first)
                    {
                        let range = (first - 1, last.min(MOST_COLUMNS) - 1);
                        if hidden {
                            self.hidden.push(range);
                        } else if wide {
                            self.wide.push(range);
                        }
                    }
                    if self.hidden.len() + self.wide.len() > MOST_COLUMNS {
                        return Err(Misread::new(format!("it lists more than {MOST_COLUMNS} ranges of columns"), SAVE));
                    }
                    part.skip()?;
                }
                XmlEvent::Close | XmlEvent::End => return Ok(()),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    /// Works out which columns show nothing: those of a hidden range, in whatever order the ranges stand, and those without a width of
    /// their own if the sheet's is none.
    fn settle_columns(&mut self) {
        let fits = |range: &(usize, usize)| range.0 < MOST_COLUMNS;
        self.hidden_columns = vec![self.no_width; MOST_COLUMNS];
        let mark = |columns: &mut Vec<bool>, (first, last): (usize, usize), hidden: bool| {
            columns.iter_mut().take(last + 1).skip(first).for_each(|column| *column = hidden);
        };
        self.wide.iter().filter(|range| fits(range)).for_each(|range| mark(&mut self.hidden_columns, *range, false));
        self.hidden.iter().filter(|range| fits(range)).for_each(|range| mark(&mut self.hidden_columns, *range, true));
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
        let (mut hidden, mut low) = (false, self.no_height);
        tag.attributes(|key, value| match key {
            "r" => given = Some(value.into_owned()),
            "hidden" => hidden |= is_on(&value),
            "ht" => low = is_below(&value, LOWEST),
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
        (self.row, self.row_hidden, self.width) = (row, hidden || low, 0);
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
                    Some(format) => format.show_text(text, out),
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
                format.show_text(&text, out)
            }
            _ => {
                clean_onto(out, &self.value);
                Hides::Nothing
            }
        };
        match hides {
            Hides::Nothing => {}
            Hides::Some => self.seen.rounded.push((at.row, at.column)),
            Hides::Other => self.seen.otherwise.meet(at),
            Hides::All => self.seen.blanked.meet(at),
        }
        if let Some(format) = format.filter(|format| format.is_coloured())
            && let Some(colour) = format.colour(
                match cell.kind {
                    CellKind::Number => Number::read(self.value.trim()),
                    _ => None,
                }
                .as_ref(),
            )
        {
            sight = self.tables.styles.sight_in(cell.style, colour);
        }
        if !out.trim().is_empty() {
            self.looks.meet(at, cell.style);
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
        if self.hidden_columns.get(at.column) == Some(&true)
            && let Some(seen) = self.hidden_seen.get_mut(at.column).filter(|seen| !**seen)
        {
            *seen = true;
            self.seen.columns.meet(at);
        }
        Ok(())
    }
}

/// Whether the head or the foot of the printed page that is open holds words of its own: its codes, and the number of the page, are none.
/// Reads to its end.
fn has_running_words(part: &mut PartReader<'_>) -> Result<bool, Misread> {
    let mut depth = 1_usize;
    let mut words = String::new();
    let mut found = false;
    while depth > 0 {
        match part.next()? {
            XmlEvent::Open(_) => depth += 1,
            XmlEvent::Text(text) if words.len() < 1 << 16 => words.push_str(&text),
            XmlEvent::Close => {
                depth -= 1;
                found |= are_running_words(&words);
                words.clear();
            }
            XmlEvent::End => break,
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
    Ok(found)
}

/// Whether a head or foot says more than where it stands: `&CPage &P of &N` does not.
fn are_running_words(text: &str) -> bool {
    let mut plain = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '&' {
            plain.push(c);
            continue;
        }
        match rest.next() {
            // A font or a colour, then a size.
            Some('"') => while rest.next_if(|c| *c != '"').is_some() {},
            Some('K') => {
                for _ in 0..6 {
                    rest.next_if(char::is_ascii_hexdigit);
                }
            }
            Some('&') => plain.push('&'),
            Some(c) if c.is_ascii_digit() => while rest.next_if(char::is_ascii_digit).is_some() {},
            _ => plain.push(' '),
        }
    }
    let mut words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| !["page", "of", "seite", "von", "sur", "de", "di"].contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::are_running_words;

    #[test]
    fn the_number_of_a_page_is_no_word() {
        for (text, words) in [
            ("&CPage &P of &N", false),
            ("&L&\"Arial,Bold\"&12&K00FF00&F&R&D", false),
            ("&CAll prices in EUR per 6 seconds", true),
            ("&R\u{20ac}&&5", true),
            ("", false),
        ] {
            assert_eq!(are_running_words(text), words, "{text}");
        }
    }
}

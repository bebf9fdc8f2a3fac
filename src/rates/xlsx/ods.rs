//! A rate deck in an OpenDocument spreadsheet (.ods): one sheet of it as a table of text.
//!
//! Such a file states each number in full and shows it by its format. All digits are read, and the zeros that the format adds.
//! Sources: OpenDocument 1.3, part 3, sections 9.1 (tables), 19.385 (values).

use std::collections::HashSet;

use super::cell::{CellPlace, MOST_COLUMNS, MOST_ROWS, range};
use super::findings::{Seen, Unread};
use super::format::Hides;
use super::look::Sight;
use super::ods_look::{CONTENT, OpenLooks};
use super::ods_value::{CellWords, OpenValue, cell_text};
use super::part::{Package, PartReader, Tag, XmlEvent};
use super::room::Room;
use super::workbook::ListedSheet;
use super::{SAVE, named};
use crate::diagnostic::Misread;
use crate::sheet::Grid;

/// The sheet that was read, what was seen in it, and the sheets beside it.
pub(super) struct OpenSheet {
    pub grid: Grid,
    pub seen: Seen,
    pub name: String,
    hidden: Vec<String>,
    visible: Vec<String>,
}

impl OpenSheet {
    /// The sheets with content that were not read.
    pub(super) fn unread(&self) -> Unread<'_> {
        Unread::new(self.hidden.iter().map(String::as_str), self.visible.iter().map(String::as_str))
    }
}

/// Reads one sheet: the one with the wanted name, otherwise the first visible one with content.
pub(super) fn read(package: &mut Package<'_>, wanted: Option<&str>) -> Result<OpenSheet, Misread> {
    if is_encrypted(package)? {
        return Err(Misread::new("it has a password", "save it without a password"));
    }
    let all = listed(package)?;
    let sheets: Vec<ListedSheet> = all.iter().map(|(sheet, _)| sheet.clone()).collect();
    let chosen = match wanted {
        Some(wanted) => named(&sheets, wanted)?,
        None => all
            .iter()
            .position(|(sheet, has_content)| *has_content && !sheet.hidden)
            .and_then(|at| sheets.get(at))
            .ok_or_else(|| super::nothing_visible(&sheets))?,
    };
    let at = sheets.iter().position(|sheet| std::ptr::eq(sheet, chosen)).unwrap_or_default();
    let looks = OpenLooks::read(package)?;
    let (grid, seen) = nth(package, at, &looks)?;
    let beside = |hidden: bool| {
        let others = all
            .iter()
            .enumerate()
            .filter(|(other, (sheet, has_content))| *other != at && *has_content && sheet.hidden == hidden);
        others.map(|(_, (sheet, _))| sheet.name.clone()).collect()
    };
    Ok(OpenSheet { grid, seen, name: chosen.name.clone(), hidden: beside(true), visible: beside(false) })
}

/// Whether the manifest says that the parts are encrypted.
fn is_encrypted(package: &mut Package<'_>) -> Result<bool, Misread> {
    let Some(mut part) = package.part("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "encryption-data" => return Ok(true),
            XmlEvent::End => return Ok(false),
            _ => {}
        }
    }
}

fn content<'p>(package: &'p mut Package<'_>) -> Result<PartReader<'p>, Misread> {
    package.part(CONTENT)?.ok_or_else(|| Misread::new("its part content.xml is not in the file", SAVE))
}

/// The sheets, each with whether it holds anything.
fn listed(package: &mut Package<'_>) -> Result<Vec<(ListedSheet, bool)>, Misread> {
    let mut part = content(package)?;
    let mut out: Vec<(ListedSheet, bool)> = Vec::new();
    // Names of styles by which a sheet is hidden; styles stand before the sheets.
    let mut hiding: HashSet<String> = HashSet::new();
    let mut style = String::new();
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "style" => style = tag.attribute("name")?.unwrap_or_default(),
                "table-properties" if tag.attribute("display")?.as_deref() == Some("false") => {
                    hiding.insert(style.clone());
                }
                "table" => {
                    let name = tag.attribute("name")?.unwrap_or_default();
                    let hidden = tag.attribute("style-name")?.is_some_and(|style| hiding.contains(&style));
                    let sheet = ListedSheet { name, part: CONTENT.to_owned(), hidden };
                    if out.len() >= crate::budget::DECK_SHEETS {
                        return Err(Misread::new("it has more sheets than a deck may have", SAVE));
                    }
                    let has_content = holds_something(&mut part)?;
                    out.push((sheet, has_content));
                }
                _ => {}
            },
            XmlEvent::End => return Ok(out),
            XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

/// Whether the table that is open holds a cell with a value. Reads to its end.
fn holds_something(part: &mut PartReader<'_>) -> Result<bool, Misread> {
    let (mut depth, mut found) = (1_usize, false);
    while depth > 0 {
        match part.next()? {
            XmlEvent::Open(tag) => {
                depth += 1;
                if tag.name() == "table-cell" && !found {
                    found = tag.attribute("value-type")?.is_some();
                }
            }
            XmlEvent::Close => depth -= 1,
            XmlEvent::End => break,
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
    Ok(found)
}

fn nth(package: &mut Package<'_>, wanted: usize, looks: &OpenLooks) -> Result<(Grid, Seen), Misread> {
    let mut part = content(package)?;
    let mut at = 0;
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "table" => {
                if at == wanted {
                    let mut table = Table::new(looks);
                    table.read(&mut part)?;
                    return Ok((table.grid, table.seen));
                }
                at += 1;
                part.skip()?;
            }
            XmlEvent::End => return Err(Misread::new("its sheet is not in the file", SAVE)),
            _ => {}
        }
    }
}

/// Whether the element that is open holds words. Reads to its end.
fn has_words(part: &mut PartReader<'_>) -> Result<bool, Misread> {
    let (mut depth, mut found) = (1_usize, false);
    while depth > 0 {
        match part.next()? {
            XmlEvent::Open(_) => depth += 1,
            XmlEvent::Text(words) => found |= !words.trim().is_empty(),
            XmlEvent::Close => depth -= 1,
            XmlEvent::End => break,
            XmlEvent::Other => {}
        }
    }
    Ok(found)
}

struct Table<'l> {
    looks: &'l OpenLooks,
    grid: Grid,
    seen: Seen,
    room: Room,
    /// Ranges of hidden columns from 0, their ends included.
    hidden: Vec<(usize, usize)>,
    /// Columns that were declared so far.
    columns: usize,
    /// The styles of cells of a column that name none: the column after the last, and the style.
    column_styles: Vec<(usize, Option<String>)>,
    /// Rows so far.
    rows: usize,
}

/// A cell that shows something.
struct Shown {
    column: usize,
    text: String,
    hides: Hides,
    formula: bool,
    sight: Sight,
    /// Whether a condition can change what it shows.
    conditional: bool,
}

/// How often an element stands for itself.
fn repeated(tag: &Tag<'_>, name: &str) -> Result<usize, Misread> {
    Ok(tag.attribute(name)?.and_then(|count| count.parse().ok()).unwrap_or(1))
}

fn is_hidden(tag: &Tag<'_>) -> Result<bool, Misread> {
    Ok(tag.attribute("visibility")?.is_some_and(|word| word != "visible"))
}

impl<'l> Table<'l> {
    fn new(looks: &'l OpenLooks) -> Self {
        Self {
            looks,
            grid: Grid::default(),
            seen: Seen::default(),
            room: Room::default(),
            hidden: Vec::new(),
            columns: 0,
            column_styles: Vec::new(),
            rows: 0,
        }
    }

    /// The style of the cells of a column that name none.
    fn column_style(&self, column: usize) -> Option<&str> {
        let at = self.column_styles.partition_point(|(end, _)| *end <= column);
        self.column_styles.get(at).and_then(|(_, style)| style.as_deref())
    }

    fn read(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        let (mut depth, mut groups_hidden) = (1_usize, 0_usize);
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.any_name() {
                    "table-column" => {
                        let count = repeated(&tag, "number-columns-repeated")?;
                        let narrow = self.looks.is_nothing("table-column", tag.attribute("style-name")?.as_deref());
                        if (is_hidden(&tag)? || narrow || groups_hidden > 0) && count > 0 {
                            self.hidden.push((self.columns, self.columns.saturating_add(count - 1)));
                        }
                        self.columns = self.columns.saturating_add(count);
                        self.column_styles.push((self.columns, tag.attribute("default-cell-style-name")?));
                        part.skip()?;
                    }
                    "table-row" => {
                        let low = self.looks.is_nothing("table-row", tag.attribute("style-name")?.as_deref());
                        let hidden = is_hidden(&tag)? || low || groups_hidden > 0;
                        let count = repeated(&tag, "number-rows-repeated")?;
                        let style = tag.attribute("default-cell-style-name")?;
                        self.row(part, count, hidden, style.as_deref())?;
                    }
                    "conditional-formats" => self.conditional(part)?,
                    "table-columns"
                    | "table-header-columns"
                    | "table-column-group"
                    | "table-rows"
                    | "table-header-rows"
                    | "table-row-group" => {
                        depth += 1;
                        // What stands in a hidden group is hidden, to the group's end.
                        if groups_hidden > 0 || tag.attribute("display")?.as_deref() == Some("false") {
                            groups_hidden += 1;
                        }
                    }
                    "shapes" => {
                        if has_words(part)? {
                            self.seen.drawings = true;
                        }
                    }
                    _ => part.skip()?,
                },
                XmlEvent::Close => {
                    depth -= 1;
                    groups_hidden = groups_hidden.saturating_sub(1);
                }
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(())
    }

    /// Reads a row that stands for so many.
    fn row(
        &mut self,
        part: &mut PartReader<'_>,
        count: usize,
        hidden: bool,
        row_style: Option<&str>,
    ) -> Result<(), Misread> {
        let mut cells: Vec<Shown> = Vec::new();
        let mut column = 0_usize;
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let covered = tag.name() == "covered-table-cell";
                    let value = OpenValue::of(&tag)?;
                    let repeat = repeated(&tag, "number-columns-repeated")?;
                    let (wide, high) =
                        (repeated(&tag, "number-columns-spanned")?, repeated(&tag, "number-rows-spanned")?);
                    let style = tag.attribute("style-name")?;
                    let CellWords { words, runs, comment } = cell_text(part)?;
                    if comment {
                        self.seen.comments.meet(CellPlace { column, row: self.rows + 1 });
                    }
                    if !covered {
                        let style = style.as_deref().or(row_style).or_else(|| self.column_style(column));
                        let look = self.looks.of(style, &runs);
                        self.cell(&mut cells, column, repeat, &value, &words, look)?;
                        self.merge(column, wide, high)?;
                    }
                    column = column.saturating_add(repeat);
                }
                XmlEvent::Open(_) => part.skip()?,
                XmlEvent::Close | XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        if !cells.is_empty() {
            if self.rows.saturating_add(count) > MOST_ROWS {
                return Err(Misread::new(
                    format!("it has more than {MOST_ROWS} rows"),
                    "give the rates in fewer rows, or in more than one deck",
                ));
            }
            for row in self.rows + 1..=self.rows + count {
                self.put(row, &cells, hidden)?;
            }
        }
        self.rows = self.rows.saturating_add(count);
        Ok(())
    }

    /// Adds a cell that stands for so many.
    fn cell(
        &mut self,
        cells: &mut Vec<Shown>,
        column: usize,
        repeat: usize,
        value: &OpenValue,
        words: &str,
        (sight, conditional): (Sight, bool),
    ) -> Result<(), Misread> {
        let (text, hides) = value.shown(words);
        let at = CellPlace { column, row: self.rows + 1 };
        if hides == Hides::All {
            self.seen.blanked.meet(at);
        }
        if text.trim().is_empty() {
            if value.formula && value.kind.is_empty() {
                self.seen.unresolved.meet(at);
            }
            return Ok(());
        }
        if column.saturating_add(repeat) > MOST_COLUMNS {
            return Err(Misread::new(format!("it has more than {MOST_COLUMNS} columns"), SAVE));
        }
        for column in column..column + repeat {
            let text = text.clone();
            cells.push(Shown { column, text, hides, formula: value.formula, sight, conditional });
        }
        Ok(())
    }

    /// Reads the conditional formats of the sheet, as LibreOffice writes them, to their end.
    fn conditional(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        let mut depth = 1_usize;
        let mut cells = None;
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    depth += 1;
                    match tag.any_name() {
                        "conditional-format" => {
                            // `Sheet1.B2:Sheet1.B9 Sheet1.D2`; a name of a sheet with a space stands in apostrophes.
                            let range_of = |text: String| {
                                let names = text.split(':').map(|end| end.rsplit('.').next().unwrap_or(end));
                                range(names.collect::<Vec<_>>().join(":").split(' ').next().unwrap_or(""))
                            };
                            cells = tag.attribute("target-range-address")?.and_then(range_of);
                        }
                        "condition" => {
                            let style = tag.attribute("apply-style-name")?;
                            if style.is_some_and(|style| self.looks.changes_words(&style, None)) {
                                let (first, last) =
                                    cells.unwrap_or((CellPlace { column: 0, row: 1 }, CellPlace { column: 0, row: 1 }));
                                self.seen.conditional.meet(first, last);
                            }
                        }
                        "data-bar" | "icon-set"
                            if tag.attribute("show-value")?.is_some_and(|value| value == "false") =>
                        {
                            if let Some((first, last)) = cells {
                                self.seen.conditional.meet(first, last);
                            }
                        }
                        _ => {}
                    }
                }
                XmlEvent::Close => depth -= 1,
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(())
    }

    fn merge(&mut self, column: usize, wide: usize, high: usize) -> Result<(), Misread> {
        if wide <= 1 && high <= 1 {
            return Ok(());
        }
        let first = CellPlace { column, row: self.rows + 1 };
        let last = CellPlace { column: column.saturating_add(wide - 1), row: self.rows.saturating_add(high) };
        self.seen.merges.meet(first, last)
    }

    /// Puts a row into the table.
    fn put(&mut self, row: usize, cells: &[Shown], hidden: bool) -> Result<(), Misread> {
        let mut width = 0;
        for cell in cells {
            let gap = cell.column.saturating_sub(width);
            self.room.take(gap + 1, cell.text.len())?;
            (0..gap).for_each(|_| self.grid.cell(""));
            self.grid.cell(&cell.text);
            width = cell.column + 1;
            let at = CellPlace { column: cell.column, row };
            match cell.hides {
                Hides::Some => self.seen.rounded.push((row, cell.column)),
                Hides::Other => self.seen.otherwise.meet(at),
                Hides::Nothing | Hides::All => {}
            }
            if cell.formula {
                self.seen.formulas.meet(at);
            }
            match cell.sight {
                Sight::Plain => {}
                Sight::Struck => self.seen.struck.meet(at),
                Sight::Unseen => self.seen.unseen.meet(at),
            }
            if cell.conditional {
                self.seen.conditional.meet(at, at);
            }
            let range = self.hidden.iter_mut().find(|(first, last)| (*first..=*last).contains(&cell.column));
            if let Some(range) = range {
                // Each range is told once.
                self.seen.columns.meet(at);
                *range = (1, 0);
            }
        }
        if hidden {
            self.seen.rows.meet(CellPlace { column: 0, row });
        }
        self.grid.end_row(row);
        Ok(())
    }
}

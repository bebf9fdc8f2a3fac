//! A rate deck in an OpenDocument spreadsheet (.ods): one sheet of it as a table of text.
//!
//! Such a file states each number in full and shows it by its format. All digits are read, and the zeros that the format adds.
//! Sources: OpenDocument 1.3, part 3, sections 9.1 (tables), 19.385 (values).

use std::collections::HashSet;

use super::cell::{CellPlace, MOST_COLUMNS, MOST_ROWS};
use super::findings::{Seen, Unread};
use super::format::Hides;
use super::number::{Number, ShownDigits};
use super::part::{Package, PartReader, Tag, XmlEvent};
use super::room::Room;
use super::strings::clean_onto;
use super::workbook::ListedSheet;
use super::{SAVE, named};
use crate::diagnostic::Misread;
use crate::sheet::Grid;

/// The part with all sheets.
const CONTENT: &str = "content.xml";

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
    let (grid, seen) = nth(package, at)?;
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

fn nth(package: &mut Package<'_>, wanted: usize) -> Result<(Grid, Seen), Misread> {
    let mut part = content(package)?;
    let mut at = 0;
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "table" => {
                if at == wanted {
                    let mut table = Table::default();
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

#[derive(Default)]
struct Table {
    grid: Grid,
    seen: Seen,
    room: Room,
    /// Ranges of hidden columns from 0, their ends included.
    hidden: Vec<(usize, usize)>,
    /// Columns that were declared so far.
    columns: usize,
    /// Rows so far.
    rows: usize,
}

/// A cell that shows something.
struct Shown {
    column: usize,
    text: String,
    hides: bool,
    formula: bool,
}

/// How often an element stands for itself.
fn repeated(tag: &Tag<'_>, name: &str) -> Result<usize, Misread> {
    Ok(tag.attribute(name)?.and_then(|count| count.parse().ok()).unwrap_or(1))
}

fn is_hidden(tag: &Tag<'_>) -> Result<bool, Misread> {
    Ok(tag.attribute("visibility")?.is_some_and(|word| word != "visible"))
}

impl Table {
    fn read(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        let mut depth = 1_usize;
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.name() {
                    "table-column" => {
                        let count = repeated(&tag, "number-columns-repeated")?;
                        if is_hidden(&tag)? && count > 0 {
                            self.hidden.push((self.columns, self.columns.saturating_add(count - 1)));
                        }
                        self.columns = self.columns.saturating_add(count);
                        part.skip()?;
                    }
                    "table-row" => {
                        let (count, hidden) = (repeated(&tag, "number-rows-repeated")?, is_hidden(&tag)?);
                        self.row(part, count, hidden)?;
                    }
                    "table-columns"
                    | "table-header-columns"
                    | "table-column-group"
                    | "table-rows"
                    | "table-header-rows"
                    | "table-row-group" => depth += 1,
                    _ => part.skip()?,
                },
                XmlEvent::Close => depth -= 1,
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(())
    }

    /// Reads a row that stands for so many.
    fn row(&mut self, part: &mut PartReader<'_>, count: usize, hidden: bool) -> Result<(), Misread> {
        let mut cells: Vec<Shown> = Vec::new();
        let mut column = 0_usize;
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let covered = tag.name() == "covered-table-cell";
                    let value = Value::of(&tag)?;
                    let repeat = repeated(&tag, "number-columns-repeated")?;
                    let (wide, high) =
                        (repeated(&tag, "number-columns-spanned")?, repeated(&tag, "number-rows-spanned")?);
                    let words = cell_text(part)?;
                    if !covered {
                        self.cell(&mut cells, column, repeat, &value, &words)?;
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
        value: &Value,
        words: &str,
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
            cells.push(Shown { column, text: text.clone(), hides: hides == Hides::Some, formula: value.formula });
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
            if cell.hides {
                self.seen.rounded.push((row, cell.column));
            }
            if cell.formula {
                self.seen.formulas.meet(at);
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

/// What a cell states of its value.
#[derive(Default)]
struct Value {
    kind: String,
    value: String,
    date: String,
    boolean: String,
    currency: String,
    formula: bool,
}

impl Value {
    fn of(tag: &Tag<'_>) -> Result<Self, Misread> {
        let mut out = Self::default();
        tag.attributes(|key, value| {
            let field = match key {
                // A program of its own repeats the type; the first is that of the standard.
                "value-type" if out.kind.is_empty() => &mut out.kind,
                "value" => &mut out.value,
                "date-value" => &mut out.date,
                "boolean-value" => &mut out.boolean,
                "currency" => &mut out.currency,
                "formula" => {
                    out.formula = true;
                    return;
                }
                _ => return,
            };
            *field = value.into_owned();
        })?;
        Ok(out)
    }

    /// What a reader sees of it, all digits, and what its format hides; `words` is what the file shows.
    fn shown(&self, words: &str) -> (String, Hides) {
        match self.kind.as_str() {
            "float" | "currency" => match Number::read(&self.value) {
                Some(number) => number_shown(&number, words, &self.currency),
                None => (words.to_owned(), Hides::Nothing),
            },
            "date" => {
                let day = self.date.strip_suffix("T00:00:00").unwrap_or(&self.date);
                (day.to_owned(), Hides::Nothing)
            }
            "boolean" => (self.boolean.to_uppercase(), Hides::Nothing),
            _ => (words.to_owned(), Hides::Nothing),
        }
    }
}

/// A number with all its digits, and with the zeros that `words` shows at its end.
fn number_shown(number: &Number, words: &str, currency: &str) -> (String, Hides) {
    if !words.bytes().any(|byte| byte.is_ascii_digit()) {
        // A word in place of the number is what its format says for it.
        let hides = if words.is_empty() { Hides::All } else { Hides::Nothing };
        return (words.to_owned(), hides);
    }
    let mut out = String::new();
    number.write(ShownDigits::GENERAL, &mut out);
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let is_whole = number.decimals(0) == 0 && out.trim_start_matches('-') == digits;
    let power = words.contains(['E', 'e']);
    let mut hides = Hides::Nothing;
    if !is_whole && !power {
        let part = words.rsplit_once(['.', ',']).map_or("", |(_, part)| part);
        let places = part.bytes().take_while(u8::is_ascii_digit).count();
        if number.decimals(0) > i64::try_from(places).unwrap_or(i64::MAX) {
            hides = Hides::Some;
        }
        out.clear();
        let decimals = u8::try_from(places).unwrap_or(u8::MAX);
        number.write(ShownDigits { decimals, ..ShownDigits::GENERAL }, &mut out);
    }
    if !currency.is_empty() {
        out.push(' ');
        clean_onto(&mut out, currency);
    }
    (out, hides)
}

/// The text of the cell that is open, its paragraphs parted by spaces. Reads to its end.
fn cell_text(part: &mut PartReader<'_>) -> Result<String, Misread> {
    let mut out = String::new();
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "p" => {
                if !out.is_empty() {
                    out.push(' ');
                }
                paragraph(part, &mut out)?;
            }
            // A comment on the cell does not belong to its value.
            XmlEvent::Open(_) => part.skip()?,
            XmlEvent::Close | XmlEvent::End => return Ok(out),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

fn paragraph(part: &mut PartReader<'_>, out: &mut String) -> Result<(), Misread> {
    let mut depth = 1_usize;
    while depth > 0 {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "span" | "a" | "ruby" | "ruby-base" => depth += 1,
                "s" | "tab" | "line-break" => {
                    out.push(' ');
                    part.skip()?;
                }
                _ => part.skip()?,
            },
            XmlEvent::Text(words) => clean_onto(out, &words),
            XmlEvent::Close => depth -= 1,
            XmlEvent::End => break,
            XmlEvent::Other => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str, words: &str) -> (String, bool) {
        let (text, hides) = number_shown(&Number::read(value).unwrap(), words, "");
        (text, hides == Hides::Some)
    }

    #[test]
    fn a_number_has_all_its_digits_and_the_zeros_that_are_shown() {
        for (value, words, text, hides) in [
            ("0.018", "0.0180", "0.0180", false),
            ("0.018", "0,0180", "0.0180", false),
            ("0.0185", "0.02", "0.0185", true),
            ("44740", "44,740", "44740", false),
            ("2", "2.00", "2.00", false),
            ("1234.5", "1.234,50", "1234.50", false),
            ("0.018", "$0.018", "0.018", false),
            ("0.3", "3.00E-01", "0.3", false),
            ("0.30000000000000004", "0.3", "0.3", false),
            ("-0.5", "-0.50", "-0.50", false),
        ] {
            assert_eq!(shown(value, words), (text.to_owned(), hides), "{value} {words}");
        }
        assert_eq!(number_shown(&Number::read("0.02").unwrap(), "0.02", "EUR").0, "0.02 EUR");
        assert_eq!(number_shown(&Number::read("0").unwrap(), "", "").1, Hides::All);
    }
}

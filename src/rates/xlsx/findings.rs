//! Findings on what the table does not show: formulas, merged cells, words that are struck out, hidden or changed by a look, hidden
//! rows and columns, and other sheets.

use super::cell::CellPlace;
use super::merges::Merges;
use super::part::{Package, PartReader, XmlEvent};
use super::workbook::ListedSheet;
use crate::diagnostic::{Finding, Level, Misread};
use crate::sheet::{Sheet, letters};
use crate::source::Place;

/// Most names that one finding lists, and most characters of one; a spreadsheet allows 31.
const MOST_NAMES: usize = 8;
const MOST_CHARACTERS: usize = 40;

/// Things of one kind: the first, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub first: Option<CellPlace>,
    pub all: usize,
}

impl Met {
    pub(super) fn meet(&mut self, at: CellPlace) {
        self.first.get_or_insert(at);
        self.all += 1;
    }
}

/// Ranges of one kind: the first, and how many there are.
#[derive(Debug, Default)]
pub(super) struct MetRange {
    pub first: Option<(CellPlace, CellPlace)>,
    pub all: usize,
}

impl MetRange {
    pub(super) fn meet(&mut self, first: CellPlace, last: CellPlace) {
        self.first.get_or_insert((first, last));
        self.all += 1;
    }
}

/// What the sheet holds and its table does not show.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Cells with a formula and its last result.
    pub formulas: Met,
    /// Cells with a formula that has no stored result.
    pub unresolved: Met,
    pub rows: Met,
    pub columns: Met,
    /// Cells whose number format hides their value.
    pub blanked: Met,
    /// Cells that show another value than is read.
    pub otherwise: Met,
    /// Cells with words that a line goes through.
    pub struck: Met,
    /// Cells with words of the colour of their ground, or too small to be read.
    pub unseen: Met,
    /// Ranges whose words a conditional format can change.
    pub conditional: MetRange,
    /// Ranges whose words the style of a table can change.
    pub table_styles: MetRange,
    /// Rows from 1 and columns of cells whose format shows less of the value than is read, in the order of the sheet.
    pub rounded: Vec<(usize, usize)>,
    pub merges: Merges,
    /// Cells with a comment.
    pub comments: Met,
    /// Whether a text box or a shape holds words.
    pub drawings: bool,
    /// Whether the head or the foot of the printed page holds words.
    pub running: bool,
}

impl Seen {
    /// The findings on the sheet that was read. `uncalculated` says whether the workbook asks for its formulas to be
    /// recalculated.
    pub(super) fn findings(&self, sheet: &Sheet, uncalculated: bool) -> Vec<Finding> {
        let mut all = Vec::new();
        let mut say = |code, level, at: CellPlace, fact: String, help: &str| {
            all.push(Finding::new(code, level, fact).at(place(sheet, at)).help(help));
        };
        if let Some(at) = self.unresolved.first {
            let fact = format!("cell {at} holds a formula without a result{}", more(&self.unresolved, "cell"));
            let help = "open the workbook in a spreadsheet program, let it calculate, and save it; or paste the values";
            say("DECK005", Level::Error, at, fact, help);
        }
        if let Some(at) = self.formulas.first {
            let last = if self.formulas.all == 1 { "its last result is read" } else { "their last results are read" };
            let unsure =
                if uncalculated { ", though the program that wrote the file did not calculate it" } else { "" };
            let fact = format!("cell {at} holds a formula{}; {last}{unsure}", more(&self.formulas, "cell"));
            let help = if uncalculated {
                "open the workbook in a spreadsheet program and save it; then paste the values before you send or sign the deck"
            } else {
                "paste the values before you send or sign the deck, so that the numbers cannot change"
            };
            say("DECK005", Level::Warning, at, fact, help);
        }
        if let Some((first, last)) = self.merges.first {
            let others = more(&Met { first: Some(first), all: self.merges.all }, "range");
            let fact = format!(
                "cells {first}:{last} are merged{others}; a value is read in each row of a merge within one column, and in the \
                 first cell of any other"
            );
            say(
                "DECK006",
                Level::Warning,
                first,
                fact,
                "unmerge them and fill in each row, so that every row says what it is for",
            );
        }
        if let Some(at) = self.blanked.first {
            let was = if self.blanked.all == 1 {
                "holds what its format hides; it was not read"
            } else {
                "hold what their formats hide; they were not read"
            };
            let fact = format!("cell {at}{} {was}", more(&self.blanked, "cell"));
            say(
                "DECK007",
                Level::Warning,
                at,
                fact,
                "give the cells a format that shows what they hold, or empty them",
            );
        }
        if let Some(at) = self.otherwise.first {
            let was = if self.otherwise.all == 1 {
                "shows another value than it stores; what it stores was read"
            } else {
                "show other values than they store; what they store was read"
            };
            let fact = format!("cell {at}{} {was}", more(&self.otherwise, "cell"));
            let help = "give the cells a format that shows their value as it is, and compare the two values: which one is agreed?";
            say("DECK007", Level::Warning, at, fact, help);
        }
        if let Some(at) = self.struck.first {
            let was = if self.struck.all == 1 { "is struck through and was" } else { "are struck through and were" };
            let fact = format!("cell {at}{} {was} read like the others", more(&self.struck, "cell"));
            let help = "delete what does not hold any more, and take the line off what does";
            say("DECK007", Level::Warning, at, fact, help);
        }
        if let Some(at) = self.unseen.first {
            let was = if self.unseen.all == 1 {
                "has the colour of its ground or letters too small to be read, and was"
            } else {
                "have the colour of their ground or letters too small to be read, and were"
            };
            let fact = format!("cell {at}{} {was} read like the others", more(&self.unseen, "cell"));
            let help = "give the cells a colour and a size that can be read, or empty them";
            say("DECK007", Level::Warning, at, fact, help);
        }
        let laid = [
            (
                &self.conditional,
                "a conditional format",
                "remove the conditional formats that strike out, hide or rewrite words",
            ),
            (&self.table_styles, "the style of a table", "give the tables a style that leaves words as they are"),
        ];
        for (met, what, do_this) in laid {
            let Some((first, last)) = met.first else { continue };
            let range = if first == last { format!("cell {first}") } else { format!("cells {first}:{last}") };
            let others = more(&Met { first: Some(first), all: met.all }, "range");
            let fact = format!("{what} can change or hide what {range}{others} show; what they store was read");
            say("DECK007", Level::Warning, first, fact, &format!("{do_this}, and compare what the cells show"));
        }
        let compare = "read what it says of currency, unit and prices, and hold it against the cells";
        if let Some(at) = self.comments.first {
            let was = if self.comments.all == 1 { "has a comment, which was" } else { "have comments, which were" };
            say(
                "DECK007",
                Level::Note,
                at,
                format!("cell {at}{} {was} not read", more(&self.comments, "cell")),
                compare,
            );
        }
        let top = CellPlace { column: 0, row: sheet.grid.len().min(1) };
        if self.drawings {
            say(
                "DECK007",
                Level::Note,
                top,
                "a text box or a shape of the sheet holds words, which were not read".to_owned(),
                compare,
            );
        }
        if self.running {
            let fact = "the head or the foot of the printed sheet holds words, which were not read".to_owned();
            say("DECK007", Level::Note, top, fact, compare);
        }
        if let Some(at) = self.rows.first {
            let was = if self.rows.all == 1 { "is hidden and was" } else { "are hidden and were" };
            let fact = format!("row {}{} {was} read like the others", at.row, more(&self.rows, "row"));
            say("DECK007", Level::Warning, at, fact, "show the hidden rows, or delete those that are not agreed");
        }
        if let Some(at) = self.columns.first {
            let was = if self.columns.all == 1 { "is hidden and was" } else { "are hidden and were" };
            let fact =
                format!("column {}{} {was} read like the others", letters(at.column), more(&self.columns, "column"));
            say("DECK007", Level::Warning, at, fact, "show the hidden columns, or delete those that are not agreed");
        }
        all
    }
}

/// The count of the others: ` (and 2 more cells)`.
fn more(met: &Met, what: &str) -> String {
    match met.all.saturating_sub(1) {
        0 => String::new(),
        1 => format!(" (and 1 more {what})"),
        others => format!(" (and {others} more {what}s)"),
    }
}

/// The place of a cell. Its row may be missing from the table.
fn place(sheet: &Sheet, at: CellPlace) -> Place {
    let (mut from, mut to) = (0, sheet.grid.len());
    while from < to {
        let middle = from.midpoint(to);
        if sheet.grid.line(middle) < at.row { from = middle + 1 } else { to = middle }
    }
    if sheet.grid.line(from) == at.row {
        sheet.place(from, at.column)
    } else {
        Place::new(&sheet.source, sheet.source.line_span(at.row))
    }
}

/// Sheets with content that were not read.
pub(super) struct Unread<'w> {
    hidden: Vec<&'w str>,
    visible: Vec<&'w str>,
}

impl<'w> Unread<'w> {
    /// Sheets that are known by name alone.
    pub(super) fn new(hidden: impl Iterator<Item = &'w str>, visible: impl Iterator<Item = &'w str>) -> Self {
        Self { hidden: hidden.collect(), visible: visible.collect() }
    }

    /// Looks into every sheet except the one that was read.
    pub(super) fn of(package: &mut Package<'_>, sheets: &'w [ListedSheet], read: &ListedSheet) -> Self {
        let mut unread = Self { hidden: Vec::new(), visible: Vec::new() };
        for sheet in sheets.iter().filter(|sheet| !std::ptr::eq(*sheet, read)) {
            if has_content(package, sheet) {
                let names = if sheet.hidden { &mut unread.hidden } else { &mut unread.visible };
                names.push(sheet.name.as_str());
            }
        }
        unread
    }

    /// One finding for the hidden sheets, and one for the others.
    pub(super) fn findings(&self, sheet: &Sheet) -> Vec<Finding> {
        let mut all = Vec::new();
        let start = || Place::new(&sheet.source, 0..0);
        let sheets = |names: &[&str]| {
            let word = if names.len() == 1 { "sheet" } else { "sheets" };
            format!("the {word} {}", listing(names.iter().copied()))
        };
        if !self.hidden.is_empty() {
            let was =
                if self.hidden.len() == 1 { "is hidden and was not read" } else { "are hidden and were not read" };
            let fact = format!("{} {was}", sheets(&self.hidden));
            let help = "look into it: the other side sees it too; to read it, name it under `rates.sheet`";
            all.push(Finding::new("DECK007", Level::Warning, fact).at(start()).help(help));
        }
        if !self.visible.is_empty() {
            let was = if self.visible.len() == 1 { "was not read" } else { "were not read" };
            let fact = format!("{} {was}", sheets(&self.visible));
            let help = if self.visible.len() == 1 {
                "name it, with --sheet or under `rates.sheet`, to read it instead"
            } else {
                "name one of them, with --sheet or under `rates.sheet`, to read it instead"
            };
            all.push(Finding::new("DECK007", Level::Note, fact).at(start()).help(help));
        }
        all
    }
}

/// Whether a sheet holds anything. One that cannot be opened counts as holding something.
pub(super) fn has_content(package: &mut Package<'_>, sheet: &ListedSheet) -> bool {
    match package.part(&sheet.part) {
        Ok(Some(mut part)) => shows_something(&mut part).unwrap_or(true),
        Ok(None) => false,
        Err(_) => true,
    }
}

/// Whether a sheet holds anything, known by its first text, number or formula.
fn shows_something(part: &mut PartReader<'_>) -> Result<bool, Misread> {
    let mut inside = false;
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "worksheet" | "sheetData" | "row" | "c" | "is" | "r" => inside = false,
                "v" | "t" | "f" => inside = true,
                _ => part.skip()?,
            },
            XmlEvent::Text(words) if inside && !words.trim().is_empty() => return Ok(true),
            XmlEvent::Close => inside = false,
            XmlEvent::End => return Ok(false),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

/// Names as a sentence lists them, each in backticks.
pub(super) fn listing<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted = |name: &str| {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(MOST_CHARACTERS).collect();
        format!("`{shown}`")
    };
    let mut names = names.into_iter();
    let mut shown: Vec<String> = names.by_ref().take(MOST_NAMES).map(quoted).collect();
    let others = names.count();
    if others > 0 {
        shown.push(format!("{others} more"));
    }
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

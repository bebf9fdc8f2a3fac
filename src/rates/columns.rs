//! Finds the columns of a deck by their headings.

use super::currency::CurrencyWord;
use super::headings::{DeckColumn, HEADINGS, plain};
use crate::deal::Text;
use crate::deal::rates::Columns;
use crate::diagnostic::{Finding, Level};
use crate::misspelt::nearest;
use crate::sheet::Sheet;
use crate::source::Place;

/// A title may take this many rows above the headings.
const TITLE_ROWS: usize = 60;

/// The headings of a deck that were recognised.
#[derive(Debug, Clone)]
pub struct DeckHeadings {
    /// Index of the row that holds the headings.
    pub header: usize,
    /// Currency that a heading names, such as `Rate (USD)`.
    pub currency: Option<CurrencyWord>,
    at: Vec<(DeckColumn, usize)>,
}

impl DeckHeadings {
    /// The index of the file's column that holds `column`, if any.
    #[must_use]
    pub fn at(&self, column: DeckColumn) -> Option<usize> {
        self.at.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }
}

fn wanted(columns: &Columns) -> impl Iterator<Item = (DeckColumn, &Text)> {
    let each = [
        (DeckColumn::Codes, &columns.codes),
        (DeckColumn::CountryCode, &columns.country_code),
        (DeckColumn::Destination, &columns.destination),
        (DeckColumn::Country, &columns.country),
        (DeckColumn::NetworkType, &columns.network_type),
        (DeckColumn::Rate, &columns.rate),
        (DeckColumn::Currency, &columns.currency),
        (DeckColumn::Increment, &columns.increment),
        (DeckColumn::First, &columns.first),
        (DeckColumn::Next, &columns.next),
        (DeckColumn::Minimum, &columns.minimum),
        (DeckColumn::Route, &columns.route),
        (DeckColumn::Origin, &columns.origin),
        (DeckColumn::Jurisdiction, &columns.jurisdiction),
        (DeckColumn::Band, &columns.band),
        (DeckColumn::Flow, &columns.flow),
        (DeckColumn::Effective, &columns.effective),
        (DeckColumn::Until, &columns.until),
        (DeckColumn::Status, &columns.status),
        (DeckColumn::Fee, &columns.fee),
    ];
    each.into_iter().filter_map(|(column, heading)| Some((column, heading.as_ref()?)))
}

/// Whether a cell is a heading that the deal names under `rates.columns`.
fn same(cell: &str, heading: &Text) -> bool {
    cell.split_whitespace().eq(heading.as_str().split_whitespace())
}

/// What each cell of a row would mean as a heading.
fn meaning(sheet: &Sheet, row: usize, columns: &Columns) -> Vec<(DeckColumn, usize)> {
    let cells: Vec<(usize, String)> = sheet
        .grid
        .cells(row)
        .enumerate()
        .map(|(at, heading)| (at, plain(heading).0))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    let mut out: Vec<(DeckColumn, usize)> = Vec::new();
    for (column, heading) in wanted(columns) {
        let named = sheet.grid.cells(row).enumerate().filter(|(_, cell)| same(cell, heading));
        out.extend(named.map(|(at, _)| (column, at)));
    }
    let settled: Vec<DeckColumn> = out.iter().map(|(column, _)| *column).collect();
    for strong in [true, false] {
        for (column, _, usual, others) in HEADINGS.iter().filter(|(column, ..)| !settled.contains(column)) {
            if !strong && out.iter().any(|(known, _)| known == column) {
                continue;
            }
            let names = if strong { usual } else { others };
            for (at, name) in &cells {
                if names.split_whitespace().any(|known| known == name) && !out.iter().any(|(_, taken)| taken == at) {
                    out.push((*column, *at));
                }
            }
        }
    }
    out
}

/// Finds the headings of a deck and what they mean. If the deal has one deck alone, every heading of `columns` must be in it. Faults
/// are added to `findings`; of columns that could be the same the first is read. The result is `None` if a required column is missing.
pub fn find(sheet: &Sheet, columns: &Columns, one_deck: bool, findings: &mut Vec<Finding>) -> Option<DeckHeadings> {
    let rows = sheet.grid.len().min(TITLE_ROWS);
    let needed = [DeckColumn::Codes, DeckColumn::Rate];
    let has = |found: &[(DeckColumn, usize)], column| found.iter().any(|(known, _)| *known == column);
    let all: Vec<_> = (0..rows).map(|row| (row, meaning(sheet, row, columns))).collect();
    let Some((header, found)) = all.iter().find(|(_, found)| needed.iter().all(|column| has(found, *column))) else {
        // The row with the most known headings shows what is missing.
        let (row, nearest) = all.iter().max_by_key(|(row, found)| (found.len(), std::cmp::Reverse(*row)))?;
        findings.push(missing(sheet, *row, nearest));
        return None;
    };
    for (column, heading) in wanted(columns) {
        let is_there = sheet.grid.cells(*header).any(|cell| same(cell, heading));
        // With several decks, `columns` may name headings of another deck.
        if !is_there && (one_deck || !has(found, column)) {
            let near = nearest(heading.as_str(), sheet.grid.cells(*header));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            findings.push(
                Finding::error(
                    "DECK003",
                    format!("no column is headed `{heading}`, which `rates.columns.{column}` names"),
                )
                .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(*header))))
                .help(format!("write the heading as it stands in the deck{near}")),
            );
        }
    }
    for (column, key, ..) in HEADINGS.iter().filter(|(_, key, ..)| !key.is_empty()) {
        let mut places = found.iter().filter(|(known, _)| known == column).map(|(_, at)| *at);
        let (Some(first), Some(second)) = (places.next(), places.next()) else { continue };
        let (one, other) = (sheet.grid.get(*header, first), sheet.grid.get(*header, second));
        findings.push(
            Finding::error("DECK003", format!("`{one}` and `{other}` could both be the column of `{key}`"))
                .at(sheet.place(*header, second))
                .see(sheet.place(*header, first), "the other")
                .help(format!("say which in the deal: `rates: {{columns: {{{key}: {one}}}}}`")),
        );
    }
    unread(sheet, *header, found, findings);
    let currency = found
        .iter()
        .find(|(column, _)| *column == DeckColumn::Rate)
        .and_then(|(_, at)| plain(sheet.grid.get(*header, *at)).1);
    Some(DeckHeadings { header: *header, currency, at: found.clone() })
}

fn missing(sheet: &Sheet, row: usize, found: &[(DeckColumn, usize)]) -> Finding {
    let lacks = |column| !found.iter().any(|(known, _)| *known == column);
    let what = match (lacks(DeckColumn::Codes), lacks(DeckColumn::Rate)) {
        (true, true) => "no row names its columns: one for dial codes and one for rates are needed",
        (true, false) => "no column of dial codes is found",
        (false, _) => "no column of rates is found",
    };
    // Without a known heading, the file may be no deck at all, so the finding repeats none of its words.
    if found.is_empty() {
        return Finding::error("DECK003", what)
            .at(super::unreadable::unseen(&sheet.source.name, sheet.grid.line(row)))
            .help(
                "write the headings into the first row, such as codes,destination,rate, or name yours in the deal: \
                 `rates: {columns: {codes: …, rate: …}}`",
            );
    }
    let headings: Vec<String> = sheet
        .grid
        .cells(row)
        .filter(|cell| !cell.is_empty())
        .take(20)
        .map(|cell| format!("`{}`", brief(cell)))
        .collect();
    let help = if sheet.grid.width(row) < 2 {
        "part the cells by comma, semicolon or tab, and write the headings into the first row, such as codes,destination,rate".to_owned()
    } else {
        let key = if lacks(DeckColumn::Codes) { "codes" } else { "rate" };
        format!(
            "the headings are {}; say which it is in the deal: `rates: {{columns: {{{key}: …}}}}`",
            headings.join(", ")
        )
    };
    Finding::error("DECK003", what)
        .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(row))))
        .help(help)
}

/// Reports columns that are not read and could hold a price.
fn unread(sheet: &Sheet, header: usize, found: &[(DeckColumn, usize)], findings: &mut Vec<Finding>) {
    let mut left = (0..sheet.grid.width(header))
        .filter(|at| !sheet.grid.get(header, *at).is_empty() && !found.iter().any(|(_, taken)| taken == at));
    let Some(first) = left.next() else { return };
    let names: Vec<String> = std::iter::once(first)
        .chain(left)
        .take(20)
        .map(|at| format!("`{}`", brief(sheet.grid.get(header, at))))
        .collect();
    findings.push(
        Finding::new("DECK008", Level::Note, format!("nothing is read from the column {}", names.join(", ")))
            .at(sheet.place(header, first))
            .help("name it under `rates.columns` if it says what a call costs; else it can stay"),
    );
}

/// A cell as a message quotes it.
pub(super) fn brief(cell: &str) -> String {
    const MOST: usize = 40;
    let mut out: String = cell.chars().take(MOST).collect();
    if cell.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

//! What the columns of a deck mean, told by their headings.

use super::currency::CurrencyWord;
use super::headings::{ColumnCalls, DeckColumn, DeckHeading, origin_of};
use super::price::{self, Decimals};
use super::unread;
use super::unreadable::brief;
use crate::deal::Text;
use crate::deal::deck_reading::{Columns, HeadingRow};
use crate::diagnostic::Finding;
use crate::misspelt::nearest;
use crate::sheet::Sheet;
use crate::source::Place;

/// Rows above the headings that a title may take.
const TITLE_ROWS: usize = 60;

/// The headings of a deck, understood.
#[derive(Debug, Clone)]
pub struct DeckHeadings {
    /// The row of the headings, or the first row of a deck without any.
    pub header: usize,
    /// The first row below them.
    pub first: usize,
    /// Currency that a heading names, such as `Rate (USD)`.
    pub currency: Option<CurrencyWord>,
    at: Vec<(DeckColumn, usize)>,
    /// Columns of prices for the callers of an origin, each with its name.
    pub origins: Vec<(usize, Text)>,
    /// Columns that several headings could mean, each with two of these headings; the first is read.
    pub doubtful: Vec<(DeckColumn, [String; 2])>,
}

impl DeckHeadings {
    /// Which column of the file holds this, if any.
    #[must_use]
    pub fn at(&self, column: DeckColumn) -> Option<usize> {
        self.all(column).next()
    }

    /// Every column of the file that holds this.
    pub fn all(&self, column: DeckColumn) -> impl Iterator<Item = usize> {
        self.at.iter().filter(move |(known, _)| *known == column).map(|(_, at)| *at)
    }

    /// The field of a line that a column of prices for some calls sets, and the word in it.
    #[must_use]
    pub fn sets(&self, column: DeckColumn) -> Option<(&'static str, &str)> {
        match column {
            DeckColumn::Priced(ColumnCalls::Origin(at)) => {
                let (_, name) = self.origins.iter().find(|(own, _)| *own == usize::from(at))?;
                Some(("origin", name.as_str()))
            }
            _ => column.sets(),
        }
    }

    /// The columns of prices, each with what it is.
    pub fn prices(&self) -> impl Iterator<Item = (DeckColumn, usize)> {
        self.at.iter().copied().filter(|(column, _)| matches!(column, DeckColumn::Rate | DeckColumn::Priced(_)))
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
        (DeckColumn::NextRate, &columns.next_rate),
        (DeckColumn::FirstPeriodRate, &columns.first_period_rate),
        (DeckColumn::MinimumCharge, &columns.minimum_charge),
        (DeckColumn::Rating, &columns.rating),
    ];
    each.into_iter().filter_map(|(column, heading)| Some((column, heading.as_ref()?)))
}

/// Whether a cell is a heading that the deal names.
fn same(cell: &str, heading: &Text) -> bool {
    cell.split_whitespace().eq(heading.as_str().split_whitespace())
}

type Found = Vec<(DeckColumn, usize)>;

fn has(found: &Found, column: DeckColumn) -> bool {
    found.iter().any(|(known, _)| *known == column)
}

fn lacks_codes(found: &Found) -> bool {
    !has(found, DeckColumn::Codes) && !has(found, DeckColumn::NpaNxx)
}

fn lacks_rate(found: &Found) -> bool {
    !found.iter().any(|(known, _)| matches!(known, DeckColumn::Rate | DeckColumn::Priced(_)))
}

/// What each cell of a row would mean as a heading.
fn meaning(sheet: &Sheet, row: usize, columns: &Columns) -> Found {
    let cells: Vec<(usize, DeckHeading)> = sheet
        .grid
        .cells(row)
        .enumerate()
        .map(|(at, heading)| (at, DeckHeading::of(heading)))
        .filter(|(_, heading)| !heading.name.is_empty())
        .collect();
    let mut out: Found = Vec::new();
    for (column, heading) in wanted(columns) {
        let named = sheet.grid.cells(row).enumerate().filter(|(_, cell)| same(cell, heading));
        out.extend(named.map(|(at, _)| (column, at)));
    }
    let settled: Vec<DeckColumn> = out.iter().map(|(column, _)| *column).collect();
    let taken = |out: &Found, at: usize| out.iter().any(|(_, known)| *known == at);
    for (at, heading) in &cells {
        let usual = heading.meanings().iter().find(|(_, rank)| rank.is_none());
        if let Some((column, _)) = usual
            && !settled.contains(column)
            && !taken(&out, *at)
        {
            out.push((*column, *at));
        }
    }
    for column in DeckColumn::keyed().filter(|column| !settled.contains(column)) {
        if has(&out, column)
            || (column == DeckColumn::Rate && !lacks_rate(&out))
            || (column == DeckColumn::Codes && !lacks_codes(&out))
        {
            continue;
        }
        let mut others: Vec<(usize, usize)> = Vec::new();
        for (at, heading) in cells.iter().filter(|(at, _)| !taken(&out, *at)) {
            let rank = heading.meanings().iter().find(|(known, _)| *known == column).and_then(|(_, rank)| *rank);
            others.extend(rank.map(|rank| (rank, *at)));
        }
        others.sort_unstable();
        // Of two columns of money nobody but the reader knows which is meant; of other columns the likelier one.
        let most = if column == DeckColumn::Rate { others.len() } else { 1 };
        out.extend(others.into_iter().take(most).map(|(_, at)| (column, at)));
    }
    for (at, _) in origins(sheet, row, columns, &|at| taken(&out, at)) {
        out.extend(origin_column(at));
    }
    // The area code says nothing beside whole codes of North America.
    if has(&out, DeckColumn::NpaNxx) {
        out.retain(|(column, _)| *column != DeckColumn::Npa);
    }
    out
}

/// The column of prices for the callers of an origin.
fn origin_column(at: usize) -> Option<(DeckColumn, usize)> {
    Some((DeckColumn::Priced(ColumnCalls::Origin(u16::try_from(at).ok()?)), at))
}

/// The columns of prices for the callers of an origin: those that `columns` names, or whose headings name the callers.
fn origins(sheet: &Sheet, row: usize, columns: &Columns, taken: &dyn Fn(usize) -> bool) -> Vec<(usize, Text)> {
    let cells = || sheet.grid.cells(row).enumerate();
    let named = columns.origins.iter().flat_map(|(origin, heading)| {
        let found = cells().filter(|(_, cell)| same(cell, heading));
        found.filter_map(|(at, _)| Some((at, origin.parse().ok()?)))
    });
    let mut out: Vec<(usize, Text)> = named.collect();
    for (at, cell) in cells() {
        // A currency in the heading or one figure below tells prices from anything else; a cell that is no price is then a fault
        // of its row.
        let below = || (row + 1..sheet.grid.len()).map(|row| sheet.grid.get(row, at)).filter(|cell| !cell.is_empty());
        if !taken(at)
            && !out.iter().any(|(known, _)| *known == at)
            && let Some(origin) = origin_of(cell)
            && (DeckHeading::of(cell).currency.is_some()
                || below().any(|cell| price::read(cell, Decimals::Either).is_ok()))
        {
            out.extend(origin.parse().ok().map(|origin| (at, origin)));
        }
    }
    out
}

/// Finds the headings of a deck and what they mean. If the deal has one deck alone, every heading of `columns` must be in it. Faults
/// are added to `findings`; of columns that could be the same the first is read. The result is `None` if a required column is missing.
pub fn find(
    sheet: &Sheet,
    columns: &Columns,
    head: Option<HeadingRow>,
    one_deck: bool,
    findings: &mut Vec<Finding>,
) -> Option<DeckHeadings> {
    if head == Some(HeadingRow::None) {
        return numbered(sheet, columns, findings);
    }
    let rows = sheet.grid.len().min(TITLE_ROWS);
    let rows: Vec<usize> = match head {
        Some(HeadingRow::Line(line)) => {
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            (0..sheet.grid.len()).filter(|row| sheet.grid.line(*row) == line).take(1).collect()
        }
        _ => (0..rows).collect(),
    };
    let all: Vec<_> = rows.into_iter().map(|row| (row, meaning(sheet, row, columns))).collect();
    let Some((header, found)) = all.iter().find(|(_, found)| !lacks_codes(found) && !lacks_rate(found)) else {
        // The row that comes nearest tells what is amiss.
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
    for heading in columns.origins.values() {
        if one_deck && !sheet.grid.cells(*header).any(|cell| same(cell, heading)) {
            findings.push(
                Finding::error(
                    "DECK003",
                    format!("no column is headed `{heading}`, which `rates.columns.origins` names"),
                )
                .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(*header))))
                .help("write the heading as it stands in the deck"),
            );
        }
    }
    let mut doubtful = Vec::new();
    let found = apart(sheet, *header, found.clone(), &mut doubtful, findings);
    unread::columns(sheet, *header, &found, findings);
    let currency = found
        .iter()
        .filter(|(column, _)| matches!(column, DeckColumn::Rate | DeckColumn::Priced(_)))
        .find_map(|(_, at)| DeckHeading::of(sheet.grid.get(*header, *at)).currency);
    let origins = origins(sheet, *header, columns, &|_| false);
    Some(DeckHeadings { header: *header, first: header + 1, currency, at: found, origins, doubtful })
}

/// The columns of a deck without headings, by the numbers that the deal gives.
fn numbered(sheet: &Sheet, columns: &Columns, findings: &mut Vec<Finding>) -> Option<DeckHeadings> {
    let mut found: Found = Vec::new();
    for (column, number) in wanted(columns) {
        match number.as_str().parse::<usize>() {
            Ok(at) if at > 0 => found.push((column, at - 1)),
            _ => findings.push(
                Finding::error("DECK003", format!("`{number}` is no number of a column, and the deck has no headings"))
                    .at(Place::new(&sheet.source, sheet.source.line_span(1)))
                    .help("number the columns from 1, such as `rates: {head: none, columns: {codes: 1, rate: 3}}`"),
            ),
        }
    }
    let mut origins = Vec::new();
    for (origin, number) in &columns.origins {
        match (number.as_str().parse::<usize>(), origin.parse::<Text>()) {
            (Ok(at), Ok(origin)) if at > 0 => {
                found.extend(origin_column(at - 1));
                origins.push((at - 1, origin));
            }
            _ => findings.push(
                Finding::error("DECK003", format!("`{number}` is no number of a column, and the deck has no headings"))
                    .at(Place::new(&sheet.source, sheet.source.line_span(1)))
                    .help("number the columns from 1"),
            ),
        }
    }
    if lacks_codes(&found) || lacks_rate(&found) {
        findings.push(
            Finding::error("DECK003", "the deck has no headings, and nothing says which columns hold codes and rates")
                .at(Place::new(&sheet.source, sheet.source.line_span(1)))
                .help("give their numbers, such as `rates: {head: none, columns: {codes: 1, rate: 3}}`"),
        );
        return None;
    }
    Some(DeckHeadings { header: 0, first: 0, currency: None, at: found, origins, doubtful: Vec::new() })
}

/// Whether a column says nothing below its heading: every cell is empty or zero.
fn is_idle(sheet: &Sheet, header: usize, at: usize) -> bool {
    let mut cells = (header + 1..sheet.grid.len()).map(|row| sheet.grid.get(row, at));
    cells.all(|cell| {
        !cell.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0') && !cell.contains(char::is_alphabetic)
    })
}

/// Whether two columns say the same in every row.
fn are_alike(sheet: &Sheet, header: usize, one: usize, other: usize) -> bool {
    (header + 1..sheet.grid.len()).all(|row| sheet.grid.get(row, one) == sheet.grid.get(row, other))
}

/// The columns with each meaning once. Columns that could be the same are a fault, unless all but one say nothing or they agree.
fn apart(
    sheet: &Sheet,
    header: usize,
    found: Found,
    doubtful: &mut Vec<(DeckColumn, [String; 2])>,
    findings: &mut Vec<Finding>,
) -> Found {
    let mut out = found.clone();
    for column in DeckColumn::keyed() {
        let places: Vec<usize> = found.iter().filter(|(known, _)| *known == column).map(|(_, at)| *at).collect();
        let mut said: Vec<usize> = places.iter().copied().filter(|at| !is_idle(sheet, header, *at)).collect();
        if said.is_empty() {
            said = places.first().copied().into_iter().collect();
        }
        let Some((first, rest)) = said.split_first() else { continue };
        let other = rest.iter().find(|other| !are_alike(sheet, header, *first, **other));
        out.retain(|(known, at)| *known != column || at == first);
        let Some(second) = other else { continue };
        let (one, other) = (sheet.grid.get(header, *first), sheet.grid.get(header, *second));
        let buys = |heading: &str| {
            DeckHeading::of(heading).name.contains("buy") || DeckHeading::of(heading).name.contains("cost")
        };
        let why = if column == DeckColumn::Rate && buys(one) != buys(other) {
            ": one is what its owner pays, the other what its owner charges"
        } else {
            ""
        };
        let key = column.key();
        doubtful.push((column, [brief(one), brief(other)]));
        findings.push(
            Finding::error("DECK003", format!("`{one}` and `{other}` could both be the column of `{key}`{why}"))
                .at(sheet.place(header, *second))
                .see(sheet.place(header, *first), "the other")
                .help(format!(
                "say which, with --columns \"{key}={one}\" or in a profile or the deal: `rates: {{columns: {{{key}: {one}}}}}`"
            )),
        );
    }
    // One price for all calls and prices for some of them cannot both hold.
    let Some(whole) = out.iter().find(|(column, _)| *column == DeckColumn::Rate).map(|(_, at)| *at) else { return out };
    let differs = |at: usize| !is_idle(sheet, header, at) && !are_alike(sheet, header, whole, at);
    let part = out.iter().find(|(column, at)| matches!(column, DeckColumn::Priced(_)) && differs(*at));
    if let Some((_, part)) = part {
        findings.push(
            Finding::error(
                "DECK003",
                format!(
                    "`{}` is a price for all calls, and `{}` one for some of them",
                    sheet.grid.get(header, whole),
                    sheet.grid.get(header, *part)
                ),
            )
            .at(sheet.place(header, *part))
            .see(sheet.place(header, whole), "the price for all calls")
            .help("ask which price holds for which calls, and give each its column"),
        );
    }
    out.retain(|(column, _)| !matches!(column, DeckColumn::Priced(_)));
    out
}

fn missing(sheet: &Sheet, row: usize, found: &Found) -> Finding {
    let what = match (lacks_codes(found), lacks_rate(found)) {
        (true, true) => "no row names its columns: one for dial codes and one for rates are needed",
        (true, false) => "no column of dial codes is found",
        (false, _) => "no column of rates is found",
    };
    // If no heading is known, the file may not be a deck at all. Then no word of it is repeated.
    if found.is_empty() {
        return Finding::error("DECK003", what)
            .at(super::unreadable::unseen(&sheet.source.name, sheet.grid.line(row)))
            .help(
                "write the headings into the first row, such as codes,destination,rate, or name yours in the deal: \
                 `rates: {columns: {codes: …, rate: …}}`; of a deck without headings, number its columns: \
                 `rates: {head: none, columns: {codes: 1, rate: 3}}`",
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
        "separate the cells by comma, semicolon or tab, and write the headings into the first row, such as codes,destination,rate"
            .to_owned()
    } else {
        let key = if lacks_codes(found) { "codes" } else { "rate" };
        format!(
            "the headings are {}; say which it is in the deal: `rates: {{columns: {{{key}: …}}}}`",
            headings.join(", ")
        )
    };
    Finding::error("DECK003", what)
        .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(row))))
        .help(help)
}

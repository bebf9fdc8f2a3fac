//! Turns the rows of a deck into lines of the rate schedule.

use std::collections::BTreeMap;

use jiff::tz::Offset;

use super::cell_faults::CellFaults;
use super::columns::{DeckHeadings, brief, find};
use super::headings::DeckColumn;
use super::price::{self, DecimalMark, Price};
use super::stated::{self, Stated};
use super::{Closed, ReadDeck, Setting, cells, codes, dates, unreadable};
use crate::atlas;
use crate::budget::{DECK_CODES, DECK_ROWS};
use crate::characters;
use crate::deal::date::Moment;
use crate::deal::money::{Currency, Increment};
use crate::deal::number::DialCode;
use crate::deal::place::Country;
use crate::deal::rates::{RateLine, Route};
use crate::deal::{Field, Text};
use crate::diagnostic::{Finding, Level, Misread};
use crate::sheet::Sheet;

/// Words in a row that is no longer on offer.
const CLOSED: [&str; 14] = [
    "closed",
    "close",
    "blocked",
    "block",
    "withdrawn",
    "deleted",
    "delete",
    "removed",
    "remove",
    "discontinued",
    "barred",
    "inactive",
    "terminated",
    "notoffered",
];

/// Reads the rows of a sheet. Faults are added to `findings`; `None` where its columns cannot be told or it has no rows.
pub fn read(sheet: Sheet, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Option<ReadDeck> {
    let found = find(&sheet, setting.columns, setting.one_deck, findings)?;
    let mut rows = Rows {
        sheet: &sheet,
        found: &found,
        setting,
        faulty: CellFaults::new(&sheet),
        currency: Stated::new(setting.currency),
        commas: None,
        doubtful: None,
        rounded: (0, None),
        shortened: (0, None),
        codes: 0,
        lines: Vec::new(),
        rows: Vec::new(),
        closed: Vec::new(),
        other: 0,
        fees: (0, None),
        routes: (0, None),
        stated: None,
        assumed: Vec::new(),
    };
    if let Some(said) = found.currency
        && let Err((code, problem)) = rows.currency.heading(found.header, said)
    {
        rows.faulty.add(code, found.header, found.at(DeckColumn::Rate), || problem);
    }
    for row in 0..=found.header {
        rows.has_hidden(row);
    }
    rows.assumed = rows.unsaid(findings);
    for row in found.header + 1..sheet.grid.len() {
        rows.row(row);
        if rows.codes > DECK_CODES {
            findings.push(unreadable::beyond(
                &sheet.source.name,
                &format!("more than {DECK_CODES} dial codes, its ranges written out"),
            ));
            return None;
        }
        if rows.lines.len() > DECK_ROWS {
            findings.push(unreadable::beyond(&sheet.source.name, &format!("more than {DECK_ROWS} rows")));
            return None;
        }
    }
    rows.two_marks();
    findings.extend(stated::title(&sheet, found.header, rows.currency.usual));
    rows.remarks(findings);
    let Rows { faulty, currency, lines, rows, closed, stated, assumed, .. } = rows;
    let before = findings.len();
    faulty.finish(findings);
    if lines.is_empty() && closed.is_empty() && findings.len() == before {
        findings.push(unreadable::empty(&sheet.source, "the deck has headings, and no rates below them"));
    }
    let columns = fields(&found);
    Some(ReadDeck { lines, rows, columns, currency: currency.usual, closed, stated, sheet, assumed, whole: true })
}

/// The index of the column that gives each field of a line.
fn fields(found: &DeckHeadings) -> BTreeMap<&'static str, usize> {
    let increment = [DeckColumn::Increment, DeckColumn::First, DeckColumn::Next, DeckColumn::Minimum];
    let each: [(&str, &[DeckColumn]); 12] = [
        ("codes", &[DeckColumn::Codes]),
        ("destination", &[DeckColumn::Destination, DeckColumn::Country]),
        ("country", &[DeckColumn::Country]),
        ("rate", &[DeckColumn::Rate]),
        ("increment", &increment),
        ("route", &[DeckColumn::Route]),
        ("origin", &[DeckColumn::Origin]),
        ("jurisdiction", &[DeckColumn::Jurisdiction]),
        ("band", &[DeckColumn::Band]),
        ("flow", &[DeckColumn::Flow]),
        ("effective", &[DeckColumn::Effective]),
        ("until", &[DeckColumn::Until]),
    ];
    each.into_iter()
        .filter_map(|(field, columns)| Some((field, columns.iter().find_map(|column| found.at(*column))?)))
        .collect()
}

struct Rows<'a> {
    sheet: &'a Sheet,
    found: &'a DeckHeadings,
    setting: &'a Setting<'a>,
    faulty: CellFaults<'a>,
    currency: Stated,
    /// The first row with a decimal comma, and the first row whose point would separate thousands if commas are decimal
    /// marks.
    commas: Option<usize>,
    doubtful: Option<usize>,
    /// Rows whose price has more digits than the workbook shows, and the first of them.
    rounded: (usize, Option<usize>),
    /// Rows whose date the workbook shows only in part, and the first of them.
    shortened: (usize, Option<(usize, DeckColumn)>),
    /// Number of dial codes in all rows so far.
    codes: usize,
    lines: Vec<RateLine>,
    rows: Vec<usize>,
    closed: Vec<Closed>,
    /// Rows that hold neither a code nor a rate.
    other: usize,
    /// Rows with a fee, and the first of them.
    fees: (usize, Option<usize>),
    /// Rows whose route is no known class, and the first of them.
    routes: (usize, Option<usize>),
    stated: Option<(crate::deal::date::Date, String)>,
    /// Fields of a line that nobody says.
    assumed: Vec<&'static str>,
}

impl<'a> Rows<'a> {
    fn cell(&self, row: usize, column: DeckColumn) -> &'a str {
        self.found.at(column).map_or("", |at| self.sheet.grid.get(row, at))
    }

    fn error(&mut self, row: usize, column: DeckColumn, problem: impl FnOnce() -> Misread) {
        self.faulty.error(row, self.found.at(column), problem);
    }

    /// The fields of a line that neither the columns nor anybody else says; each is asked for once.
    fn unsaid(&self, findings: &mut Vec<Finding>) -> Vec<&'static str> {
        let mut unsaid = Vec::new();
        let header = self.found.header;
        let mut lacks = |what: &str, help: &str| {
            findings.push(
                Finding::error("DECK003", format!("the deck does not say {what}"))
                    .at(crate::source::Place::new(
                        &self.sheet.source,
                        self.sheet.source.line_span(self.sheet.grid.line(header)),
                    ))
                    .help(help),
            );
        };
        let has = |column| self.found.at(column).is_some();
        let increment = has(DeckColumn::Increment)
            || (has(DeckColumn::First) && has(DeckColumn::Next))
            || self.setting.increment.is_some();
        if !increment {
            unsaid.push("increment");
            lacks(
                "by which increment calls are billed",
                "say it in the deal: `rates: {defaults: {increment: 1/1}}`; or name the column under `rates.columns`",
            );
        }
        let route = has(DeckColumn::Route) || self.setting.route.is_some();
        if !route {
            unsaid.push("route");
            lacks(
                "which class its routes are of",
                "say it in the deal: `rates: {defaults: {route: cli}}`; or name the column under `rates.columns`",
            );
        }
        let flow = has(DeckColumn::Flow) || self.setting.flow.is_some();
        if !flow {
            unsaid.push("flow");
            lacks(
                "which flow it prices",
                "say it in the deal: `rates: {defaults: {flow: …}}`, or give each flow its deck under `rates.decks`",
            );
        }
        let currency = has(DeckColumn::Currency) || self.currency.usual.is_some() || self.first_price_says();
        if !currency {
            unsaid.push("currency");
            lacks(
                "in which currency its rates are",
                "say it in the heading, such as `Rate (USD)`, or name the deal with --deal",
            );
        }
        unsaid
    }

    fn row(&mut self, row: usize) {
        let (codes, rate) = (self.cell(row, DeckColumn::Codes), self.cell(row, DeckColumn::Rate));
        if codes.is_empty() && rate.is_empty() && self.cell(row, DeckColumn::CountryCode).is_empty() {
            self.other += usize::from(self.sheet.grid.cells(row).any(|cell| !cell.is_empty()));
            return;
        }
        if self.has_hidden(row) {
            return;
        }
        let codes = codes::read(codes, self.cell(row, DeckColumn::CountryCode));
        self.codes += codes.as_ref().map_or(0, Vec::len);
        let effective = self.moment(row, DeckColumn::Effective);
        let status: String = self.cell(row, DeckColumn::Status).chars().filter(|c| c.is_alphanumeric()).collect();
        if CLOSED.contains(&status.to_lowercase().as_str()) {
            if let Ok(codes) = codes {
                self.closed.push(Closed { row, codes, effective: effective.known().copied() });
            }
            return;
        }
        // Every cell is read before the row is given up, so that one fault hides no other.
        let codes = match codes {
            Ok(codes) => Some(codes),
            Err(problem) => {
                self.error(row, DeckColumn::Codes, || problem);
                None
            }
        };
        let price = self.price(row);
        let increment = self.increment(row);
        if let Some(price) = &price {
            self.check_currency(row, price);
        }
        self.note(row);
        let country = self.country(row);
        let destination = self.destination(row, country, codes.as_deref().unwrap_or_default());
        let route = self.route(row);
        let flow = self.flow(row);
        let until = self.moment(row, DeckColumn::Until);
        let (Some(codes), Some(Price { rate, .. }), Some(increment)) = (codes, price, increment) else { return };
        let (Some(destination), Some(route), Some(flow)) = (destination, route, flow) else { return };
        let any = |words: &str| words.eq_ignore_ascii_case("any") || words.eq_ignore_ascii_case("all") || words == "*";
        let text = |cell: &str| cell.parse().ok().filter(|_| !any(cell)).map_or(Field::Absent, Field::Known);
        self.lines.push(RateLine {
            flow,
            destination,
            codes,
            route,
            rate: Field::Known(rate),
            increment,
            origin: text(self.cell(row, DeckColumn::Origin)),
            jurisdiction: text(self.cell(row, DeckColumn::Jurisdiction)),
            band: text(self.cell(row, DeckColumn::Band)),
            country: country.map_or(Field::Absent, Field::Known),
            effective,
            until,
        });
        self.rows.push(row);
    }

    fn flow(&mut self, row: usize) -> Option<String> {
        match (self.cell(row, DeckColumn::Flow), self.setting.flow) {
            ("", Some(flow)) => Some(flow.to_owned()),
            ("", None) if self.assumed.contains(&"flow") => Some(String::new()),
            ("", None) => {
                self.error(row, DeckColumn::Flow, || Misread::new("the row names no flow", "name it"));
                None
            }
            (flow, _) => Some(flow.to_owned()),
        }
    }

    /// Whether a row holds a character that is refused; if so, adds the finding.
    fn has_hidden(&mut self, row: usize) -> bool {
        let cells = (0..self.sheet.grid.width(row)).map(|at| (at, self.sheet.grid.get(row, at)));
        let hidden = cells.filter_map(|(at, cell)| Some((at, characters::refused(cell).next()?.1))).next();
        if let Some((at, character)) = hidden {
            self.faulty.error(row, Some(at), || {
                Misread::new(format!("the character U+{:04X} cannot be seen", u32::from(character)), "remove it")
            });
        }
        hidden.is_some()
    }

    fn price(&mut self, row: usize) -> Option<Price> {
        let cell = self.cell(row, DeckColumn::Rate);
        // If commas do not separate the cells, they may be decimal marks.
        match price::read(cell, self.sheet.delimiter != b',') {
            Ok(price) => {
                match price.mark {
                    DecimalMark::Plain => {}
                    DecimalMark::Comma => self.commas = self.commas.or(Some(row)),
                    DecimalMark::Doubtful => self.doubtful = self.doubtful.or(Some(row)),
                }
                if self.found.at(DeckColumn::Rate).is_some_and(|at| self.sheet.is_rounded(row, at)) {
                    self.rounded.0 += 1;
                    self.rounded.1.get_or_insert(row);
                }
                Some(price)
            }
            Err(problem) => {
                self.error(row, DeckColumn::Rate, || problem);
                None
            }
        }
    }

    /// Whether the first price names its currency unambiguously.
    fn first_price_says(&self) -> bool {
        let mut cells = (self.found.header + 1..self.sheet.grid.len()).map(|row| self.cell(row, DeckColumn::Rate));
        let first = cells.find(|cell| !cell.is_empty()).unwrap_or_default();
        price::read(first, self.sheet.delimiter != b',').is_ok_and(|price| price.currency.is_some())
    }

    /// Reports a deck with decimal commas that also has a point that may separate thousands.
    fn two_marks(&mut self) {
        if let (Some(comma), Some(row)) = (self.commas, self.doubtful) {
            let (cell, line) = (
                self.cell(row, DeckColumn::Rate),
                self.sheet.name(comma, self.found.at(DeckColumn::Rate).unwrap_or_default()),
            );
            self.error(row, DeckColumn::Rate, || {
                Misread::new(
                    format!("`{}` could be a thousand times as much, for {line} has a decimal comma", brief(cell)),
                    "write a decimal point everywhere",
                )
            });
        }
    }

    fn increment(&mut self, row: usize) -> Option<Increment> {
        let said = cells::Periods {
            pair: self.cell(row, DeckColumn::Increment),
            first: self.cell(row, DeckColumn::First),
            next: self.cell(row, DeckColumn::Next),
            minimum: self.cell(row, DeckColumn::Minimum),
        };
        // What nobody says is asked for once, and stands there as a second by second.
        let usual = self.assumed.contains(&"increment").then_some(Increment { first: 1, next: 1 });
        match cells::increment(&said, self.setting.increment.or(usual)) {
            Ok(increment) => Some(increment),
            Err((column, problem)) => {
                self.error(row, column, || problem);
                None
            }
        }
    }

    fn moment(&mut self, row: usize, column: DeckColumn) -> Field<Moment> {
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return Field::Absent;
        }
        if self.found.at(column).is_some_and(|at| self.sheet.is_rounded(row, at)) {
            self.shortened.0 += 1;
            self.shortened.1.get_or_insert((row, column));
        }
        match dates::moment(cell, self.setting.dates, self.setting.offset) {
            Ok(moment) => Field::Known(moment),
            Err(problem) => {
                self.error(row, column, || problem);
                Field::Absent
            }
        }
    }

    fn check_currency(&mut self, row: usize, price: &Price) {
        let unit = self.cell(row, DeckColumn::Unit).to_lowercase();
        if !matches!(unit.as_str(), "" | "min" | "mins" | "minute" | "minutes" | "per minute" | "1 min" | "60" | "60s")
        {
            self.error(row, DeckColumn::Unit, || {
                Misread::new(format!("a price by `{}` is not the price of a minute", brief(&unit)), "convert the deck")
            });
        }
        let cell = self.cell(row, DeckColumn::Currency);
        let column = match cell.to_uppercase().parse::<Currency>() {
            _ if cell.is_empty() => None,
            Ok(currency) => Some(currency),
            Err(problem) => return self.error(row, DeckColumn::Currency, || problem),
        };
        if let Err((code, problem)) = self.currency.row(row, column, price.currency) {
            let at = if column.is_some() && price.currency.is_none() { DeckColumn::Currency } else { DeckColumn::Rate };
            self.faulty.add(code, row, self.found.at(at), || problem);
        }
    }

    /// Counts what is reported once for all rows.
    fn note(&mut self, row: usize) {
        let fee = self.cell(row, DeckColumn::Fee);
        if fee.chars().any(|digit| ('1'..='9').contains(&digit)) {
            self.fees.0 += 1;
            self.fees.1.get_or_insert(row);
        }
        let stated = self.cell(row, DeckColumn::AsOf);
        if self.stated.as_ref().is_none_or(|(_, words)| words != stated)
            && let Some(day) = dates::stated(stated)
            && self.stated.as_ref().is_none_or(|(known, _)| *known < day)
        {
            self.stated = Some((day, stated.to_owned()));
        }
    }

    fn country(&self, row: usize) -> Option<Country> {
        let cell = self.cell(row, DeckColumn::Country);
        if cell.is_empty() {
            return None;
        }
        cell.to_uppercase().parse().ok().or_else(|| {
            let named = atlas::named(cell);
            named.first().copied().filter(|_| named.len() == 1)
        })
    }

    fn destination(&mut self, row: usize, country: Option<Country>, codes: &[DialCode]) -> Option<Text> {
        let mut name = self.cell(row, DeckColumn::Destination).to_owned();
        if name.is_empty() {
            name = match (self.cell(row, DeckColumn::Country), country) {
                ("", _) if self.found.at(DeckColumn::Destination).is_none() => codes
                    .first()
                    .and_then(|code| atlas::of(code.as_str()))
                    .map_or_else(String::new, |leads| leads.name.clone()),
                (cell, country) => country.map_or_else(|| cell.to_owned(), |country| country.to_string()),
            };
        }
        let kind = self.cell(row, DeckColumn::NetworkType);
        let words = |text: &str| text.to_lowercase();
        if !kind.is_empty() && !name.is_empty() && !words(&name).contains(&words(kind)) {
            name = format!("{name} {kind}");
        }
        match name.parse() {
            Ok(name) => Some(name),
            // Where the codes would have told the name, they are at fault.
            Err(_) if codes.is_empty() && self.found.at(DeckColumn::Destination).is_none() => None,
            Err(_) => {
                self.error(row, DeckColumn::Destination, || Misread::new("the row names no destination", "name it"));
                None
            }
        }
    }

    fn route(&mut self, row: usize) -> Option<Route> {
        let cell = self.cell(row, DeckColumn::Route);
        let word: String = cell.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match (word.as_str(), self.setting.route) {
            ("cli" | "withcli" | "clir" | "yes", _) => Some(Route::Cli),
            ("noncli" | "ncli" | "nocli" | "withoutcli" | "no", _) => Some(Route::NonCli),
            ("direct" | "clidirect" | "directcli", _) => Some(Route::Direct),
            ("", Some(usual)) => Some(usual),
            (_, Some(usual)) => {
                self.routes.0 += 1;
                self.routes.1.get_or_insert(row);
                Some(usual)
            }
            ("", None) if self.assumed.contains(&"route") => Some(Route::Cli),
            (_, None) => {
                self.error(row, DeckColumn::Route, || {
                    Misread::new(
                        format!("`{}` is no class of route", brief(cell)),
                        "write cli, non_cli or direct, or say `rates: {defaults: {route: cli}}`",
                    )
                });
                None
            }
        }
    }

    /// Reports what several rows share, once each.
    fn remarks(&self, findings: &mut Vec<Finding>) {
        let mut remark = |code, level, (count, row): (usize, Option<usize>), column, message: String, help: &str| {
            let (Some(row), true) = (row, count > 0) else { return };
            let place = self.sheet.place(row, self.found.at(column).unwrap_or_default());
            findings.push(Finding::new(code, level, message).at(place).help(help));
        };
        let (count, row) = self.fees;
        let fee = row.map_or("", |row| self.cell(row, DeckColumn::Fee));
        remark(
            "DECK008",
            Level::Warning,
            self.fees,
            DeckColumn::Fee,
            format!(
                "{} with a fee beside the minutes, the first of {}: the schedule prints none of them",
                rows(count),
                brief(fee)
            ),
            "agree what each is for and when it is due, and list it under `pricing.fees`; or have it taken out of the deck",
        );
        if let (count, Some((row, said))) = self.currency.shared {
            let usual = self.currency.usual.map_or_else(String::new, |usual| usual.to_string());
            remark(
                "DECK003",
                Level::Warning,
                (count, Some(row)),
                DeckColumn::Rate,
                format!(
                    "`{said}` is the sign of several currencies; {} read in {usual}",
                    if count == 1 { "a price is" } else { "prices are" }
                ),
                "ask in which currency the prices are; then write it into the heading, such as `Rate (USD)`",
            );
        }
        let shown = self.rounded.1.map_or("", |row| self.cell(row, DeckColumn::Rate));
        remark(
            "DECK007",
            Level::Warning,
            self.rounded,
            DeckColumn::Rate,
            format!(
                "{} with a price of more digits than the workbook shows, the first {}: all digits are read",
                rows(self.rounded.0),
                brief(shown)
            ),
            "agree which price holds; then give the column a format that shows every digit, or round the values",
        );
        if let (count, Some((row, column))) = self.shortened {
            remark(
                "DECK007",
                Level::Warning,
                (count, Some(row)),
                column,
                format!(
                    "{} with a date of which the workbook shows a part, the first {}: all of it is read",
                    rows(count),
                    brief(self.cell(row, column))
                ),
                "give the column a format with year, month, day and time of day",
            );
        }
        let (count, row) = self.routes;
        let route = row.map_or("", |row| self.cell(row, DeckColumn::Route));
        remark(
            "DECK008",
            Level::Note,
            self.routes,
            DeckColumn::Route,
            format!(
                "{} with a route that is no class, the first `{}`: `rates.defaults.route` holds",
                rows(count),
                brief(route)
            ),
            "write cli, non_cli or direct where a row departs from it",
        );
        let closed = self.closed.first().map(|closed| closed.row);
        remark(
            "DECK010",
            Level::Note,
            (self.closed.len(), closed),
            DeckColumn::Status,
            format!("{} closed: no rate is printed for them", rows(self.closed.len())),
            "a dial code without a rate falls to a shorter one, if there is one",
        );
        remark(
            "DECK010",
            Level::Note,
            (self.other, Some(self.found.header)),
            DeckColumn::Codes,
            format!(
                "{} below the headings with neither dial code nor rate: nothing is read from them",
                rows(self.other)
            ),
            "such rows are titles or sums; complete those that are neither",
        );
    }
}

fn rows(count: usize) -> String {
    match count {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    }
}

/// The offset from UTC of a deck's dates: that of the schedule's effective date.
#[must_use]
pub fn offset(effective: &Field<Moment>) -> Offset {
    effective.known().map_or(Offset::UTC, |moment| moment.offset)
}

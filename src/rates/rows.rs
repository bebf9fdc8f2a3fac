//! Rows of a deck to lines of the rate schedule.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::cell_faults::CellFaults;
use super::columns::{DeckHeadings, find};
use super::headings::DeckColumn;
use super::notation::{DeckNotation, code_column};
use super::remarks::Remarks;
use super::stated::{self, Stated};
use super::status::{Offer, flag, status};
use super::unit::{self, PriceUnit};
use super::unreadable::brief;
use super::{Closed, ReadDeck, Setting, codes, dates, unread, unreadable};
use crate::budget::{DECK_CODES, DECK_ROWS};
use crate::characters;
use crate::deal::money::Rate;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::deal::{Field, Text};
use crate::diagnostic::{Finding, Misread};
use crate::sheet::Sheet;

/// Reads the rows of a sheet. Faults are added to `findings`. The result is `None` if the columns cannot be told.
pub fn read(sheet: Sheet, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Option<ReadDeck> {
    let found = find(&sheet, setting.columns, setting.head, setting.one_deck, findings)?;
    let notation = DeckNotation::of(&sheet, &found, setting, findings);
    let mut rows = Rows {
        sheet: &sheet,
        found: &found,
        setting,
        notation,
        unit: PriceUnit::default(),
        faulty: CellFaults::new(&sheet, setting.every_fault),
        currency: Stated::new(setting.currency),
        commas: None,
        doubtful: None,
        codes: 0,
        lines: Vec::with_capacity(sheet.grid.len()),
        rows: Vec::with_capacity(sheet.grid.len()),
        words: SharedWords::default(),
        closed: Vec::new(),
        remarks: Remarks::default(),
        stated: None,
        assumed: Vec::new(),
        named: false,
    };
    rows.headings();
    for row in 0..found.first {
        rows.has_hidden(row);
    }
    rows.assumed = rows.unsaid(findings);
    rows.named = (found.first..sheet.grid.len()).any(|row| !rows.cell(row, DeckColumn::Destination).is_empty());
    for row in found.first..sheet.grid.len() {
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
    if stated::stated_above(&sheet, found.header).is_none() {
        findings.extend(stated::title(&sheet, found.header, rows.currency.usual));
    }
    let told = rows.told();
    let Rows { faulty, currency, lines, rows, closed, stated, assumed, mut remarks, .. } = rows;
    remarks.tell(&sheet, &found, &currency, &closed, findings);
    let beside: Vec<usize> = (0..found.header).chain(std::mem::take(&mut remarks.other)).collect();
    unread::text(&sheet, &beside, found.at(DeckColumn::Effective).is_some(), findings);
    let before = findings.len();
    faulty.finish(findings);
    if lines.is_empty() && closed.is_empty() && findings.len() == before {
        findings.push(unreadable::empty(&sheet.source, "the deck has headings, and no rates below them"));
    }
    let columns = fields(&found);
    Some(ReadDeck { lines, rows, columns, currency: currency.usual, closed, stated, sheet, assumed, told, whole: true })
}

/// The index of the column that gives each field of a line.
fn fields(found: &DeckHeadings) -> BTreeMap<&'static str, usize> {
    let increment = [DeckColumn::Increment, DeckColumn::First, DeckColumn::Next, DeckColumn::Minimum];
    let each: [(&str, &[DeckColumn]); 16] = [
        ("codes", &[DeckColumn::Codes, DeckColumn::NpaNxx]),
        ("destination", &[DeckColumn::Destination, DeckColumn::Network, DeckColumn::Country]),
        ("country", &[DeckColumn::Country, DeckColumn::CountryIso]),
        ("rate", &[DeckColumn::Rate, DeckColumn::NextRate]),
        ("increment", &increment),
        ("first_period_rate", &[DeckColumn::FirstPeriodRate, DeckColumn::Rate]),
        ("fee", &[DeckColumn::Fee]),
        ("minimum_charge", &[DeckColumn::MinimumCharge]),
        ("rating", &[DeckColumn::Rating]),
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

pub(super) struct Rows<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) found: &'a DeckHeadings,
    pub(super) setting: &'a Setting<'a>,
    pub(super) notation: DeckNotation<'a>,
    /// The unit that the headings of the prices name.
    pub(super) unit: PriceUnit,
    pub(super) faulty: CellFaults<'a>,
    pub(super) currency: Stated,
    /// The first row whose decimals follow a comma, and the first whose point would separate thousands in such a deck.
    pub(super) commas: Option<usize>,
    pub(super) doubtful: Option<usize>,
    /// Dial codes of all rows so far.
    pub(super) codes: usize,
    pub(super) lines: Vec<RateLine>,
    pub(super) rows: Vec<usize>,
    pub(super) words: SharedWords,
    pub(super) closed: Vec<Closed>,
    pub(super) remarks: Remarks,
    pub(super) stated: Option<(crate::deal::date::Date, String)>,
    /// Fields of a line that nobody says.
    pub(super) assumed: Vec<&'static str>,
    /// Whether a column names destinations; one whose every cell is empty names none.
    pub(super) named: bool,
}

/// The words that the lines of a deck share, each kept once.
#[derive(Debug, Default)]
pub(super) struct SharedWords(FxHashSet<Text>);

impl SharedWords {
    /// A line of words; `None` if there are none.
    pub(super) fn of(&mut self, words: &str) -> Option<Text> {
        if let Some(known) = self.0.get(words) {
            return Some(known.clone());
        }
        let words: Text = words.parse().ok()?;
        self.0.insert(words.clone());
        Some(words)
    }

    /// The word by which a line names its calls. A word for every call is none.
    fn calls(&mut self, cell: &str) -> Field<Text> {
        let any = cell.eq_ignore_ascii_case("any") || cell.eq_ignore_ascii_case("all") || cell == "*";
        if cell.is_empty() || any { Field::Absent } else { self.of(cell).map_or(Field::Absent, Field::Known) }
    }
}

/// What a row says of its prices.
pub(super) struct Priced {
    pub(super) column: DeckColumn,
    pub(super) rate: Rate,
    /// The price within the first period, if it is another.
    pub(super) first_period_rate: Field<Rate>,
}

impl<'a> Rows<'a> {
    pub(super) fn cell(&self, row: usize, column: DeckColumn) -> &'a str {
        self.found.at(column).map_or("", |at| self.sheet.grid.get(row, at))
    }

    pub(super) fn error(&mut self, row: usize, column: DeckColumn, problem: impl FnOnce() -> Misread) {
        self.faulty.error(row, self.found.at(column), problem);
    }

    /// Weighs what the headings, and the lines above them, say of the prices below.
    fn headings(&mut self) {
        let header = self.found.header;
        if let Some((row, said)) = stated::stated_above(self.sheet, header)
            && let Err((code, problem)) = self.currency.heading(row, said)
        {
            self.faulty.add(code, row, Some(0), || problem);
        }
        if let Some(said) = self.found.currency
            && let Err((code, problem)) = self.currency.heading(header, said)
        {
            self.faulty.add(code, header, self.found.at(DeckColumn::Rate), || problem);
        }
        if self.found.first == self.found.header {
            return;
        }
        for (_, at) in self.found.prices() {
            let heading = self.sheet.grid.get(header, at);
            match unit::said(heading) {
                Ok(said) => self.unit = self.unit.and(said),
                Err(word) => self.faulty.add("DECK003", header, Some(at), || {
                    Misread::new(
                        format!(
                            "`{}` speaks of {word}, and a rate is the price of a minute in the whole currency",
                            brief(heading)
                        ),
                        "give a deck of the prices of minutes, or convert it and name its unit in the heading",
                    )
                }),
            }
        }
        if self.unit.differs() {
            self.remarks.unit = Some((self.unit, self.found.prices().next().map(|(_, at)| at)));
        }
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
        let (first, next) = (has(DeckColumn::First) || has(DeckColumn::Minimum), has(DeckColumn::Next));
        let increment = has(DeckColumn::Increment) || (first && next) || self.setting.increment.is_some();
        if !increment {
            unsaid.push("increment");
            lacks(
                match (first, next) {
                    (true, false) => "by which increment calls are billed after the first period",
                    (false, true) => "for how long the first period of a call is billed",
                    _ => "by which increment calls are billed",
                },
                "say it with --increment 1/1, or in a profile or the deal, `rates: {defaults: {increment: 1/1}}`; or name its \
                 column, with --columns or under `rates.columns`",
            );
        }
        let says = |column| (self.found.first..self.sheet.grid.len()).any(|row| !self.cell(row, column).is_empty());
        if self.setting.route.is_none() && !says(DeckColumn::Route) {
            unsaid.push("route");
            // By itself, a deck whose rates are all of one class need not name it.
            if !self.setting.alone {
                lacks(
                    "which class its routes are of",
                    "say it in the deal: `rates: {defaults: {route: cli}}`; or name the column under `rates.columns`",
                );
            }
        }
        let flow = has(DeckColumn::Flow) || self.setting.flow.is_some();
        if !flow {
            unsaid.push("flow");
            lacks(
                "which flow it prices",
                "say it in the deal: `rates: {defaults: {flow: …}}`, or give each flow its deck under `rates.decks`",
            );
        }
        // A column whose every cell is empty says nothing.
        if self.currency.usual.is_none() && !says(DeckColumn::Currency) && !self.first_price_says() {
            unsaid.push("currency");
            lacks(
                "in which currency its rates are",
                "say it with --currency USD, in the heading, such as `Rate (USD)`, or name the deal with --deal",
            );
        }
        unsaid
    }

    fn row(&mut self, row: usize) {
        let codes_at = code_column(self.found);
        let cell = codes_at.map_or("", |at| self.sheet.grid.get(row, at));
        let is_priced = self.found.prices().any(|(_, at)| !self.sheet.grid.get(row, at).is_empty());
        if cell.is_empty() && !is_priced && self.cell(row, DeckColumn::CountryCode).is_empty() {
            if self.sheet.grid.cells(row).any(|cell| !cell.is_empty()) {
                self.remarks.other.push(row);
            }
            return;
        }
        // A deck that was printed has its headings on each page.
        let is_heading = self.found.first > self.found.header
            && self
                .sheet
                .grid
                .cells(row)
                .zip(self.sheet.grid.cells(self.found.header))
                .all(|(one, other)| one == other);
        if is_heading {
            return;
        }
        if self.has_hidden(row) {
            return;
        }
        let codes = self.read_codes(row, cell);
        self.codes += codes.as_ref().map_or(0, Vec::len);
        let effective = self.moment(row, DeckColumn::Effective);
        if self.is_closed(row) {
            if let Ok(codes) = codes {
                self.closed.push(Closed { row, codes, effective: effective.known().copied() });
            }
            return;
        }
        // Every cell is read before the row is given up, so that one fault hides no other.
        let codes = match codes {
            Ok(codes) => Some(codes),
            Err(problem) => {
                self.faulty.error(row, codes_at, || problem);
                None
            }
        };
        let prices = self.prices(row);
        let increment = self.increment(row);
        let terms = self.terms(row);
        self.note(row);
        let country = self.country(row);
        let destination = self.destination(row, country, codes.as_deref().unwrap_or_default());
        let route = self.route(row);
        let flow = self.flow(row);
        let until = self.end(row);
        let (Some(codes), Some(prices), Some(increment)) = (codes, prices, increment) else { return };
        let (Some(destination), Some(route), Some(flow), Some(terms)) = (destination, route, flow, terms) else {
            return;
        };
        for price in prices {
            // A column of prices says for which calls they are; else another column of the row does.
            let mut of = |field: &str, column| {
                let cell = match self.found.sets(price.column) {
                    Some((set, word)) if set == field => word,
                    _ => self.found.at(column).map_or("", |at| self.sheet.grid.get(row, at)),
                };
                self.words.calls(cell)
            };
            let (origin, jurisdiction) =
                (of("origin", DeckColumn::Origin), of("jurisdiction", DeckColumn::Jurisdiction));
            let band = of("band", DeckColumn::Band);
            self.lines.push(RateLine {
                flow: flow.clone(),
                destination: destination.clone(),
                codes: codes.clone(),
                route,
                rate: Field::Known(price.rate),
                increment,
                first_period_rate: price.first_period_rate,
                fee: terms.fee,
                minimum_charge: terms.minimum_charge,
                rating: terms.rating,
                origin,
                jurisdiction,
                band,
                country: country.map_or(Field::Absent, Field::Known),
                effective,
                until,
            });
            self.rows.push(row);
        }
    }

    fn read_codes(&self, row: usize, cell: &str) -> Result<Vec<DialCode>, Misread> {
        let column = self.cell(row, DeckColumn::CountryCode);
        let country = match self.cell(row, DeckColumn::Npa) {
            "" if self.notation.whole => String::new(),
            "" if column.is_empty() => {
                self.setting.country_code.map_or_else(String::new, |code| code.as_str().to_owned())
            }
            "" => column.to_owned(),
            npa => format!("1{npa}"),
        };
        codes::read_as(cell, &country, self.notation.codes)
    }

    /// Whether the row offers nothing: its status, a flag, or the word in place of its price says so.
    fn is_closed(&mut self, row: usize) -> bool {
        let cell = self.cell(row, DeckColumn::Status);
        let mut said = status(cell);
        if said == Offer::Unknown {
            self.remarks.unknown(row, self.found.at(DeckColumn::Status), cell);
        }
        for (column, closes) in [(DeckColumn::Closed, true), (DeckColumn::Open, false)] {
            for at in self.found.all(column) {
                let cell = self.sheet.grid.get(row, at);
                match flag(cell, closes) {
                    Offer::Closed => said = Offer::Closed,
                    Offer::Unknown => self.remarks.unknown(row, Some(at), cell),
                    Offer::Open => {}
                }
            }
        }
        let mut prices =
            self.found.prices().map(|(_, at)| self.sheet.grid.get(row, at)).filter(|cell| !cell.is_empty()).peekable();
        let word = |cell: &str| cell.chars().any(char::is_alphabetic) && status(cell) == Offer::Closed;
        said == Offer::Closed || (prices.peek().is_some() && prices.all(word))
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

    /// Counts what is reported once for all rows.
    fn note(&mut self, row: usize) {
        let stated = self.cell(row, DeckColumn::AsOf);
        if self.stated.as_ref().is_none_or(|(_, words)| words != stated)
            && let Some(day) = dates::stated(stated)
            && self.stated.as_ref().is_none_or(|(known, _)| *known < day)
        {
            self.stated = Some((day, stated.to_owned()));
        }
    }
}

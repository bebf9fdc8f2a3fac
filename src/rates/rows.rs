//! Rows of a deck to lines of the rate schedule.

use std::collections::BTreeMap;

use super::cell_faults::CellFaults;
use super::columns::{DeckHeadings, find};
use super::headings::{DeckColumn, folded};
use super::notation::{DeckNotation, code_column};
use super::price::{self, DecimalMark, Price};
use super::remarks::Remarks;
use super::stated::{self, Stated};
use super::status::{Offer, flag, status};
use super::unit::{self, PriceUnit};
use super::unreadable::brief;
use super::{Closed, ReadDeck, Setting, cells, codes, dates, unread, unreadable};
use crate::atlas;
use crate::budget::{DECK_CODES, DECK_ROWS};
use crate::characters;
use crate::deal::date::Moment;
use crate::deal::money::{Currency, Increment, Rate};
use crate::deal::number::DialCode;
use crate::deal::place::Country;
use crate::deal::rates::{RateLine, Route};
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
        faulty: CellFaults::new(&sheet),
        currency: Stated::new(setting.currency),
        commas: None,
        doubtful: None,
        codes: 0,
        lines: Vec::new(),
        rows: Vec::new(),
        closed: Vec::new(),
        remarks: Remarks::default(),
        stated: None,
        assumed: Vec::new(),
    };
    rows.headings();
    for row in 0..found.first {
        rows.has_hidden(row);
    }
    rows.assumed = rows.unsaid(findings);
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
    Some(ReadDeck { lines, rows, columns, currency: currency.usual, closed, stated, sheet, assumed, whole: true })
}

/// The index of the column that gives each field of a line.
fn fields(found: &DeckHeadings) -> BTreeMap<&'static str, usize> {
    let increment = [DeckColumn::Increment, DeckColumn::First, DeckColumn::Next, DeckColumn::Minimum];
    let each: [(&str, &[DeckColumn]); 12] = [
        ("codes", &[DeckColumn::Codes, DeckColumn::NpaNxx]),
        ("destination", &[DeckColumn::Destination, DeckColumn::Network, DeckColumn::Country]),
        ("country", &[DeckColumn::Country, DeckColumn::CountryIso]),
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
    notation: DeckNotation<'a>,
    /// The unit that the headings of the prices name.
    unit: PriceUnit,
    faulty: CellFaults<'a>,
    currency: Stated,
    /// The first row whose decimals follow a comma, and the first whose point would separate thousands in such a deck.
    commas: Option<usize>,
    doubtful: Option<usize>,
    /// Dial codes of all rows so far.
    codes: usize,
    lines: Vec<RateLine>,
    rows: Vec<usize>,
    closed: Vec<Closed>,
    remarks: Remarks,
    stated: Option<(crate::deal::date::Date, String)>,
    /// Fields of a line that nobody says.
    assumed: Vec<&'static str>,
}

/// What a row says of its prices.
struct Priced {
    column: DeckColumn,
    rate: Rate,
}

impl<'a> Rows<'a> {
    fn cell(&self, row: usize, column: DeckColumn) -> &'a str {
        self.found.at(column).map_or("", |at| self.sheet.grid.get(row, at))
    }

    fn error(&mut self, row: usize, column: DeckColumn, problem: impl FnOnce() -> Misread) {
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
        // A column whose every cell is empty says nothing.
        let mut cells = (self.found.first..self.sheet.grid.len()).map(|row| self.cell(row, DeckColumn::Currency));
        let currency = self.currency.usual.is_some() || cells.any(|cell| !cell.is_empty()) || self.first_price_says();
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
        self.note(row);
        let country = self.country(row);
        let destination = self.destination(row, country, codes.as_deref().unwrap_or_default());
        let route = self.route(row);
        let flow = self.flow(row);
        let until = self.end(row);
        let (Some(codes), Some(prices), Some(increment)) = (codes, prices, increment) else { return };
        let (Some(destination), Some(route), Some(flow)) = (destination, route, flow) else { return };
        let any = |words: &str| words.eq_ignore_ascii_case("any") || words.eq_ignore_ascii_case("all") || words == "*";
        let text = |cell: &str| cell.parse().ok().filter(|_| !any(cell)).map_or(Field::Absent, Field::Known);
        for price in prices {
            // A column of prices says for which calls they are; else another column of the row does.
            let of = |field: &str, column| match price.column.sets() {
                Some((set, word)) if set == field => text(word),
                _ => text(self.cell(row, column)),
            };
            self.lines.push(RateLine {
                flow: flow.clone(),
                destination: destination.clone(),
                codes: codes.clone(),
                route,
                rate: Field::Known(price.rate),
                increment,
                origin: of("origin", DeckColumn::Origin),
                jurisdiction: of("jurisdiction", DeckColumn::Jurisdiction),
                band: of("band", DeckColumn::Band),
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

    /// The prices of a row. A column of prices for some calls may be empty, if another is not.
    fn prices(&mut self, row: usize) -> Option<Vec<Priced>> {
        let columns: Vec<(DeckColumn, usize)> = self.found.prices().collect();
        let any = columns.iter().any(|(_, at)| !self.sheet.grid.get(row, *at).is_empty());
        let (mut out, mut whole) = (Vec::with_capacity(columns.len()), true);
        for (column, at) in columns {
            let cell = self.sheet.grid.get(row, at);
            if cell.is_empty() && any {
                continue;
            }
            match self.price(row, at, cell) {
                Some(rate) => out.push(Priced { column, rate }),
                None => whole = false,
            }
            if cell.is_empty() {
                break;
            }
        }
        whole.then_some(out)
    }

    fn price(&mut self, row: usize, at: usize, cell: &str) -> Option<Rate> {
        let price = match price::read(cell, self.notation.decimals) {
            Ok(price) => price,
            Err(problem) => {
                self.faulty.error(row, Some(at), || problem);
                return None;
            }
        };
        match price.mark {
            DecimalMark::Plain => {}
            DecimalMark::Comma => self.commas = self.commas.or(Some(row)),
            DecimalMark::Doubtful => self.doubtful = self.doubtful.or(Some(row)),
        }
        if self.sheet.is_rounded(row, at) {
            self.remarks.rounded.add(row);
        }
        let unit = self.check_currency(row, at, &price)?;
        if self.differs_later(row, &price) {
            return None;
        }
        match unit.by_minute(price.rate) {
            Ok(rate) => Some(rate),
            Err(problem) => {
                self.faulty.error(row, Some(at), || problem);
                None
            }
        }
    }

    /// Whether the price after the first period is another, which no line can say.
    fn differs_later(&mut self, row: usize, first: &Price) -> bool {
        let cell = self.cell(row, DeckColumn::NextRate);
        if cell.is_empty() || price::read(cell, self.notation.decimals).is_ok_and(|next| next.rate == first.rate) {
            return false;
        }
        let rate = first.rate;
        self.error(row, DeckColumn::NextRate, || {
            Misread::new(
                format!(
                    "a minute costs {rate} in the first period and {} after it, and a rate is one price",
                    brief(cell)
                ),
                "agree on one price, or on a fee for each call beside it (`pricing.fees`)",
            )
        });
        true
    }

    /// Whether the first price names the currency that it is in.
    fn first_price_says(&self) -> bool {
        let Some((_, at)) = self.found.prices().next() else { return false };
        let mut cells = (self.found.first..self.sheet.grid.len()).map(|row| self.sheet.grid.get(row, at));
        let first = cells.find(|cell| !cell.is_empty()).unwrap_or_default();
        price::read(first, self.notation.decimals).is_ok_and(|price| price.currency.is_some())
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
        if column == DeckColumn::Effective && dates::is_at_once(cell) {
            if !self.setting.has_start {
                self.remarks.at_once.add(row);
            }
            return Field::Absent;
        }
        if self.found.at(column).is_some_and(|at| self.sheet.is_rounded(row, at)) {
            self.remarks.shortened.add(row);
            self.remarks.shortened_column.get_or_insert(column);
        }
        match dates::moment(cell, self.notation.dates, self.setting.offset) {
            Ok(moment) => Field::Known(moment),
            Err(problem) => {
                self.error(row, column, || problem);
                Field::Absent
            }
        }
    }

    /// When the rate ceases to hold. A day without a time of it is the last on which it holds.
    fn end(&mut self, row: usize) -> Field<Moment> {
        let until = self.moment(row, DeckColumn::Until);
        let cell = self.cell(row, DeckColumn::Until);
        let (Field::Known(moment), true) = (until, self.notation.last_day && dates::is_bare(cell)) else {
            return until;
        };
        match moment.local.tomorrow() {
            Ok(local) => {
                self.remarks.ends.add(row);
                Field::Known(Moment { local, ..moment })
            }
            Err(_) => until,
        }
    }

    /// Weighs the currency and the unit of a price; the unit, unless it is a fault.
    fn check_currency(&mut self, row: usize, at: usize, price: &Price) -> Option<PriceUnit> {
        let unit = self.cell(row, DeckColumn::Unit).to_lowercase();
        let words: Vec<&str> = unit.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let usual =
            ["min", "mins", "minute", "minutes", "per", "1", "60", "60s", "usd", "eur", "gbp", "minuto", "мин", "分钟"];
        let is_currency = |word: &str| super::currency::said(word).is_some();
        if !words.iter().all(|word| usual.contains(word) || is_currency(word)) {
            self.error(row, DeckColumn::Unit, || {
                Misread::new(format!("a price by `{}` is not the price of a minute", brief(&unit)), "convert the deck")
            });
            return None;
        }
        let beside = words.iter().find_map(|word| super::currency::said(word)).or(super::currency::sign_in(&unit));
        let cell = self.cell(row, DeckColumn::Currency);
        let column = match cell.to_uppercase().parse::<Currency>() {
            _ if cell.is_empty() => None,
            Ok(currency) => Some(currency),
            Err(problem) => {
                self.error(row, DeckColumn::Currency, || problem);
                return None;
            }
        };
        if let Err((code, problem)) = self.currency.row(row, column, price.currency.or(beside)) {
            let at = if column.is_some() && price.currency.is_none() {
                self.found.at(DeckColumn::Currency)
            } else {
                Some(at)
            };
            self.faulty.add(code, row, at, || problem);
        }
        Some(self.unit)
    }

    /// Counts what is reported once for all rows.
    fn note(&mut self, row: usize) {
        let is_money = |cell: &str| cell.chars().any(|digit| ('1'..='9').contains(&digit));
        if is_money(self.cell(row, DeckColumn::Fee)) {
            self.remarks.fees.add(row);
        }
        if is_money(self.cell(row, DeckColumn::MinimumCharge)) {
            self.remarks.charges.add(row);
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
        let read = |cell: &str| {
            if cell.is_empty() {
                return None;
            }
            cell.to_uppercase().parse().ok().or_else(|| {
                let named = atlas::named(cell);
                named.first().copied().filter(|_| named.len() == 1)
            })
        };
        read(self.cell(row, DeckColumn::CountryIso)).or_else(|| read(self.cell(row, DeckColumn::Country)))
    }

    fn destination(&mut self, row: usize, country: Option<Country>, codes: &[DialCode]) -> Option<Text> {
        let words = |text: &str| text.to_lowercase();
        let has_name = self.found.at(DeckColumn::Destination).is_some();
        let (mut name, network) =
            (self.cell(row, DeckColumn::Destination).to_owned(), self.cell(row, DeckColumn::Network));
        if name.is_empty() {
            network.clone_into(&mut name);
        }
        let place = self.cell(row, DeckColumn::Country);
        if name.is_empty() {
            name = match (place, country) {
                ("", None) if !has_name => codes
                    .first()
                    .and_then(|code| atlas::of(code.as_str()))
                    .map_or_else(String::new, |leads| leads.name.clone()),
                (cell, country) => country.map_or_else(|| cell.to_owned(), |country| country.to_string()),
            };
        } else if (!has_name || is_kind(&name)) && !place.is_empty() {
            // Fixed of Germany and Fixed of Austria are two destinations.
            let place = match country {
                Some(country) if place.len() <= 3 => country.to_string(),
                _ => place.to_owned(),
            };
            let names = country.is_some_and(|country| atlas::named(&name).contains(&country));
            if !names && !words(&name).contains(&words(&place)) {
                name = format!("{place} {name}");
            }
        }
        let kind = self.cell(row, DeckColumn::NetworkType);
        if !kind.is_empty() && !name.is_empty() && !words(&name).contains(&words(kind)) {
            name = format!("{name} {kind}");
        }
        match name.parse() {
            Ok(name) => Some(name),
            // If the codes should have given the name, they are at fault.
            Err(_) if codes.is_empty() && !has_name => None,
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
            // CLIR is the caller's number withheld, and no class.
            ("cli" | "withcli" | "yes", _) => Some(Route::Cli),
            ("noncli" | "ncli" | "nocli" | "withoutcli" | "no", _) => Some(Route::NonCli),
            ("direct" | "clidirect" | "directcli", _) => Some(Route::Direct),
            ("", Some(usual)) if cell.is_empty() => Some(usual),
            (_, Some(usual)) => {
                self.remarks.routes.add(row);
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
}

/// Whether a name says a kind of network and no place.
fn is_kind(name: &str) -> bool {
    const KINDS: [&str; 26] = [
        "fixed",
        "mobile",
        "landline",
        "cellular",
        "proper",
        "other",
        "others",
        "all",
        "premium",
        "special",
        "services",
        "toll",
        "free",
        "satellite",
        "voip",
        "national",
        "rest",
        "mobil",
        "fest",
        "fijo",
        "movil",
        "fixe",
        "fisso",
        "vast",
        "mobiel",
        "network",
    ];
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| KINDS.contains(&folded(word).as_str()))
}

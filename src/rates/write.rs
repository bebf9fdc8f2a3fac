//! Decks as files: the rate schedule in the layout of a Rate Notice, one dial code to a row, and open-rate-card.

use std::io;

use csv::Writer;
use serde_json::{Value, json};

use crate::deal::date::Moment;
use crate::deal::line_terms::LineTerm;
use crate::deal::money::Currency;
use crate::deal::number::DialCode;
use crate::deal::rates::{RateLine, Route};
use crate::deal::{Field, Text};
use crate::rates::codes;
use crate::rates::compare::{PriceChange, RateChange, grouped};
use crate::rates::guard::guarded;
use crate::sheet::Sheet;

/// The columns of a line, in the order of a Rate Notice (clause `schedule.rates`), with those that only a whole deck has.
const LINE: [&str; 13] = [
    "flow",
    "destination",
    "country",
    "codes",
    "origin",
    "route",
    "jurisdiction",
    "band",
    "rate",
    "currency",
    "increment",
    "effective",
    "until",
];

/// The columns of a dial code.
const CODE: [&str; 14] = [
    "code",
    "destination",
    "country",
    "rate",
    "currency",
    "first",
    "next",
    "effective",
    "until",
    "flow",
    "route",
    "origin",
    "jurisdiction",
    "band",
];

/// Writes lines as comma-separated values in UTF-8, a row a line.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn lines(lines: &[RateLine], currency: Currency) -> io::Result<Vec<u8>> {
    let terms = LineTerm::among(lines);
    let row = |line: &RateLine| {
        let cells = [
            line.flow.clone(),
            line.destination.to_string(),
            country(line),
            codes::joined(&line.codes),
            words(&line.origin),
            route(line.route).to_owned(),
            words(&line.jurisdiction),
            words(&line.band),
            rate(line),
            currency.to_string(),
            line.increment.to_string(),
            moment(&line.effective),
            moment(&line.until),
        ];
        with_terms(cells, &terms, line)
    };
    table(headed(&LINE, &terms), lines.iter().map(row))
}

/// Writes lines as comma-separated values in UTF-8, a row a dial code, in the order of the codes. Fields that are `assumed`, for
/// nobody says them, are left empty.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn prefixes(lines: &[RateLine], currency: Currency, assumed: &[&str]) -> io::Result<Vec<u8>> {
    let terms = LineTerm::among(lines);
    let row = |(code, line): (&DialCode, &RateLine)| {
        let cells = [
            code.to_string(),
            line.destination.to_string(),
            country(line),
            rate(line),
            currency.to_string(),
            line.increment.first.to_string(),
            line.increment.next.to_string(),
            moment(&line.effective),
            moment(&line.until),
            line.flow.clone(),
            said_route(line, assumed).to_owned(),
            words(&line.origin),
            words(&line.jurisdiction),
            words(&line.band),
        ];
        with_terms(cells, &terms, line)
    };
    table(headed(&CODE, &terms), by_code(lines).into_iter().map(row))
}

/// Writes rows of a deck as they stand in it, each with further cells behind its own, below the deck's headings and `more` of them;
/// comma-separated values in UTF-8.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn beside<const N: usize>(
    sheet: &Sheet,
    header: Option<usize>,
    more: [&str; N],
    rows: &[(usize, [String; N])],
) -> io::Result<Vec<u8>> {
    let shown = header.into_iter().chain(rows.iter().map(|(row, _)| *row));
    let width = shown.map(|row| sheet.grid.width(row)).max().unwrap_or_default();
    let own = |row: usize| (0..width).map(move |column| guarded(sheet.grid.get(row, column).to_owned()));
    let mut out = Writer::from_writer(Vec::new());
    let names: Vec<String> = match header {
        Some(header) => own(header).collect(),
        None => (1..=width).map(|column| format!("column {column}")).collect(),
    };
    out.write_record(names.into_iter().chain(more.map(str::to_owned)))?;
    for (row, cells) in rows {
        out.write_record(own(*row).chain(cells.iter().cloned().map(guarded)))?;
    }
    out.into_inner().map_err(|error| error.into_error())
}

/// The columns of a Rate Notice, in the order of the clause `schedule.rates`.
const NOTICE: [&str; 11] = [
    "flow",
    "destination",
    "codes",
    "origin",
    "route",
    "jurisdiction",
    "band",
    "rate",
    "increment",
    "effective",
    "status",
];

/// Writes changes as a Rate Notice: comma-separated values in UTF-8, a row for the codes that change alike, each with the moment of
/// its `effect`.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn notice(changes: &[RateChange<'_>], effect: impl Fn(&RateChange<'_>) -> Option<Moment>) -> io::Result<Vec<u8>> {
    let terms = LineTerm::among(changes.iter().flat_map(|change| &change.new).copied());
    let cells = |change: &RateChange<'_>| {
        let line = change.line()?;
        // Calls to a removed code may fall to a shorter code; for the code itself that is a closing.
        let kind = if change.new.is_empty() { PriceChange::Closed } else { change.kind };
        let is_closed = kind == PriceChange::Closed;
        let (rate, increment) = if is_closed { Default::default() } else { (rate(line), line.increment.to_string()) };
        let mut cells = vec![
            line.flow.clone(),
            line.destination.to_string(),
            String::new(),
            words(&line.origin),
            route(line.route).to_owned(),
            words(&line.jurisdiction),
            words(&line.band),
            rate,
            increment,
            effect(change).map_or_else(String::new, |moment| moment.iso()),
            kind.status().to_owned(),
        ];
        cells.extend(terms.iter().map(|term| if is_closed { String::new() } else { said(*term, line) }));
        Some(cells)
    };
    let row = |(mut cells, codes): (Vec<String>, Vec<&DialCode>)| {
        if let Some(cell) = cells.get_mut(2) {
            *cell = codes::joined(codes);
        }
        cells
    };
    table(headed(&NOTICE, &terms), grouped(changes, cells).into_iter().map(row))
}

/// What a line says of a term; nothing if it says nothing.
fn said(term: LineTerm, line: &RateLine) -> String {
    term.text(line).known().cloned().unwrap_or_default()
}

/// Columns, and behind them those of terms.
fn headed(columns: &[&'static str], terms: &[LineTerm]) -> Vec<&'static str> {
    columns.iter().copied().chain(terms.iter().map(|term| term.key())).collect()
}

/// The cells of a line, and behind them its terms.
fn with_terms<const N: usize>(cells: [String; N], terms: &[LineTerm], line: &RateLine) -> Vec<String> {
    cells.into_iter().chain(terms.iter().map(|term| said(*term, line))).collect()
}

/// A header row and the rows below it as comma-separated values.
fn table(header: Vec<&str>, rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut out = Writer::from_writer(Vec::new());
    out.write_record(header)?;
    for row in rows {
        out.write_record(row.into_iter().map(guarded))?;
    }
    out.into_inner().map_err(|error| error.into_error())
}

/// Writes lines as an open-rate-card of version 1.0.0, a row a dial code. A price keeps its trailing zeros: it is a JSON number
/// with the same digits.
#[must_use]
pub fn open_rate_card(
    lines: &[RateLine],
    currency: Currency,
    assumed: &[&str],
    name: &str,
    date: jiff::civil::Date,
) -> Vec<u8> {
    let fields = [
        "prefix",
        "name",
        "rate",
        "initial_interval",
        "billing_interval",
        "effective_date",
        "expiry_date",
        "country_code",
        "flow",
        "route",
        "origin",
        "jurisdiction",
        "band",
    ];
    let terms = LineTerm::among(lines);
    let text = |value: &str| Value::from(value).to_string();
    let sum = |sum: String| if sum.is_empty() { "null".to_owned() } else { sum };
    let row = |code: &DialCode, line: &RateLine| {
        let mut cells = vec![
            text(code.as_str()),
            text(line.destination.as_str()),
            sum(rate(line)),
            line.increment.first.to_string(),
            line.increment.next.to_string(),
            text(&moment(&line.effective)),
            text(&moment(&line.until)),
            text(&country(line)),
            text(&line.flow),
            text(said_route(line, assumed)),
            text(&words(&line.origin)),
            text(&words(&line.jurisdiction)),
            text(&words(&line.band)),
        ];
        cells.extend(terms.iter().map(|term| match term {
            LineTerm::Rating => text(&said(*term, line)),
            _ => sum(said(*term, line)),
        }));
        format!("[{}]", cells.join(", "))
    };
    let rows: Vec<String> = by_code(lines).into_iter().map(|(code, line)| row(code, line)).collect();
    // The format has a name of its own for the fee.
    let named = terms.iter().map(|term| if *term == LineTerm::Fee { "connection_fee" } else { term.key() });
    let fields: Vec<Value> = fields.into_iter().chain(named).map(|name| json!({ "name": name })).collect();
    // The rows are inserted as text, because a number that passes through a float loses its trailing zeros.
    let card = format!(
        "{{\n  \"name\": {},\n  \"schema_version\": \"1.0.0\",\n  \"version\": \"1.0\",\n  \"date\": \"{date}\",\n  \"cards\": {{\n    \
         \"default\": {{\n      \"name\": {},\n      \"type\": \"termination\",\n      \"currency\": \"{currency}\",\n      \
         \"endpoint\": \"default\",\n      \"fields\": {},\n      \"rates\": [\n        {}\n      ]\n    }}\n  }}\n}}\n",
        text(name),
        text(name),
        Value::from(fields),
        rows.join(",\n        "),
    );
    card.into_bytes()
}

/// Each dial code with its line, in the order of the codes.
fn by_code(lines: &[RateLine]) -> Vec<(&DialCode, &RateLine)> {
    let mut all: Vec<(&DialCode, &RateLine)> =
        lines.iter().flat_map(|line| line.codes.iter().map(move |code| (code, line))).collect();
    all.sort_by_key(|(code, _)| *code);
    all
}

fn words(field: &Field<Text>) -> String {
    field.known().map_or_else(String::new, ToString::to_string)
}

fn rate(line: &RateLine) -> String {
    line.rate.known().map_or_else(String::new, ToString::to_string)
}

fn country(line: &RateLine) -> String {
    line.country.known().map_or_else(String::new, |country| country.code().to_owned())
}

fn moment(field: &Field<Moment>) -> String {
    field.known().map_or_else(String::new, Moment::iso)
}

/// The route class of a line, unless nobody says it.
fn said_route(line: &RateLine, assumed: &[&str]) -> &'static str {
    if assumed.contains(&"route") { "" } else { route(line.route) }
}

/// A route class as a Rate Notice writes it.
#[must_use]
pub fn route(route: Route) -> &'static str {
    match route {
        Route::Cli => "cli",
        Route::NonCli => "non_cli",
        Route::Direct => "direct",
    }
}

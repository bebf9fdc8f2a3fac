//! Decks as files: the rate schedule in the layout of a Rate Notice, one dial code to a row, and open-rate-card.

use std::io;

use csv::Writer;
use serde_json::{Value, json};

use crate::deal::date::Moment;
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
    let row = |line: &RateLine| {
        [
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
        ]
    };
    table(LINE, lines.iter().map(row))
}

/// Writes lines as comma-separated values in UTF-8, a row a dial code, in the order of the codes. Fields that are `assumed`, for
/// nobody says them, are left empty.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn prefixes(lines: &[RateLine], currency: Currency, assumed: &[&str]) -> io::Result<Vec<u8>> {
    let row = |(code, line): (&DialCode, &RateLine)| {
        [
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
        ]
    };
    table(CODE, by_code(lines).into_iter().map(row))
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
    let cells = |change: &RateChange<'_>| {
        let line = change.line()?;
        // Calls to a removed code may fall to a shorter code; for the code itself that is a closing.
        let kind = if change.new.is_empty() { PriceChange::Closed } else { change.kind };
        let (rate, increment) = if kind == PriceChange::Closed {
            (String::new(), String::new())
        } else {
            (rate(line), line.increment.to_string())
        };
        Some([
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
        ])
    };
    let row = |(mut cells, codes): ([String; 11], Vec<&DialCode>)| {
        if let Some(cell) = cells.get_mut(2) {
            *cell = codes::joined(codes);
        }
        cells
    };
    table(NOTICE, grouped(changes, cells).into_iter().map(row))
}

/// A header row and the rows below it as comma-separated values.
fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> io::Result<Vec<u8>> {
    let mut out = Writer::from_writer(Vec::new());
    out.write_record(header)?;
    for row in rows {
        out.write_record(row.map(guarded))?;
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
    let text = |value: &str| Value::from(value).to_string();
    let row = |code: &DialCode, line: &RateLine| {
        let rate = rate(line);
        let cells = [
            text(code.as_str()),
            text(line.destination.as_str()),
            if rate.is_empty() { "null".to_owned() } else { rate },
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
        format!("[{}]", cells.join(", "))
    };
    let rows: Vec<String> = by_code(lines).into_iter().map(|(code, line)| row(code, line)).collect();
    let fields: Vec<Value> = fields.iter().map(|name| json!({ "name": name })).collect();
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

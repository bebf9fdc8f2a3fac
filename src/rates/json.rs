//! Decks in the open-rate-card format, version 1.0.0 (JSON; github.com/connexcs/open-rate-card): a card's `fields` name the columns
//! of its `rates`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::faults;
use crate::diagnostic::Finding;
use crate::sheet::{Grid, MOST_COLUMNS, Sheet};
use crate::source::{Place, Source};

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    cards: BTreeMap<String, Card<'a>>,
}

#[derive(Deserialize)]
struct Card<'a> {
    currency: Option<String>,
    #[serde(default)]
    fields: Vec<Named>,
    #[serde(default)]
    rate: Usual,
    #[serde(borrow, default)]
    rates: Vec<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize, Default)]
struct Usual {
    default_initial: Option<u32>,
    default_pulse: Option<u32>,
}

/// The format's own names of columns, and the headings that say the same in a deck of separated values.
const FIELDS: &[(&str, &str)] = &[
    ("prefix", "codes"),
    ("name", "destination"),
    ("connection_fee", "connection fee"),
    ("initial_interval", "first"),
    ("billing_interval", "next"),
    ("minimum_time", "minimum"),
    ("country_code", "country"),
    ("destination_type", "network type"),
];

/// Reads the cells of a card. `wanted` names it where there are several. Faults are added to `findings`, and leave no sheet.
pub fn read(bytes: &[u8], name: &str, wanted: Option<&str>, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let source = Source::new(name, String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned());
    let text = source.text.clone();
    let file: File<'_> = match serde_json::from_str(&text) {
        Ok(file) => file,
        Err(error) => {
            let at = source.line_span(error.line()).start;
            findings.push(
                Finding::error("DECK001", format!("the deck is no open-rate-card: {error}"))
                    .at(Place::new(&source, at..at))
                    .help("mend the JSON there; `cards` holds a card with `fields` and `rates`, whose rows have a cell a field"),
            );
            return None;
        }
    };
    let priced: Vec<(&String, &Card<'_>)> = file.cards.iter().filter(|(_, card)| !card.rates.is_empty()).collect();
    let card = match (wanted, priced.as_slice()) {
        (Some(wanted), _) => file.cards.get_key_value(wanted),
        (None, [one]) => Some(*one),
        (None, _) => None,
    };
    let Some((_, card)) = card else {
        let names: Vec<String> = file.cards.keys().map(|name| format!("`{name}`")).collect();
        let (what, help) = match (wanted, priced.len()) {
            (Some(wanted), _) => {
                (format!("the deck has no card `{wanted}`"), format!("its cards are {}", names.join(", ")))
            }
            (None, 0) => (
                "no card of the deck holds rates".to_owned(),
                "put the rates into the card: `fields` names the columns of `rates`".to_owned(),
            ),
            (None, _) => (
                "several cards of the deck hold rates".to_owned(),
                format!("name one under `rates.sheet`: {}", names.join(", ")),
            ),
        };
        findings.push(
            Finding::error(if priced.is_empty() { "DECK002" } else { "DECK001" }, what)
                .at(Place::of(&source, "\"cards\""))
                .help(help),
        );
        return None;
    };
    let mut grid = Grid::default();
    let heading = |name: &str| {
        FIELDS.iter().find(|(own, _)| *own == name).map_or_else(|| name.to_owned(), |(_, usual)| (*usual).to_owned())
    };
    let mut headings: Vec<String> = card.fields.iter().map(|field| heading(&field.name)).collect();
    // What holds for every row of the card stands in the rows, as it does in a sheet.
    let mut constant: Vec<String> = Vec::new();
    let usual = [
        ("currency", card.currency.clone()),
        ("first", card.rate.default_initial.map(|seconds| seconds.to_string())),
        ("next", card.rate.default_pulse.map(|seconds| seconds.to_string())),
    ];
    for (column, value) in usual {
        if let Some(value) = value
            && !headings.iter().any(|known| known == column)
        {
            headings.push(column.to_owned());
            constant.push(value);
        }
    }
    if headings.len() > MOST_COLUMNS {
        findings.push(faults::wide(&source, 1, headings.len()));
        return None;
    }
    headings.iter().for_each(|heading| grid.cell(heading));
    let line = |raw: &RawValue| {
        // The raw text is a slice of the file's, so that its address tells its place.
        let offset = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        source.line_column(offset.min(text.len())).0
    };
    grid.end_row(card.rates.first().and_then(|row| row.first()).map_or(1, |raw| line(raw)));
    for row in &card.rates {
        if row.len() > card.fields.len() {
            let at = row.first().map_or(1, |raw| line(raw));
            findings.push(
                Finding::error(
                    "DECK001",
                    format!("line {at}: a row has {} cells, and the card has {} fields", row.len(), card.fields.len()),
                )
                .at(Place::new(&source, source.line_span(at)))
                .help("give each row a cell for each field"),
            );
            return None;
        }
        for at in 0..card.fields.len() {
            grid.cell(&cell(row.get(at).map_or("null", |raw| raw.get())));
        }
        constant.iter().for_each(|value| grid.cell(value));
        grid.end_row(row.first().map_or(1, |raw| line(raw)));
    }
    Some(Sheet { source, grid, delimiter: 0, lettered: false, rounded: Vec::new() })
}

/// The text of a JSON value: the digits of a number as they stand there, and nothing for null.
fn cell(raw: &str) -> String {
    match raw {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
        other => other.to_owned(),
    }
}

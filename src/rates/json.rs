//! Decks in the open-rate-card format, version 1.0.0 (JSON; github.com/connexcs/open-rate-card): a card's `fields` name the columns
//! of its `rates`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::unreadable;
use crate::budget::{DECK_CELLS, DECK_ROWS};
use crate::characters;
use crate::diagnostic::{Finding, Level, Remedy};
use crate::sheet::{Grid, MOST_COLUMNS, Sheet};
use crate::source::{Place, Source};

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    cards: BTreeMap<String, Card<'a>>,
    effective_date: Option<String>,
    expiry_date: Option<String>,
    timezone: Option<String>,
}

#[derive(Deserialize)]
struct Card<'a> {
    currency: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    effective_date: Option<String>,
    expiry_date: Option<String>,
    timezone: Option<String>,
    #[serde(default)]
    fields: Vec<Named>,
    #[serde(default)]
    rate: Usual,
    #[serde(borrow, default)]
    rates: Rates<'a>,
}

/// The rows of a card, counted as they are read.
#[derive(Default)]
struct Rates<'a> {
    cells: Vec<&'a RawValue>,
    /// Where each row ends in `cells`.
    ends: Vec<usize>,
}

impl<'a> Rates<'a> {
    fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn rows(&self) -> impl Iterator<Item = &[&'a RawValue]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.cells.get(start..*end).unwrap_or_default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Rates<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Rows(Self::default()))
    }
}

/// Reads the rows one by one.
struct Rows<'a>(Rates<'a>);

impl<'de: 'a, 'a> Visitor<'de> for Rows<'a> {
    type Value = Rates<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<S: SeqAccess<'de>>(mut self, mut rows: S) -> Result<Self::Value, S::Error> {
        while rows.next_element_seed(Row(&mut self.0))?.is_some() {
            if self.0.ends.len() > DECK_ROWS {
                return Err(Error::custom(format!("more than {DECK_ROWS} rows")));
            }
        }
        Ok(self.0)
    }
}

/// Reads the cells of one row.
struct Row<'r, 'a>(&'r mut Rates<'a>);

impl<'de: 'a, 'a> DeserializeSeed<'de> for Row<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Row<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row, which is a list of cells")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut cells: S) -> Result<(), S::Error> {
        while let Some(cell) = cells.next_element()? {
            if self.0.cells.len() >= DECK_CELLS {
                return Err(Error::custom(format!("more than {DECK_CELLS} cells")));
            }
            self.0.cells.push(cell);
        }
        self.0.ends.push(self.0.cells.len());
        Ok(())
    }
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

/// The format's own column names, and the headings that mean the same in a deck of separated values.
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

/// Types of cards that price minutes of calls.
const CALLS: [&str; 9] =
    ["termination", "origination", "voice", "call", "calls", "customer", "provider", "carrier", "wholesale"];

/// Reads the cells of a card. `wanted` names the card if there are several. Faults are added to `findings`; a fault leaves no
/// sheet.
pub fn read(bytes: &[u8], name: &str, wanted: Option<&str>, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let source = Source::new(name, String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned());
    let text = source.text.clone();
    let file: File<'_> = match serde_json::from_str(&text) {
        Ok(file) => file,
        Err(error) => {
            findings.push(
                Finding::error("DECK001", format!("the deck is no open-rate-card: {error}"))
                    .at(unreadable::unseen(name, error.line()))
                    .help("mend the JSON there; `cards` holds a card with `fields` and `rates`, whose rows have a cell a field"),
            );
            return None;
        }
    };
    if let Some((_, character)) = file.cards.keys().find_map(|card| characters::refused(card).next()) {
        findings.push(
            Finding::error(
                "DECK001",
                format!("the name of a card holds the character U+{:04X}, which cannot be seen", u32::from(character)),
            )
            .at(Place::of(&source, "\"cards\""))
            .help("name the card anew"),
        );
        return None;
    }
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
    // What a card prices is not always minutes.
    if let Some(kind) = card.kind.as_deref().filter(|kind| !CALLS.contains(kind)) {
        findings.push(
            Finding::error(
                "DECK001",
                format!("the card is of type `{kind}`, and a rate is the price of a minute of a call"),
            )
            .at(Place::of(&source, "\"type\""))
            .help("give a card of type `termination`; a rate of anything else belongs under `pricing.fees`"),
        );
    }
    if let Some(zone) = card.timezone.as_ref().or(file.timezone.as_ref())
        && !["UTC", "Etc/UTC", "GMT", "Z"].contains(&zone.as_str())
    {
        findings.push(
            Finding::new("DECK008", Level::Warning, format!("the time zone `{zone}` of the card is not read"))
                .at(Place::of(&source, "\"timezone\""))
                .help("write its dates with an offset from UTC, such as 2027-01-01T00:00:00+01:00"),
        );
    }
    let mut grid = Grid::default();
    let heading = |name: &str| {
        FIELDS.iter().find(|(own, _)| *own == name).map_or_else(|| name.to_owned(), |(_, usual)| (*usual).to_owned())
    };
    let mut headings: Vec<String> = card.fields.iter().map(|field| heading(&field.name)).collect();
    // Values that hold for the whole card are copied into each row, as in a sheet.
    let mut constant: Vec<String> = Vec::new();
    let usual = [
        ("currency", card.currency.clone()),
        ("first", card.rate.default_initial.map(|seconds| seconds.to_string())),
        ("next", card.rate.default_pulse.map(|seconds| seconds.to_string())),
        ("effective_date", card.effective_date.clone().or(file.effective_date.clone())),
        ("expiry_date", card.expiry_date.clone().or(file.expiry_date.clone())),
    ];
    for (column, value) in usual {
        if let Some(value) = value
            && !value.is_empty()
            && !headings.iter().any(|known| known == column)
        {
            headings.push(column.to_owned());
            constant.push(value);
        }
    }
    if headings.len() > MOST_COLUMNS {
        findings.push(unreadable::wide(name, 1, headings.len()));
        return None;
    }
    headings.iter().for_each(|heading| grid.cell(heading));
    let line = |raw: &RawValue| {
        // The raw text is a slice of the file's text, so its address gives its place.
        let offset = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        source.line(offset)
    };
    grid.end_row(card.rates.cells.first().map_or(1, |raw| line(raw)));
    for row in card.rates.rows() {
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
        // A row ends with its last cell, however many fields the card has.
        let width = if constant.is_empty() { row.len() } else { card.fields.len() };
        for at in 0..width {
            match cell(row.get(at).map_or("null", |raw| raw.get())) {
                Ok(text) => grid.cell(&text),
                Err(error) => {
                    let line = row.get(at).map_or(1, |raw| line(raw));
                    findings.push(
                        Finding::error("DECK004", format!("line {line}: a text cannot be read: {error}"))
                            .at(Place::new(&source, source.line_span(line)))
                            .help(Remedy::Write(
                                "write the characters themselves, not halves of them (`\\ud800`)".into(),
                            )),
                    );
                    return None;
                }
            }
        }
        constant.iter().for_each(|value| grid.cell(value));
        grid.end_row(row.first().map_or(1, |raw| line(raw)));
        if let Some(what) = grid.beyond() {
            findings.push(unreadable::beyond(name, &what));
            return None;
        }
    }
    Some(Sheet { source, grid, delimiter: 0, lettered: false, rounded: Vec::new() })
}

/// A number with an exponent as plain digits, exactly; `None` where it has more digits than any price.
fn written_out(number: &str) -> Option<String> {
    let value = rust_decimal::Decimal::from_scientific(number).ok()?;
    (value.scale() <= 20).then(|| value.to_string())
}

/// The text of a JSON value: a number keeps its digits as written, and null is empty.
fn cell(raw: &str) -> Result<String, serde_json::Error> {
    match raw {
        "null" => Ok(String::new()),
        text if text.starts_with('"') => serde_json::from_str(text),
        // Common writers print small prices with an exponent: 5e-05.
        number if number.contains(['e', 'E']) => Ok(written_out(number).unwrap_or_else(|| number.to_owned())),
        other => Ok(other.to_owned()),
    }
}

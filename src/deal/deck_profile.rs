//! What a deck does not say of itself, apart from any deal: a file kept for each supplier.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::date::Moment;
use super::deck_reading::{Columns, DateOrder, DecimalSign, DeckIs, HeadingRow};
use super::field::Field;
use super::money::Currency;
use super::number::DialCode;
use super::rates::{Defaults, Rates};
use super::schema;
use super::shape::SchemaComparison;
use super::{Text, tree};
use crate::budget::DEAL_FAULTS;
use crate::diagnostic::{Finding, Level};
use crate::path::Path;
use crate::source::{Place, Source};

/// The fields of `rates` that say how a deck is read, each with the meaning that it has in a deal. One that is left out, or `~`, is
/// asked for where the deck does not tell.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeckProfile {
    /// Currency of every rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Time from which rates without a date hold.
    #[serde(skip_serializing_if = "is_absent")]
    pub effective: Field<Moment>,
    /// Name of the sheet, if a deck is a workbook of several; otherwise the first visible one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Text>,
    /// Line of a deck's headings, or `none` if it has none and `columns` gives the numbers of its columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadingRow>,
    /// Encoding of a deck that is neither UTF-8 nor UTF-16.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Text>,
    /// Decimal sign of a deck's prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalSign>,
    /// Country code that a deck leaves out of every dial code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<DialCode>,
    /// Digits that a deck writes before its dial codes and that are no part of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strip: Option<Text>,
    /// Whether a later deck lists every rate, or changes only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deck_is: Option<DeckIs>,
    /// Headings of a deck's columns, if its usual headings do not tell.
    pub columns: Columns,
    /// Which comes first in a deck's dates such as 02/01/2027.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Values for a deck's rows that do not give them.
    pub defaults: Defaults,
}

fn is_absent(field: &Field<Moment>) -> bool {
    matches!(field, Field::Absent)
}

/// A profile as a file: the part `rates` of a deal, alone.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeckProfileFile {
    /// What the deck does not say.
    pub rates: DeckProfile,
}

impl DeckProfileFile {
    /// The JSON Schema of the file.
    #[must_use]
    pub fn schema() -> &'static Value {
        static SCHEMA: OnceLock<Value> = OnceLock::new();
        SCHEMA.get_or_init(|| {
            let mut schema = schema::of::<Self>();
            schema.insert("title".into(), "The profile of a rate deck".into());
            schema.to_value()
        })
    }
}

impl DeckProfile {
    /// Reads a profile file. `None` if it has faults, which are added to the findings.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<Self> {
        let before = findings.len();
        let remedy = "begin with `rates:`, and write below it what a deal would say, such as `currency: USD`";
        let Some(tree) = tree::read(source, findings) else {
            if findings.len() == before {
                let place = Place::new(source, source.line_span(1));
                findings.push(Finding::error("DEAL004", "the profile of the deck is empty").at(place).help(remedy));
            }
            return None;
        };
        let mut found = Vec::new();
        let example = |_: &Path| Some("rates: {currency: USD}".to_owned());
        let mut comparison =
            SchemaComparison { source, tree: &tree, findings: &mut found, most: DEAL_FAULTS, example: &example };
        let value = comparison.value(&tree, DeckProfileFile::schema(), &Path::root());
        // A profile is not a deal: its paths would lead nowhere in one.
        found.iter_mut().for_each(|finding| finding.path = None);
        findings.append(&mut found);
        if findings.iter().skip(before).any(|finding| finding.level == Level::Error) {
            return None;
        }
        match serde_json::from_value::<DeckProfileFile>(value) {
            Ok(file) => Some(file.rates),
            Err(error) => {
                let place = Place::new(source, source.line_span(1));
                let fact = format!("the profile of the deck cannot be read: {error}");
                findings.push(Finding::error("DEAL004", fact).at(place).help(remedy));
                None
            }
        }
    }

    /// What a deal says of its decks.
    #[must_use]
    pub fn of(rates: &Rates) -> Self {
        Self {
            currency: Some(rates.currency),
            effective: rates.effective,
            sheet: rates.sheet.clone(),
            head: rates.head,
            encoding: rates.encoding.clone(),
            decimal: rates.decimal,
            country_code: rates.country_code,
            strip: rates.strip.clone(),
            deck_is: rates.deck_is,
            columns: rates.columns.clone(),
            dates: rates.dates,
            defaults: rates.defaults.clone(),
        }
    }

    /// This profile, and what another says where this one is silent.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            currency: self.currency.or(other.currency),
            effective: if self.effective.known().is_some() { self.effective } else { other.effective },
            sheet: self.sheet.or(other.sheet),
            head: self.head.or(other.head),
            encoding: self.encoding.or(other.encoding),
            decimal: self.decimal.or(other.decimal),
            country_code: self.country_code.or(other.country_code),
            strip: self.strip.or(other.strip),
            deck_is: self.deck_is.or(other.deck_is),
            columns: self.columns.or(other.columns),
            dates: self.dates.or(other.dates),
            defaults: Defaults {
                flow: self.defaults.flow.or(other.defaults.flow),
                route: self.defaults.route.or(other.defaults.route),
                increment: self.defaults.increment.or(other.defaults.increment),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_profile_is_what_a_deal_calls_so() {
        let (profile, deal) = (schema::of::<DeckProfile>().to_value(), schema::of::<Rates>().to_value());
        let fields = |schema: &Value| schema["properties"].as_object().unwrap().clone();
        let (profile, deal) = (fields(&profile), fields(&deal));
        let shape = |field: &Value| {
            let mut parts = field.clone();
            for key in ["description", "examples", "default", "x-ask", "x-why"] {
                parts.as_object_mut().unwrap().remove(key);
            }
            parts
        };
        for (name, field) in &profile {
            let own = deal.get(name).unwrap_or_else(|| panic!("`rates` has no `{name}`"));
            // Only a profile can leave its currency open.
            if name != "currency" && field["anyOf"].is_null() && !field["type"].is_array() {
                assert_eq!(shape(field), shape(own), "{name}");
            }
        }
        // What the agreement says of its rates, and not how a deck is read.
        let apart = ["lines", "deck", "decks", "annex", "basis", "price_list"];
        let missing: Vec<&String> =
            deal.keys().filter(|name| !profile.contains_key(*name) && !apart.contains(&name.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }
}

//! What the library knows of a country: the facts of `clauses/reg/<iso>/country.yaml`.
//!
//! Facts are data, each legal figure with its scope, date and source. No figure is printed: rules judge by them, within their
//! scope alone, and a clause names the law.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record;
use crate::deal::date::Date;
use crate::deal::money::{Currency, Rate};
use crate::deal::schema;
use crate::diagnostic::Finding;
use crate::source::Source;

/// A country, or the European Union.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166 code, or EU.
    pub country: String,
    /// Its name.
    pub name: String,
    /// Leading digits of its numbers.
    #[serde(default)]
    pub dial_codes: Vec<String>,
    /// Ranges below these that belong elsewhere.
    #[serde(default)]
    pub not_dial_codes: Vec<String>,
    /// Members, where it is a union.
    #[serde(default)]
    pub members: Vec<String>,
    /// Words in `disputes.seat` that mean a seat there.
    #[serde(default)]
    pub seats: Vec<String>,
    /// Words in `jurisdiction.law` that mean its law.
    #[serde(default)]
    pub laws: Vec<String>,
    /// Proper names that its section uses: laws, authorities, places. Its own name is one.
    #[serde(default)]
    pub names: Vec<String>,
    /// Law on personal data.
    #[serde(default)]
    pub data_law: Option<String>,
    /// Sentence on the rights of third parties, where its law governs.
    #[serde(default)]
    pub third_parties: Option<String>,
    /// What a carrier there holds.
    #[serde(default)]
    pub authorisation: Option<String>,
    /// Tax on the charges, for our own side.
    #[serde(default)]
    pub tax: Option<Tax>,
    /// Regulated prices.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// A note for our own side.
    #[serde(default)]
    pub note: Option<String>,
}

/// A tax on the charges.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// What it is called.
    pub name: String,
    /// What a tax adviser should look at.
    #[serde(default)]
    pub note: Option<String>,
}

/// A regulated price of a minute, and whom it binds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its name within the country.
    pub id: String,
    /// What is priced, in a line.
    pub what: String,
    /// How it binds.
    pub kind: Kind,
    /// Least price.
    #[serde(default)]
    pub least: Option<Rate>,
    /// Highest price.
    #[serde(default)]
    pub most: Option<Rate>,
    /// Price of a carrier that hands calls on, where it has one of its own.
    #[serde(default)]
    pub transit: Option<Rate>,
    /// Currency of the figure.
    pub currency: Currency,
    /// Network of the called numbers; left out, any.
    #[serde(default)]
    pub network: Option<Network>,
    /// Leading digits of the called numbers; left out, the country's.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Where the calls begin.
    pub origin: Origin,
    /// Whether it binds only the operator that controls the called number.
    #[serde(default)]
    pub control: bool,
    /// Whether a deal between two carriers can fall under it at all.
    #[serde(default = "yes")]
    pub applies: bool,
    /// First day in force.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day in force, if it is known.
    #[serde(default)]
    pub until: Option<Date>,
    /// Number and title of the provision.
    #[serde(default)]
    pub article: Option<String>,
    /// The instrument.
    pub law: String,
    /// Where it was published.
    #[serde(default)]
    pub document: Option<String>,
    /// Day on which it was last read.
    pub verified_on: Date,
    /// Day after which it has to be read again.
    pub review_by: Date,
    /// What counsel must confirm.
    #[serde(default)]
    pub confirm: Option<String>,
    /// A note for our own side.
    #[serde(default)]
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}

/// How a regulated price binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// No other price is lawful.
    Fixed,
    /// No higher one is.
    Ceiling,
    /// Neither a lower nor a higher one is.
    Band,
}

/// Network of called numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Mobile.
    Mobile,
    /// Fixed.
    Fixed,
}

/// Where calls begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Abroad.
    Foreign,
    /// In the country itself.
    Domestic,
    /// In a member of the union, or in a country put on the same footing.
    Member,
}

impl Figure {
    /// A price in the figure's currency.
    #[must_use]
    pub fn price(&self, rate: Option<Rate>) -> String {
        rate.map_or_else(|| "–".to_owned(), |rate| format!("{} {rate}", self.currency))
    }

    /// What it allows, in a few words: `USD 0.10`, `at most EUR 0.002`, `INR 0.35 to INR 0.65`.
    #[must_use]
    pub fn limit(&self) -> String {
        match self.kind {
            Kind::Fixed => self.price(self.most.or(self.least)),
            Kind::Ceiling => format!("at most {}", self.price(self.most)),
            Kind::Band => format!("{} to {}", self.price(self.least), self.price(self.most)),
        }
    }
}

impl Country {
    /// Reads the facts of a country.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<Self> {
        record::read(source, source, Self::schema(), "the facts of the country", findings)
    }

    fn schema() -> &'static Value {
        static SCHEMA: OnceLock<Value> = OnceLock::new();
        SCHEMA.get_or_init(|| schema::of::<Self>().to_value())
    }

    /// Whether a country is this one, or a member of this union.
    #[must_use]
    pub fn includes(&self, code: &str) -> bool {
        self.country == code || self.members.iter().any(|member| member == code)
    }

    /// Whether a dial code leads to its numbers.
    #[must_use]
    pub fn numbers(&self, code: &str) -> bool {
        let under = |ranges: &[String]| ranges.iter().any(|range| code.starts_with(range.as_str()));
        under(&self.dial_codes) && !under(&self.not_dial_codes)
    }

    /// Whether its numbers are some of those that a dial code leads to.
    #[must_use]
    pub fn below(&self, code: &str) -> bool {
        self.dial_codes.iter().any(|range| range.starts_with(code))
    }

    /// Whether a seat lies there.
    #[must_use]
    pub fn has_seat(&self, seat: &str) -> bool {
        self.seats.iter().any(|name| holds(seat, name))
    }

    /// Whether a governing law is its law.
    #[must_use]
    pub fn has_law(&self, law: &str) -> bool {
        self.laws.iter().any(|name| holds(law, name))
    }
}

/// Whether a text holds a name as words of its own, whatever the case.
pub(crate) fn holds(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    text.match_indices(&name).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

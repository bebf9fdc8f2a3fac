//! What the library knows of a country: the facts of `clauses/reg/<iso>/country.yaml`.
//!
//! Facts are data; each legal figure has its scope, date and source. Figures are not printed: rules judge by them within
//! their scope, and a clause names the law.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::law::{Adequacy, FilingDuty, Limit, Provision, RegulatedPrice, holds};
use super::record;
use crate::deal::data::Transfers;
use crate::deal::schema;
use crate::diagnostic::Finding;
use crate::source::Source;

/// A country, or the European Union.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryFacts {
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
    /// Countries that are not members, and in which its limits and its law on personal data hold too.
    #[serde(default)]
    pub associated: Vec<String>,
    /// Words in `disputes.seat` that mean a seat there.
    #[serde(default)]
    pub seats: Vec<String>,
    /// Words in `jurisdiction.law` that mean its law.
    #[serde(default)]
    pub laws: Vec<String>,
    /// Proper names that its section uses: authorities, places. Its own name is one, and so is each law under `sources`.
    #[serde(default)]
    pub names: Vec<String>,
    /// Law on personal data.
    #[serde(default)]
    pub data_law: Option<String>,
    /// Law on the traffic data of carriers, and the general law by whose grounds they process the rest; where it has both.
    #[serde(default)]
    pub traffic_law: Option<String>,
    /// See `traffic_law`.
    #[serde(default)]
    pub general_law: Option<String>,
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
    pub figures: Vec<RegulatedPrice>,
    /// Limits to terms of the deal.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Filings that a carrier there owes.
    #[serde(default)]
    pub filings: Vec<FilingDuty>,
    /// Values of `dpa.transfers` with which personal data may leave, the usual one first, where its law restricts this.
    #[serde(default)]
    pub transfer_tools: Vec<Transfers>,
    /// Decisions that personal data are safe elsewhere.
    #[serde(default)]
    pub adequate: Vec<Adequacy>,
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

impl CountryFacts {
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

    /// Whether its limits and its law on personal data hold in a country.
    #[must_use]
    pub fn governs(&self, code: &str) -> bool {
        self.includes(code) || self.associated.iter().any(|associate| associate == code)
    }

    /// The id and the provision of every entry of its law.
    pub fn provisions(&self) -> impl Iterator<Item = (&str, &Provision)> {
        let figures = self.figures.iter().map(|figure| (figure.id.as_str(), &figure.provision));
        let limits = self.limits.iter().map(|limit| (limit.id.as_str(), &limit.provision));
        let filings = self.filings.iter().map(|filing| (filing.id.as_str(), &filing.provision));
        let adequate = self.adequate.iter().map(|decision| (decision.id.as_str(), &decision.provision));
        figures.chain(limits).chain(filings).chain(adequate)
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

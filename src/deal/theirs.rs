//! The paper of the other side, where that is what the parties sign: nothing is drafted, and the deal says what it agrees.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::scalar::{Sha256, Text};

/// The sections of a deal that every agreement provides, each with what a reader looks for.
pub const PROVIDED: [(&str, &str); 10] = [
    ("parties", "who the parties are, and who signs"),
    ("scope", "which traffic runs from whom to whom"),
    ("rates", "the prices, and how they change"),
    ("billing", "invoices, payment, interest and disputed sums"),
    ("sla", "what is promised of availability and quality, or that nothing is"),
    ("termination", "how each party can end it, suspension and cure"),
    ("jurisdiction", "the governing law"),
    ("disputes", "who decides disputes"),
    ("dpa", "who answers for personal data, and how long records are kept"),
    ("tax", "who bears and reports which tax"),
];

/// The paper of the other side.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TheirPaper {
    /// Its file, as a path from the folder of this file.
    #[schemars(extend("examples" = ["signed/harbour-msa.pdf"]))]
    pub theirs: Text,
    /// SHA-256 of that file, so that another one is not taken for it.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which SHA-256 has the file of the other side's paper?",
        "x-why" = "what was checked has to be what is signed",
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub sha256: Field<Sha256>,
    /// Where that paper provides each section that every agreement needs: section of the deal, then clause or page.
    #[serde(default)]
    #[schemars(extend("examples" = [{"billing": "clause 7", "rates": "Exhibit A"}]))]
    pub places: BTreeMap<ProvidedSection, Text>,
}

/// A section that every agreement provides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProvidedSection {
    /// Parties and signatories.
    Parties,
    /// Traffic.
    Scope,
    /// Prices.
    Rates,
    /// Invoices and payment.
    Billing,
    /// Service levels.
    Sla,
    /// Ending, suspension and cure.
    Termination,
    /// Governing law.
    Jurisdiction,
    /// Disputes.
    Disputes,
    /// Personal data.
    Dpa,
    /// Tax.
    Tax,
}

impl ProvidedSection {
    /// Its key in a deal.
    #[must_use]
    pub fn key(self) -> &'static str {
        PROVIDED.get(self as usize).map_or("", |(key, _)| key)
    }
}

impl TheirPaper {
    /// Where it provides a section of the deal, if somebody has looked.
    #[must_use]
    pub fn place(&self, section: &str) -> Option<&Text> {
        self.places.iter().find(|(known, _)| known.key() == section).map(|(_, place)| place)
    }
}

//! The way in which each part of the agreement changes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Unit};
use super::scalar::Text;

/// The way in which each part of the agreement changes.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Changes {
    /// Changes of the rate schedule.
    pub rates: ChangeRoute,
    /// Changes of technical parameters and tests.
    pub technical: TechnicalRoute,
    /// Changes of contacts.
    pub contacts: ChangeRoute,
    /// Changes of the tax table after a change of law.
    pub tax: ChangeRoute,
    /// Changes of the credit limit.
    pub credit: ChangeRoute,
    /// Changes of the clauses, service levels and fees by a supplier.
    pub terms: ChangeRoute,
    /// How long before such a change takes effect it has to be told.
    pub terms_notice: Duration,
    /// Place where postings are published.
    #[schemars(extend(
        "x-ask" = "Where are changes by posting published?",
        "x-why" = "a posting counts only there",
        "examples" = ["interconnect.harbour.example"]
    ))]
    pub place: Field<Text>,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            rates: ChangeRoute::Notice,
            technical: TechnicalRoute::Engineers,
            contacts: ChangeRoute::Notice,
            tax: ChangeRoute::Notice,
            credit: ChangeRoute::Notice,
            terms: ChangeRoute::Signature,
            terms_notice: Duration::of(30, Unit::Day),
            place: Field::Absent,
        }
    }
}

/// The way of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeRoute {
    /// An amendment that both parties sign.
    Signature,
    /// A notice by one party.
    Notice,
    /// A posting at a place that both know, announced by e-mail.
    Posting,
}

/// The way of a technical change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TechnicalRoute {
    /// A dated record that an engineer of each party signs.
    Engineers,
    /// An amendment that both parties sign.
    Signature,
}

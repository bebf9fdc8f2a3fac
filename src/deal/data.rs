//! Personal data.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::measure::{Duration, Unit};
use super::scalar::Text;
use super::schema::needs;

/// Protection of personal data.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = needed)]
pub struct DataProtection {
    /// In what role each party handles the other's traffic data.
    #[schemars(extend(
        "x-ask" = "Who decides about personal data?",
        "x-why" = "carriers do, each for its own network; a processor needs further terms"
    ))]
    pub roles: Roles,
    /// The agreement on personal data that governs in place of the library's terms, where `roles` is `separate`.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which agreement on personal data governs instead?",
        "x-why" = "this agreement then only names it",
        "examples" = ["Data Processing Addendum"]
    ))]
    pub document: Field<Text>,
    /// Its date.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the date of that agreement on personal data?",
        "x-why" = "there may be more than one",
        "examples" = ["2026-09-01"]
    ))]
    pub date: Field<Date>,
    /// Time for which traffic data are kept for billing and disputes.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For how long are traffic data kept for billing and disputes?",
        "x-why" = "the law asks that they are kept no longer than needed",
        "examples" = ["13 months"]
    ))]
    pub retention: Field<Duration>,
    /// What allows data to leave a country that restricts it.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "On what do transfers of personal data abroad rest?",
        "x-why" = "without a ground the data may not leave"
    ))]
    pub transfers: Transfers,
    /// Time to tell the other party of a breach of its data.
    #[serde(default = "breach")]
    pub breach_notice: Duration,
    /// What the supplier processes for the customer, where `roles` is `processor`.
    #[serde(default)]
    #[schemars(extend("examples" = [["Rating of call records"]]))]
    pub tasks: Vec<Text>,
}

fn needed(schema: &mut Schema) {
    needs(schema, "roles", &["separate"], &["retention", "transfers"], &["document", "date"]);
}

fn breach() -> Duration {
    Duration::of(24, Unit::Hour)
}

impl Transfers {
    /// The word in a deal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Contract => "contract",
            Self::Adequacy => "adequacy",
            Self::Scc => "scc",
            Self::Idta => "idta",
        }
    }
}

/// Roles of the parties towards personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roles {
    /// Each decides its own purposes: the rule between carriers.
    IndependentControllers,
    /// The supplier also processes for the customer, such as rating or hosting.
    Processor,
    /// What another agreement, `document`, says.
    Separate,
}

/// Grounds on which data may leave a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transfers {
    /// No restricted transfer takes place.
    #[default]
    None,
    /// The data-protection schedule's own terms, if no statute requires a form.
    Contract,
    /// The receiving country is recognised as adequate.
    Adequacy,
    /// EU standard contractual clauses, module 1 (Implementing Decision (EU) 2021/914).
    Scc,
    /// UK international data transfer agreement or addendum.
    Idta,
}

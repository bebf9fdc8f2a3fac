//! Personal data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Unit};
use super::scalar::Text;

/// Protection of personal data.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataProtection {
    /// In what role each party handles the other's traffic data.
    #[schemars(extend(
        "x-ask" = "Who decides about personal data?",
        "x-why" = "carriers do, each for its own network; a processor needs further terms"
    ))]
    pub roles: Roles,
    /// Time for which traffic data are kept for billing and disputes.
    #[schemars(extend(
        "x-ask" = "For how long are traffic data kept for billing and disputes?",
        "x-why" = "the law asks that they are kept no longer than needed",
        "examples" = ["13 months"]
    ))]
    pub retention: Field<Duration>,
    /// What allows data to leave a country that restricts it.
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

fn breach() -> Duration {
    Duration::of(24, Unit::Hour)
}

/// Roles of the parties towards personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roles {
    /// Each decides its own purposes: the rule between carriers.
    IndependentControllers,
    /// The supplier also processes for the customer, such as rating or hosting.
    Processor,
}

/// Grounds on which data may leave a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transfers {
    /// No restricted transfer takes place.
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

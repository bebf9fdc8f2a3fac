//! Who answers for which loss: caps, exclusions, indemnities, insurance, and events beyond control.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::money::Money;

/// What the cap on liability is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapKind {
    /// The charges of `liability_period`.
    Charges,
    /// The charges of the period in which the service failed.
    AffectedPeriod,
    /// A sum, `cap_sum`.
    Sum,
    /// None: liability is limited by the law alone.
    None,
}

/// Losses that nobody answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExcludedLoss {
    /// Lost profit, revenue and goodwill, and what could not be foreseen.
    Indirect,
    /// Every loss, direct loss too, beyond what is paid for the service.
    DirectToo,
}

/// Who indemnifies whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndemnityKind {
    /// Each the other, for named claims.
    Mutual,
    /// Each the other, for its negligence.
    Negligence,
    /// One party alone, `indemnifies`.
    OneWay,
}

/// Insurance that each party carries, for an event and year.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Insurance {
    /// Public and professional liability.
    #[schemars(extend("examples" = ["USD 1000000.00"]))]
    pub liability: Money,
    /// Motor vehicles.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which sum are {who} insured for motor vehicles?",
        "x-why" = "some carriers ask for it by custom",
        "examples" = ["USD 1000000.00"]
    ))]
    pub motor: Field<Money>,
    /// Injuries of own staff.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which sum are {who} insured for injuries of own staff?",
        "x-why" = "the law often asks for it",
        "examples" = ["USD 1000000.00"]
    ))]
    pub employer: Field<Money>,
    /// Security incidents.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which sum are {who} insured against security incidents?",
        "x-why" = "a general policy often leaves them out",
        "examples" = ["USD 500000.00"]
    ))]
    pub cyber: Field<Money>,
}

/// An event beyond a party's control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// War and terror.
    War,
    /// Natural disaster.
    NaturalDisaster,
    /// Measures of a state against an epidemic.
    Epidemic,
    /// An order that shuts down networks.
    NetworkShutdown,
    /// Failure of public power beyond the reserve supply.
    Power,
    /// A cut of cables on all of the diverse paths.
    FibreCut,
    /// An attack that the agreed controls did not stop.
    Cyberattack,
    /// Seizure of equipment by an authority, without fault of the party.
    Seizure,
}

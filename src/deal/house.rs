//! What a house signs in a clause where its policy says otherwise than the library, and whether a departure from it is approved.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The positions of a house, by the clause that they are of.
pub type HousePositions = BTreeMap<String, HousePosition>;

/// What a house signs in a clause. What it says of a field stands in place of everything that the library says of that field in this
/// clause; the library's words for the positions stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HousePosition {
    /// Whether a departure in this clause needs an approval; if left out, as `approval` of the policy says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<ApprovalNeed>,
    /// Whether its conditions come beside those of the library, instead of in place of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub adds: bool,
    /// What needs no approval: its conditions hold.
    #[serde(skip_serializing_if = "HouseLimits::is_empty")]
    pub standard: HouseLimits,
    /// What the approver may grant: its conditions hold.
    #[serde(skip_serializing_if = "HouseLimits::is_empty")]
    pub fallback: HouseLimits,
    /// What the house does not sign: one of its conditions holds.
    #[serde(skip_serializing_if = "HouseLimits::is_empty")]
    pub walk_away: HouseLimits,
}

/// Conditions of one position, on deal paths, as in a clause: `{"billing.pay" = "<= 60 days"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HouseLimits {
    /// Conditions, whichever side we are on.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, String>,
    /// Conditions where we are the supplier.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub we_sell: BTreeMap<String, String>,
    /// Conditions where we are the customer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub we_buy: BTreeMap<String, String>,
    /// Who may approve it: the desk, such as `finance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
}

impl HouseLimits {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The deal paths that it speaks of.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.limits.keys().chain(self.we_sell.keys()).chain(self.we_buy.keys()).map(String::as_str)
    }
}

impl HousePosition {
    /// Whether what it says of a deal path stands in place of what the library says.
    #[must_use]
    pub fn replaces(&self, path: &str) -> bool {
        !self.adds
            && [&self.standard, &self.fallback, &self.walk_away]
                .into_iter()
                .flat_map(HouseLimits::paths)
                .any(|one| one == path)
    }
}

/// Whether a departure from a position needs an approval. The stricter one is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalNeed {
    /// It is told, and nobody is asked.
    Noted,
    /// It is asked for.
    Asked,
}

impl ApprovalNeed {
    /// The name in a policy.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::Asked => "asked",
        }
    }
}

//! The place of a paper among others: an agreement by itself, a master agreement, or an order under one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::scalar::Text;

/// The place of the paper among others.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Documents {
    /// What the paper is.
    pub kind: DocumentKind,
    /// Deal file of the master agreement, in the folder of this file: an order says only what differs from it.
    #[schemars(extend(
        "x-ask" = "Which deal file holds the master agreement?",
        "x-why" = "what the order leaves out is as that deal says",
        "examples" = ["master.yaml"],
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub parent: Field<Text>,
    /// Day of the last signature of the master agreement; if left out, the day that its deal records.
    #[schemars(extend(
        "x-ask" = "On which day was the master agreement last signed?",
        "x-why" = "the order names it by that day",
        "examples" = ["2027-01-15"]
    ))]
    pub signed: Field<Date>,
    /// Which of the two prevails where an order and the master agreement differ.
    pub rank: OrderRank,
}

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// An agreement by itself.
    #[default]
    Agreement,
    /// A master agreement, under which orders are made.
    Master,
    /// An order under a master agreement.
    Order,
}

impl DocumentKind {
    /// The name in a deal.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Master => "master",
            Self::Order => "order",
        }
    }
}

/// Which of two papers prevails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderRank {
    /// The order, in what it states.
    #[default]
    Order,
    /// The master agreement, but for rates, dates, sites and quantities, which an order states.
    Master,
}

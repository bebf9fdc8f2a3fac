//! What a minute costs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::date::Moment;
use super::field::Field;
use super::money::{Currency, Increment, Rate};
use super::number::DialCode;
use super::scalar::Text;

/// The rate schedule.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// Currency of every rate and invoice.
    pub currency: Currency,
    /// When the rates begin to hold.
    pub effective: Field<Moment>,
    /// The rates.
    #[schemars(length(min = 1))]
    pub lines: Vec<Line>,
}

/// A rate.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The flow that it prices.
    pub flow: FlowId,
    /// Name of the destination.
    pub destination: Text,
    /// Leading digits of its numbers; the longest match decides.
    #[schemars(length(min = 1))]
    pub codes: Vec<DialCode>,
    /// What the route promises.
    pub route: Route,
    /// Price of a minute.
    pub rate: Field<Rate>,
    /// Billed seconds: first period and next.
    pub increment: Increment,
    /// Caller numbers that it holds for, where the price depends on the origin; else every caller.
    #[serde(default)]
    pub origin: Field<Text>,
    /// Jurisdiction of the calls that it holds for, such as interstate; else every jurisdiction.
    #[serde(default)]
    pub jurisdiction: Field<Text>,
    /// Name of the time band of `pricing.bands` that it holds in; else every hour.
    #[serde(default)]
    pub band: Field<Text>,
}

/// A route class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The caller's number arrives as it was sent.
    Cli,
    /// The caller's number may not arrive.
    NonCli,
    /// Straight to the called network, without another carrier.
    Direct,
}

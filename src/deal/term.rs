//! Start and length.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::measure::{Duration, Unit};

/// The term.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Term {
    /// Day on which the agreement begins to bind; left out, the day of the last signature.
    pub start: Field<Date>,
    /// Initial term.
    pub initial: Duration,
    /// What follows it.
    pub renewal: Renewal,
    /// A trial before the service is accepted for good.
    pub trial: Field<Duration>,
}

impl Default for Term {
    fn default() -> Self {
        Self {
            start: Field::Absent,
            initial: Duration::of(12, Unit::Month),
            renewal: Renewal::Rolling,
            trial: Field::Absent,
        }
    }
}

/// What follows the initial term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Renewal {
    /// It runs on until a party ends it.
    Rolling,
    /// It ends.
    Ends,
}

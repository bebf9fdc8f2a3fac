//! How prices change, and how charges are rounded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::{Duration, Unit};

/// Notice and rounding.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pricing {
    /// Notice of a higher rate.
    pub increase_notice: Duration,
    /// Notice of a lower rate.
    pub decrease_notice: Duration,
    /// Notice that a dial code closes.
    pub closure_notice: Duration,
    /// Decimal places of one call's charge.
    #[schemars(range(min = 2, max = 8))]
    pub call_decimals: u32,
    /// How a charge is rounded.
    pub rounding: Rounding,
}

impl Default for Pricing {
    fn default() -> Self {
        Self {
            increase_notice: Duration::of(7, Unit::Day),
            decrease_notice: Duration::of(1, Unit::Day),
            closure_notice: Duration::of(24, Unit::Hour),
            call_decimals: 5,
            rounding: Rounding::HalfUp,
        }
    }
}

/// A way to round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// A half goes up.
    HalfUp,
    /// Any remainder goes up.
    Up,
}

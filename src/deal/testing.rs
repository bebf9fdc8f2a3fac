//! Acceptance tests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::{Duration, Unit};

/// Tests before traffic.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Testing {
    /// Time to complete the tests once both sides are connected.
    pub within: Duration,
    /// Test calls to each destination.
    #[schemars(range(min = 1, max = 10_000))]
    #[schemars(extend("x-unit" = "calls"))]
    pub calls: u32,
}

impl Default for Testing {
    fn default() -> Self {
        Self { within: Duration::of(5, Unit::BusinessDay), calls: 10 }
    }
}

//! Fraud: what is watched, told and withheld.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::{Duration, Percent, Unit};

/// Fraud clocks and thresholds. These are contract clocks; statutory ones run beside them.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Fraud {
    /// Time to tell the other party of suspected fraud.
    pub notify: Duration,
    /// Time to hand over call records.
    pub records: Duration,
    /// Time to answer a request to trace a call.
    pub trace: Duration,
    /// Calls shorter than this are short calls.
    pub short_call: Duration,
    /// Share of short calls in an hour that raises an alarm.
    pub short_call_share: Percent,
    /// Multiple of the four-week mean of the same hour that raises an alarm.
    #[schemars(range(min = 2, max = 100))]
    pub spike: u32,
    /// Time after an invoice within which a sum can be withheld for fraud.
    pub hold_notice: Duration,
    /// Time to prove it.
    pub hold_evidence: Duration,
}

impl Default for Fraud {
    fn default() -> Self {
        Self {
            notify: Duration::of(1, Unit::Hour),
            records: Duration::of(24, Unit::Hour),
            trace: Duration::of(48, Unit::Hour),
            short_call: Duration::of(6, Unit::Second),
            short_call_share: Percent(15.into()),
            spike: 3,
            hold_notice: Duration::of(10, Unit::Day),
            hold_evidence: Duration::of(60, Unit::Day),
        }
    }
}

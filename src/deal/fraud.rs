//! Fraud: monitoring, reports, and sums withheld.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::TimeOfDay;
use super::field::Field;
use super::measure::{Duration, Percent, Unit};

/// Fraud clocks and thresholds. These are contract clocks; statutory ones run beside them.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Fraud {
    /// Time to tell the other party about suspected fraud.
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
    #[schemars(extend("x-unit" = "times the mean of the hour"))]
    pub spike: u32,
    /// Time after an invoice within which a sum can be withheld for fraud.
    pub hold_notice: Duration,
    /// Time to prove the fraud.
    pub hold_evidence: Duration,
    /// Share of the sum that can be withheld meanwhile.
    pub hold_share: Percent,
    /// Whether no charges are ever due for fraudulent traffic, wherever it began.
    pub never_paid: bool,
    /// Share of the later loss that a party bears which reported fraud too late, in the fallback position.
    pub late_share: Percent,
    /// Calls in a minute to consecutive numbers that raise an alarm.
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "calls a minute"))]
    pub sequential: u32,
    /// Called numbers that one caller number reaches in an hour that raise an alarm.
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "called numbers an hour"))]
    pub fan_out: u32,
    /// Percentage points within an hour by which NER or ASR changes that raise an alarm.
    #[schemars(range(min = 1, max = 100))]
    #[schemars(extend("x-unit" = "percentage points"))]
    pub ratio_change: u32,
    /// Multiple of the daily mean of costly ranges that raises an alarm.
    #[schemars(range(min = 1, max = 100))]
    #[schemars(extend("x-unit" = "times the daily mean"))]
    pub costly: u32,
    /// Share of a day's minutes in the night that raises an alarm.
    pub night_share: Percent,
    /// When the night begins, at the origin.
    pub night_from: TimeOfDay,
    /// When the night ends.
    pub night_to: TimeOfDay,
    /// Minutes an hour to premium numbers that raise an alarm.
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many minutes an hour to premium numbers raise an alarm?",
        "x-why" = "premium numbers are where stolen calls earn money",
        "x-unit" = "minutes an hour",
        "examples" = [500]
    ))]
    pub premium_minutes: Field<u32>,
    /// Codes of conduct and fraud groups that both parties take part in.
    pub codes: Vec<ConductCode>,
}

/// A code of conduct, or a group that shares knowledge of fraud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConductCode {
    /// Code of conduct of the Global Leaders' Forum.
    Glf,
    /// Fraud working group of the i3forum.
    I3forum,
    /// Fraud and security group of the GSMA.
    GsmaFasg,
    /// Communications Fraud Control Association.
    Cfca,
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
            hold_share: Percent(100.into()),
            never_paid: false,
            late_share: Percent(50.into()),
            sequential: 20,
            fan_out: 50,
            ratio_change: 20,
            costly: 2,
            night_share: Percent(50.into()),
            night_from: TimeOfDay::of(0, 0),
            night_to: TimeOfDay::of(5, 0),
            premium_minutes: Field::Absent,
            codes: Vec::new(),
        }
    }
}

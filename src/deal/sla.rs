//! Availability, faults and service credits.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::date::TimeOfDay;
use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::scalar::Text;
use super::schema::needs;

/// The service level.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = needed)]
pub struct Sla {
    /// What the supplier promises; without levels there are no credits, no clocks for faults and no exit for failure.
    #[serde(default)]
    pub promise: Promise,
    /// Why no level is promised, for our own side.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Why does the supplier promise no level of service?",
        "x-why" = "whoever approves the deal asks",
        "examples" = ["The published terms of the supplier promise none"],
        "x-who" = "us",
        "x-printed" = false
    ))]
    pub reason: Field<Text>,
    /// Share of a month in which calls can be set up and carried.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which availability in a month is promised for setting up and carrying calls?",
        "x-why" = "time beyond the allowance is credited",
        "x-unit" = "per cent of a month",
        "examples" = ["99.9 %"]
    ))]
    pub availability: Field<Percent>,
    /// Share of a month in which speech flows in calls that are set up, where it is promised apart.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which availability in a month is promised for the media path?",
        "x-why" = "calls that are set up and carry no speech count apart",
        "x-unit" = "per cent of a month",
        "examples" = ["99.5 %"]
    ))]
    pub media: Field<Percent>,
    /// What the supplier credits for time beyond the allowance.
    #[serde(default)]
    pub credits: Credits,
    /// Faults that stop all calls.
    #[serde(default = "critical")]
    pub critical: Clock,
    /// Faults that stop some calls or spoil many.
    #[serde(default = "major")]
    pub major: Clock,
    /// Other faults.
    #[serde(default = "minor")]
    pub minor: Clock,
    /// Planned work that does not count as downtime.
    #[serde(default)]
    pub maintenance: Maintenance,
    /// Months in a row below target after which the customer may leave.
    #[serde(default = "two")]
    #[schemars(range(min = 1, max = 12))]
    #[schemars(extend("x-unit" = "months in a row"))]
    pub chronic_months: u32,
    /// Months below target, of any six, after which the customer may leave.
    #[serde(default = "three")]
    #[schemars(range(min = 1, max = 6))]
    #[schemars(extend("x-unit" = "months of any six"))]
    pub chronic_any: u32,
}

fn needed(schema: &mut Schema) {
    needs(
        schema,
        "promise",
        &["best_effort", "parity", "regulator", "none"],
        &["availability", "credits"],
        &["reason"],
    );
}

/// What a supplier promises of the quality of its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// The levels that the deal names, with credits.
    #[default]
    Levels,
    /// Reasonable care, and no level.
    BestEffort,
    /// What it gives its own calls and those of others.
    Parity,
    /// The levels that its regulator sets.
    Regulator,
    /// No level: the customer bears the risk.
    None,
}

fn critical() -> Clock {
    Clock { acknowledge: Duration::of(30, Unit::Minute), fix: Duration::of(4, Unit::Hour) }
}

fn major() -> Clock {
    Clock { acknowledge: Duration::of(1, Unit::Hour), fix: Duration::of(8, Unit::Hour) }
}

fn minor() -> Clock {
    Clock { acknowledge: Duration::of(4, Unit::Hour), fix: Duration::of(3, Unit::BusinessDay) }
}

fn two() -> u32 {
    2
}

fn three() -> u32 {
    3
}

fn claim() -> Duration {
    Duration::of(30, Unit::Day)
}

/// Service credits.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credits {
    /// Share of the base credited for each hour beyond the allowance.
    #[schemars(extend(
        "x-ask" = "Which share of the charges is credited for each hour beyond the allowance?",
        "x-why" = "it is what an outage costs the supplier",
        "examples" = ["5 %"]
    ))]
    pub rate: Field<Percent>,
    /// How a part of an hour counts.
    #[schemars(extend(
        "x-ask" = "How is a part of an hour counted?",
        "x-why" = "it decides what a short outage costs"
    ))]
    pub per: Per,
    /// The month that availability is measured over.
    #[schemars(extend(
        "x-ask" = "Which month is availability measured over?",
        "x-why" = "the allowance follows from its length"
    ))]
    pub month: Month,
    /// The charges that the share is taken of.
    #[schemars(extend(
        "x-ask" = "Which charges is the credit a share of?",
        "x-why" = "it decides how much a credit is"
    ))]
    pub base: Base,
    /// Most that is credited for a month, as a share of the base.
    #[schemars(extend(
        "x-ask" = "Which share of the charges do the credits of a month not exceed?",
        "x-why" = "it limits what the supplier can lose",
        "examples" = ["25 %"]
    ))]
    pub cap: Field<Percent>,
    /// Whether the customer has to ask.
    #[serde(default)]
    pub application: Application,
    /// Time to claim, from the end of the month, where the customer has to ask.
    #[serde(default = "claim")]
    pub claim: Duration,
}

impl Default for Credits {
    fn default() -> Self {
        Self {
            rate: Field::Absent,
            per: Per::StartedHour,
            month: Month::Calendar,
            base: Base::AffectedService,
            cap: Field::Absent,
            application: Application::Automatic,
            claim: claim(),
        }
    }
}

/// How a part of an hour counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A started hour counts whole.
    StartedHour,
    /// Only a completed hour counts.
    CompletedHour,
    /// Each minute counts for its share.
    ProRata,
}

/// Length of the month in the allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Month {
    /// The days that the month has.
    Calendar,
    /// A twelfth of 365 days.
    Average,
}

/// What the credit is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// The month's charges for the destinations that were affected.
    AffectedService,
    /// The month's charges for the whole flow.
    Flow,
}

/// Whether the customer has to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// The supplier credits on its next invoice.
    #[default]
    Automatic,
    /// The customer claims.
    OnClaim,
}

/// Two clocks of a fault.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Time to acknowledge.
    #[schemars(extend("examples" = ["15 min"]))]
    pub acknowledge: Duration,
    /// Time to restore or reroute.
    #[schemars(extend("examples" = ["4 h"]))]
    pub fix: Duration,
}

/// Planned work.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Maintenance {
    /// Notice of planned work.
    pub notice: Duration,
    /// Most planned work in a month.
    pub most: Duration,
    /// When planned work may begin, local time of the destination.
    pub from: TimeOfDay,
    /// When it has to be over.
    pub to: TimeOfDay,
}

impl Default for Maintenance {
    fn default() -> Self {
        Self {
            notice: Duration::of(5, Unit::Day),
            most: Duration::of(8, Unit::Hour),
            from: TimeOfDay::of(0, 0),
            to: TimeOfDay::of(6, 0),
        }
    }
}

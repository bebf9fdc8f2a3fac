//! Ways to suspend and to end, and what follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::scalar::Text;

/// Suspension and termination.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Termination {
    /// Notice to end without cause.
    #[schemars(extend(
        "x-ask" = "What is the notice to end without cause?",
        "x-why" = "the other side needs the time to reroute",
        "examples" = ["30 days"]
    ))]
    pub notice: Field<Duration>,
    /// Time to cure a breach.
    #[schemars(extend(
        "x-ask" = "How long may a breach be cured?",
        "x-why" = "only a breach that is not cured within it ends the agreement",
        "examples" = ["30 days"]
    ))]
    pub cure: Field<Duration>,
    /// Times to cure a breach of one kind, where they differ.
    #[serde(default)]
    pub cures: Cures,
    /// Time after the due date from which an undisputed debt is ground to end.
    #[schemars(extend(
        "x-ask" = "How long after its due date may an undisputed debt stay unpaid before it is ground to end?",
        "x-why" = "it is the shortest way out for a supplier",
        "examples" = ["10 days"]
    ))]
    pub unpaid_after_due: Field<Duration>,
    /// Share of the fees and commitments left of the initial term that a customer pays who ends within it.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which share of what is left of the initial term does a customer pay who ends within it?",
        "x-why" = "left out, it owes nothing for leaving",
        "x-unit" = "per cent of the fees and commitments left",
        "examples" = ["50 %"]
    ))]
    pub exit_charge: Field<Percent>,
    /// Further grounds to end at once, each as a part of a sentence about the other party.
    #[serde(default)]
    #[schemars(extend("examples" = [["sells its network in the country of a destination"]]))]
    pub grounds: Vec<Text>,
    /// Whether a breach of another agreement between the parties is a ground to end this one.
    #[serde(default)]
    pub cross_default: bool,
    /// Time within which insolvency proceedings that others opened can be dismissed before they are a ground to end.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How long can insolvency proceedings last before they are a ground to end?",
        "x-why" = "left out, they are one at once",
        "examples" = ["60 days"]
    ))]
    pub dismissal: Field<Duration>,
    /// Steps that follow when a sum stays unpaid, each after its due date; if there are none, suspension alone.
    #[serde(default)]
    pub ladder: Vec<UnpaidStep>,
    /// Notice to suspend for an undisputed debt.
    #[serde(default = "suspension_notice")]
    pub suspension_notice: Duration,
    /// Time to restore the service once the ground is gone.
    #[serde(default = "restore")]
    pub restore: Duration,
    /// Proven fraud incidents that are ground to end.
    #[serde(default = "three")]
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "incidents"))]
    pub fraud_incidents: u32,
    /// The period in which these incidents are counted.
    #[serde(default = "fraud_window")]
    pub fraud_window: Duration,
    /// Time for the final account.
    #[serde(default = "final_account")]
    pub final_account: Duration,
    /// Time for which each party can fetch call records and routing data after the end.
    #[serde(default = "handover")]
    pub handover: Duration,
}

/// A step that follows when a sum stays unpaid.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnpaidStep {
    /// Time after the due date.
    #[schemars(extend("examples" = ["5 days"]))]
    pub after: Duration,
    /// What the supplier may then do.
    pub step: UnpaidAction,
}

/// What a supplier may do about an unpaid sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnpaidAction {
    /// Send a reminder.
    Remind,
    /// Halve the capacity.
    Limit,
    /// Refuse new destinations and orders.
    NoNewOrders,
    /// Suspend the flow.
    Suspend,
    /// End the agreement.
    End,
}

/// Times to cure, by kind of breach.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cures {
    /// Loss of an authorisation.
    pub authorisation: Duration,
    /// Prohibited traffic.
    pub traffic: Duration,
    /// A missing security control.
    pub security: Duration,
    /// An unpaid sum, from the notice that demands it.
    pub demand: Duration,
}

impl Default for Cures {
    fn default() -> Self {
        Self {
            authorisation: Duration::of(30, Unit::Day),
            traffic: Duration::of(24, Unit::Hour),
            security: Duration::of(5, Unit::BusinessDay),
            demand: Duration::of(5, Unit::BusinessDay),
        }
    }
}

fn suspension_notice() -> Duration {
    Duration::of(5, Unit::BusinessDay)
}

fn restore() -> Duration {
    Duration::of(24, Unit::Hour)
}

fn three() -> u32 {
    3
}

fn fraud_window() -> Duration {
    Duration::of(90, Unit::Day)
}

fn final_account() -> Duration {
    Duration::of(60, Unit::Day)
}

fn handover() -> Duration {
    Duration::of(30, Unit::Day)
}

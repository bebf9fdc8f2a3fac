//! Start and duration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::field::Field;
use super::measure::{Duration, Unit};

/// Start and duration of the agreement.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Term {
    /// Day from which the agreement binds; if left out, the day of the last signature.
    #[schemars(extend(
        "x-ask" = "On which day does the agreement begin to bind?",
        "x-why" = "left out, it binds from the last signature",
        "examples" = ["2027-01-01"]
    ))]
    pub start: Field<Date>,
    /// How long the agreement lasts.
    pub length: TermLength,
    /// Initial term, where it has a length.
    pub initial: Duration,
    /// Last day of the initial term, where it runs to a day.
    #[schemars(extend(
        "x-ask" = "On which day does the initial term end?",
        "x-why" = "the notice not to renew counts back from it",
        "examples" = ["2028-12-31"]
    ))]
    pub until: Field<Date>,
    /// Time from the start after which a party may end it without cause, in the initial term and in a renewal; `0 days` is at any time.
    #[schemars(extend(
        "x-ask" = "After what time may a party end the agreement within its initial term?",
        "x-why" = "before it, only a reason ends the agreement",
        "examples" = ["6 months"]
    ))]
    pub break_after: Field<Duration>,
    /// What happens at its end.
    pub renewal: Renewal,
    /// Length of each renewal, if it renews.
    #[schemars(extend(
        "x-ask" = "By what time does each renewal extend the agreement?",
        "x-why" = "an agreement that renews needs a length",
        "examples" = ["12 months"]
    ))]
    pub renewal_length: Field<Duration>,
    /// Notice, before the end of a term, that it shall not renew.
    #[schemars(extend(
        "x-ask" = "What notice before the end of a term stops the renewal?",
        "x-why" = "whoever misses it is bound for another term",
        "examples" = ["60 days"]
    ))]
    pub renewal_notice: Field<Duration>,
    /// What starts the service, which may be another day than that of signature.
    pub service: ServiceStart,
    /// The day, if the service starts on one or has run since one.
    #[schemars(extend(
        "x-ask" = "On which day does the service start, or since when has it run?",
        "x-why" = "calls are billed from that day",
        "examples" = ["2027-01-15"]
    ))]
    pub service_date: Field<Date>,
    /// A trial before the service is accepted for good.
    #[schemars(extend(
        "x-ask" = "How long does the trial last?",
        "x-why" = "either side may end it within that time",
        "examples" = ["30 days"]
    ))]
    pub trial: Field<Duration>,
    /// Most minutes of the trial.
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many minutes may the trial carry at most?",
        "x-why" = "it limits what a trial can cost",
        "x-unit" = "minutes",
        "examples" = [100000]
    ))]
    pub trial_minutes: Field<u32>,
}

impl Default for Term {
    fn default() -> Self {
        Self {
            start: Field::Absent,
            length: TermLength::Fixed,
            initial: Duration::of(12, Unit::Month),
            until: Field::Absent,
            break_after: Field::Absent,
            renewal: Renewal::Rolling,
            renewal_length: Field::Absent,
            renewal_notice: Field::Absent,
            service: ServiceStart::Acceptance,
            service_date: Field::Absent,
            trial: Field::Absent,
            trial_minutes: Field::Absent,
        }
    }
}

/// How long the agreement lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermLength {
    /// For `initial`, and then as `renewal` says.
    Fixed,
    /// Until `until`, and then as `renewal` says.
    ToDate,
    /// Until a party ends it: there is no initial term.
    Indefinite,
}

/// What follows the initial term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Renewal {
    /// It runs on until a party ends it.
    Rolling,
    /// It ends.
    Ends,
    /// It renews for `renewal_length`, unless a party gives `renewal_notice`.
    Renews,
}

/// What starts the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStart {
    /// The certificate of acceptance.
    Acceptance,
    /// The day on which the conditions before the first call are met.
    Conditions,
    /// The first call that is charged.
    FirstCall,
    /// The day that a message of the supplier names.
    SupplierNotice,
    /// A day, `service_date`.
    Date,
    /// Calls have run since `service_date`, and come under the agreement too.
    Running,
}

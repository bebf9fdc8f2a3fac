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
    /// Time after which a party may end it within the initial term.
    pub break_after: Field<Duration>,
    /// What follows it.
    pub renewal: Renewal,
    /// Length of each renewal, where it renews.
    pub renewal_length: Field<Duration>,
    /// Notice, before the end of a term, that it shall not renew.
    pub renewal_notice: Field<Duration>,
    /// What starts the service, which may be another day than that of signature.
    pub service: ServiceStart,
    /// The day, where the service starts on one or runs since one.
    pub service_date: Field<Date>,
    /// A trial before the service is accepted for good.
    pub trial: Field<Duration>,
    /// Most minutes of the trial.
    #[schemars(range(min = 1))]
    pub trial_minutes: Field<u32>,
}

impl Default for Term {
    fn default() -> Self {
        Self {
            start: Field::Absent,
            initial: Duration::of(12, Unit::Month),
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
    /// A day, `service_date`.
    Date,
    /// Calls have run since `service_date`, and come under the agreement too.
    Running,
}

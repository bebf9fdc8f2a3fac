//! Credit limit and security.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::money::Money;

/// What a customer may owe, and what secures it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Credit {
    /// How the supplier is secured.
    pub mode: Mode,
    /// Most that the customer may owe, billed and unbilled.
    pub limit: Field<Money>,
    /// Sum deposited, guaranteed, or prepaid at the start.
    pub security: Field<Money>,
    /// Balance below which a prepaying customer is told to top up.
    pub low_balance: Field<Money>,
    /// Share of the limit at which the supplier warns.
    pub alert: Percent,
    /// Time to pay down or top up after a warning that the limit is reached.
    pub cure: Duration,
    /// Time after the end within which security goes back.
    pub security_return: Duration,
}

impl Default for Credit {
    fn default() -> Self {
        Self {
            mode: Mode::Postpaid,
            limit: Field::Absent,
            security: Field::Absent,
            low_balance: Field::Absent,
            alert: Percent(75.into()),
            cure: Duration::of(24, Unit::Hour),
            security_return: Duration::of(30, Unit::Day),
        }
    }
}

/// Kind of security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Invoiced after use, unsecured.
    Postpaid,
    /// Paid before use.
    Prepaid,
    /// Secured by a deposit.
    Deposit,
    /// Secured by a standby letter of credit.
    LetterOfCredit,
    /// Secured by a parent's or bank's guarantee.
    Guarantee,
}

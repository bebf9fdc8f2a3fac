//! Credit limit and security.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Figure, Percent, Unit};
use super::money::Money;
use super::scalar::Text;

/// What a customer may owe, and what secures it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Credit {
    /// How the supplier is secured.
    #[schemars(extend(
        "x-ask" = "Are calls paid ahead (prepaid) or on invoice (postpaid), and with which security?",
        "x-why" = "limits, balances and the stop of traffic follow from it"
    ))]
    pub mode: SecurityKind,
    /// Most that the customer may owe, billed and unbilled.
    #[schemars(extend(
        "x-ask" = "What is the credit limit, billed and unbilled?",
        "x-why" = "beyond it the supplier may stop traffic",
        "examples" = ["USD 40000.00"]
    ))]
    pub limit: Field<Money>,
    /// Sum deposited, guaranteed, or prepaid at the start.
    #[schemars(extend(
        "x-ask" = "What is the sum of the security or prepayment?",
        "x-why" = "it stands for unpaid calls",
        "examples" = ["USD 60000.00"]
    ))]
    pub security: Field<Money>,
    /// Balance below which a prepaying customer is told to top up.
    #[schemars(extend(
        "x-ask" = "At which balance is a prepaying customer told to top up?",
        "x-why" = "traffic stops when the balance is used up",
        "examples" = ["USD 12000.00"]
    ))]
    pub low_balance: Field<Money>,
    /// Share of the limit at which the supplier warns.
    pub alert: Percent,
    /// Time to pay down or top up after a warning that the limit is reached.
    pub cure: Duration,
    /// Time after the end within which security goes back.
    pub security_return: Duration,
    /// Share of the limit at which the supplier warns again.
    pub second_alert: Percent,
    /// How the amount of security is worked out; if left out, `security` holds until it is agreed anew.
    #[schemars(extend(
        "x-ask" = "How does the amount of security follow the traffic: which multiple of which month?",
        "x-why" = "security that follows traffic stays enough when traffic grows"
    ))]
    pub formula: Field<Formula>,
    /// Amount of security as days of charges, of the mean of the last three months; beside `formula` or alone.
    #[schemars(range(min = 1, max = 365))]
    #[schemars(extend(
        "x-ask" = "How many days of charges does the security cover?",
        "x-why" = "it follows the traffic, as a formula by months does",
        "x-unit" = "days of charges",
        "examples" = [45]
    ))]
    pub days: Field<u32>,
    /// Which amount counts where both a formula and days are given.
    pub either: EitherAmount,
    /// What lets the supplier ask for security, or for more.
    pub triggers: Vec<Trigger>,
    /// Time to give or restore security once the supplier has asked.
    pub top_up: Duration,
    /// Further grounds on which the supplier may ask for security, each as a noun phrase.
    #[schemars(extend("examples" = [["traffic above twice its forecast"]]))]
    pub other_triggers: Vec<Text>,
    /// Time to give security, or more of it, on a trigger, where it is not `top_up`.
    #[schemars(extend(
        "x-ask" = "How long has the customer to give security after a trigger?",
        "x-why" = "left out, it is the time to restore what was drawn",
        "examples" = ["5 business days"]
    ))]
    pub increase: Field<Duration>,
    /// How often limit and security are reviewed.
    pub review: Duration,
    /// Whether the supplier may check the customer's credit at any time, and before each new destination.
    pub check: bool,
    /// What a review goes by.
    pub adjust_on: Vec<Measure>,
}

impl Credit {
    /// The field of the sum that this kind of credit needs, if the deal leaves it out.
    #[must_use]
    pub fn unsaid(&self) -> Option<&'static str> {
        let (field, sum) = match self.mode {
            SecurityKind::Open => return None,
            SecurityKind::Postpaid => ("limit", &self.limit),
            SecurityKind::Prepaid => ("security", &self.security),
            // A formula stands in place of the sum.
            SecurityKind::Deposit
            | SecurityKind::LetterOfCredit
            | SecurityKind::Guarantee
            | SecurityKind::SuretyBond
            | SecurityKind::AnyInstrument => {
                if self.formula != Field::Absent || self.days != Field::Absent {
                    return None;
                }
                ("security", &self.security)
            }
        };
        (*sum == Field::Absent).then_some(field)
    }
}

/// Which of two amounts counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EitherAmount {
    /// The higher.
    Higher,
    /// The lower.
    Lower,
    /// The one that the customer chooses.
    Customer,
}

/// A multiple of a month's charges.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// How many times the month's charges.
    #[schemars(extend("x-unit" = "times the charges of the month", "examples" = ["1.5"]))]
    pub multiple: Figure,
    /// Which month.
    pub of: Basis,
}

/// A month that security is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The dearest of the last six.
    PeakMonth,
    /// The mean of the last three.
    MeanMonth,
    /// The forecast for the next.
    ForecastMonth,
}

/// What lets a supplier ask for security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Two undisputed invoices paid late within six months.
    LatePayment,
    /// The credit limit was passed twice within three months.
    LimitPassed,
    /// An agency or the published accounts show a weaker customer.
    RatingFall,
    /// Another person takes control of the customer.
    ChangeOfControl,
    /// The supplier thinks fit, at any time.
    Discretion,
}

/// What a review goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Whether invoices were paid on time.
    PaymentRecord,
    /// Answer-seizure ratio of the customer's traffic.
    Asr,
    /// Average call duration of the customer's traffic.
    Acd,
}

impl Default for Credit {
    fn default() -> Self {
        Self {
            mode: SecurityKind::Postpaid,
            limit: Field::Absent,
            security: Field::Absent,
            low_balance: Field::Absent,
            alert: Percent(75.into()),
            cure: Duration::of(24, Unit::Hour),
            security_return: Duration::of(30, Unit::Day),
            second_alert: Percent(90.into()),
            formula: Field::Absent,
            days: Field::Absent,
            either: EitherAmount::Higher,
            other_triggers: Vec::new(),
            increase: Field::Absent,
            triggers: vec![Trigger::LatePayment, Trigger::LimitPassed, Trigger::RatingFall, Trigger::ChangeOfControl],
            top_up: Duration::of(48, Unit::Hour),
            review: Duration::of(6, Unit::Month),
            check: false,
            adjust_on: vec![Measure::PaymentRecord],
        }
    }
}

/// Kind of security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecurityKind {
    /// Invoiced after use, unsecured, within a limit.
    Postpaid,
    /// Invoiced after use, without a limit and unsecured.
    Open,
    /// Paid before use.
    Prepaid,
    /// Secured by a deposit.
    Deposit,
    /// Secured by a standby letter of credit.
    LetterOfCredit,
    /// Secured by a parent's or bank's guarantee.
    Guarantee,
    /// Secured by a surety bond.
    SuretyBond,
    /// Secured by a deposit, a letter of credit, a guarantee or a surety bond, as the customer chooses.
    AnyInstrument,
}

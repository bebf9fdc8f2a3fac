//! Invoices, payment, disputed sums, call records and audit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::money::Money;
use super::scalar::Text;

/// Invoices, payment and disputed sums.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Billing {
    /// How often each supplier invoices.
    #[schemars(extend("x-ask" = "How often are invoices sent?", "x-why" = "the time to pay runs from each invoice"))]
    pub cycle: Cycle,
    /// Time to pay.
    #[schemars(extend(
        "x-ask" = "How long is the time to pay?",
        "x-why" = "interest runs after it, and the credit limit has to cover it",
        "examples" = ["30 days"]
    ))]
    pub pay: Field<Duration>,
    /// What the time to pay runs from.
    #[schemars(extend(
        "x-ask" = "From when does the time to pay run?",
        "x-why" = "the due date of each invoice follows from it"
    ))]
    pub pay_from: PayFrom,
    /// Time to dispute an invoice, from its date.
    #[schemars(extend(
        "x-ask" = "How long after its date may an invoice be disputed?",
        "x-why" = "afterwards it has to be paid in full",
        "examples" = ["30 days"]
    ))]
    pub dispute_window: Field<Duration>,
    /// What the time to dispute runs from.
    #[serde(default)]
    pub dispute_from: DisputeFrom,
    /// How a payment is made; if there are none, in any way that brings cleared funds.
    #[serde(default)]
    pub methods: Vec<PaymentMethod>,
    /// How an invoice reaches the customer; if there are none, by e-mail.
    #[serde(default)]
    pub delivery: Vec<InvoiceDelivery>,
    /// Whether the customer owes a sum only once its own customers have paid for the calls.
    #[serde(default)]
    pub pay_when_paid: bool,
    /// What a call's charge counts from.
    #[serde(default)]
    pub chargeable_from: ChargeableFrom,
    /// When the parties compare their figures.
    #[serde(default)]
    pub reconcile: Reconcile,
    /// Whether interest bears interest.
    #[serde(default)]
    pub interest_kind: InterestKind,
    /// Published rate above which `interest` runs, by the year; if left out, `interest` is the whole, by the month.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Above which published rate does interest run, if not at a fixed one?",
        "x-why" = "`billing.interest` is then the margin by the year",
        "examples" = ["the base rate of the Bank of England"]
    ))]
    pub interest_over: Field<Text>,
    /// Least interest on a late invoice.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the least that is due for a late invoice?",
        "x-why" = "left out, only the rate counts",
        "examples" = ["USD 50.00"]
    ))]
    pub interest_least: Field<Money>,
    /// Whether debts to and from affiliates may be set off too.
    #[serde(default)]
    pub set_off_affiliates: bool,
    /// Time to issue an invoice, from the end of the cycle.
    #[serde(default = "issue")]
    pub issue: Duration,
    /// Interest on a late sum, for a month, simple.
    #[serde(default = "interest")]
    pub interest: Percent,
    /// Mutual debts at the end of a cycle.
    #[serde(default)]
    pub set_off: SetOff,
    /// What happens to a disputed sum until the dispute ends.
    #[serde(default)]
    pub disputed: Disputed,
    /// Who holds disputed sums in escrow.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who holds disputed sums in escrow?",
        "x-why" = "neither side has the money until the dispute is settled",
        "examples" = ["Quay Trust Ltd"]
    ))]
    pub escrow_agent: Field<Text>,
    /// What a party has to send with a dispute.
    #[serde(default = "dispute_evidence")]
    #[schemars(length(min = 1))]
    pub dispute_evidence: Vec<Evidence>,
    /// Difference between the parties' records that is ignored.
    #[serde(default = "one_percent")]
    pub tolerance: Percent,
    /// Least sum worth a dispute.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Below which sum is no invoice disputed?",
        "x-why" = "small differences cost more than they are worth",
        "examples" = ["USD 250.00"]
    ))]
    pub dispute_threshold: Field<Money>,
    /// Grounds on which an invoice can still be challenged after the window; with none, it is then accepted for good.
    #[serde(default = "deemed_except")]
    pub deemed_except: Vec<LateGround>,
    /// Time for each side to hand over its call records in a dispute.
    #[serde(default = "record_exchange")]
    pub record_exchange: Duration,
    /// Time after which a call can no longer be invoiced.
    #[serde(default = "back_billing")]
    pub back_billing: Duration,
    /// Tax that the payer must withhold.
    #[serde(default)]
    pub withholding: Withholding,
    /// Form of call detail records.
    #[serde(default)]
    pub record_format: RecordFormat,
    /// Notice of an audit.
    #[serde(default = "audit_notice")]
    pub audit_notice: Duration,
    /// Audits that each party may make in twelve months.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 12))]
    #[schemars(extend("x-unit" = "audits a year"))]
    pub audits_per_year: u32,
    /// How far back an audit may look.
    #[serde(default = "audit_lookback")]
    pub audit_lookback: Duration,
    /// Overcharge from which the audited party bears the audit's cost.
    #[serde(default = "audit_shift")]
    pub audit_cost_shift: Percent,
}

fn issue() -> Duration {
    Duration::of(5, Unit::Day)
}

fn interest() -> Percent {
    Percent(rust_decimal::Decimal::new(15, 1))
}

fn one_percent() -> Percent {
    Percent(1.into())
}

fn deemed_except() -> Vec<LateGround> {
    vec![LateGround::Fraud, LateGround::ManifestError, LateGround::Audit]
}

/// A ground on which an invoice can be challenged late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LateGround {
    /// Fraud.
    Fraud,
    /// An error that anybody sees.
    ManifestError,
    /// What an audit finds.
    Audit,
}

fn record_exchange() -> Duration {
    Duration::of(10, Unit::Day)
}

fn back_billing() -> Duration {
    Duration::of(90, Unit::Day)
}

fn dispute_evidence() -> Vec<Evidence> {
    vec![Evidence::InvoiceLines, Evidence::CallRecords]
}

fn one() -> u32 {
    1
}

fn audit_notice() -> Duration {
    Duration::of(10, Unit::BusinessDay)
}

fn audit_lookback() -> Duration {
    Duration::of(12, Unit::Month)
}

fn audit_shift() -> Percent {
    Percent(3.into())
}

/// What the time to dispute an invoice runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisputeFrom {
    /// What the time to pay runs from.
    #[default]
    Payment,
    /// The date of the invoice.
    InvoiceDate,
    /// Its receipt.
    Receipt,
    /// Its due date.
    DueDate,
}

/// A way in which an invoice is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceDelivery {
    /// By e-mail to the billing contact.
    Email,
    /// On the supplier's portal, announced by e-mail.
    Portal,
    /// By post.
    Post,
}

/// A way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// Bank transfer.
    Wire,
    /// Automated clearing house or direct debit.
    Debit,
    /// Card.
    Card,
    /// Cheque.
    Cheque,
}

/// What a call's charge counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChargeableFrom {
    /// The answer.
    #[default]
    Answer,
    /// The seizure, answered or not.
    Seizure,
}

/// When figures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reconcile {
    /// After the invoice.
    #[default]
    After,
    /// Before it: figures that are not disputed in time are accepted.
    Before,
}

/// Whether interest bears interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InterestKind {
    /// It does not.
    #[default]
    Simple,
    /// It does, each month.
    Compound,
}

/// A billing cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cycle {
    /// Monday to Sunday.
    Weekly,
    /// The 1st to the 15th, and the rest of the month.
    SemiMonthly,
    /// A month of the calendar.
    Monthly,
    /// A day.
    Daily,
}

/// When the payment clock starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayFrom {
    /// The date on the invoice.
    InvoiceDate,
    /// The day on which the customer receives it.
    Receipt,
    /// The day on which the supplier sends it.
    Sending,
}

/// Mutual debts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetOff {
    /// Undisputed sums are set off, and the balance is paid.
    #[default]
    Net,
    /// Each pays in full; what is undisputed and overdue may be set off.
    Gross,
    /// The supplier alone may set off what the customer owes it.
    SupplierOnly,
    /// Each pays in full, and nothing is set off.
    None,
}

/// A disputed sum until the dispute ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disputed {
    /// The customer keeps it.
    #[default]
    Withheld,
    /// The customer pays it, and gets it back with interest if it was right.
    Paid,
    /// An escrow agent holds it.
    Escrow,
}

/// What supports a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The lines of the invoice that are wrong.
    InvoiceLines,
    /// The call records of these lines.
    CallRecords,
    /// The supplier's call records of these lines.
    SupplierRecords,
    /// Account, trunk and invoice numbers.
    Accounts,
    /// A code of reason from the supplier's list.
    ReasonCode,
    /// Test calls.
    TestCalls,
    /// A statement of reasons.
    Statement,
}

/// Withholding tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Withholding {
    /// The payer pays more, so that the supplier receives the whole.
    #[default]
    GrossUp,
    /// The supplier bears it.
    Deduct,
    /// The parties bear it in equal parts.
    Shared,
}

/// A record layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
pub enum RecordFormat {
    /// Comma-separated values (RFC 4180).
    #[default]
    #[serde(rename = "CSV")]
    Csv,
    /// XML.
    #[serde(rename = "XML")]
    Xml,
    /// JSON.
    #[serde(rename = "JSON")]
    Json,
}

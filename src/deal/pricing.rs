//! How prices change, how charges are rounded, and prices beside the minute.
//!
//! A row for one direction names its flow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::date::TimeOfDay;
use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::money::{Money, Rate};
use super::number::DialCode;
use super::scalar::Text;

/// Notice, rounding, discounts, fees and commitments.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pricing {
    /// Notice of a higher rate.
    pub increase_notice: Duration,
    /// Notice of a lower rate.
    pub decrease_notice: Duration,
    /// Notice that a dial code closes.
    pub closure_notice: Duration,
    /// Other notices for a flow, or for one of its destinations.
    pub notices: Vec<NoticeException>,
    /// Time from the start during which no rate rises.
    #[schemars(extend(
        "x-ask" = "For how long from the start are the rates held?",
        "x-why" = "no rate rises within it",
        "examples" = ["3 months"]
    ))]
    pub freeze: Field<Duration>,
    /// What decides which rate a call is charged at.
    pub rating: Rating,
    /// Bands of the day or week in which other rates hold.
    pub bands: Vec<Band>,
    /// The dial codes of each origin that rate lines name; if left out, the supplier sends the list.
    pub origins: Vec<OriginGroup>,
    /// Share of calls without a valid caller number that is not charged at the dearest origin.
    pub origin_exempt: Percent,
    /// Decimal places of one call's charge.
    #[schemars(range(min = 2, max = 8))]
    #[schemars(extend("x-unit" = "decimal places"))]
    pub call_decimals: u32,
    /// How a charge is rounded.
    pub rounding: Rounding,
    /// What becomes of a call for which no rate line matches.
    pub unrated: Unrated,
    /// Whether charges of third parties that the supplier has to pay for a call are passed on at cost.
    pub pass_through: bool,
    /// Surcharges on traffic that is short or answers badly.
    pub surcharges: Vec<Surcharge>,
    /// Fees beside the rates.
    pub fees: Vec<Fee>,
    /// Discounts by a month's volume.
    pub discounts: Vec<Discount>,
    /// Which minutes a discount is given on.
    pub discount_method: DiscountMethod,
    /// Discounts for traffic that answers well and talks long.
    pub quality_bonus: Vec<QualityBonus>,
    /// Shares of what the customer receives for a destination, paid instead of the rate.
    pub revenue_share: Vec<RevenueShare>,
    /// Volumes that a customer commits to.
    pub commitments: Vec<Commitment>,
    /// Sums that a customer commits to spend.
    pub spend: Vec<SpendCommitment>,
    /// Traffic that the parties exchange in kind.
    #[schemars(extend(
        "x-ask" = "How many minutes are exchanged in kind, and in which period?",
        "x-why" = "minutes of the swap are set against each other"
    ))]
    pub swap: Field<Swap>,
}

impl Default for Pricing {
    fn default() -> Self {
        Self {
            increase_notice: Duration::of(7, Unit::Day),
            decrease_notice: Duration::of(1, Unit::Day),
            closure_notice: Duration::of(24, Unit::Hour),
            notices: Vec::new(),
            freeze: Field::Absent,
            rating: Rating::DialCode,
            bands: Vec::new(),
            origins: Vec::new(),
            origin_exempt: Percent(3.into()),
            call_decimals: 5,
            rounding: Rounding::HalfUp,
            unrated: Unrated::Highest,
            pass_through: false,
            surcharges: Vec::new(),
            fees: Vec::new(),
            discounts: Vec::new(),
            discount_method: DiscountMethod::Incremental,
            quality_bonus: Vec::new(),
            revenue_share: Vec::new(),
            commitments: Vec::new(),
            spend: Vec::new(),
            swap: Field::Absent,
        }
    }
}

/// What becomes of a call without a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unrated {
    /// It is refused, or carried for no more than the highest rate of the country.
    Highest,
    /// It is refused, and nothing is due if it is carried.
    Refused,
}

/// A surcharge on traffic.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Surcharge {
    /// The flow for which it holds.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// What is measured, over a day.
    pub measure: SurchargeMeasure,
    /// The figure beyond which it is due, with its unit.
    #[schemars(extend("examples" = ["15 %"]))]
    pub threshold: Text,
    /// Surcharge on each call concerned.
    #[schemars(extend("examples" = ["0.0100"], "x-unit" = "price of a call, in `rates.currency`"))]
    pub per_call: Rate,
}

/// What a surcharge goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SurchargeMeasure {
    /// Share of calls of six seconds or less above the threshold.
    ShortCalls,
    /// Answer-seizure ratio below it.
    Asr,
    /// Average call duration below it.
    Acd,
}

/// A way to round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// A half goes up.
    HalfUp,
    /// Any remainder goes up.
    Up,
}

/// What decides the rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// The leading digits of the called number, ported or not.
    DialCode,
    /// The network that serves the called number after porting.
    ServingNetwork,
}

/// A band of time.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name, which lines of the rate schedule use.
    #[schemars(extend("examples" = ["peak"]))]
    pub name: Text,
    /// Days, such as `Monday to Friday`.
    #[schemars(extend("examples" = ["Monday to Friday"]))]
    pub days: Text,
    /// When it begins, in the time zone of the agreement.
    #[schemars(extend("examples" = ["08:00"]))]
    pub from: TimeOfDay,
    /// When it ends.
    #[schemars(extend("examples" = ["20:00"]))]
    pub to: TimeOfDay,
}

/// The callers that count as one origin. The longest code that a caller's number begins with decides.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OriginGroup {
    /// Its name, which lines of the rate schedule use as their origin.
    #[schemars(extend("examples" = ["EEA"]))]
    pub name: Text,
    /// Leading digits of the callers' numbers, country code first.
    #[schemars(length(min = 1))]
    #[schemars(extend("examples" = [["30", "31", "32"]]))]
    pub codes: Vec<DialCode>,
}

/// A notice that departs from the general one.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeException {
    /// The flow for which it holds.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// Name of the destination; if left out, every destination of the flow.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For which destination does another notice of rate changes hold[ than {increase}]?",
        "x-why" = "left out, the notice holds for the whole flow",
        "examples" = ["Hong Kong Mobile"]
    ))]
    pub destination: Field<Text>,
    /// Notice of a higher rate.
    #[schemars(extend("examples" = ["14 days"]))]
    pub increase: Duration,
    /// Notice of a lower rate.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How long is the notice of a lower rate[, where that of a higher one is {increase}]?",
        "x-why" = "left out, the general notice holds",
        "examples" = ["1 day"]
    ))]
    pub decrease: Field<Duration>,
    /// Notice that a dial code closes.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How long is the notice that a code closes[, where that of a higher rate is {increase}]?",
        "x-why" = "left out, the general notice holds",
        "examples" = ["48 hours"]
    ))]
    pub closure: Field<Duration>,
}

/// A fee.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// The flow whose customer pays it.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// What it is for, such as the set-up of a site.
    #[schemars(extend("examples" = ["Set-up of a site"]))]
    pub what: Text,
    /// Amount of the fee.
    #[schemars(extend(
        "x-ask" = "How much is the fee[ for {what}]?",
        "x-why" = "the supplier adds it to an invoice",
        "examples" = ["USD 500.00"]
    ))]
    pub amount: Field<Money>,
    /// When the fee is due.
    pub due: FeeDue,
}

/// When a fee is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeeDue {
    /// Once, with the next invoice after what it is for was done.
    Once,
    /// Each time that it arises, such as for a reconnection, with the next invoice.
    EachTime,
    /// With each month's last invoice.
    Monthly,
    /// For each month, with the invoice before it.
    MonthlyInAdvance,
    /// With the last invoice of each year from the start of the service.
    Yearly,
}

/// A discount above a volume.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discount {
    /// The flow for which it holds.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// Charged minutes of a month above which it holds.
    #[schemars(extend("x-unit" = "charged minutes of a month", "examples" = [10000000]))]
    pub above: u32,
    /// Discount on the rates.
    #[schemars(extend("examples" = ["10 %"]))]
    pub percent: Percent,
}

/// The minutes that a discount is given on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountMethod {
    /// Those above the threshold.
    Incremental,
    /// All of the month, once the threshold is passed.
    WholeVolume,
}

/// A discount for the quality of traffic.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QualityBonus {
    /// The flow for which it holds.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// What is measured, over a month.
    pub measure: BonusMeasure,
    /// The least figure that earns it, with its unit.
    #[schemars(extend("examples" = ["65 %"]))]
    pub threshold: Text,
    /// Discount on the month's charges.
    #[schemars(extend("examples" = ["2 %"]))]
    pub percent: Percent,
}

/// What a quality bonus goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BonusMeasure {
    /// Answer-seizure ratio.
    Asr,
    /// Average call duration.
    Acd,
    /// Network effectiveness ratio.
    Ner,
    /// Mean opinion score.
    Mos,
}

/// A share of what the customer receives for calls to a destination, paid instead of the rate.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevenueShare {
    /// The flow for which it holds.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// Name of the destination.
    #[schemars(extend("examples" = ["Hong Kong Premium"]))]
    pub destination: Text,
    /// Share that the customer pays.
    #[schemars(extend("examples" = ["40 %"]))]
    pub percent: Percent,
}

/// A volume that a customer commits to.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The flow whose customer commits.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// Charged minutes of a period.
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "charged minutes of a period", "examples" = [10000000]))]
    pub minutes: u32,
    /// The period in which the minutes are counted.
    pub period: Period,
    /// Share of the commitment below which a shortfall is charged.
    #[serde(default = "eighty")]
    pub floor: Percent,
    /// Up to where missing minutes are charged.
    #[serde(default)]
    pub shortfall: Shortfall,
    /// Share of the average rate that a missing minute costs.
    #[serde(default = "whole")]
    pub price: Percent,
    /// Time in which missing minutes can still be sent.
    #[serde(default = "month")]
    pub carry: Duration,
}

fn eighty() -> Percent {
    Percent(80.into())
}

fn whole() -> Percent {
    Percent(100.into())
}

fn month() -> Duration {
    Duration::of(1, Unit::Month)
}

/// The period of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A month of the calendar.
    Month,
    /// A quarter of the calendar.
    Quarter,
    /// Twelve months from the start.
    Year,
}

/// Up to where missing minutes are charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// Up to the floor.
    #[default]
    ToFloor,
    /// Up to the whole commitment.
    ToCommitment,
}

/// A sum that a customer commits to spend.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpendCommitment {
    /// The flow whose customer commits.
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: FlowId,
    /// Least charges of a period, without tax.
    #[schemars(extend("examples" = ["USD 20000.00"]))]
    pub sum: Money,
    /// The period in which the charges are counted.
    pub period: Period,
}

/// Traffic exchanged in kind.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// Charged minutes in each direction in a period.
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "charged minutes of a period, in each direction", "examples" = [5000000]))]
    pub minutes: u32,
    /// The period in which the minutes are counted.
    pub period: Period,
    /// How the exchange is settled.
    pub settlement: Settlement,
    /// Time to send the minutes that a period lacked.
    #[serde(default = "month")]
    pub make_up: Duration,
    /// Price of a minute of the swap that is missing in the end; otherwise the average rate of its flow.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What does a minute of the swap that is missing in the end cost?",
        "x-why" = "left out, the average rate of the flow is due",
        "x-unit" = "price of a minute, in `rates.currency`",
        "examples" = ["0.0120"]
    ))]
    pub rate: Field<Rate>,
    /// Whether the minutes must not be bought from anybody else.
    #[serde(default)]
    pub exclusive: bool,
}

/// How a swap is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// Both directions are invoiced at their rates, and the balance is paid.
    Financial,
    /// Minutes of the swap count as paid for; only those beyond it are invoiced.
    Deemed,
}

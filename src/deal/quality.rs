//! Quality of calls: measures and targets.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Figure, Percent, Unit};
use super::rates::Route;
use super::scalar::Text;

/// Targets; those of the supplier's network are promises, those of the customer's callers a profile.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Quality {
    /// Least network effectiveness ratio (ITU-T E.425); higher is better.
    #[schemars(extend(
        "x-ask" = "Which network effectiveness ratio (NER) is promised at least?",
        "x-why" = "a destination that stays below it may be left",
        "x-unit" = "per cent of calls"
    ))]
    pub ner: Field<Percent>,
    /// Most post-dial delay on the supplier's own segment, 95th percentile.
    #[schemars(extend(
        "x-ask" = "Which post-dial delay is promised at most, at the 95th percentile?",
        "x-why" = "callers hang up when a line stays silent"
    ))]
    pub pdd: Field<Duration>,
    /// Most packet loss on the supplier's own segment.
    #[schemars(extend(
        "x-ask" = "Which packet loss is promised at most?",
        "x-why" = "lost packets are heard as gaps",
        "x-unit" = "per cent of packets"
    ))]
    pub loss: Field<Percent>,
    /// Most packet delay variation.
    #[schemars(extend(
        "x-ask" = "Which jitter is promised at most?",
        "x-why" = "packets that come too late count as lost"
    ))]
    pub jitter: Field<Duration>,
    /// Most one-way delay on the supplier's own segment.
    #[schemars(extend(
        "x-ask" = "Which one-way delay is promised at most?",
        "x-why" = "beyond some 150 ms people interrupt each other"
    ))]
    pub delay: Field<Duration>,
    /// Least MOS-CQE by the E-model (ITU-T G.107).
    #[schemars(extend(
        "x-ask" = "Which mean opinion score (MOS) is promised at least?",
        "x-why" = "it sums up how speech sounds",
        "x-unit" = "MOS, from 1 to 5"
    ))]
    pub mos: Field<Figure>,
    /// Answer-seizure ratio (ITU-T E.425) that the parties expect; reported, not promised.
    #[schemars(extend(
        "x-ask" = "Which answer-seizure ratio (ASR) is expected?",
        "x-why" = "a sudden fall shows a fault or fraud",
        "x-unit" = "per cent of calls"
    ))]
    pub asr: Field<Percent>,
    /// Answer-seizure ratio of a destination below which the customer may leave it.
    #[schemars(extend(
        "x-ask" = "Below which answer-seizure ratio may a destination be left?",
        "x-why" = "it is a way out without a breach",
        "x-unit" = "per cent of calls"
    ))]
    pub asr_exit: Field<Percent>,
    /// Average call duration that the parties expect; reported, not promised.
    #[schemars(extend(
        "x-ask" = "Which average call duration (ACD) is expected?",
        "x-why" = "a sudden fall shows a fault or fraud"
    ))]
    pub acd: Field<Duration>,
    /// Least share of recorded test calls on CLI and direct lines whose number arrives unaltered.
    #[schemars(extend(
        "x-ask" = "Which share of test calls must show the caller's number unaltered?",
        "x-why" = "a CLI route that hides numbers is sold as what it is not",
        "x-unit" = "per cent of test calls"
    ))]
    pub cli_delivery: Field<Percent>,
    /// Destinations, or their route classes, with figures of their own.
    pub destinations: Vec<DestinationQuality>,
    /// Least number of seizures in the measuring period for a figure to count.
    #[schemars(range(min = 1))]
    #[schemars(extend("x-unit" = "calls"))]
    pub sample: u32,
    /// How often quality is reported.
    pub report: ReportingCycle,
}

impl Default for Quality {
    fn default() -> Self {
        Self {
            ner: Field::Known(Percent(95.into())),
            pdd: Field::Known(Duration { amount: Decimal::new(25, 1), unit: Unit::Second }),
            loss: Field::Known(Percent(Decimal::new(5, 1))),
            jitter: Field::Known(Duration::of(30, Unit::Millisecond)),
            delay: Field::Known(Duration::of(150, Unit::Millisecond)),
            mos: Field::Known(Figure(Decimal::new(38, 1))),
            asr: Field::Known(Percent(60.into())),
            asr_exit: Field::Known(Percent(40.into())),
            acd: Field::Known(Duration::of(120, Unit::Second)),
            cli_delivery: Field::Absent,
            destinations: Vec::new(),
            sample: 1000,
            report: ReportingCycle::Monthly,
        }
    }
}

/// Figures of one destination, in place of those of its flow.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DestinationQuality {
    /// Its name, as the rates spell it.
    #[schemars(extend("examples" = ["Thailand Mobile"]))]
    pub destination: Text,
    /// Route class that the figures are for; left out, each that the destination has.
    #[serde(default)]
    #[schemars(with = "Route")]
    pub route: Option<Route>,
    /// Least network effectiveness ratio.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which network effectiveness ratio (NER) is promised at least[ for {destination}]?",
        "x-why" = "routes to one destination differ from those to another",
        "x-unit" = "per cent of calls"
    ))]
    pub ner: Field<Percent>,
    /// Answer-seizure ratio that the parties expect.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which answer-seizure ratio (ASR) is expected[ for {destination}]?",
        "x-why" = "a sudden fall shows a fault or fraud",
        "x-unit" = "per cent of calls"
    ))]
    pub asr: Field<Percent>,
    /// Average call duration that the parties expect.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which average call duration (ACD) is expected[ for {destination}]?",
        "x-why" = "a sudden fall shows a fault or fraud",
        "examples" = ["180 s"]
    ))]
    pub acd: Field<Duration>,
}

/// A reporting cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportingCycle {
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
}

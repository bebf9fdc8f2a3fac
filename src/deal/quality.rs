//! Quality of calls: what is measured, and its targets.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::measure::{Duration, Figure, Percent, Unit};

/// Targets; those of the supplier's network are promises, those of the customer's callers a profile.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Quality {
    /// Least network effectiveness ratio (ITU-T E.425); higher is better.
    pub ner: Field<Percent>,
    /// Most post-dial delay on the supplier's own segment, 95th percentile.
    pub pdd: Field<Duration>,
    /// Most packet loss on the supplier's own segment.
    pub loss: Field<Percent>,
    /// Most packet delay variation.
    pub jitter: Field<Duration>,
    /// Most one-way delay on the supplier's own segment.
    pub delay: Field<Duration>,
    /// Least MOS-CQE by the E-model (ITU-T G.107).
    pub mos: Field<Figure>,
    /// Answer-seizure ratio (ITU-T E.425) that the parties expect; reported, not promised.
    pub asr: Field<Percent>,
    /// Answer-seizure ratio of a destination below which the customer may leave it.
    pub asr_exit: Field<Percent>,
    /// Average call duration that the parties expect; reported, not promised.
    pub acd: Field<Duration>,
    /// Least number of seizures in the measuring period for a figure to count.
    #[schemars(range(min = 1))]
    pub sample: u32,
    /// How often quality is reported.
    pub report: Report,
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
            sample: 1000,
            report: Report::Monthly,
        }
    }
}

/// A reporting cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
}

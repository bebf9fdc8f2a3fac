//! Calculated speech quality: the narrowband E-model of ITU-T G.107 with all its terms, echo included.
//!
//! Terminals and lines have the Recommendation's default values. The path between them has delay, loss, codecs and echo. Loss
//! is random (`BurstR` 1), both directions are alike, and `T = Ta = Tr/2`. The advantage factor (`A`) is 0.

use rust_decimal::prelude::ToPrimitive;

use crate::deal::measure::{Duration, Percent};
use crate::deal::technical::Codec;

/// Talker echo loudness rating, in dB: G.107's default, which assumes that echo is cancelled.
pub const TELR: f64 = 65.0;
/// Weighted echo path loss that G.107 assumes, in dB.
pub const WEPL: f64 = 110.0;
/// Longest one-way delay for which G.107 holds, in milliseconds.
pub const LONGEST_DELAY: u32 = 500;

/// Send and receive loudness rating, and their sum, in dB.
const SLR: f64 = 8.0;
const RLR: f64 = 2.0;
const OLR: f64 = SLR + RLR;
/// Sidetone masking rating, in dB.
const STMR: f64 = 15.0;
/// D-value of the telephone at each side.
const DS: f64 = 3.0;
const DR: f64 = 3.0;
/// Noise of the circuit, and floor of noise at the receiver, in dBm0p and dBmp.
const NC: f64 = -70.0;
const NFOR: f64 = -64.0;
/// Noise in the room at each side, in dB(A).
const PS: f64 = 35.0;
const PR: f64 = 35.0;
/// Quantizing distortion units.
const QDU: f64 = 1.0;

/// A codec, with the options that determine its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatedCodec {
    /// G.711 without packet loss concealment.
    G711,
    /// G.711 with packet loss concealment (its Appendix I).
    G711Concealed,
    /// G.729A without silence suppression (`annexb=no`).
    G729a,
    /// G.729A with voice activity detection (`annexb=yes`).
    G729aVad,
}

impl RatedCodec {
    /// Every codec with published or assumed figures.
    pub const ALL: [Self; 4] = [Self::G711, Self::G711Concealed, Self::G729a, Self::G729aVad];

    /// The codec of a list with the best MOS, as the paper offers it, and its name: wideband calls are left out, and G.729
    /// sends without pause (`annexb=no`). `None` if narrowband AMR, for which the E-model has no figures here, may be better.
    #[must_use]
    pub fn best_of(codecs: &[Codec]) -> Option<(Self, &'static str)> {
        if codecs.iter().any(|codec| matches!(codec, Codec::G711A | Codec::G711U)) {
            Some((Self::G711Concealed, "G.711 with loss concealment"))
        } else if codecs.contains(&Codec::G729) && !codecs.contains(&Codec::Amr) {
            Some((Self::G729a, "G.729A without voice activity detection"))
        } else {
            None
        }
    }

    /// Equipment impairment factor without loss, `Ie`. Source: ITU-T G.113 Appendix I.
    #[must_use]
    pub fn impairment(self) -> f64 {
        match self {
            Self::G711 | Self::G711Concealed => 0.0,
            Self::G729a => 10.0,
            Self::G729aVad => 11.0,
        }
    }

    /// Robustness against random loss, `Bpl`. Source: ITU-T G.113 Appendix I, unless [`Self::assumed`] says otherwise.
    #[must_use]
    pub fn robustness(self) -> f64 {
        match self {
            Self::G711 => 4.3,
            Self::G711Concealed => 25.1,
            Self::G729a | Self::G729aVad => 19.0,
        }
    }

    /// Whether the robustness is assumed: we know no published figure for G.729A without voice activity detection, and use the
    /// one with it.
    #[must_use]
    pub fn assumed(self) -> bool {
        self == Self::G729a
    }
}

/// A part of the path with one coding of speech.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leg {
    /// The codec of this part.
    pub codec: RatedCodec,
    /// Packets lost, at random, in percent from 0 to 20.
    pub loss: f64,
}

impl Leg {
    /// A leg with a deal's packet loss.
    #[must_use]
    pub fn new(codec: RatedCodec, loss: Percent) -> Option<Self> {
        Some(Self { codec, loss: loss.0.to_f64()? })
    }

    /// Equipment impairment with loss, `Ie-eff`. Source: ITU-T G.107, clause on the equipment impairment factor.
    #[must_use]
    pub fn impairment(self) -> f64 {
        let ie = self.codec.impairment();
        ie + (95.0 - ie) * self.loss / (self.loss + self.codec.robustness())
    }
}

/// The path from mouth to ear.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way<'a> {
    /// Parts between which speech is recoded; their impairments add up (G.113).
    pub legs: &'a [Leg],
    /// One-way delay from mouth to ear, in milliseconds from 0 to 500.
    pub delay: f64,
    /// Talker echo loudness rating, in dB from 5 to 65.
    pub telr: f64,
    /// Weighted echo path loss, in dB from 5 to 110.
    pub wepl: f64,
}

impl<'a> Way<'a> {
    /// A path with G.107's default echo.
    #[must_use]
    pub fn new(legs: &'a [Leg], delay: f64) -> Self {
        Self { legs, delay, telr: TELR, wepl: WEPL }
    }

    /// Whether every value is within the range of G.107.
    fn permitted(&self) -> bool {
        (0.0..=f64::from(LONGEST_DELAY)).contains(&self.delay)
            && (5.0..=TELR).contains(&self.telr)
            && (5.0..=WEPL).contains(&self.wepl)
            && self.legs.iter().all(|leg| (0.0..=20.0).contains(&leg.loss))
    }
}

/// The E-model's result for a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransmissionRating {
    /// Transmission rating factor, from 0 to 100.
    pub r: f64,
    /// Estimated mean opinion score, MOS-CQE, from 1 to 4.5.
    pub mos: f64,
}

/// A deal's duration in milliseconds.
#[must_use]
pub fn milliseconds(duration: Duration) -> Option<f64> {
    duration.about_seconds().to_f64().map(|seconds| seconds * 1000.0)
}

/// Rates a path; `None` outside the ranges of the Recommendation. Source: ITU-T G.107.
#[must_use]
pub fn rate(way: &Way) -> Option<TransmissionRating> {
    way.permitted().then(|| {
        let noise = noise();
        let base = 15.0 - 1.5 * (SLR + noise);
        let equipment: f64 = way.legs.iter().map(|leg| leg.impairment()).sum();
        let r = base - simultaneous(way, noise, base) - delay(way, noise, base) - equipment;
        TransmissionRating { r, mos: mos(r) }
    })
}

/// Mean opinion score of a rating factor, at least 1: the cubic falls below 1 for ratings between 0 and 6.5. Source: ITU-T
/// G.107 Annex B.
#[must_use]
pub fn mos(r: f64) -> f64 {
    if r <= 0.0 {
        1.0
    } else if r >= 100.0 {
        4.5
    } else {
        (1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6).max(1.0)
    }
}

/// Longest one-way delay, in whole milliseconds up to [`LONGEST_DELAY`], at which legs still reach a MOS, with G.107's default
/// echo. `None` if no delay is short enough. Source: a search with [`rate`].
#[must_use]
pub fn longest_delay(legs: &[Leg], mos: f64) -> Option<u32> {
    (0..=LONGEST_DELAY)
        .rev()
        .find(|&delay| rate(&Way::new(legs, f64::from(delay))).is_some_and(|rating| rating.mos >= mos))
}

/// All noise, `No`, in dBm0p.
fn noise() -> f64 {
    let power = |level: f64| 10f64.powf(level / 10.0);
    let send = PS - SLR - DS - 100.0 + 0.004 * (PS - OLR - DS - 14.0).powi(2);
    let listener_sidetone = STMR + DR;
    let room = PR + 10.0 * (1.0 + power(10.0 - listener_sidetone)).log10();
    let receive = RLR - 121.0 + room + 0.008 * (room - 35.0).powi(2);
    10.0 * (power(NC) + power(send) + power(receive) + power(NFOR + RLR)).log10()
}

/// Impairments that occur together with speech, `Is`: loudness, sidetone, quantizing.
fn simultaneous(way: &Way, noise: f64, base: f64) -> f64 {
    let loud = (OLR + 0.2 * (64.0 + noise - RLR)) / 8.0;
    let loudness = 20.0 * ((1.0 + loud.powi(8)).powf(1.0 / 8.0) - loud);

    let echo = (-way.delay / 4.0).exp() * 10f64.powf(-way.telr / 10.0);
    let masking = -10.0 * (10f64.powf(-STMR / 10.0) + echo).log10();
    let bend = |offset: f64, width: f64, power: i32| {
        (1.0 + ((masking + offset) / width).powi(power)).powf(1.0 / f64::from(power))
    };
    let sidetone = 12.0 * bend(-13.0, 6.0, 8) - 28.0 * bend(1.0, 19.4, 35) - 13.0 * bend(-3.0, 33.0, 13) + 29.0;

    let q = 37.0 - 15.0 * QDU.log10();
    let g = 1.07 + 0.258 * q + 0.0602 * q * q;
    let y = (base - 100.0) / 15.0 + 46.0 / 8.4 - g / 9.0;
    let z = 46.0 / 30.0 - g / 40.0;
    let quantizing = 15.0 * (1.0 + 10f64.powf(y) + 10f64.powf(z)).log10();

    loudness + sidetone + quantizing
}

/// Impairments by delay, `Id`: talker echo, listener echo, and the delay itself.
fn delay(way: &Way, noise: f64, base: f64) -> f64 {
    // G.107's smooth form of max(above, 0), used for both echoes.
    let excess = |above: f64, softness: f64| above / 2.0 + (above * above / 4.0 + softness).sqrt();
    let t = way.delay;

    let talker = if t < 1.0 {
        0.0
    } else {
        let echo = way.telr - 40.0 * ((1.0 + t / 10.0) / (1.0 + t / 150.0)).log10() + 6.0 * (-0.3 * t * t).exp();
        let rating = 80.0 + 2.5 * (echo - 14.0);
        let unechoed = -1.5 * (noise - RLR);
        (excess(unechoed - rating, 100.0) - 1.0) * (1.0 - (-t).exp())
    };
    let listener = {
        let rating = 10.5 * (way.wepl + 7.0) * (2.0 * t + 1.0).powf(-0.25);
        excess(base - rating, 169.0)
    };
    let wait = if t <= 100.0 {
        0.0
    } else {
        let x = (t / 100.0).log2();
        let bend = |x: f64| (1.0 + x.powi(6)).powf(1.0 / 6.0);
        25.0 * (bend(x) - 3.0 * bend(x / 3.0) + 2.0)
    };
    talker + listener + wait
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::deal::measure::Unit;

    fn printed(legs: &[Leg], delay: f64) -> String {
        let rating = rate(&Way::new(legs, delay)).expect("permitted");
        format!("{:.2} / {:.3}", rating.r, rating.mos)
    }

    fn leg(codec: RatedCodec, loss: f64) -> Leg {
        Leg { codec, loss }
    }

    #[test]
    fn ways_with_one_codec() {
        for (codec, loss, delay, expected) in [
            (RatedCodec::G711, 0.0, 0.0, "93.21 / 4.409"),
            (RatedCodec::G711, 1.0, 0.0, "75.28 / 3.834"),
            (RatedCodec::G711, 1.0, 150.0, "71.61 / 3.672"),
            (RatedCodec::G711Concealed, 1.0, 150.0, "85.90 / 4.226"),
            (RatedCodec::G729aVad, 0.0, 150.0, "78.54 / 3.968"),
            (RatedCodec::G729aVad, 0.5, 150.0, "76.39 / 3.880"),
            (RatedCodec::G729aVad, 1.0, 100.0, "75.46 / 3.842"),
            (RatedCodec::G729aVad, 1.0, 150.0, "74.34 / 3.793"),
            (RatedCodec::G729aVad, 1.0, 200.0, "70.60 / 3.625"),
            (RatedCodec::G729aVad, 1.0, 250.0, "63.98 / 3.303"),
            (RatedCodec::G729a, 1.0, 150.0, "75.29 / 3.834"),
        ] {
            assert_eq!(printed(&[leg(codec, loss)], delay), expected, "{codec:?}, {loss} %, {delay} ms");
        }
    }

    #[test]
    fn two_codecs_in_tandem() {
        assert_eq!(printed(&[leg(RatedCodec::G729aVad, 0.0); 2], 150.0), "67.54 / 3.480");
    }

    #[test]
    fn the_defaults_are_those_that_the_recommendation_prints() {
        let rating = rate(&Way::new(&[], 0.0)).expect("permitted");
        assert_eq!(format!("{:.1} {:.2}", rating.r, rating.mos), "93.2 4.41");
        assert_eq!(format!("{:.2}", 15.0 - 1.5 * (SLR + noise())), "94.77");
    }

    #[test]
    fn longest_delays_that_hold_a_mos_of_3_8() {
        for (loss, longest) in [(1.0, 145), (0.5, 182), (0.0, 202)] {
            assert_eq!(longest_delay(&[leg(RatedCodec::G729aVad, loss)], 3.8), Some(longest), "{loss} %");
        }
        assert_eq!(longest_delay(&[leg(RatedCodec::G711, 1.0)], 4.0), None);
        assert_eq!(longest_delay(&[], 1.0), Some(LONGEST_DELAY));
    }

    #[test]
    fn a_worse_way_never_rates_better() {
        for codec in RatedCodec::ALL {
            for loss in [0.0, 0.5, 1.0, 5.0, 20.0] {
                let r = |delay: u32| rate(&Way::new(&[leg(codec, loss)], f64::from(delay))).expect("permitted").r;
                // At 1 ms the published echo term begins slightly below 0.
                assert!((2..=LONGEST_DELAY).all(|delay| r(delay) < r(delay - 1)), "{codec:?}, {loss} %");
            }
        }
        let echo = |telr, wepl| rate(&Way { telr, wepl, ..Way::new(&[], 150.0) }).expect("permitted").r;
        assert!(echo(45.0, WEPL) < echo(TELR, WEPL) && echo(TELR, 40.0) < echo(TELR, WEPL));
    }

    #[test]
    fn scores_stay_on_their_scale() {
        let scores: Vec<f64> = (-10..=110).map(|r| mos(f64::from(r))).collect();
        assert!(scores.iter().all(|mos| (1.0..=4.5).contains(mos)));
        assert!(scores.is_sorted());
    }

    #[test]
    fn what_the_recommendation_does_not_permit_is_not_rated() {
        let way = Way::new(&[], 150.0);
        assert!(rate(&way).is_some());
        let outside = [
            Way { delay: 500.1, ..way },
            Way { delay: -1.0, ..way },
            Way { delay: f64::NAN, ..way },
            Way { telr: 66.0, ..way },
            Way { wepl: 4.0, ..way },
            Way::new(&[Leg { codec: RatedCodec::G711, loss: 20.1 }], 0.0),
        ];
        assert!(outside.iter().all(|way| rate(way).is_none()));
    }

    #[test]
    fn figures_of_a_deal() {
        let half = Leg::new(RatedCodec::G729aVad, Percent(Decimal::new(5, 1))).expect("small");
        let delay = milliseconds(Duration::of(150, Unit::Millisecond)).expect("small");
        assert_eq!(printed(&[half], delay), "76.39 / 3.880");
        assert!(RatedCodec::ALL.iter().filter(|codec| codec.assumed()).eq([&RatedCodec::G729a]));
    }
}

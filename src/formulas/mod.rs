//! The arithmetic of an interconnect agreement, one file for each concept. Schedules print its results, and rules judge by them.
//!
//! Money, minutes and percentages are exact decimals. A result that does not fit a decimal is `None`. Nothing is rounded unless a
//! function says so. Only [`emodel`] and [`propagation`] use floating point, and neither handles money.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::deal::measure::Percent;

pub mod availability;
pub mod billing;
pub mod commitment;
pub mod emodel;
pub mod exposure;
pub mod propagation;
pub mod sample;
pub mod tiers;
pub mod traffic;

/// A value rounded half away from zero to so many places, and printed with all of them.
#[must_use]
pub fn half_up(value: Decimal, places: u32) -> Decimal {
    let mut value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(places);
    value
}

/// A share of a value. It is multiplied before dividing, so that an exact result stays exact.
fn share(value: Decimal, percent: Decimal) -> Option<Decimal> {
    value.checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED)
}

/// What remains of a whole after a share, in percent.
fn rest(percent: Percent) -> Option<Decimal> {
    Decimal::ONE_HUNDRED.checked_sub(percent.0)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::deal::line_terms::LinePrice;
    use crate::deal::measure::{Duration, Unit};
    use crate::deal::money::{Increment, Rate};
    use crate::deal::pricing::{Rounding, Shortfall};
    use crate::deal::sla::Per;

    pub(super) fn decimal(text: &str) -> Decimal {
        text.parse().expect("a test's decimal")
    }

    pub(super) fn percent(text: &str) -> Percent {
        Percent(decimal(text))
    }

    #[test]
    fn a_half_goes_up_and_places_are_kept() {
        for (value, places, expected) in [("0.005", 2, "0.01"), ("173333.3333", 2, "173333.33"), ("8000", 2, "8000.00")]
        {
            assert_eq!(half_up(decimal(value), places).to_string(), expected);
        }
    }

    #[test]
    #[expect(unused_must_use, reason = "what they return is judged elsewhere; here they only have to return")]
    fn nothing_panics_at_the_ends_of_what_a_decimal_holds() {
        let ends = [
            "0",
            "0.0000000000000000000000000001",
            "1.0000000000000000000000000001",
            "0.3333333333333333333333333333",
            "100",
            "1000000",
        ]
        .map(decimal);
        let ends: Vec<Decimal> = ends.into_iter().chain([Decimal::MAX, Decimal::MIN]).collect();
        let shares: Vec<Percent> = ends
            .iter()
            .filter(|end| **end <= Decimal::ONE_HUNDRED && **end >= Decimal::ZERO)
            .map(|end| Percent(*end))
            .collect();
        for &a in &ends {
            half_up(a, 2);
            half_up(a, 28);
            commitment::mean_rate(&[a, a, a]);
            traffic::session_minutes(a, u32::MAX);
            billing::billed_seconds(a, Increment { first: 3600, next: 3600 });
            for rounding in [Rounding::HalfUp, Rounding::Up] {
                let sum = Some(Rate(a));
                let minutes = LinePrice::of_minutes(Rate(a), Increment { first: 3600, next: 1 });
                let price = LinePrice { first_period_rate: sum, fee: sum, minimum_charge: sum, ..minutes };
                billing::charge(price, u32::MAX, 8, rounding);
                billing::rounded_by(price, u32::MAX, 8, rounding);
            }
            for &share in &shares {
                availability::allowance(share, Some(u32::MAX));
                availability::credited(a, share);
                tiers::parity(u32::MAX, share, share);
                emodel::Leg::new(emodel::RatedCodec::G711, share);
                let tiers = [tiers::Tier { above: 0, percent: share }, tiers::Tier { above: u32::MAX, percent: share }];
                for &b in &ends {
                    tiers::incremental(a, b, &tiers);
                    tiers::whole_volume(a, b, &tiers);
                    commitment::charge(a, b, share);
                    commitment::missing(u32::MAX, share, Shortfall::ToCommitment, a, b);
                    commitment::example(u32::MAX, share, Shortfall::ToFloor, share, a);
                    traffic::concurrent_calls(a, share, b, a);
                    traffic::attempt_minutes(a, share, b, u32::MAX);
                }
                for &other in &shares {
                    availability::combined(share, other);
                }
            }
            for &b in &ends {
                exposure::deposit(a, b);
                exposure::exposure(a, exposure::Days { cycle: b, issue: b, payment: a }, b);
                for per in [Per::StartedHour, Per::CompletedHour, Per::ProRata] {
                    availability::credit_percent(a, b, a, per);
                }
            }
        }
        emodel::milliseconds(Duration::of(1_000_000, Unit::Year));
    }
}

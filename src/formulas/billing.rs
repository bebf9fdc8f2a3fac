//! Billed time and charge of one call.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::deal::line_terms::LinePrice;
use crate::deal::measure::Duration;
use crate::deal::money::Increment;
use crate::deal::pricing::Rounding;

/// Billed seconds of a call that lasted `seconds`: rounded up to a whole second, then to the increment. A call of zero
/// seconds is not billed. Source: the terms of increments in the rate schedule.
#[must_use]
pub fn billed_seconds(seconds: Decimal, increment: Increment) -> Option<u32> {
    let whole = seconds.max(Decimal::ZERO).ceil().to_u32()?;
    // The last period ends less than one period after the call.
    whole.checked_add(increment.first)?.checked_add(increment.next)?;
    Some(increment.billed(whole))
}

/// Sixty times what a call costs, exactly: the seconds of the first period at their price, the others at the rate, and the fee; at
/// least the minimum. A call that is not billed costs nothing.
fn sixtieths(price: LinePrice, billed: u32) -> Option<Decimal> {
    let [rate, opening, fee, least] = price.sums()?;
    if billed == 0 {
        return Some(Decimal::ZERO);
    }
    let sixty = Decimal::from(60);
    let first = billed.min(price.increment.first);
    let minutes =
        Decimal::from(first).checked_mul(opening)?.checked_add(Decimal::from(billed - first).checked_mul(rate)?)?;
    Some(minutes.checked_add(fee.checked_mul(sixty)?)?.max(least.checked_mul(sixty)?))
}

/// What a call of so many billed seconds costs, in units of the rate's currency and unrounded; `None` while a sum of the line is
/// open. Source: the rounding rule of the rate schedule.
#[must_use]
pub fn cost(price: LinePrice, billed: u32) -> Option<Decimal> {
    sixtieths(price, billed)?.checked_div(Decimal::from(60))
}

/// The charge of a call: what it costs, rounded to so many decimals. Source: the rounding rule of the rate schedule.
#[must_use]
pub fn charge(price: LinePrice, billed: u32, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Up => RoundingStrategy::AwayFromZero,
    };
    let mut charge = cost(price, billed)?.round_dp_with_strategy(decimals, strategy);
    charge.rescale(decimals);
    Some(charge)
}

/// What a minute costs in calls of so many seconds, in units of the rate's currency; `None` for calls of no length, and while a sum
/// of the line is open.
#[must_use]
pub fn minute_in_calls(price: LinePrice, seconds: u32) -> Option<Decimal> {
    let billed = billed_seconds(seconds.into(), price.increment)?;
    sixtieths(price, billed)?.checked_div(seconds.into())
}

/// Seconds of a call whose length nobody says.
const USUAL_CALL: u32 = 60;

/// What a minute costs, for sums over many calls: the rate, or where calls cost more than minutes what a minute costs in calls of the
/// average duration, if that is known, or else of a minute.
#[must_use]
pub fn minute_in_sums(price: LinePrice, average: Option<Duration>) -> Option<Decimal> {
    if price.is_by_the_minute() {
        return price.rate.map(|rate| rate.0);
    }
    let seconds = average.and_then(|average| average.about_seconds().ceil().to_u32()).filter(|seconds| *seconds > 0);
    minute_in_calls(price, seconds.unwrap_or(USUAL_CALL))
}

/// The share of itself by which rounding changes a charge, up or down: 0.1 is a tenth. `None` for a call without charge.
#[must_use]
pub fn rounded_by(price: LinePrice, billed: u32, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    let charged = charge(price, billed, decimals, rounding)?.checked_mul(Decimal::from(60))?;
    let exact = sixtieths(price, billed)?;
    charged.checked_sub(exact)?.checked_div(exact).map(|share| share.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::money::Rate;
    use crate::formulas::tests::decimal;

    fn increment(text: &str) -> Increment {
        text.parse().expect("a test's increment")
    }

    fn minutes(rate: &str) -> LinePrice {
        LinePrice::of_minutes(Rate(decimal(rate)), increment("1/1"))
    }

    #[test]
    fn a_call_costs_its_first_period_its_other_seconds_and_its_fee_and_at_least_the_minimum() {
        let sum = |text: &str| Some(Rate(decimal(text)));
        let plain = LinePrice::of_minutes(Rate(decimal("0.03")), increment("30/6"));
        let first = LinePrice { first_period_rate: sum("0.06"), ..plain };
        let fee = LinePrice { fee: sum("0.005"), ..first };
        let least = LinePrice { minimum_charge: sum("0.04"), ..fee };
        for (price, billed, costs) in [
            (plain, 60, "0.03"),
            (first, 30, "0.03"),
            (first, 60, "0.045"),
            (fee, 30, "0.035"),
            (fee, 60, "0.05"),
            (least, 30, "0.04"),
            (least, 60, "0.05"),
            (least, 0, "0"),
        ] {
            assert_eq!(cost(price, billed), Some(decimal(costs)), "{billed} seconds at {}", price.told());
        }
        assert_eq!(minute_in_calls(fee, 31), Some(decimal("2.28") / decimal("31")));
        assert_eq!(cost(LinePrice { rate: None, ..fee }, 30), None);
    }

    #[test]
    fn seconds_and_charges() {
        for (periods, seconds, billed, rate, expected) in [
            ("30/6", "6", 30, "0.012", "0.00600"),
            ("30/6", "31", 36, "0.012", "0.00720"),
            ("60/60", "61", 120, "0.015", "0.03000"),
            ("30/6", "121", 126, "0.004", "0.00840"),
            ("1/1", "0", 0, "0.004", "0.00000"),
            ("1/1", "-3", 0, "0.004", "0.00000"),
        ] {
            assert_eq!(billed_seconds(decimal(seconds), increment(periods)), Some(billed), "{seconds} at {periods}");
            let charge = charge(minutes(rate), billed, 5, Rounding::HalfUp).map(|charge| charge.to_string());
            assert_eq!(charge.as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_fraction_of_a_second_goes_up_before_the_increment() {
        for (seconds, periods, billed) in
            [("30.2", "1/1", 31), ("30.2", "30/6", 36), ("30.0", "30/6", 30), ("0.001", "60/60", 60)]
        {
            assert_eq!(billed_seconds(decimal(seconds), increment(periods)), Some(billed), "{seconds} at {periods}");
        }
    }

    #[test]
    fn roundings_differ_in_the_last_place_only() {
        let charge = |rounding| charge(minutes("0.001"), 1, 5, rounding);
        assert_eq!(charge(Rounding::HalfUp), Some(decimal("0.00002")));
        assert_eq!(charge(Rounding::Up), Some(decimal("0.00002")));
        assert_eq!(super::charge(minutes("0.0006"), 1, 4, Rounding::Up), Some(decimal("0.0001")));
        assert_eq!(super::charge(minutes("0.0006"), 1, 4, Rounding::HalfUp), Some(decimal("0.0000")));
    }

    #[test]
    fn a_small_charge_is_rounded_by_a_large_share() {
        let by = |billed, rate, decimals| rounded_by(minutes(rate), billed, decimals, Rounding::HalfUp);
        assert_eq!(by(1, "0.0020", 5), Some(decimal("0.1")));
        assert_eq!(by(1, "0.0180", 5), Some(Decimal::ZERO));
        assert_eq!(by(1, "0.0001", 5), Some(Decimal::ONE));
        assert_eq!(by(1, "0", 5), None);
    }

    #[test]
    fn a_call_longer_than_a_century_is_not_computed() {
        assert_eq!(billed_seconds(Decimal::from(u32::MAX), increment("60/60")), None);
        assert_eq!(
            charge(LinePrice::of_minutes(Rate(Decimal::MAX), increment("1/1")), u32::MAX, 5, Rounding::Up),
            None
        );
    }
}

//! Billed time and charge of one call.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

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

/// The charge of a call, in units of the rate's currency: billed seconds over 60, times the rate a minute, rounded to so many
/// decimals. Source: the rounding rule of the rate schedule.
#[must_use]
pub fn charge(billed: u32, rate: Decimal, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Up => RoundingStrategy::AwayFromZero,
    };
    let exact = Decimal::from(billed).checked_mul(rate)?.checked_div(Decimal::from(60))?;
    let mut charge = exact.round_dp_with_strategy(decimals, strategy);
    charge.rescale(decimals);
    Some(charge)
}

/// The share of itself by which rounding changes a charge, up or down: 0.1 is a tenth. `None` for a call without charge.
#[must_use]
pub fn rounded_by(billed: u32, rate: Decimal, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    let charged = charge(billed, rate, decimals, rounding)?.checked_mul(Decimal::from(60))?;
    let exact = Decimal::from(billed).checked_mul(rate)?;
    charged.checked_sub(exact)?.checked_div(exact).map(|share| share.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::tests::decimal;

    fn increment(text: &str) -> Increment {
        text.parse().expect("a test's increment")
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
            let charge = charge(billed, decimal(rate), 5, Rounding::HalfUp).map(|charge| charge.to_string());
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
        let charge = |rounding| charge(1, decimal("0.001"), 5, rounding);
        assert_eq!(charge(Rounding::HalfUp), Some(decimal("0.00002")));
        assert_eq!(charge(Rounding::Up), Some(decimal("0.00002")));
        assert_eq!(super::charge(1, decimal("0.0006"), 4, Rounding::Up), Some(decimal("0.0001")));
        assert_eq!(super::charge(1, decimal("0.0006"), 4, Rounding::HalfUp), Some(decimal("0.0000")));
    }

    #[test]
    fn a_small_charge_is_rounded_by_a_large_share() {
        let by = |billed, rate, decimals| rounded_by(billed, decimal(rate), decimals, Rounding::HalfUp);
        assert_eq!(by(1, "0.0020", 5), Some(decimal("0.1")));
        assert_eq!(by(1, "0.0180", 5), Some(Decimal::ZERO));
        assert_eq!(by(1, "0.0001", 5), Some(Decimal::ONE));
        assert_eq!(by(1, "0", 5), None);
    }

    #[test]
    fn a_call_longer_than_a_century_is_not_computed() {
        assert_eq!(billed_seconds(Decimal::from(u32::MAX), increment("60/60")), None);
        assert_eq!(charge(u32::MAX, Decimal::MAX, 5, Rounding::Up), None);
    }
}

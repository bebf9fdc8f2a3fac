//! How far chance moves a ratio that is measured on few calls.

use rust_decimal::Decimal;

use super::half_up;

/// Percentage points by which chance alone moves a ratio of so many calls, at most, in 19 of 20 cases; to one place. `None` for no
/// calls. Source: the normal approximation of the binomial distribution, 1.96 standard errors at a ratio of one half, which is
/// 98 points divided by the square root of the calls.
#[must_use]
pub fn margin(calls: u32) -> Option<Decimal> {
    let hundredths = 9_800_u64.pow(2).checked_div(calls.into())?.isqrt();
    Some(half_up(Decimal::new(hundredths.try_into().ok()?, 2), 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::tests::decimal;

    #[test]
    fn ten_times_the_calls_are_a_third_of_the_margin() {
        for (calls, points) in [(1, "98.0"), (25, "19.6"), (100, "9.8"), (1_000, "3.1"), (10_000, "1.0")] {
            assert_eq!(margin(calls), Some(decimal(points)), "{calls}");
        }
    }

    #[test]
    fn no_calls_have_none_and_very_many_hardly_any() {
        assert_eq!(margin(0), None);
        assert_eq!(margin(u32::MAX), Some(decimal("0.0")));
    }
}

//! Interest on late sums.

use rust_decimal::Decimal;

use super::share;
use crate::deal::measure::Percent;

/// How days become a share of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// Thirty days to a month.
    Thirty,
    /// The days that passed, over 365, at twelve times the monthly rate.
    Actual365,
}

/// Simple interest on a sum that is so many days late, in its currency, not rounded, at a rate a month. Source: the billing
/// schedule; the day counts are those of the money market.
#[must_use]
pub fn simple(sum: Decimal, monthly: Percent, days: u32, count: DayCount) -> Option<Decimal> {
    let (months, length) = match count {
        DayCount::Thirty => (Decimal::from(days), Decimal::from(30)),
        DayCount::Actual365 => (Decimal::from(u64::from(days) * 12), Decimal::from(365)),
    };
    share(sum, monthly.0)?.checked_mul(months)?.checked_div(length)
}

/// What a rate a month comes to in a year if it is compounded each month, in percent and not rounded: above twelve times the rate.
/// Source: `(1 + r)^12 - 1`.
#[must_use]
pub fn compounded_year(monthly: Percent) -> Option<Decimal> {
    let month = Decimal::ONE.checked_add(monthly.fraction())?;
    let year = (0..12).try_fold(Decimal::ONE, |product, _| product.checked_mul(month))?;
    year.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::half_up;
    use crate::formulas::tests::{decimal, percent};

    #[test]
    fn forty_five_days_late() {
        for (count, expected) in [(DayCount::Thirty, "225.00"), (DayCount::Actual365, "221.92")] {
            let interest = simple(decimal("10000"), percent("1.5"), 45, count).expect("small");
            assert_eq!(half_up(interest, 2).to_string(), expected);
        }
    }

    #[test]
    fn eighteen_percent_simple_is_more_compounded() {
        let year = compounded_year(percent("1.5")).expect("small");
        assert_eq!(half_up(year, 2), decimal("19.56"));
    }

    #[test]
    fn a_month_of_thirty_days_earns_the_monthly_rate() {
        assert_eq!(simple(decimal("1000"), percent("2"), 30, DayCount::Thirty), Some(decimal("20")));
        assert_eq!(simple(decimal("1000"), percent("2"), 365, DayCount::Actual365), Some(decimal("240")));
    }
}

//! The sum that a supplier may lose when a customer stops paying.

use rust_decimal::Decimal;

/// The days during which traffic is carried before it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Days of a billing cycle.
    pub cycle: Decimal,
    /// Days from its end to the invoice.
    pub issue: Decimal,
    /// Days from the invoice until it is due.
    pub payment: Decimal,
}

/// The most that a customer owes, billed and unbilled, beyond the security that it gave, in the currency of both sums: a month's
/// spend times the days over 30, less the security, and at least 0. Source: the credit schedule.
#[must_use]
pub fn exposure(month: Decimal, days: Days, security: Decimal) -> Option<Decimal> {
    let days = days.cycle.checked_add(days.issue)?.checked_add(days.payment)?;
    let owed = month.checked_mul(days)?.checked_div(Decimal::from(30))?;
    Some(owed.checked_sub(security)?.max(Decimal::ZERO))
}

/// Security by formula: a multiple of a month's charges, in their currency. The deal chooses the month. Source: the credit
/// schedule.
#[must_use]
pub fn deposit(multiple: Decimal, month: Decimal) -> Option<Decimal> {
    multiple.checked_mul(month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::half_up;
    use crate::formulas::tests::decimal;

    fn exposed(issue: u32, security: &str) -> Decimal {
        let days = Days { cycle: 30.into(), issue: issue.into(), payment: 30.into() };
        half_up(exposure(decimal("80000"), days, decimal(security)).expect("small"), 2)
    }

    #[test]
    fn two_months_and_the_days_of_issue() {
        assert_eq!(exposed(0, "0"), decimal("160000.00"));
        assert_eq!(exposed(5, "0"), decimal("173333.33"));
    }

    #[test]
    fn security_lowers_it_to_nothing_at_most() {
        assert_eq!(exposed(0, "100000"), decimal("60000"));
        assert_eq!(exposed(0, "200000"), Decimal::ZERO);
    }

    #[test]
    fn one_and_a_half_months() {
        assert_eq!(deposit(decimal("1.5"), decimal("80000.00")), Some(decimal("120000")));
    }
}

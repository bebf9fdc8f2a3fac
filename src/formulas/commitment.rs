//! Volumes that a customer commits to, and traffic exchanged in kind.

use rust_decimal::Decimal;

use super::share;
use crate::deal::measure::Percent;
use crate::deal::pricing::{Period, Shortfall};

/// Average minutes of a period in a month, not rounded.
#[must_use]
pub fn monthly(minutes: u32, period: Period) -> Option<Decimal> {
    let months = match period {
        Period::Month => Decimal::ONE,
        Period::Quarter => Decimal::from(3),
        Period::Year => Decimal::from(12),
    };
    Decimal::from(minutes).checked_div(months)
}

/// The unweighted mean of some rates, not rounded, for the price of a minute if the spread over destinations is unknown. `None`
/// without a rate.
#[must_use]
pub fn mean_rate(rates: &[Decimal]) -> Option<Decimal> {
    let sum = rates.iter().try_fold(Decimal::ZERO, |sum, rate| sum.checked_add(*rate))?;
    sum.checked_div(Decimal::from(rates.len()))
}

/// Minutes below which a shortfall is charged: the floor's share of the commitment. Source: the commitment schedule.
#[must_use]
pub fn floor_minutes(committed: u32, floor: Percent) -> Option<Decimal> {
    share(committed.into(), floor.0)
}

/// Minutes that are charged although they were not sent: if a period stayed below the floor, the difference to the floor or to
/// the commitment, less the minutes made up in the carry-over time. `committed` is the commitment after relief. Source:
/// `price.commitment`.
#[must_use]
pub fn missing(
    committed: u32,
    floor: Percent,
    shortfall: Shortfall,
    sent: Decimal,
    made_up: Decimal,
) -> Option<Decimal> {
    let floor = floor_minutes(committed, floor)?;
    if sent >= floor {
        return Some(Decimal::ZERO);
    }
    let target = match shortfall {
        Shortfall::ToFloor => floor,
        Shortfall::ToCommitment => committed.into(),
    };
    Some(target.checked_sub(sent)?.checked_sub(made_up)?.max(Decimal::ZERO))
}

/// The charge for missing minutes, in the rate's currency: minutes times the average rate a minute times the share of it that
/// was agreed. Not rounded. Source: the commitment schedule.
#[must_use]
pub fn charge(missing: Decimal, average_rate: Decimal, price: Percent) -> Option<Decimal> {
    share(missing.checked_mul(average_rate)?, price.0)
}

/// A worked example of a shortfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Minutes below which a shortfall is charged.
    pub floor_minutes: Decimal,
    /// Minutes assumed to have been sent.
    pub assumed: Decimal,
    /// Minutes missing from the commitment.
    pub missing: Decimal,
    /// Charge for them, not rounded.
    pub amount: Decimal,
}

/// An example for a schedule: a customer that sent seven eighths of the floor, in whole minutes. `None` if no shortfall can
/// occur.
#[must_use]
pub fn example(
    committed: u32,
    floor: Percent,
    shortfall: Shortfall,
    price: Percent,
    average_rate: Decimal,
) -> Option<Example> {
    let floor_minutes = floor_minutes(committed, floor)?;
    let assumed = floor_minutes.checked_mul(Decimal::from(7))?.checked_div(Decimal::from(8))?.floor();
    let missing = missing(committed, floor, shortfall, assumed, Decimal::ZERO)?;
    let amount = charge(missing, average_rate, price)?;
    (!missing.is_zero()).then_some(Example { floor_minutes, assumed, missing, amount })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::tests::{decimal, percent};

    const TEN_MILLION: u32 = 10_000_000;

    #[test]
    fn a_month_of_a_longer_period() {
        assert_eq!(monthly(4_500_000, Period::Quarter), Some(decimal("1500000")));
        assert_eq!(monthly(12, Period::Year), monthly(1, Period::Month));
    }

    #[test]
    fn a_mean_needs_a_rate() {
        assert_eq!(mean_rate(&[decimal("0.0160"), decimal("0.0120")]), Some(decimal("0.014")));
        assert_eq!(mean_rate(&[]), None);
    }

    #[test]
    fn seven_of_ten_million_minutes() {
        for (shortfall, minutes, amount) in
            [(Shortfall::ToFloor, "1000000", "8000"), (Shortfall::ToCommitment, "3000000", "24000")]
        {
            let found =
                missing(TEN_MILLION, percent("80"), shortfall, decimal("7000000"), Decimal::ZERO).expect("small");
            assert_eq!(found, decimal(minutes));
            assert_eq!(charge(found, decimal("0.008"), percent("100")), Some(decimal(amount)));
        }
    }

    #[test]
    fn nothing_is_missing_from_the_floor_upwards() {
        let missing = |sent| missing(TEN_MILLION, percent("80"), Shortfall::ToCommitment, decimal(sent), Decimal::ZERO);
        assert_eq!(missing("8000000"), Some(Decimal::ZERO));
        assert_eq!(missing("12000000"), Some(Decimal::ZERO));
        assert_eq!(missing("7999999"), Some(decimal("2000001")));
    }

    #[test]
    fn what_is_made_up_later_is_taken_off_what_was_missing() {
        let missing = |shortfall, made_up| {
            missing(TEN_MILLION, percent("80"), shortfall, decimal("7000000"), decimal(made_up)).expect("small")
        };
        assert_eq!(missing(Shortfall::ToFloor, "400000"), decimal("600000"));
        assert_eq!(missing(Shortfall::ToFloor, "1200000"), Decimal::ZERO);
        assert_eq!(missing(Shortfall::ToCommitment, "1200000"), decimal("1800000"));
    }

    #[test]
    fn a_share_of_the_average_rate() {
        assert_eq!(charge(decimal("1000000"), decimal("0.008"), percent("25")), Some(decimal("2000")));
    }

    #[test]
    fn the_example_of_a_schedule() {
        let example = |shortfall| example(TEN_MILLION, percent("80"), shortfall, percent("100"), decimal("0.008"));
        let expected = Example {
            floor_minutes: decimal("8000000"),
            assumed: decimal("7000000"),
            missing: decimal("1000000"),
            amount: decimal("8000"),
        };
        assert_eq!(example(Shortfall::ToFloor), Some(expected));
        let expected = Example { missing: decimal("3000000"), amount: decimal("24000"), ..expected };
        assert_eq!(example(Shortfall::ToCommitment), Some(expected));
        assert_eq!(super::example(1, percent("0"), Shortfall::ToCommitment, percent("100"), Decimal::ONE), None);
    }
}

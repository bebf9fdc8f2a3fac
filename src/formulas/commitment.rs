//! Volumes that a customer commits to, and traffic exchanged in kind.

use rust_decimal::Decimal;

use super::share;
use crate::deal::measure::Percent;
use crate::deal::pricing::Shortfall;

/// Minutes below which a shortfall is charged: the floor's share of the commitment. Source: the commitment schedule.
#[must_use]
pub fn floor_minutes(committed: u32, floor: Percent) -> Option<Decimal> {
    share(committed.into(), floor.0)
}

/// Minutes that are charged though they were not sent. `counted` are the minutes of the period and those that were sent for it in
/// the carry-over time. Nothing is missing from the floor upwards. Source: the commitment schedule.
#[must_use]
pub fn missing(committed: u32, floor: Percent, shortfall: Shortfall, counted: Decimal) -> Option<Decimal> {
    let floor = floor_minutes(committed, floor)?;
    if counted >= floor {
        return Some(Decimal::ZERO);
    }
    let target = match shortfall {
        Shortfall::ToFloor => floor,
        Shortfall::ToCommitment => committed.into(),
    };
    target.checked_sub(counted)
}

/// The charge for missing minutes, in the rate's currency: minutes times the average rate a minute times the share of it that
/// was agreed. Not rounded. Source: the commitment schedule.
#[must_use]
pub fn charge(missing: Decimal, average_rate: Decimal, price: Percent) -> Option<Decimal> {
    share(missing.checked_mul(average_rate)?, price.0)
}

/// A shortfall worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Minutes below which a shortfall is charged.
    pub floor_minutes: Decimal,
    /// Minutes assumed to have been sent.
    pub assumed: Decimal,
    /// Minutes missing.
    pub missing: Decimal,
    /// Charge for them, not rounded.
    pub amount: Decimal,
}

/// An example for a schedule: a customer that sent seven eighths of the floor, in whole minutes. `None` where no shortfall can
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
    let missing = missing(committed, floor, shortfall, assumed)?;
    let amount = charge(missing, average_rate, price)?;
    (!missing.is_zero()).then_some(Example { floor_minutes, assumed, missing, amount })
}

/// Minutes that one side of a swap still has to send. `sent` are those of the period and of the time to make up. Source: the swap
/// part of the commitment schedule.
#[must_use]
pub fn swap_missing(minutes: u32, sent: Decimal) -> Option<Decimal> {
    Some(Decimal::from(minutes).checked_sub(sent)?.max(Decimal::ZERO))
}

/// Minutes by which one side of a swap sent more than it received; below 0, less. Where settlement is deemed, these alone are
/// invoiced. Source: the swap part of the commitment schedule.
#[must_use]
pub fn swap_imbalance(sent: Decimal, received: Decimal) -> Option<Decimal> {
    sent.checked_sub(received)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::tests::{decimal, percent};

    const TEN_MILLION: u32 = 10_000_000;

    #[test]
    fn seven_of_ten_million_minutes() {
        for (shortfall, minutes, amount) in
            [(Shortfall::ToFloor, "1000000", "8000"), (Shortfall::ToCommitment, "3000000", "24000")]
        {
            let found = missing(TEN_MILLION, percent("80"), shortfall, decimal("7000000")).expect("small");
            assert_eq!(found, decimal(minutes));
            assert_eq!(charge(found, decimal("0.008"), percent("100")), Some(decimal(amount)));
        }
    }

    #[test]
    fn nothing_is_missing_from_the_floor_upwards() {
        let missing = |counted| missing(TEN_MILLION, percent("80"), Shortfall::ToCommitment, decimal(counted));
        assert_eq!(missing("8000000"), Some(Decimal::ZERO));
        assert_eq!(missing("12000000"), Some(Decimal::ZERO));
        assert_eq!(missing("7999999"), Some(decimal("2000001")));
    }

    #[test]
    fn minutes_sent_in_the_carry_over_time_count() {
        let carried = decimal("7000000") + decimal("400000");
        assert_eq!(missing(TEN_MILLION, percent("80"), Shortfall::ToFloor, carried), Some(decimal("600000")));
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

    #[test]
    fn a_swap_out_of_balance() {
        let (east, west) = (decimal("5200000"), decimal("4500000"));
        assert_eq!(swap_missing(5_000_000, east), Some(Decimal::ZERO));
        assert_eq!(swap_missing(5_000_000, west), Some(decimal("500000")));
        assert_eq!(swap_imbalance(east, west), Some(decimal("700000")));
        assert_eq!(swap_imbalance(west, east), Some(decimal("-700000")));
    }
}

//! Downtime that a month allows, and the service credit for more.

use rust_decimal::Decimal;

use super::{half_up, rest, share};
use crate::deal::measure::Percent;
use crate::deal::sla::Per;

/// Minutes of a month of so many days; `None` is a twelfth of 365 days. Source: the SLA schedule's two months.
#[must_use]
pub fn month_minutes(days: Option<u32>) -> Decimal {
    match days {
        Some(days) => Decimal::from(u64::from(days) * 1440),
        None => Decimal::from(365 * 1440 / 12),
    }
}

/// Minutes of downtime that a month of so many days allows (`None`: a twelfth of 365 days). Source: the SLA schedule,
/// minutes of the month times what the target leaves of 100 %.
#[must_use]
pub fn allowance(target: Percent, days: Option<u32>) -> Option<Decimal> {
    share(month_minutes(days), rest(target)?)
}

/// Percentage credited before the cap, and the hours that it counts, for downtime and allowance in minutes and a rate in percent
/// an hour. Source: the formula of the SLA schedule.
#[must_use]
pub fn credit_percent(downtime: Decimal, allowance: Decimal, rate: Decimal, per: Per) -> Option<(Decimal, Decimal)> {
    let minutes_an_hour = Decimal::from(60);
    let over = downtime.checked_sub(allowance)?.max(Decimal::ZERO);
    let hours = over.checked_div(minutes_an_hour)?;
    let hours = match per {
        Per::StartedHour => hours.ceil(),
        Per::CompletedHour => hours.floor(),
        // Multiplied before dividing, so that two minutes at 0.15 % an hour are exactly 0.005 %.
        Per::ProRata => return Some((over.checked_mul(rate)?.checked_div(minutes_an_hour)?, hours)),
    };
    Some((hours.checked_mul(rate)?, hours))
}

/// Percentage credited: rounded half up to two places, and no more than the cap. Source: the SLA schedule.
#[must_use]
pub fn credited(uncapped: Decimal, cap: Percent) -> Decimal {
    half_up(uncapped, 2).min(cap.0)
}

/// Availability of two parts that a call needs, if their faults are independent: the product of both. Source: reliability of a
/// series system.
#[must_use]
pub fn combined(one: Percent, other: Percent) -> Option<Percent> {
    share(one.0, other.0).map(|percent| Percent(percent.normalize()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::tests::{decimal, percent};

    #[test]
    fn allowances_of_three_nines() {
        let allowance =
            |days| allowance(percent("99.9"), days).map(|minutes| half_up(minutes, 2).to_string()).expect("small");
        assert_eq!(
            [Some(28), Some(29), Some(30), Some(31), None].map(allowance),
            ["40.32", "41.76", "43.20", "44.64", "43.80"]
        );
    }

    #[test]
    fn four_hours_down_in_months_of_each_length() {
        for (days, pro_rata) in [(Some(28), "16.64"), (Some(30), "16.40"), (Some(31), "16.28"), (None, "16.35")] {
            let allowance = allowance(percent("99.9"), days).expect("small");
            let credit = |per| credit_percent(decimal("240"), allowance, decimal("5"), per).expect("small").0;
            assert_eq!(credit(Per::ProRata), decimal(pro_rata));
            assert_eq!(credit(Per::CompletedHour), decimal("15"));
            assert_eq!(credit(Per::StartedHour), decimal("20"));
        }
    }

    #[test]
    fn four_hours_leave_an_average_month_99_45_percent() {
        let up = (month_minutes(None) - decimal("240")) / month_minutes(None);
        assert_eq!(half_up(up * Decimal::ONE_HUNDRED, 2), decimal("99.45"));
    }

    #[test]
    fn a_cap_of_a_quarter_stops_ten_percent_an_hour() {
        let allowance = decimal("43.2");
        for (per, uncapped) in [(Per::ProRata, "32.8"), (Per::CompletedHour, "30"), (Per::StartedHour, "40")] {
            let (found, _) = credit_percent(decimal("240"), allowance, decimal("10"), per).expect("small");
            assert_eq!(found, decimal(uncapped));
            assert_eq!(credited(found, percent("25.00")).to_string(), "25.00");
        }
    }

    #[test]
    fn a_second_over_the_allowance_costs_a_started_hour() {
        let second = Decimal::ONE / Decimal::from(60);
        let started =
            |downtime| credit_percent(downtime, decimal("43.2"), decimal("5"), Per::StartedHour).expect("small").0;
        assert_eq!(started(decimal("43.2") + second), decimal("5"));
        assert_eq!(started(decimal("43.2")), Decimal::ZERO);
    }

    #[test]
    fn a_share_of_an_hour_that_is_half_a_hundredth_goes_up() {
        let (credit, _) = credit_percent(decimal("2"), Decimal::ZERO, decimal("0.15"), Per::ProRata).expect("small");
        assert_eq!(credited(credit, percent("25")), decimal("0.01"));
    }

    #[test]
    fn two_parts_in_series() {
        let both = combined(percent("99.9"), percent("99.5")).expect("small");
        assert_eq!(both.fraction(), decimal("0.994005"));
        assert_eq!(both.to_string(), "99.4005 %");
    }
}

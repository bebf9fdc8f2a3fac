//! The worked figures that schedules print, exact to the digit: allowance, service credit, invoice line.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::deal::Deal;
use crate::deal::money::{Currency, Money, grouped};
use crate::deal::pricing::Rounding;
use crate::deal::sla::{Month, Per, Sla};

/// Minutes of downtime in the worked credit: four hours.
const DOWNTIME: u32 = 240;
/// Days of its month.
const DAYS: u32 = 30;
/// Charges of its month, in whole units of currency.
const CHARGES: u32 = 10_000;
/// Seconds of the calls in the worked invoice: short, just past a half-minute, just past a minute, two minutes.
const CALLS: [u32; 4] = [6, 31, 61, 120];

/// Everything worked out for one flow. All fields are text as printed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Worked {
    /// Whether the deal knows every figure that the credit needs.
    pub known: bool,
    /// The allowance in months of each length.
    pub allowances: Vec<Allowance>,
    /// A worked credit.
    pub credit: Option<Credit>,
    /// A worked invoice.
    pub invoice: Option<Invoice>,
}

/// The downtime that a month allows.
#[derive(Debug, Clone, Serialize)]
pub struct Allowance {
    /// Days of the month, or `average month`.
    pub days: String,
    /// Its minutes.
    pub month_minutes: String,
    /// Minutes allowed.
    pub allowance: String,
}

/// A service credit.
#[derive(Debug, Clone, Serialize)]
pub struct Credit {
    /// Days of the month, or `average month`.
    pub days: String,
    /// Minutes of downtime.
    pub downtime_minutes: String,
    /// The same in hours.
    pub downtime_hours: String,
    /// Minutes allowed.
    pub allowance: String,
    /// Minutes beyond the allowance.
    pub over_minutes: String,
    /// The same in hours.
    pub over_hours: String,
    /// Hours that count.
    pub hours_counted: String,
    /// Percentage before the cap.
    pub uncapped: String,
    /// Whether the cap cut it.
    pub capped: bool,
    /// Percentage credited.
    pub percent: String,
    /// Charges that it is taken of.
    pub base: String,
    /// Sum credited.
    pub amount: String,
}

/// An invoice for a handful of calls.
#[derive(Debug, Clone, Serialize)]
pub struct Invoice {
    /// Destination.
    pub destination: String,
    /// Rate a minute.
    pub rate: String,
    /// Increment.
    pub increment: String,
    /// The calls.
    pub calls: Vec<Call>,
    /// Sum of the calls' charges.
    pub total_charge: String,
    /// The same, rounded as an invoice is.
    pub invoice_total: String,
    /// Currency.
    pub currency: String,
}

/// A call of the worked invoice.
#[derive(Debug, Clone, Serialize)]
pub struct Call {
    /// Length in seconds.
    pub seconds: String,
    /// Billed seconds.
    pub billed: String,
    /// Charge.
    pub charge: String,
}

/// Works out a flow's figures.
#[must_use]
pub fn work(deal: &Deal, flow: &str) -> Worked {
    let sla = deal.sla.of(flow);
    let credit = credit(sla, deal.rates.currency);
    Worked { known: credit.is_some(), allowances: allowances(sla), credit, invoice: invoice(deal, flow) }
}

fn trimmed(value: Decimal, places: u32) -> String {
    let mut value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(places);
    grouped(value)
}

/// Minutes of a month of so many days; `None` is a twelfth of 365 days.
fn minutes(days: Option<u32>) -> Decimal {
    days.map_or(Decimal::from(365 * 1440) / Decimal::from(12), |days| Decimal::from(days * 1440))
}

fn name(days: Option<u32>) -> String {
    days.map_or("average month".into(), |days| days.to_string())
}

fn allowances(sla: &Sla) -> Vec<Allowance> {
    let Some(target) = sla.availability.known() else { return Vec::new() };
    let months: &[Option<u32>] = match sla.credits.month {
        Month::Calendar => &[Some(28), Some(29), Some(30), Some(31)],
        Month::Average => &[None],
    };
    months
        .iter()
        .map(|&days| Allowance {
            days: name(days),
            month_minutes: grouped(minutes(days).normalize()),
            allowance: trimmed(minutes(days) * (Decimal::ONE - target.fraction()), 2),
        })
        .collect()
}

/// Percentage credited before the cap, and the hours that it counts. Source: the formula of the SLA schedule.
#[must_use]
pub fn credit_percent(downtime: Decimal, allowance: Decimal, rate: Decimal, per: Per) -> (Decimal, Decimal) {
    let over = (downtime - allowance).max(Decimal::ZERO) / Decimal::from(60);
    let hours = match per {
        Per::StartedHour => over.ceil(),
        Per::CompletedHour => over.floor(),
        Per::ProRata => over,
    };
    (hours * rate, hours)
}

fn credit(sla: &Sla, currency: Currency) -> Option<Credit> {
    let (target, rate, cap) = (sla.availability.known()?, sla.credits.rate.known()?, sla.credits.cap.known()?);
    let days = match sla.credits.month {
        Month::Calendar => Some(DAYS),
        Month::Average => None,
    };
    let allowance = minutes(days) * (Decimal::ONE - target.fraction());
    let downtime = Decimal::from(DOWNTIME);
    let over = (downtime - allowance).max(Decimal::ZERO);
    let (uncapped, hours) = credit_percent(downtime, allowance, rate.0, sla.credits.per);
    let half_up = |value: Decimal| value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let percent = half_up(uncapped).min(cap.0);
    let base = Decimal::from(CHARGES);
    let money = |amount: Decimal| {
        let mut amount = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        amount.rescale(2);
        Money { currency, amount }.to_string()
    };
    Some(Credit {
        days: name(days),
        downtime_minutes: DOWNTIME.to_string(),
        downtime_hours: (DOWNTIME / 60).to_string(),
        allowance: trimmed(allowance, 2),
        over_minutes: trimmed(over, 2),
        over_hours: trimmed(over / Decimal::from(60), 2),
        hours_counted: match sla.credits.per {
            Per::ProRata => trimmed(hours, 2),
            Per::StartedHour | Per::CompletedHour => hours.normalize().to_string(),
        },
        uncapped: format!("{}\u{a0}%", half_up(uncapped).normalize()),
        capped: uncapped > cap.0,
        percent: format!("{}\u{a0}%", percent.normalize()),
        base: money(base),
        amount: money(base * percent / Decimal::ONE_HUNDRED),
    })
}

/// The charge of a call: billed seconds over 60, times the rate, rounded to so many decimals.
#[must_use]
pub fn charge(billed: u32, rate: Decimal, decimals: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Up => RoundingStrategy::AwayFromZero,
    };
    let mut charge = (Decimal::from(billed) * rate / Decimal::from(60)).round_dp_with_strategy(decimals, strategy);
    charge.rescale(decimals);
    charge
}

fn invoice(deal: &Deal, flow: &str) -> Option<Invoice> {
    let line = deal.rates.lines.iter().find(|line| line.flow == flow)?;
    let rate = line.rate.known()?.0;
    let mut total = Decimal::ZERO;
    let calls = CALLS
        .iter()
        .map(|&seconds| {
            let billed = line.increment.billed(seconds);
            let charge = charge(billed, rate, deal.pricing.call_decimals, deal.pricing.rounding);
            total += charge;
            Call { seconds: seconds.to_string(), billed: billed.to_string(), charge: charge.to_string() }
        })
        .collect();
    Some(Invoice {
        destination: line.destination.to_string(),
        rate: rate.to_string(),
        increment: line.increment.to_string(),
        calls,
        total_charge: total.to_string(),
        invoice_total: trimmed(total, 2),
        currency: deal.rates.currency.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{charge, credit_percent, minutes, trimmed};
    use crate::deal::pricing::Rounding;
    use crate::deal::sla::Per;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a test's decimal")
    }

    #[test]
    fn allowances_of_three_nines() {
        let allowance = |days| trimmed(minutes(days) * decimal("0.001"), 2);
        assert_eq!(
            [Some(28), Some(29), Some(30), Some(31), None].map(allowance),
            ["40.32", "41.76", "43.20", "44.64", "43.80"]
        );
    }

    #[test]
    fn four_hours_down_in_months_of_each_length() {
        let percent = |days, per| {
            let allowance = minutes(days) * decimal("0.001");
            trimmed(credit_percent(decimal("240"), allowance, decimal("5"), per).0, 2)
        };
        for (days, pro_rata) in [(Some(28), "16.64"), (Some(30), "16.40"), (Some(31), "16.28"), (None, "16.35")] {
            assert_eq!(percent(days, Per::ProRata), pro_rata);
            assert_eq!(percent(days, Per::CompletedHour), "15.00");
            assert_eq!(percent(days, Per::StartedHour), "20.00");
        }
    }

    #[test]
    fn a_second_over_the_allowance_costs_a_started_hour() {
        let second = Decimal::ONE / Decimal::from(60);
        assert_eq!(
            credit_percent(decimal("43.2") + second, decimal("43.2"), decimal("5"), Per::StartedHour).0,
            decimal("5")
        );
        assert_eq!(credit_percent(decimal("43.2"), decimal("43.2"), decimal("5"), Per::StartedHour).0, Decimal::ZERO);
    }

    #[test]
    fn billed_seconds_and_charges() {
        for (increment, seconds, billed, rate, expected) in [
            ("30/6", 6, 30, "0.012", "0.00600"),
            ("30/6", 31, 36, "0.012", "0.00720"),
            ("60/60", 61, 120, "0.015", "0.03000"),
            ("30/6", 121, 126, "0.004", "0.00840"),
            ("1/1", 0, 0, "0.004", "0.00000"),
        ] {
            let increment: crate::deal::money::Increment = increment.parse().expect("a test's increment");
            assert_eq!(increment.billed(seconds), billed);
            assert_eq!(charge(billed, decimal(rate), 5, Rounding::HalfUp).to_string(), expected);
        }
    }
}

//! The worked figures that schedules print, exact to the digit: allowance, service credit, invoice line.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::deal::Deal;
use crate::deal::money::{Currency, Money, grouped};
use crate::deal::sla::{Month, Per, Sla};
use crate::formulas::availability::{allowance, credit_percent, credited, month_minutes};
use crate::formulas::billing::charge;
use crate::formulas::half_up;

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
    grouped(half_up(value, places))
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
        .filter_map(|&days| {
            Some(Allowance {
                days: name(days),
                month_minutes: grouped(month_minutes(days).normalize()),
                allowance: trimmed(allowance(*target, days)?, 2),
            })
        })
        .collect()
}

fn credit(sla: &Sla, currency: Currency) -> Option<Credit> {
    let (target, rate, cap) = (sla.availability.known()?, sla.credits.rate.known()?, sla.credits.cap.known()?);
    let days = match sla.credits.month {
        Month::Calendar => Some(DAYS),
        Month::Average => None,
    };
    let allowance = allowance(*target, days)?;
    let downtime = Decimal::from(DOWNTIME);
    let over = (downtime - allowance).max(Decimal::ZERO);
    let (uncapped, hours) = credit_percent(downtime, allowance, rate.0, sla.credits.per)?;
    let percent = credited(uncapped, *cap);
    let base = Decimal::from(CHARGES);
    let money = |amount: Decimal| Money { currency, amount: half_up(amount, 2) }.to_string();
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
        uncapped: format!("{}\u{a0}%", half_up(uncapped, 2).normalize()),
        capped: uncapped > cap.0,
        percent: format!("{}\u{a0}%", percent.normalize()),
        base: money(base),
        amount: money(base * percent / Decimal::ONE_HUNDRED),
    })
}

fn invoice(deal: &Deal, flow: &str) -> Option<Invoice> {
    let line = deal.rates.lines.iter().find(|line| line.flow == flow)?;
    let rate = line.rate.known()?.0;
    let mut total = Decimal::ZERO;
    let calls = CALLS
        .iter()
        .map(|&seconds| {
            let billed = line.increment.billed(seconds);
            let charge = charge(billed, rate, deal.pricing.call_decimals, deal.pricing.rounding)?;
            total += charge;
            Some(Call { seconds: seconds.to_string(), billed: billed.to_string(), charge: charge.to_string() })
        })
        .collect::<Option<_>>()?;
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

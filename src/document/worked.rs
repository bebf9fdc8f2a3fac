//! The worked figures that schedules print, exact to the digit: allowance, service credit, invoice line, combined availability,
//! shortfall of a commitment.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::deal::Deal;
use crate::deal::money::{Currency, Money, grouped};
use crate::deal::rates::RateLine;
use crate::deal::sla::{Month, Per, Sla};
use crate::formulas::availability::{self, allowance, credit_percent, credited, month_minutes};
use crate::formulas::billing::charge;
use crate::formulas::{commitment as volume, half_up};

/// Minutes of downtime in the worked credit: four hours.
const DOWNTIME: u32 = 240;
const DAYS: u32 = 30;
/// Charges of the month, in whole units of currency.
const CHARGES: u32 = 10_000;
/// Lengths in seconds of the calls in the worked invoice: short, just past a half-minute, just past a minute, two minutes.
const CALLS: [u32; 4] = [6, 31, 61, 120];

/// Everything worked out for one flow. All fields are text as printed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Worked {
    /// Whether the deal gives every figure that the credit needs.
    pub known: bool,
    /// The allowance in months of each length.
    pub allowances: Vec<Allowance>,
    /// `None` if a figure that it needs is blank.
    pub credit: Option<WorkedCredit>,
    /// `None` if the flow has no rate with a price.
    pub invoice: Option<Invoice>,
    /// Availability of signalling and media together, where the deal promises both.
    pub combined: Option<String>,
    /// A worked shortfall of the flow's first commitment.
    pub commitment: Option<WorkedCommitment>,
}

/// The downtime that a month allows.
#[derive(Debug, Clone, Serialize)]
pub struct Allowance {
    /// Days of the month, or `average month`.
    pub days: String,
    /// Minutes of the month.
    pub month_minutes: String,
    /// Minutes of downtime allowed.
    pub allowance: String,
}

/// A service credit, step by step.
#[derive(Debug, Clone, Serialize)]
pub struct WorkedCredit {
    /// Days of the month, or `average month`.
    pub days: String,
    /// Downtime in minutes.
    pub downtime_minutes: String,
    /// Downtime in hours.
    pub downtime_hours: String,
    /// Minutes of downtime allowed.
    pub allowance: String,
    /// Minutes of downtime beyond the allowance.
    pub over_minutes: String,
    /// Hours of downtime beyond the allowance.
    pub over_hours: String,
    /// Hours for which a credit is due.
    pub hours_counted: String,
    /// Percentage before the cap applies.
    pub uncapped: String,
    /// Whether the cap lowered it.
    pub capped: bool,
    /// Percentage credited, after the cap.
    pub percent: String,
    /// The charges on which the credit is calculated, with currency.
    pub base: String,
    /// Sum credited, with currency.
    pub amount: String,
}

/// An invoice for a few calls to one destination.
#[derive(Debug, Clone, Serialize)]
pub struct Invoice {
    /// Name of the destination.
    pub destination: String,
    /// Jurisdiction of its calls, if the line names one.
    pub jurisdiction: Option<String>,
    /// Time band, if the line names one.
    pub band: Option<String>,
    /// Rate a minute, exact as in the deal.
    pub rate: String,
    /// Price of a minute within the first period, if it is another.
    pub first_period_rate: Option<String>,
    /// Fee for each call, if there is one.
    pub fee: Option<String>,
    /// What a call costs at least, if the line says so.
    pub minimum_charge: Option<String>,
    /// Billing increment, such as `30/6`.
    pub increment: String,
    /// The calls, in the order of their length.
    pub calls: Vec<Call>,
    /// Sum of the calls' charges.
    pub total_charge: String,
    /// The sum, rounded as an invoice is.
    pub invoice_total: String,
    /// ISO 4217 code.
    pub currency: String,
}

/// A call of the worked invoice.
#[derive(Debug, Clone, Serialize)]
pub struct Call {
    /// Length in seconds, as spoken.
    pub seconds: String,
    /// Length in seconds, as billed.
    pub billed: String,
    /// Charge, unrounded.
    pub charge: String,
}

/// A shortfall of a commitment.
#[derive(Debug, Clone, Serialize)]
pub struct WorkedCommitment {
    /// Minutes committed.
    pub minutes: String,
    /// The floor, as a percentage of them.
    pub floor: String,
    /// The floor in minutes.
    pub floor_minutes: String,
    /// Minutes assumed to have been sent: seven eighths of the floor.
    pub assumed: String,
    /// Minutes charged though they were not sent.
    pub missing: String,
    /// Average rate, assumed: that of the flow's first line.
    pub average_rate: String,
    /// Percentage of the average rate that a missing minute costs.
    pub price: String,
    /// Sum charged, with currency.
    pub amount: String,
}

/// Works out a flow's figures.
#[must_use]
pub fn work(deal: &Deal, flow: &str) -> Worked {
    let sla = deal.sla.of(flow);
    let credit = credit(sla, deal.rates.currency);
    Worked {
        known: credit.is_some(),
        allowances: allowances(sla),
        credit,
        invoice: invoice(deal, flow),
        combined: combined(sla),
        commitment: commitment(deal, flow),
    }
}

fn percentage(value: Decimal) -> String {
    format!("{}\u{a0}%", value.normalize())
}

fn sum(currency: Currency, amount: Decimal) -> String {
    Money { currency, amount: half_up(amount, 2) }.to_string()
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

fn credit(sla: &Sla, currency: Currency) -> Option<WorkedCredit> {
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
    Some(WorkedCredit {
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
        uncapped: percentage(half_up(uncapped, 2)),
        capped: uncapped > cap.0,
        percent: percentage(percent),
        base: sum(currency, base),
        amount: sum(currency, base * percent / Decimal::ONE_HUNDRED),
    })
}

/// The line that the example bills: the first of those with the most terms beside the minute, since these want an example most.
fn example_line<'a>(deal: &'a Deal, flow: &str) -> Option<&'a RateLine> {
    let lines = deal.rates.lines.iter().filter(|line| line.flow == flow);
    lines.min_by_key(|line| {
        let price = line.price();
        let terms = [price.first_period_rate, price.fee, price.minimum_charge];
        std::cmp::Reverse(terms.iter().flatten().count())
    })
}

fn invoice(deal: &Deal, flow: &str) -> Option<Invoice> {
    let line = example_line(deal, flow)?;
    let price = line.price();
    let rate = price.rate?;
    let mut total = Decimal::ZERO;
    let calls = CALLS
        .iter()
        .map(|&seconds| {
            let billed = line.increment.billed(seconds);
            let charge = charge(price, billed, deal.pricing.call_decimals, deal.pricing.rounding)?;
            total += charge;
            Some(Call { seconds: seconds.to_string(), billed: billed.to_string(), charge: charge.to_string() })
        })
        .collect::<Option<_>>()?;
    Some(Invoice {
        destination: line.destination.to_string(),
        jurisdiction: line.jurisdiction.known().map(ToString::to_string),
        band: line.band.known().map(ToString::to_string),
        rate: rate.to_string(),
        first_period_rate: price.first_period_rate.map(|first| first.to_string()),
        fee: price.fee.map(|fee| fee.to_string()),
        minimum_charge: price.minimum_charge.map(|least| least.to_string()),
        increment: line.increment.to_string(),
        calls,
        total_charge: total.to_string(),
        invoice_total: trimmed(total, 2),
        currency: deal.rates.currency.to_string(),
    })
}

fn combined(sla: &Sla) -> Option<String> {
    let both = availability::combined(*sla.availability.known()?, *sla.media.known()?)?;
    Some(percentage(both.0))
}

fn commitment(deal: &Deal, flow: &str) -> Option<WorkedCommitment> {
    let terms = deal.pricing.commitments.iter().find(|terms| terms.flow == flow)?;
    let rate = deal.rates.lines.iter().find(|line| line.flow == flow)?.rate.known()?.0;
    let example = volume::example(terms.minutes, terms.floor, terms.shortfall, terms.price, rate)?;
    Some(WorkedCommitment {
        minutes: grouped(terms.minutes.into()),
        floor: percentage(terms.floor.0),
        floor_minutes: grouped(example.floor_minutes.normalize()),
        assumed: grouped(example.assumed.normalize()),
        missing: grouped(example.missing.normalize()),
        average_rate: rate.to_string(),
        price: percentage(terms.price.0),
        amount: sum(deal.rates.currency, example.amount),
    })
}

#[cfg(test)]
mod tests {
    use super::{Worked, work};
    use crate::deal::read;
    use crate::source::Source;

    /// The smallest example, with one text put for another.
    fn worked(from: &str, to: &str) -> Worked {
        let text = include_str!("../../examples/smallest.yaml");
        assert!(text.contains(from), "the smallest example no longer holds `{from}`");
        let mut findings = Vec::new();
        let file = read::read(&Source::new("deal.yaml", text.replace(from, to)), &mut findings);
        work(&file.unwrap_or_else(|| panic!("{findings:?}")).deal, "hk")
    }

    #[test]
    fn signalling_and_media_in_series() {
        assert_eq!(worked("availability: 99.9 %", "availability: 99.9 %").combined, None);
        assert_eq!(worked("availability: 99.9 %", "availability: ~\n  media: 99.5 %").combined, None);
        let both = worked("availability: 99.9 %", "availability: 99.9 %\n  media: 99.5 %").combined;
        assert_eq!(both.as_deref(), Some("99.4005\u{a0}%"));
    }

    #[test]
    fn a_shortfall_in_words_of_a_schedule() {
        let commitment = |terms: &str| {
            let pricing = format!("pricing: {{commitments: [{{flow: hk, minutes: 10000000, period: month{terms}}}]}}");
            worked("rates:\n", &format!("{pricing}\nrates:\n")).commitment.map(|it| {
                [it.minutes, it.floor, it.floor_minutes, it.assumed, it.missing, it.average_rate, it.price, it.amount]
            })
        };
        assert_eq!(
            commitment("").expect("a shortfall"),
            ["10,000,000", "80\u{a0}%", "8,000,000", "7,000,000", "1,000,000", "0.0180", "100\u{a0}%", "USD 18,000.00"]
        );
        assert_eq!(
            commitment(", shortfall: to_commitment, floor: 33.3 %, price: 25 %").expect("a shortfall"),
            [
                "10,000,000",
                "33.3\u{a0}%",
                "3,330,000",
                "2,913,750",
                "7,086,250",
                "0.0180",
                "25\u{a0}%",
                "USD 31,888.13"
            ]
        );
        assert_eq!(commitment(", floor: 0 %"), None);
        assert!(worked("rates:\n", "rates:\n").commitment.is_none());
    }
}

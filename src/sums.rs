//! Sums that counsel and managers ask for, worked out from the deal: sessions, charges, exposure, cap, credits, interest, MOS.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::deal::Deal;
use crate::deal::billing::Cycle;
use crate::deal::liability::CapKind;
use crate::deal::measure::Percent;
use crate::deal::money::{Money, grouped};
use crate::formulas::billing::minute_in_sums;
use crate::formulas::commitment::{mean_rate, monthly};
use crate::formulas::emodel::{self, Leg, RatedCodec, Way};
use crate::formulas::exposure::{Days, exposure};
use crate::formulas::{half_up, traffic};
use crate::path::Path;

/// Days of the month that the sums take.
const DAYS: u32 = 30;

/// A sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// What it is, such as `Highest charges of Calls to Hong Kong in 30 days`.
    pub what: String,
    /// The figure with its unit, as it prints.
    pub sum: String,
    /// How it is worked out.
    pub how: String,
    /// The amount, in the currency of the rates, if it is one of money.
    pub amount: Option<Decimal>,
    /// The deal's fields, or sections, that decide it beside the rates and the volume.
    pub reads: &'static [&'static str],
}

impl Sum {
    /// Whether a field of the deal decides it.
    #[must_use]
    pub fn reads(&self, path: &Path) -> bool {
        self.reads.iter().any(|field| {
            let wanted: Path = (*field).into();
            // A value given for one flow alone counts as the same field.
            let own: Vec<_> = path.steps().iter().filter_map(|step| step.as_key()).collect();
            let flat = match own.as_slice() {
                [section, "by_flow", _, rest @ ..] => [&[*section], rest].concat(),
                keys => keys.to_vec(),
            };
            let wanted: Vec<_> = wanted.steps().iter().filter_map(|step| step.as_key()).collect();
            flat.starts_with(&wanted)
        })
    }
}

/// Every sum for which the deal gives the figures.
#[must_use]
pub fn of(deal: &Deal) -> Vec<Sum> {
    let mut out = Vec::new();
    let mut add = |what: String, (sum, how): (String, String), amount: Option<Decimal>, reads| {
        out.push(Sum { what, sum, how, amount, reads });
    };
    let mut charges = Some(Decimal::ZERO);
    for (flow, terms) in &deal.scope.flows {
        let name = terms.description.known().map_or_else(|| flow.clone(), ToString::to_string);
        if let Some(calls) = concurrent(deal, flow) {
            add(format!("Sessions that {name} needs"), calls, None, &["technical.cps", "quality"]);
        }
        let month = month(deal, flow);
        charges = charges.zip(month.as_ref()).and_then(|(sum, month)| sum.checked_add(month.charges));
        if let Some(month) = month {
            let said = (money(deal, month.charges), month.how.clone());
            let what = format!("{} of {name} in {DAYS} days", month.what);
            add(what, said, Some(month.charges), &["pricing.commitments", "technical.sessions", "rates.lines"]);
            if let Some((owed, how)) = owed(deal, month.charges) {
                let what = format!("Unpaid at the most for {name}, without security");
                add(what, (money(deal, owed), how), Some(owed), &["billing.cycle", "billing.issue", "billing.pay"]);
            }
            if let Some((credit, how)) = credit(deal, flow, month.charges) {
                let what = format!("Service credits of {name} at the most in {DAYS} days");
                add(what, (money(deal, credit), how), Some(credit), &["sla.credits"]);
            }
        }
        if let Some(mos) = speech(deal, flow) {
            add(format!("MOS that {name} can reach"), mos, None, &["quality", "technical.codecs"]);
        }
    }
    let charges = charges.filter(|charges| !charges.is_zero());
    if let Some((cap, how, amount)) = cap(deal, charges) {
        let reads =
            &["legal.cap", "legal.cap_sum", "legal.liability_floor", "legal.liability_period", "legal.super_cap"];
        add("Liability cap".into(), (cap, how), amount, reads);
    }
    // Above a published rate it is a margin, and the year's interest is not known.
    if deal.billing.interest_over.known().is_some() {
        return out;
    }
    let interest = deal.billing.interest;
    let yearly = Percent((interest.0 * Decimal::from(12)).normalize());
    let late = charges.and_then(|charges| charges.checked_mul(interest.0)?.checked_div(Decimal::ONE_HUNDRED));
    let how = match late {
        Some(late) => format!(
            "twelve times {interest} a month, simple; {} on the charges above, one month late",
            money(deal, late)
        ),
        None => format!("twelve times {interest} a month, simple"),
    };
    add("Interest a year".into(), (yearly.to_string(), how), late, &["billing.interest"]);
    out
}

/// The most that the supplier of a flow credits for a month of charges.
fn credit(deal: &Deal, flow: &str, month: Decimal) -> Option<(Decimal, String)> {
    let cap = deal.sla.of(flow).credits.cap.known()?;
    let sum = month.checked_mul(cap.0)?.checked_div(Decimal::ONE_HUNDRED)?;
    Some((sum, format!("{cap} of the charges above")))
}

/// What a flow brings in a month.
struct Month {
    what: &'static str,
    charges: Decimal,
    how: String,
}

/// The charges of a flow in a month: those of its commitment, else the most that the agreed sessions carry.
fn month(deal: &Deal, flow: &str) -> Option<Month> {
    let lines = deal.rates.lines.iter().filter(|line| line.flow == flow);
    let average = deal.quality.of(flow).acd.known().copied();
    let rates: Vec<Decimal> = lines.filter_map(|line| minute_in_sums(line.price(), average)).collect();
    let rate = mean_rate(&rates)?;
    let committed = deal.pricing.commitments.iter().filter(|commitment| commitment.flow == flow);
    let committed: Vec<Decimal> = committed.filter_map(|one| monthly(one.minutes, one.period)).collect();
    let (what, minutes, from) = match committed.into_iter().max() {
        Some(minutes) => ("Committed charges", minutes, "the commitment".to_owned()),
        None => {
            let sessions = *deal.technical.sessions.known()?;
            let minutes = traffic::session_minutes(sessions.into(), DAYS)?;
            ("Highest charges", minutes, format!("{sessions} sessions that are always busy; no volume is agreed"))
        }
    };
    let how = format!(
        "{} minutes ({from}) at a mean of {} {}",
        grouped(minutes.round_dp(0)),
        deal.rates.currency,
        half_up(rate, 6).normalize()
    );
    Some(Month { what, charges: minutes.checked_mul(rate)?, how })
}

fn owed(deal: &Deal, month: Decimal) -> Option<(Decimal, String)> {
    let cycle: u32 = match deal.billing.cycle {
        Cycle::Weekly => 7,
        Cycle::SemiMonthly => 15,
        Cycle::Monthly => 30,
        Cycle::Daily => 1,
    };
    let days = Days {
        cycle: cycle.into(),
        issue: deal.billing.issue.about_days(),
        payment: deal.billing.pay.known()?.about_days(),
    };
    let (issue, payment) = (days.issue.round_dp(1).normalize(), days.payment.round_dp(1).normalize());
    let sum = exposure(month, days, Decimal::ZERO)?;
    let how = format!("{cycle} days of the cycle, {issue} to the invoice and {payment} to pay");
    Some((sum, how))
}

fn cap(deal: &Deal, month: Option<Decimal>) -> Option<(String, String, Option<Decimal>)> {
    let floor = deal.legal.liability_floor.known();
    match deal.legal.cap {
        CapKind::Charges => {}
        CapKind::Sum => {
            return Some((deal.legal.cap_sum.known()?.to_string(), "the sum that the deal names".into(), None));
        }
        CapKind::AffectedPeriod => {
            return Some(("not a sum".into(), "the charges of the flow for the time in which it failed".into(), None));
        }
        CapKind::None => return Some(("none".into(), "liability is limited by the law alone".into(), None)),
    }
    let period = deal.legal.liability_period;
    let months = period.about_days().checked_div(DAYS.into())?;
    let most = month.and_then(|month| month.checked_mul(months));
    let floor_said = floor.map_or_else(|| "no floor is agreed".to_owned(), |floor| format!("never less than {floor}"));
    let higher = format!("{} times as much for the clauses that it names", deal.legal.super_cap);
    match most {
        Some(most) => Some((
            format!("{} or less", money(deal, most)),
            format!("the sums above, of all flows, for {period}; {floor_said}; {higher}"),
            Some(most),
        )),
        None => Some((floor?.to_string(), format!("the floor; charges for {period} are not known; {higher}"), None)),
    }
}

fn concurrent(deal: &Deal, flow: &str) -> Option<(String, String)> {
    let (cps, quality) = (*deal.technical.cps.known()?, deal.quality.of(flow));
    let (asr, acd) = (*quality.asr.known()?, quality.acd.known()?.about_seconds());
    let calls = traffic::concurrent_calls(cps.into(), asr, acd, traffic::SETUP_SECONDS.into())?.ceil();
    let agreed = deal.technical.sessions.known().map_or_else(String::new, |agreed| format!("; {agreed} are agreed"));
    let how = format!(
        "{cps} calls a second × ({asr} × {} s + {} s to set up){agreed}",
        acd.normalize(),
        traffic::SETUP_SECONDS
    );
    Some((calls.to_string(), how))
}

fn speech(deal: &Deal, flow: &str) -> Option<(String, String)> {
    let (codec, name) = RatedCodec::best_of(deal.technical.codecs.known()?)?;
    let quality = deal.quality.of(flow);
    let (loss, delay) = (quality.loss.known()?, quality.delay.known()?);
    let leg = Leg::new(codec, *loss)?;
    let rating = emodel::rate(&Way::new(&[leg], emodel::milliseconds(*delay)?))?;
    let mos = (rating.mos * 100.0).floor().to_i64()?;
    let promised = quality.mos.known().map_or_else(String::new, |mos| format!("; {mos} is promised"));
    let how = format!("E-model: {name}, {loss} random loss, {delay} of delay, its default echo{promised}");
    Some((Decimal::new(mos, 2).to_string(), how))
}

/// An amount in the currency of the rates, to two decimals.
#[must_use]
pub fn money(deal: &Deal, amount: Decimal) -> String {
    Money { currency: deal.rates.currency, amount: half_up(amount, 2) }.to_string()
}

//! Sums that counsel and managers ask for, worked out from the deal: sessions, charges, exposure, cap, interest, MOS.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{heading, section, value};
use crate::deal::Deal;
use crate::deal::billing::Cycle;
use crate::deal::measure::Percent;
use crate::deal::money::{Money, grouped};
use crate::deal::read::DealFile;
use crate::document::{Block, Inlines};
use crate::formulas::commitment::{mean_rate, monthly};
use crate::formulas::emodel::{self, Leg, RatedCodec, Way};
use crate::formulas::exposure::{Days, exposure};
use crate::formulas::{half_up, traffic};

/// Days of the month that the sums take.
const DAYS: u32 = 30;

/// The table of sums. A sum that needs a figure which the deal leaves open has no row.
pub(super) fn sums(blocks: &mut Vec<Block>, file: &DealFile) {
    let deal = &file.deal;
    let mut rows: Vec<Vec<Inlines>> = Vec::new();
    let mut add = |what: &str, sum: String, how: String| rows.push(vec![value(what), value(&sum), value(&how)]);
    let mut charges = Some(Decimal::ZERO);
    for (flow, terms) in &deal.scope.flows {
        let name = terms.description.known().map_or_else(|| flow.clone(), ToString::to_string);
        if let Some((calls, how)) = concurrent(deal, flow) {
            add(&format!("Sessions that {name} needs"), calls, how);
        }
        let month = month(deal, flow);
        charges = charges.zip(month.as_ref()).and_then(|(sum, month)| sum.checked_add(month.charges));
        if let Some(month) = month {
            add(&format!("{} of {name} in {DAYS} days", month.what), money(deal, month.charges), month.how.clone());
            if let Some((owed, how)) = owed(deal, month.charges) {
                add(&format!("Unpaid at the most for {name}, without security"), owed, how);
            }
        }
        if let Some((mos, how)) = speech(deal, flow) {
            add(&format!("MOS that {name} can reach"), mos, how);
        }
    }
    if let Some((cap, how)) = cap(deal, charges.filter(|charges| !charges.is_zero())) {
        add("Liability cap", cap, how);
    }
    let interest = deal.billing.interest;
    let yearly = Percent((interest.0 * Decimal::from(12)).normalize());
    add("Interest a year", yearly.to_string(), format!("twelve times {interest} a month, simple"));
    blocks.push(heading("review-sums", "Review: worked sums"));
    section(blocks, "No sums.", &["What", "Sum", "How it is worked out"], rows);
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
    let rates: Vec<Decimal> = lines.filter_map(|line| Some(line.rate.known()?.0)).collect();
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

fn owed(deal: &Deal, month: Decimal) -> Option<(String, String)> {
    let cycle: u32 = match deal.billing.cycle {
        Cycle::Weekly => 7,
        Cycle::SemiMonthly => 15,
        Cycle::Monthly => 30,
    };
    let days = Days {
        cycle: cycle.into(),
        issue: deal.billing.issue.about_days(),
        payment: deal.billing.pay.known()?.about_days(),
    };
    let (issue, payment) = (days.issue.round_dp(1).normalize(), days.payment.round_dp(1).normalize());
    let sum = exposure(month, days, Decimal::ZERO)?;
    let how = format!("{cycle} days of the cycle, {issue} to the invoice and {payment} to pay");
    Some((money(deal, sum), how))
}

fn cap(deal: &Deal, month: Option<Decimal>) -> Option<(String, String)> {
    let floor = deal.legal.liability_floor.known();
    let period = deal.legal.liability_period;
    let months = period.about_days().checked_div(DAYS.into())?;
    let most = month.and_then(|month| month.checked_mul(months));
    let floor_said = floor.map_or_else(|| "no floor is agreed".to_owned(), |floor| format!("never less than {floor}"));
    let higher = format!("{} times as much for the clauses that it names", deal.legal.super_cap);
    match most {
        Some(most) => Some((
            format!("{} or less", money(deal, most)),
            format!("the sums above, of all flows, for {period}; {floor_said}; {higher}"),
        )),
        None => Some((floor?.to_string(), format!("the floor; charges for {period} are not known; {higher}"))),
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

fn money(deal: &Deal, amount: Decimal) -> String {
    Money { currency: deal.rates.currency, amount: half_up(amount, 2) }.to_string()
}

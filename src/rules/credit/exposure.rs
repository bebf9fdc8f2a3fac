use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::billing::{Cycle, SetOff};
use crate::deal::credit::SecurityKind;
use crate::deal::money::{Money, grouped};
use crate::deal::pricing::Settlement;
use crate::diagnostic::Level;
use crate::formulas::billing::minute_in_sums;
use crate::formulas::commitment::{mean_rate, monthly};
use crate::formulas::exposure::{Days, exposure};
use crate::formulas::half_up;
use crate::path::Path;
use crate::rules::by_flow;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT004",
    level: Level::Warning,
    summary: "the exposure is above limit and security",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for flow in deal.scope.flows.keys() {
        if deal.credit.of(flow).mode != SecurityKind::Prepaid {
            judge(deal, flow, report);
        }
    }
}

fn judge(deal: &Deal, flow: &str, report: &mut Report<'_>) -> Option<()> {
    let (credit, currency) = (deal.credit.of(flow), deal.rates.currency);
    let limit = credit.limit.known().filter(|limit| limit.currency == currency)?;
    let security = credit.security.known().filter(|security| security.currency == currency);
    let (minutes, source) = sent(deal, flow)?;
    let average = deal.quality.of(flow).acd.known().copied();
    let rates: Vec<Decimal> = deal
        .rates
        .lines
        .iter()
        .filter(|line| line.flow == flow)
        .filter_map(|line| minute_in_sums(line.price(), average))
        .collect();
    let rate = mean_rate(&rates)?;
    let days = days(deal)?;
    let span = days.cycle.checked_add(days.issue)?.checked_add(days.payment)?.round_dp(1).normalize();
    let secured = security.map_or(Decimal::ZERO, |security| security.amount);
    let owed = exposure(minutes.checked_mul(rate)?, days, secured)?;
    if owed <= limit.amount {
        return None;
    }
    let owed = Money { currency, amount: half_up(owed, 2) };
    let less = security.map_or(String::new(), |security| format!(", less {security} of security,"));
    report
        .add(
            by_flow::path(report.file, "credit", flow, "limit"),
            format!(
                "{} minutes a month at a mean of {currency} {} come to {owed} in the {span} days until they are paid{less} and \
                 the limit is {limit}",
                grouped(minutes.round_dp(0)),
                rate.round_dp(6).normalize(),
            ),
            "raise the limit, take security, or shorten the cycle or the time to pay: the supplier may refuse calls above the limit",
        )
        .also(source, "the traffic agreed")
        .also("billing.pay", "the time to pay");
    Some(())
}

/// The minutes that a customer must send and pay for in a month, and the path that says so.
fn sent(deal: &Deal, flow: &str) -> Option<(Decimal, Path)> {
    let pricing = &deal.pricing;
    let commitments = pricing.commitments.iter().enumerate().filter(|(_, commitment)| commitment.flow == flow);
    let committed = commitments.filter_map(|(at, one)| {
        Some((monthly(one.minutes, one.period)?, Path::from("pricing.commitments").index(at).key("minutes")))
    });
    // With set-off, less than the full sum is owed; minutes that settle minutes are not owed at all.
    let owed = deal.billing.set_off != SetOff::Net;
    let swap = pricing.swap.known().filter(|swap| owed && swap.settlement == Settlement::Financial);
    let swapped = swap.and_then(|swap| Some((monthly(swap.minutes, swap.period)?, Path::from("pricing.swap.minutes"))));
    committed.chain(swapped).max_by_key(|(minutes, _)| *minutes)
}

fn days(deal: &Deal) -> Option<Days> {
    let cycle = match deal.billing.cycle {
        Cycle::Weekly => 7,
        Cycle::SemiMonthly => 15,
        Cycle::Monthly => 30,
        Cycle::Daily => 1,
    };
    let payment = deal.billing.pay.known()?.about_days();
    Some(Days { cycle: cycle.into(), issue: deal.billing.issue.about_days(), payment })
}

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::money::grouped;
use crate::deal::pricing::Period;
use crate::diagnostic::Level;
use crate::formulas::traffic::{attempt_minutes, session_minutes};
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE021",
    level: Level::Warning,
    summary: "a commitment is larger than the trunk carries",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let pricing = &deal.pricing;
    let committed = pricing.commitments.iter().enumerate();
    let mut volumes: Vec<_> = committed
        .map(|(at, one)| {
            (Path::from("pricing.commitments").index(at).key("minutes"), one.flow.as_str(), one.minutes, one.period)
        })
        .collect();
    if let Some(swap) = pricing.swap.known() {
        let flows = deal.scope.flows.keys();
        volumes
            .extend(flows.map(|flow| (Path::from("pricing.swap.minutes"), flow.as_str(), swap.minutes, swap.period)));
    }
    // Both directions of a swap make one finding.
    let mut found = BTreeSet::new();
    for (path, flow, minutes, period) in volumes {
        let days = longest(period);
        let Some((most, why, limit)) = least(deal, flow, days) else { continue };
        if Decimal::from(minutes) <= most || !found.insert(path.clone()) {
            continue;
        }
        report
            .add(
                path,
                format!(
                    "{} minutes are to be sent, and {why} carry {} in {days} days, day and night",
                    grouped(minutes.into()),
                    grouped(most.floor())
                ),
                "commit to what a busy hour of the forecast can fill, or enlarge the trunk",
            )
            .also(limit, "the limit");
    }
}

/// Days of a period, at most.
fn longest(period: Period) -> u32 {
    match period {
        Period::Month => 31,
        Period::Quarter => 92,
        Period::Year => 366,
    }
}

/// The smallest number of minutes that a limit of the trunk allows, with the limit in words and its path.
fn least(deal: &Deal, flow: &str, days: u32) -> Option<(Decimal, String, &'static str)> {
    let (technical, quality) = (&deal.technical, deal.quality.of(flow));
    let sessions = technical.sessions.known().and_then(|sessions| {
        let most = session_minutes((*sessions).into(), days)?;
        Some((most, format!("{sessions} calls at once"), "technical.sessions"))
    });
    let attempts = || {
        let (cps, asr, acd) = (technical.cps.known()?, quality.asr.known()?, quality.acd.known()?);
        let most = attempt_minutes((*cps).into(), *asr, acd.about_seconds(), days)?;
        Some((most, format!("{cps} calls a second, {asr} answered for {acd},"), "technical.cps"))
    };
    [sessions, attempts()].into_iter().flatten().min_by_key(|(most, ..)| *most)
}

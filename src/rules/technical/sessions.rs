use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::formulas::traffic::{self, SETUP_SECONDS};
use crate::rules::by_flow;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH016",
    level: Level::Warning,
    summary: "the sessions do not carry the calls a second",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (Some(cps), Some(sessions)) = (deal.technical.cps.known(), deal.technical.sessions.known()) else { return };
    let worst = deal.scope.flows.keys().filter_map(|flow| {
        let quality = deal.quality.of(flow);
        let (asr, acd) = (*quality.asr.known()?, quality.acd.known()?.about_seconds());
        let calls = traffic::concurrent_calls((*cps).into(), asr, acd, SETUP_SECONDS.into())?;
        Some((calls.ceil(), flow, asr, acd))
    });
    let worst = worst.max_by_key(|(calls, ..)| *calls);
    let Some((calls, flow, asr, acd)) = worst.filter(|(calls, ..)| *calls > Decimal::from(*sessions)) else { return };
    let file = report.file;
    let acd = acd.normalize();
    let mut added = report
        .add(
            "technical.sessions",
            format!(
                "on `{flow}`, {cps} calls a second × ({asr} × {acd} s + {SETUP_SECONDS} s to set up) are {calls} calls at once, \
                 and {sessions} are agreed"
            ),
            format!("agree on {calls} sessions or more, or on fewer calls a second"),
        )
        .also("technical.cps", "the calls a second");
    for (field, what) in [("asr", "the share of calls that is answered"), ("acd", "the length of an answered call")] {
        let path = by_flow::path(file, "quality", flow, field);
        if file.tree.has(&path) {
            added = added.also(path, what);
        }
    }
}

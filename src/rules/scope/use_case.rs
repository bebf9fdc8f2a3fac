use crate::deal::Deal;
use crate::deal::scope::{TerminationMode, Traffic, UseCase};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE010",
    level: Level::Warning,
    summary: "the use case contradicts the mode, the traffic or the flows",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let scope = &deal.scope;
    let Some(case) = scope.use_case.known() else { return };
    let sends = |kind: Traffic| scope.traffic.contains(&kind);
    let one_way = scope.flows.values().all(|flow| scope.flows.values().all(|other| flow.customer == other.customer));
    let (other, message, help) = match case {
        UseCase::InternationalTermination if !sends(Traffic::International) => (
            "scope.traffic",
            "the background describes calls from one country to another, and international calls may not be sent",
            "add `international` to `traffic`, or name another use case",
        ),
        UseCase::LocalAccess if !sends(Traffic::Local) && !sends(Traffic::Mobile) => (
            "scope.traffic",
            "the background describes access to local networks, and neither local nor mobile calls may be sent",
            "add `local` or `mobile` to `traffic`, or name another use case",
        ),
        UseCase::Peering if scope.mode == TerminationMode::Transit => (
            "scope.mode",
            "the background describes the users of both parties, and every call is handed on to another network",
            "write `mode: peer`, or `use_case: transit`",
        ),
        UseCase::Peering if one_way => (
            "scope.flows",
            "the background describes calls between the users of both parties, and calls flow one way only",
            "add the flow back, or name another use case",
        ),
        UseCase::Transit if scope.mode == TerminationMode::Peer => (
            "scope.mode",
            "the background describes networks beyond the supplier's, and the supplier uses no carrier in between",
            "write `mode: transit` or `mode: mixed`, or name another use case",
        ),
        _ => return,
    };
    report.add("scope.use_case", message, help).also(other, "this says otherwise");
}

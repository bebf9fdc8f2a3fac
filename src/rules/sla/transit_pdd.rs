use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::deal::scope::TerminationMode;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA010",
    level: Level::Warning,
    summary: "the post-dial delay is tight for transit",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.scope.mode == TerminationMode::Peer {
        return;
    }
    let least = Duration::of(1, Unit::Second);
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["pdd"])) {
        let Some(pdd) = quality.value.pdd.known().filter(|pdd| !pdd.reaches(least)) else { continue };
        report
            .add(
                quality.path("pdd"),
                format!("the supplier has {pdd} to choose a route, and to try another when the first refuses the call"),
                "allow at least 1 s; the time on the network that takes the call does not count",
            )
            .also("scope.mode", "calls are handed on");
    }
}

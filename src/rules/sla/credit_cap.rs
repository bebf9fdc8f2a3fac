use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA002",
    level: Level::Warning,
    summary: "the cap on service credits is outside the usual range",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| sla.gives(&["credits.cap"])) {
        let Some(cap) = sla.value.credits.cap.known() else { continue };
        if cap.0 < 5.into() || cap.0 > 50.into() {
            report.add(
                sla.path("credits.cap"),
                format!("service credits are capped at {cap} of a month's charges"),
                "agree on a cap from 5 % to 50 %; 25 % is usual",
            );
        }
    }
}

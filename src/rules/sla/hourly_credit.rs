use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA015",
    level: Level::Warning,
    summary: "the credit for one hour reaches the cap",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| sla.gives(&["credits.rate", "credits.cap"])) {
        let credits = &sla.value.credits;
        let (Some(rate), Some(cap)) = (credits.rate.known(), credits.cap.known()) else { continue };
        if rate >= cap {
            report
                .add(
                    sla.path("credits.rate"),
                    format!("each hour is credited with {rate}, and {cap} is the most in a month"),
                    "lower the credit for an hour, or raise the cap, so that several hours fit below it",
                )
                .also(sla.path("credits.cap"), "the cap");
        }
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "FRAUD006",
    level: Level::Warning,
    summary: "a short call is as long as an average one",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let short = deal.fraud.short_call;
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["acd"])) {
        let Some(average) = quality.value.acd.known() else { continue };
        if short.reaches(*average) {
            report
                .add(
                    "fraud.short_call",
                    format!("calls under {short} count as short, and a call is expected to last {average}"),
                    "lower it to some seconds; 6 s is usual",
                )
                .also(quality.path("acd"), "the average call duration");
        }
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA006",
    level: Level::Error,
    summary: "the answer ratio for leaving is no lower than the expected one",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["asr_exit", "asr"])) {
        let (Some(exit), Some(asr)) = (quality.value.asr_exit.known(), quality.value.asr.known()) else { continue };
        if exit >= asr {
            report
                .add(
                    quality.path("asr_exit"),
                    format!("a destination can be left below an ASR of {exit}, and {asr} is what the parties expect"),
                    "lower `asr_exit`, to about two thirds of the expected ASR",
                )
                .also(quality.path("asr"), "the expected ASR");
        }
    }
}

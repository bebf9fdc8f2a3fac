//! Every answered call was delivered, so the network effectiveness ratio is at least the answer ratio.

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA005",
    level: Level::Error,
    summary: "the effectiveness target is below the answer ratio",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["ner", "asr"])) {
        let (Some(ner), Some(asr)) = (quality.value.ner.known(), quality.value.asr.known()) else { continue };
        if ner < asr {
            report
                .add(
                    quality.path("ner"),
                    format!("NER is to be at least {ner}, and ASR is expected at {asr}"),
                    "NER counts every call that ASR counts, and more: raise it above ASR, usually to 95 % or more",
                )
                .also(quality.path("asr"), "the expected ASR");
        }
    }
}

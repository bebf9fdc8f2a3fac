use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA018",
    level: Level::Warning,
    summary: "the effectiveness target is outside the usual range",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["ner"])) {
        let Some(ner) = quality.value.ner.known() else { continue };
        if ner.0 < 90.into() || ner.0 > Decimal::new(999, 1) {
            let failed = (Decimal::ONE_HUNDRED - ner.0) * Decimal::TEN;
            report.add(
                quality.path("ner"),
                format!("a NER of {ner} lets {} of 1000 calls fail on the way", failed.normalize()),
                "agree on 95 % to 99 %, the higher the fewer networks a call passes",
            );
        }
    }
}

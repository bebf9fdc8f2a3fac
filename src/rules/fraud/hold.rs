use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "FRAUD002",
    level: Level::Warning,
    summary: "a sum can be withheld for fraud for a long time",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let fraud = &deal.fraud;
    if !Duration::of(90, Unit::Day).reaches(fraud.hold_evidence) {
        report
            .add(
                "fraud.hold_evidence",
                format!(
                    "a sum may be withheld within {} of the invoice, and the fraud be proved {} after that",
                    fraud.hold_notice, fraud.hold_evidence
                ),
                "agree on 60 days for the evidence, and on 90 at most",
            )
            .also("fraud.hold_notice", "the time to withhold");
    }
}

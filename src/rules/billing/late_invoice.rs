use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL013",
    level: Level::Warning,
    summary: "a call can be invoiced more than half a year later",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let late = deal.billing.back_billing;
    // Half a year has at most 184 days.
    if late.outlasts(Duration::of(184, Unit::Day)) {
        report.add(
            "billing.back_billing",
            format!("a call can be invoiced {late} after it was made"),
            "agree on 180 days or fewer, usually 90: the customer has long billed its own customers by then",
        );
    }
}

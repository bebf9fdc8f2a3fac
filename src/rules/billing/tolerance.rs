use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL007",
    level: Level::Warning,
    summary: "the tolerance between records is zero or large",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let tolerance = deal.billing.tolerance;
    let message = if tolerance.0.is_zero() {
        "every difference between the parties' records becomes a dispute".to_owned()
    } else if tolerance.0 > 5.into() {
        format!("records may differ by {tolerance} of an invoice without a check")
    } else {
        return;
    };
    report.add("billing.tolerance", message, "agree on a tolerance up to 5 %; 1 % is usual");
}

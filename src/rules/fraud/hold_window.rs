use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "FRAUD003",
    level: Level::Warning,
    summary: "the time to hold a sum outlasts the time to dispute it",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(window) = deal.billing.dispute_window.known() else { return };
    let hold = deal.fraud.hold_notice;
    if !window.reaches(hold) {
        report
            .add(
                "fraud.hold_notice",
                format!("a sum can be withheld for fraud until {hold} after the invoice, and disputed until {window} after it"),
                "allow no more time to withhold than to dispute",
            )
            .also("billing.dispute_window", "the time to dispute");
    }
}

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM007",
    level: Level::Error,
    summary: "a debt can end the agreement before it is overdue",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(grace) = deal.termination.unpaid_after_due.known() else { return };
    if !grace.reaches(Duration::of(1, Unit::Day)) {
        report
            .add(
                "termination.unpaid_after_due",
                format!("an unpaid sum is ground to end the agreement {grace} after the due date"),
                "count in days from the due date; 10 days are usual",
            )
            .also("billing.pay", "the time to pay");
    }
}

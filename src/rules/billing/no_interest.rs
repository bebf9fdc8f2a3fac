use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "BILL012", level: Level::Warning, summary: "late sums bear no interest", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    if !deal.billing.interest.0.is_zero() || saudi(deal) {
        return;
    }
    report.add(
        "billing.interest",
        "a customer that pays late owes no more than one that pays in time",
        "agree on a rate, usually 1 % to 1.5 % a month, or waive this if the law allows none",
    );
}

/// Whether the deal touches Saudi Arabia, whose courts do not enforce interest.
fn saudi(deal: &Deal) -> bool {
    let law = deal.jurisdiction.law.known().is_some_and(|law| law.as_str().contains("Saudi"));
    law || deal.parties.values().any(|party| party.country.code() == "SA")
}

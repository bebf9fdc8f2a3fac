use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL002",
    level: Level::Warning,
    summary: "the interest on late payment is high",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let interest = deal.billing.interest;
    // Above a published rate it is a margin, by the year.
    if deal.billing.interest_over.known().is_some() {
        return;
    }
    if interest.0 > Decimal::new(15, 1) {
        report.add(
            "billing.interest",
            format!("late sums bear {interest} a month, {} % a year", (interest.0 * Decimal::from(12)).normalize()),
            "agree on 1.5 % a month or less, or have counsel confirm it under the governing law",
        );
    }
}

//! A seat in England makes English law govern the arbitration agreement unless the parties choose another.

use crate::deal::Deal;
use crate::deal::Field;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP003",
    level: Level::Warning,
    summary: "the law of the arbitration agreement is left to the seat",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (Some(seat), Some(law)) = (deal.disputes.seat.known(), deal.jurisdiction.law.known()) else { return };
    let english = |text: &str| ["London", "England", "English"].iter().any(|word| text.contains(word));
    if english(seat.as_str()) && !english(law.as_str()) && deal.disputes.arbitration_law == Field::Absent {
        report
            .add(
                "disputes.arbitration_law",
                format!(
                    "the seat is {seat}, the governing law {law}, and the arbitration agreement names no law of its own"
                ),
                "name it: `arbitration_law: England and Wales`, or the governing law if that is meant",
            )
            .also("disputes.seat", "the seat")
            .also("jurisdiction.law", "the governing law");
    }
}

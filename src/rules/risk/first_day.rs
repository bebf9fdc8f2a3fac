//! A cap measured by the charges of past months is zero before there are charges.

use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::term::ServiceStart;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK003",
    level: Level::Note,
    summary: "the cap on liability is zero before the first charges",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.legal.liability_floor == Field::Absent && deal.term.service != ServiceStart::Running {
        report.add(
            "legal.liability_floor",
            "until the first charges are due, the cap on liability is zero: it has no floor",
            "add `liability_floor` to `legal`, such as a month's expected charges",
        );
    }
}

use crate::deal::billing::Disputed;
use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL004",
    level: Level::OpenPoint,
    summary: "disputed sums go into escrow, and no escrow agent is named",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.billing.disputed == Disputed::Escrow && deal.billing.escrow_agent == Field::Absent {
        report.add(
            "billing.disputed",
            "disputed sums go into escrow, and no escrow agent is named",
            questions::ask(&report.file.tree, &"billing.escrow_agent".into()).then("add `escrow_agent: NAME`"),
        );
    }
}

use std::collections::BTreeSet;

use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::deal::questions;
use crate::diagnostic::{Ask, Level};
use crate::rules::by_flow;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT002",
    level: Level::OpenPoint,
    summary: "the credit limit or the security is left out",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut open = BTreeSet::new();
    for id in deal.scope.flows.keys() {
        let credit = deal.credit.of(id);
        let Some(field) = credit.unsaid() else { continue };
        let message = match credit.mode {
            SecurityKind::Open | SecurityKind::Postpaid => "the customer is invoiced after use, without a limit",
            SecurityKind::Prepaid => "the customer prepays, and the first payment is not given",
            SecurityKind::Deposit => "the customer gives a deposit, and its sum is not given",
            SecurityKind::LetterOfCredit => "the sum of the letter of credit is not given",
            SecurityKind::SuretyBond | SecurityKind::AnyInstrument => "the sum of the security is not given",
            SecurityKind::Guarantee => "the sum of the guarantee is not given",
        };
        open.insert((by_flow::path(report.file, "credit", id, field), field, message));
    }
    for (path, field, message) in open {
        // Our own finance must agree to the sum, whichever side gives it.
        let question = questions::ask(&report.file.tree, &path).question;
        let then = format!("write the sum, such as `{field}: {} 100000.00`", deal.rates.currency);
        report.add(path, message, Ask::new("finance", question).then(then));
    }
}

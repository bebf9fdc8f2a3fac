use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "SCOPE003", level: Level::Warning, summary: "short messages are in scope", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.scope.sms {
        report.add(
            "scope.sms",
            "short messages are in scope, and the text of this agreement deals with calls alone",
            "make a separate agreement for messages, and set `sms` to false",
        );
    }
}

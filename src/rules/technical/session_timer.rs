//! RFC 4028 allows no session interval below 90 seconds.

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH006",
    level: Level::Error,
    summary: "the session timer is below the floor of RFC 4028",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let timer = deal.technical.session_timer;
    if timer.about_seconds() < Decimal::from(90) {
        report.add(
            "technical.session_timer",
            format!("the session timer is {timer}; RFC 4028 allows no less than 90 seconds"),
            "write `session_timer: 1800 s`, or any time from 90 s",
        );
    }
}

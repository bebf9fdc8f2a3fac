//! Statute frowns on more than sixty days.

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL001",
    level: Level::Warning,
    summary: "the time to pay is longer than European law lets pass",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(pay) = deal.billing.pay.known() else { return };
    if pay.about_seconds() <= Duration::of(60, Unit::Day).about_seconds() {
        return;
    }
    let Some((id, party)) = deal.parties.iter().find(|(_, party)| party.country.in_eea_or_uk()) else { return };
    report
        .add(
            "billing.pay",
            format!("the customer has {pay} to pay, and `{id}` is in {}", party.country.code()),
            "agree on 60 days or fewer, or have counsel confirm that the longer time is not grossly unfair",
        )
        .also(format!("parties.{id}.country"), "a country with a limit on payment time");
}

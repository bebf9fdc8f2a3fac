use crate::deal::scope::Traffic;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE006",
    level: Level::Warning,
    summary: "premium calls have no fraud alarm",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let premium = deal.scope.traffic.iter().position(|kind| *kind == Traffic::Premium);
    if let Some(at) = premium
        && deal.fraud.premium_minutes == Field::Absent
    {
        report
            .add(
                Path::from("scope.traffic").index(at),
                "calls to premium numbers may be sent, and no number of their minutes in an hour raises an alarm",
                "write `fraud: {premium_minutes: …}`, well above an ordinary hour",
            )
            .also("fraud", "the alarms");
    }
}

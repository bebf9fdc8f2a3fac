use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "FRAUD005", level: Level::Warning, summary: "the night has no hours", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (from, to) = (deal.fraud.night_from, deal.fraud.night_to);
    if from == to {
        report
            .add(
                "fraud.night_to",
                format!("the night begins at {from} and ends at {to}, so that no minute falls into it"),
                "name its hours, such as 00:00 to 05:00",
            )
            .also("fraud.night_from", "when it begins");
    }
}

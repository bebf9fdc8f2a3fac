use crate::deal::Deal;
use crate::deal::date::Date;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE011",
    level: Level::Warning,
    summary: "the rates are more than 90 days old",
    check: Check::Deal(check),
};

/// Age in days above which a price list is seldom in force.
const DAYS: i32 = 90;

fn check(deal: &Deal, report: &mut Report<'_>) {
    if let Some((day, words)) = &deal.rates.stated
        && let Ok(age) = day.0.until(report.as_of).map(|span| span.get_days())
        && age > DAYS
    {
        report.add(
            "rates.deck",
            format!("the deck says that it is for {words}, which ended {age} days ago"),
            "ask the supplier for its current deck, or waive this if the rates have not changed",
        );
    }
    let Some(effective) = deal.rates.effective.known() else { return };
    let day = effective.local.date();
    let Ok(age) = day.until(report.as_of).map(|span| span.get_days()) else { return };
    if age > DAYS {
        report.add(
            "rates.effective",
            format!("the rates have applied since {}, for {age} days", Date(day)),
            "ask the supplier for its current rates, or waive this if they have not changed",
        );
    }
}

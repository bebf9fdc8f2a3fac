use crate::deal::Deal;
use crate::deal::date::Date;
use crate::deal::term::ServiceStart;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE017",
    level: Level::Error,
    summary: "the rates begin after the service",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (Some(effective), Some(service)) = (deal.rates.effective.known(), deal.term.service_date.known()) else {
        return;
    };
    // Existing calls keep their agreed prices until the schedule takes effect.
    let dated = deal.term.service == ServiceStart::Date;
    let begin = Date(effective.local.date());
    if dated && begin > *service {
        report
            .add(
                "rates.effective",
                format!("calls run from {service}, and the rates hold from {begin}"),
                "let the rates begin on the day of the service or before",
            )
            .also("term.service_date", "the start of the service");
    }
}

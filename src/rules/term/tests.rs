use jiff::Span;
use rust_decimal::prelude::ToPrimitive;

use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::date::Date;
use crate::deal::term::ServiceStart;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM017",
    level: Level::Warning,
    summary: "the tests take longer than the time to the service",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    let (ServiceStart::Date, Some(service)) = (term.service, term.service_date.known()) else { return };
    let start = match term.start {
        Field::Known(start) => start,
        Field::Absent => Date(report.as_of),
        Field::Blank => return,
    };
    let within = deal.testing.within;
    let days = within.about_days().ceil().to_i64();
    let Some(span) = days.and_then(|days| Span::new().try_days(days).ok()) else { return };
    let Ok(ready) = start.0.checked_add(span) else { return };
    // A service that begins before the agreement is another rule's finding.
    if start <= *service && *service < Date(ready) {
        report
            .add(
                "testing.within",
                format!(
                    "tests that begin on {start} may take {within}, until about {}, and the service begins on {service}",
                    Date(ready)
                ),
                "begin the service later, or give the tests less time",
            )
            .also("term.service_date", "the start of the service");
    }
}

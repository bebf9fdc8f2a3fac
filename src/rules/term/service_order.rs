use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::date::Date;
use crate::deal::term::ServiceStart;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM015",
    level: Level::Warning,
    summary: "the service begins before the agreement",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    let (ServiceStart::Date, Some(service)) = (term.service, term.service_date.known()) else { return };
    let (start, what) = match term.start {
        Field::Known(start) => (start, "the agreement on"),
        Field::Absent => (Date(report.as_of), "the agreement, which is not signed yet, no earlier than"),
        Field::Blank => return,
    };
    if *service < start {
        report
            .add(
                "term.service_date",
                format!("the service begins on {service}, and {what} {start}"),
                "change one of the days; if calls run already, write `service: running`",
            )
            .also("term.start", "the start of the agreement");
    }
}

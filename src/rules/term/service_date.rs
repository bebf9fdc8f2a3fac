use crate::deal::term::ServiceStart;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM003",
    level: Level::Error,
    summary: "the day on which the service starts is missing",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    let dated = matches!(term.service, ServiceStart::Date | ServiceStart::Running);
    if dated && term.service_date == Field::Absent {
        report.add(
            "term.service",
            "the service starts on a day, or runs since one, and the day is not given",
            "add `service_date: 2027-01-01`, or `~` if it is not known yet",
        );
    }
    if !dated && term.service_date != Field::Absent {
        report.add(
            "term.service_date",
            "the service starts with an event, so this day has no effect",
            "write `service: date` or `service: running`, or remove the day",
        );
    }
}

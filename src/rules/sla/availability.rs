use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA001",
    level: Level::Warning,
    summary: "the availability is outside the usual range",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| sla.gives(&["availability"])) {
        let Some(availability) = sla.value.availability.known() else { continue };
        let message = if availability.0 > Decimal::new(9999, 2) {
            format!("an availability of {availability} leaves less than five minutes of downtime a month")
        } else if availability.0 < Decimal::new(995, 1) {
            format!("an availability of {availability} allows more than three and a half hours of downtime a month")
        } else {
            continue;
        };
        report.add(sla.path("availability"), message, "agree on 99.5 % to 99.99 %; 99.9 % is usual for two sites");
    }
}

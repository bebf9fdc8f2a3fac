use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA017",
    level: Level::Warning,
    summary: "planned work outgrows its window",
    check: Check::Deal(check),
};

const FIELDS: [&str; 3] = ["maintenance.from", "maintenance.to", "maintenance.most"];

fn check(deal: &Deal, report: &mut Report<'_>) {
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| sla.gives(&FIELDS)) {
        let work = &sla.value.maintenance;
        let window = work.from.until(work.to);
        let month = Decimal::from(window * 31);
        if window == 0 {
            report
                .add(
                    sla.path("maintenance.to"),
                    format!("planned work may begin at {}, and has to be over at {}", work.from, work.to),
                    "name a window, such as 00:00 to 06:00; 00:00 to 23:59 is any hour",
                )
                .also(sla.path("maintenance.from"), "its beginning");
        } else if work.most.about_seconds() > month * Decimal::from(60) {
            report
                .add(
                    sla.path("maintenance.most"),
                    format!(
                        "planned work may take {} in a month, and 31 windows from {} to {} have {} minutes",
                        work.most, work.from, work.to, month
                    ),
                    "lower `most`, or widen the window",
                )
                .also(sla.path("maintenance.from"), "the window");
        }
    }
}

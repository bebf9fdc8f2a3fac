use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA022",
    level: Level::Error,
    summary: "one flow has levels of service and another has none",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (flow, sla) in &deal.sla.flows {
        if sla.promise != deal.sla.every.promise {
            report
                .add(
                    Path::from("sla.by_flow").key(flow).key("promise"),
                    format!("`{flow}` departs from the other flows in what is promised at all"),
                    "write one `sla.promise` for every flow; a flow with less has lower levels",
                )
                .also("sla", "the other flows");
        }
    }
}

use super::with::untaxed;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX005",
    level: Level::Warning,
    summary: "a flow within a country has no tax line",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, from, to) in untaxed::flows(deal) {
        if from == to {
            report
                .add(
                    Path::from("scope.flows").key(id),
                    format!("`{id}` stays in {}, and no tax line speaks of it", from.code()),
                    format!("add a line with `flow: {id}` to `tax`, such as one with `mechanism: charged`"),
                )
                .also("tax", "the taxes");
        }
    }
}

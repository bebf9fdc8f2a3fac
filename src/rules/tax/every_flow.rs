use super::with::untaxed;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX001",
    level: Level::Error,
    summary: "a flow across a border has no tax line",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, from, to) in untaxed::flows(deal) {
        if from != to {
            report
                .add(
                    Path::from("scope.flows").key(id),
                    format!("`{id}` runs from {} to {}, and no tax line speaks of it", from.code(), to.code()),
                    format!("add a line with `flow: {id}` to `tax`; `mechanism: outside_scope` is enough"),
                )
                .also("tax", "the taxes");
        }
    }
}

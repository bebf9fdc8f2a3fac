use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::unnamed;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE002", level: Level::Error, summary: "a flow has no rate", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    // What seems missing may stand in rows that could not be read.
    if deal.rates.partly_read {
        return;
    }
    for flow in unnamed(deal, deal.rates.lines.iter().map(|line| line.flow.as_str())) {
        report
            .add(
                Path::from("scope.flows").key(flow),
                format!("no rate line prices `{flow}`"),
                format!("add a line with `flow: {flow}` to `rates.lines`, or remove the flow"),
            )
            .also("rates.lines", "the rates");
    }
}

use crate::deal::rates::RateBasis;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::unnamed;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE002", level: Level::Error, summary: "a flow has no rate", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    // What seems missing may stand in rows that could not be read, or come in another way.
    if deal.rates.partly_read || deal.rates.deck == Field::Blank || deal.rates.basis != RateBasis::Listed {
        return;
    }
    for flow in unnamed(deal, deal.rates.lines.iter().map(|line| line.flow.as_str())) {
        report
            .add(
                Path::from("scope.flows").key(flow),
                format!("no rate line prices `{flow}`"),
                format!("add a line with `flow: {flow}` to `rates.lines`, say how its rates come (`rates.basis`), or remove the flow"),
            )
            .also("rates.lines", "the rates");
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE001",
    level: Level::Error,
    summary: "a rate line names no flow of the deal",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, line) in deal.rates.lines.iter().enumerate() {
        if !deal.scope.flows.contains_key(&line.flow) {
            let help = correct(&line.flow, deal.scope.flows.keys().map(String::as_str));
            report.add(
                Path::from("rates.lines").index(at).key("flow"),
                format!("`{}` is not a key of `scope.flows`", line.flow),
                help,
            );
        }
    }
}

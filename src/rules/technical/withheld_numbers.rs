use crate::deal::Deal;
use crate::deal::rates::Route;
use crate::deal::technical::NoCli;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH026",
    level: Level::Warning,
    summary: "calls without a number are refused and priced",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let lines = deal.rates.lines.iter().enumerate();
    let lines: Vec<_> = lines.filter(|(_, line)| line.route == Route::NonCli).collect();
    if let (NoCli::Block, [(first, line), ..]) = (deal.technical.no_cli, lines.as_slice()) {
        report
            .add(
                "technical.no_cli",
                format!(
                    "calls without a caller number are refused, and {} is priced on a non-CLI line, which is for such calls",
                    line.destination
                ),
                "write `no_cli: accept`, or leave the non-CLI lines out of the rates",
            )
            .also(Path::from("rates.lines").index(*first).key("route"), format!("non-CLI lines: {}", lines.len()));
    }
}

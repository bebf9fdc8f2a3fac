//! The supplier itself counts as one of the carriers.

use crate::deal::Deal;
use crate::deal::rates::Route;
use crate::deal::scope::TerminationMode;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH025",
    level: Level::Error,
    summary: "a transit route allows no carrier in between",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let hands_on = matches!(deal.scope.mode, TerminationMode::Transit | TerminationMode::Mixed);
    // The limit applies to this route class only.
    let Some(line) = deal.rates.lines.iter().position(|line| line.route == Route::Cli) else { return };
    if deal.technical.hops == 0 && hands_on {
        report
            .add(
                "technical.hops",
                "no carrier is allowed before the called network, not even the supplier, and the supplier hands calls on",
                "allow 1 if the supplier itself reaches the called networks, otherwise more",
            )
            .also("scope.mode", "the supplier hands calls on")
            .also(Path::from("rates.lines").index(line).key("route"), "a CLI route, to which the limit applies");
    }
}

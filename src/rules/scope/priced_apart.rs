use super::with::special_numbers;

use crate::deal::Deal;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE005",
    level: Level::Warning,
    summary: "premium or toll-free calls have no rate of their own",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, kind) in deal.scope.traffic.iter().enumerate() {
        let name = match kind {
            Traffic::Premium => "premium",
            Traffic::TollFree => "toll-free",
            Traffic::Local | Traffic::Mobile | Traffic::International => continue,
        };
        if !deal.rates.lines.iter().any(|line| special_numbers::traffic(line) == Some(*kind)) {
            report
                .add(
                    Path::from("scope.traffic").index(at),
                    format!("calls to {name} numbers may be sent, and no rate is for such numbers"),
                    format!(
                        "add a line for each destination, with `{name}` in its name and the codes of these numbers, or remove them from `traffic`"
                    ),
                )
                .also("rates.lines", "the rates");
        }
    }
}

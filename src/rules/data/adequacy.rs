use super::with::transfer::between;
use crate::deal::Deal;
use crate::deal::data::{Roles, Transfers};
use crate::deal::date::Date;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA005",
    level: Level::Warning,
    summary: "a transfer rests on a decision that is not known",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if deal.dpa.roles == Roles::Separate {
        return;
    }
    if deal.dpa.transfers != Transfers::Adequacy {
        return;
    }
    let as_of = report.as_of;
    let mut seen = Vec::new();
    for transfer in between(deal, library).iter().filter(|transfer| !transfer.free(as_of)) {
        let (law, to) = (transfer.law, transfer.to.country);
        if seen.contains(&(&law.country, to)) {
            continue;
        }
        seen.push((&law.country, to));
        let tool = transfer.tool();
        let ended = || transfer.decisions().filter_map(|decision| decision.provision.until).map(|until| until.0).max();
        let (known, help) = match transfer.adequate(as_of) {
            Some(decision) => (
                format!("the decision covers {} alone", decision.only.as_deref().unwrap_or_default()),
                format!("have the receiver show that it is one, or write `{tool}`"),
            ),
            None => (
                match ended().filter(|until| *until < as_of) {
                    Some(until) => format!("the decision ended on {}", Date(until)),
                    None => format!("no decision that {to} is adequate is known"),
                },
                format!(
                    "write `{tool}`, or add the decision under `adequate` in clauses/reg/{}/country.yaml of your library",
                    law.country.to_lowercase()
                ),
            ),
        };
        report
            .add(
                "dpa.transfers",
                format!("data go from {} to {}, and {known}", transfer.from.country.code(), to.code()),
                help,
            )
            .also(&transfer.from.path, format!("the law that applies here ({}) restricts transfers", law.name))
            .also(&transfer.to.path, "where they go");
    }
}

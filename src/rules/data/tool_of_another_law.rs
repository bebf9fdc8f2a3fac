use super::with::transfer::{between, every_home_known, known_to_a_law};
use crate::deal::Deal;
use crate::deal::data::{Roles, Transfers};
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA006",
    level: Level::Warning,
    summary: "a transfer tool belongs to another law",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if deal.dpa.roles == Roles::Separate {
        return;
    }
    let tool = deal.dpa.transfers;
    let of_a_law = matches!(tool, Transfers::Scc | Transfers::Idta);
    if !of_a_law || known_to_a_law(deal, library, tool) {
        return;
    }
    let countries: Vec<&str> = deal.parties.values().map(|party| party.country.code()).collect();
    let message =
        format!("`{}` is a tool of a law that applies neither in {}", tool.word(), countries.join(" nor in "));
    let transfers = between(deal, library);
    match transfers.iter().find(|transfer| !transfer.free(report.as_of)) {
        // Treated as no tool: the one that the law requires is missing.
        Some(bare) => {
            report
                .add("dpa.transfers", message, format!("write `{}`", bare.tool()))
                .also(&bare.from.path, format!("the law that applies here ({}) restricts transfers", bare.law.name))
                .also(&bare.to.path, "where they go")
                .level(Level::Error)
                .replace("dpa.transfers", bare.tool());
        }
        // If a home's law is not in the library, it may have such a tool.
        None if !every_home_known(deal, library) => {}
        None => drop(report.add("dpa.transfers", message, "write `contract`, if no other law requires a form")),
    }
}

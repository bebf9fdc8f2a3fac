use super::with::transfer::{between, every_home_known, known_to_a_law};
use crate::deal::Deal;
use crate::deal::data::{Roles, Transfers};
use crate::diagnostic::Level;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA008",
    level: Level::Warning,
    summary: "a transfer tool is agreed, and no transfer needs one",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if deal.dpa.roles == Roles::Separate {
        return;
    }
    let tool = deal.dpa.transfers;
    let transfers = between(deal, library);
    let (needless, why) = match tool {
        Transfers::None | Transfers::Contract => return,
        Transfers::Adequacy => (transfers.is_empty(), "no known law restricts data between the parties"),
        Transfers::Scc | Transfers::Idta => (
            known_to_a_law(deal, library, tool) && transfers.iter().all(|transfer| transfer.free(report.as_of)),
            "data go between the parties without one: inside one area of law, or on a decision that the country is adequate",
        ),
    };
    if !needless || !every_home_known(deal, library) {
        return;
    }
    let instead = if transfers.is_empty() { "none" } else { "adequacy" };
    let mut added = report.add(
        "dpa.transfers",
        format!("`{}` is agreed, and {why}", tool.word()),
        format!("write `{instead}`, or waive this if the tool is meant as a fallback"),
    );
    for id in deal.parties.keys() {
        added = added.also(Path::from("parties").key(id).key("country"), "a country of the transfer");
    }
}

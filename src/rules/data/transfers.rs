use super::with::transfer::between;
use crate::deal::Deal;
use crate::deal::data::{Roles, Transfers};
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA003",
    level: Level::Error,
    summary: "a restricted transfer of personal data has no legal tool",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if deal.dpa.roles == Roles::Separate {
        return;
    }
    let said = match deal.dpa.transfers {
        Transfers::None => "`dpa.transfers` says that no restricted transfer takes place",
        Transfers::Contract => "`dpa.transfers` rests on the parties' own terms",
        Transfers::Adequacy | Transfers::Scc | Transfers::Idta => return,
    };
    let transfers = between(deal, library);
    let Some(bare) = transfers.iter().find(|transfer| !transfer.free(report.as_of)) else { return };
    let (from, to, tool) = (bare.from.country, bare.to.country, bare.tool());
    let help = match bare.adequate(report.as_of).and_then(|decision| decision.only.as_ref()) {
        Some(only) => format!("write `{tool}`, or `adequacy` if the receiver is one of the {only}"),
        None => format!("write `{tool}`; no decision that {to} is adequate is known"),
    };
    report
        .add("dpa.transfers", format!("{said}, and traffic data go from {} to {}", from.code(), to.code()), help)
        .also(&bare.from.path, format!("the law that applies here ({}) restricts transfers", bare.law.name))
        .also(&bare.to.path, "where they go");
}

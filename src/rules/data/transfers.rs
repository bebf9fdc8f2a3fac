//! Data protection stops at a border unless a tool carries it over.

use crate::deal::Deal;
use crate::deal::data::Transfers;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA003",
    level: Level::Error,
    summary: "a restricted transfer of personal data has no legal tool",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let said = match deal.dpa.transfers {
        Transfers::None => "`dpa.transfers` says that no restricted transfer takes place",
        Transfers::Contract => "`dpa.transfers` rests on the parties' own terms",
        Transfers::Adequacy | Transfers::Scc | Transfers::Idta => return,
    };
    let protected = deal.parties.iter().find(|(_, party)| party.country.in_eea_or_uk());
    let third = deal.parties.iter().find(|(_, party)| !party.country.in_eea_or_uk());
    let (Some((from, sender)), Some((to, receiver))) = (protected, third) else { return };
    let tool = if sender.country.code() == "GB" { "idta" } else { "scc" };
    let file = report.file;
    let related = [from, to].map(|id| (file.place(&format!("parties.{id}.country")), format!("the country of `{id}`")));
    report
        .add(
            "dpa.transfers",
            format!("{said}, and traffic data go from {} to {}", sender.country.code(), receiver.country.code()),
            format!("write `adequacy` if {} is recognised as adequate, else `{tool}`", receiver.country.code()),
        )
        .related
        .extend(related);
}

use super::with::identity;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY008",
    level: Level::Warning,
    summary: "both parties have the same name",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut named = deal.parties.iter().filter_map(|(id, party)| Some((id, party.name.known()?)));
    let (Some((first, name)), Some((second, other))) = (named.next(), named.next()) else { return };
    if identity::folded(name) == identity::folded(other) {
        report
            .add(
                Path::from("parties").key(second).key("name"),
                format!("`{first}` and `{second}` are both called “{other}”"),
                "copy each name from the company's own register entry, with its legal form; a company cannot contract with itself",
            )
            .also(Path::from("parties").key(first).key("name"), "the other party");
    }
}

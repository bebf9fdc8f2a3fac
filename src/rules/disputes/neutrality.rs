use super::with::places;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP004",
    level: Level::Note,
    summary: "the law or the seat is a party's home",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let asked =
        [("jurisdiction.law", "governing law", &deal.jurisdiction.law), ("disputes.seat", "seat", &deal.disputes.seat)];
    for (path, what, field) in asked {
        let Some(text) = field.known() else { continue };
        let homes = places::countries(text, library);
        if let Some((id, party)) = deal.parties.iter().find(|(_, party)| homes.contains(&party.country)) {
            report
                .add(
                    path,
                    format!("the {what}, {text}, is home to `{id}` ({})", party.country.code()),
                    "nothing, if both sides want it; a third country is the usual compromise",
                )
                .also(Path::from("parties").key(id).key("country"), format!("the country of `{id}`"));
        }
    }
}

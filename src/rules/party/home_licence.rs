use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY004",
    level: Level::Warning,
    summary: "a party lists no licence for its own country",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        let Some(licences) = party.licences.known() else { continue };
        if !licences.iter().any(|licence| licence.country == party.country) {
            report
                .add(
                    Path::from("parties").key(id).key("licences"),
                    format!("`{id}` lists no licence granted in its own country ({})", party.country),
                    format!(
                        "add its licence or notification, such as {{country: {}, number: …}}; where none is issued, \
                         say under what general authorisation it works",
                        party.country.code()
                    ),
                )
                .also(Path::from("parties").key(id).key("country"), "the party's country");
        }
    }
}

use super::with::identity;

use crate::deal::Deal;
use crate::deal::party::{Affiliate, Party};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY012",
    level: Level::Warning,
    summary: "an affiliate is a party itself, or its country has no licence",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        for (at, affiliate) in party.affiliates.iter().enumerate() {
            let path = Path::from("parties").key(id).key("affiliates").index(at);
            if let Some((same, _)) = deal.parties.iter().find(|(_, party)| is(affiliate, party)) {
                report
                    .add(
                        path.key("name"),
                        format!("the affiliate of `{id}` is the party `{same}`"),
                        "remove it: a party needs no second entry",
                    )
                    .also(Path::from("parties").key(same).key("name"), "the party");
            } else if let Some(licences) = party.licences.known()
                && !licences.iter().any(|licence| licence.country == affiliate.country)
            {
                report
                    .add(
                        path.key("country"),
                        format!("`{id}` lists an affiliate in {}, and no licence granted there", affiliate.country.code()),
                        format!(
                            "add the affiliate's licence to those of `{id}`, such as {{country: {}, number: …}}; where none is \
                             issued, say under what general authorisation it works",
                            affiliate.country.code()
                        ),
                    )
                    .also(Path::from("parties").key(id).key("licences"), "the licences");
            }
        }
    }
}

fn is(affiliate: &Affiliate, party: &Party) -> bool {
    identity::same(
        (&affiliate.name, &affiliate.registration, affiliate.country),
        (&party.name, &party.registration, party.country),
    )
}

//! Whose home it is.

use crate::deal::Deal;
use crate::deal::place::Country;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP004",
    level: Level::Note,
    summary: "the law or the seat is a party's home",
    check: Check::Deal(check),
};

/// Names beside the country's own by which a law or a seat says that it is there.
const HOMES: [(&str, &[&str]); 12] = [
    ("GB", &["England", "Wales", "Scotland", "Northern Ireland", "London", "Edinburgh"]),
    ("US", &["New York", "Delaware", "California", "Texas", "Florida", "Washington", "Miami", "Houston"]),
    ("DE", &["Frankfurt", "Berlin", "Munich", "Hamburg"]),
    ("FR", &["Paris", "Lyon"]),
    ("CH", &["Zurich", "Zürich", "Geneva"]),
    ("NL", &["Amsterdam", "The Hague", "Rotterdam"]),
    ("SE", &["Stockholm"]),
    ("AT", &["Vienna"]),
    ("IE", &["Dublin"]),
    ("AE", &["Dubai", "DIFC", "Abu Dhabi", "ADGM"]),
    ("IN", &["Delhi", "Mumbai", "Bengaluru", "Chennai"]),
    ("NG", &["Lagos", "Abuja"]),
];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let asked =
        [("jurisdiction.law", "governing law", &deal.jurisdiction.law), ("disputes.seat", "seat", &deal.disputes.seat)];
    for (path, what, field) in asked {
        let Some(text) = field.known() else { continue };
        let Some((id, party)) = deal.parties.iter().find(|(_, party)| is_in(text.as_str(), party.country)) else {
            continue;
        };
        let place = report.file.place(&format!("parties.{id}.country"));
        report
            .add(
                path,
                format!("the {what}, {text}, is home to `{id}` ({})", party.country.code()),
                "nothing, if both sides mean it; a third country is the usual middle",
            )
            .related
            .push((place, format!("the country of `{id}`")));
    }
}

fn is_in(text: &str, country: Country) -> bool {
    let cities = HOMES.iter().find(|(code, _)| *code == country.code()).map_or(&[][..], |(_, names)| names);
    text.contains(&country.to_string()) || cities.iter().any(|name| text.contains(name))
}

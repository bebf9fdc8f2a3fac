use super::with::places;

use crate::deal::{Deal, Field, Text};
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP009",
    level: Level::Warning,
    summary: "a law, or courts, of no place that is known",
    check: Check::Law(check),
};

/// Words that name a country, and no law of contracts: the law is that of a part of it.
const WHOLES: [(&[&str], &str); 3] = [
    (
        &["uk", "u.k.", "gb", "united kingdom", "great britain", "britain"],
        "write `England and Wales`, `Scotland` or `Northern Ireland`: contracts have no law of the whole United Kingdom",
    ),
    (
        &["us", "u.s.", "usa", "u.s.a.", "united states", "united states of america", "america"],
        "name the state, such as `New York`: contracts have no law of the whole United States",
    ),
    (&["eu", "e.u.", "european union", "europe"], "name the member state: contracts have no law of the Union"),
];

/// Short forms that print as typed.
const SHORT: [(&[&str], &str); 4] = [
    (&["eng", "engl", "english", "england & wales"], "England and Wales"),
    (&["hk", "hongkong", "hksar"], "Hong Kong"),
    (&["sg", "sing", "s'pore"], "Singapore"),
    (&["ny", "n.y.", "nyc"], "New York"),
];

/// Parts of countries that have a law of contracts of their own and are in no list of countries.
const PARTS: &[&str] = &[
    "England",
    "English",
    "Wales",
    "Scotland",
    "Scots",
    "Northern Ireland",
    "DIFC",
    "Dubai",
    "ADGM",
    "Abu Dhabi",
    "QFC",
    "AIFC",
    "Quebec",
    "Québec",
    "Ontario",
    "British Columbia",
    "Alberta",
    "New South Wales",
    "Victoria",
    "Queensland",
    "Alabama",
    "Alaska",
    "Arizona",
    "Arkansas",
    "California",
    "Colorado",
    "Connecticut",
    "Delaware",
    "Florida",
    "Georgia",
    "Hawaii",
    "Idaho",
    "Illinois",
    "Indiana",
    "Iowa",
    "Kansas",
    "Kentucky",
    "Louisiana",
    "Maine",
    "Maryland",
    "Massachusetts",
    "Michigan",
    "Minnesota",
    "Mississippi",
    "Missouri",
    "Montana",
    "Nebraska",
    "Nevada",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New York",
    "North Carolina",
    "North Dakota",
    "Ohio",
    "Oklahoma",
    "Oregon",
    "Pennsylvania",
    "Rhode Island",
    "South Carolina",
    "South Dakota",
    "Tennessee",
    "Texas",
    "Utah",
    "Vermont",
    "Virginia",
    "Washington",
    "Wisconsin",
    "Wyoming",
    "District of Columbia",
    "Puerto Rico",
];

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let fields = [
        ("jurisdiction.law", "law of its own", &deal.jurisdiction.law),
        ("jurisdiction.courts", "courts", &deal.jurisdiction.courts),
        ("disputes.arbitration_law", "law of its own", &deal.disputes.arbitration_law),
    ];
    for (path, what, field) in fields {
        let Field::Known(text) = field else { continue };
        if let Some(remedy) = remedy(text, library) {
            report.add(
                path,
                format!("`{text}` is no known place with {what}, and the paper would print it so"),
                remedy,
            );
        }
    }
}

/// What to write instead of a text that names no place with a law of its own.
fn remedy(text: &Text, library: &Library) -> Option<String> {
    let whole = text.as_str().to_lowercase();
    let core = whole.strip_prefix("the ").unwrap_or(&whole);
    let core = ["law of ", "laws of ", "courts of "].iter().find_map(|start| core.strip_prefix(start)).unwrap_or(core);
    let core = core.strip_prefix("the ").unwrap_or(core);
    let core = [" law", " courts"].iter().find_map(|end| core.strip_suffix(end)).unwrap_or(core).trim();
    if let Some((_, remedy)) = WHOLES.iter().find(|(words, _)| words.contains(&core)) {
        return Some((*remedy).to_owned());
    }
    if whole == core
        && let Some((_, name)) = SHORT.iter().find(|(words, _)| words.contains(&core))
    {
        return Some(format!("write `{name}`"));
    }
    let part = PARTS.iter().any(|part| whole.contains(&part.to_lowercase()));
    let known = part || !places::countries(text, library).is_empty() || !crate::atlas::named(text.as_str()).is_empty();
    (!known).then(|| "write the country, or the state or other part of it that has its own law, in full".to_owned())
}

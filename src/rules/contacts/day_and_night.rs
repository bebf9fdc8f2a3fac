use super::with::desks;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CONTACT002",
    level: Level::Warning,
    summary: "the network or fraud contact does not answer day and night",
    check: Check::Deal(check),
};

/// Words that mean every hour of every day.
const ALWAYS: [&str; 12] = [
    "day and night",
    "24/7",
    "24x7",
    "24×7",
    "24 x 7",
    "24 h",
    "24h",
    "24-hour",
    "00:00-24:00",
    "00:00–24:00",
    "the clock",
    "always",
];

fn check(deal: &Deal, report: &mut Report<'_>) {
    for desk in desks::day_and_night(deal) {
        let hours: Vec<_> =
            desk.contacts.iter().filter_map(|(at, contact)| Some((at, contact.hours.known()?))).collect();
        let always = |hours: &str| ALWAYS.iter().any(|words| hours.to_lowercase().contains(words));
        let Some((at, first)) = hours.first() else { continue };
        // If one contact of a desk gives no hours, that contact may answer at all hours.
        if hours.len() == desk.contacts.len() && !hours.iter().any(|(_, hours)| always(hours.as_str())) {
            report.add(
                Path::from("contacts").index(**at).key("hours"),
                format!("the {} of `{}` gives its hours as “{first}”", desk.name, desk.party),
                "name a desk that answers day and night, and write `hours: day and night`",
            );
        }
    }
}

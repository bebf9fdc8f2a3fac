use super::with::listed_name::{ListedName, Match, names};
use super::with::part;
use crate::atlas;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::policy::Sanctions;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG006",
    level: Level::Error,
    summary: "a party or a destination is on a sanctions list",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let named: Vec<_> =
        names(deal).into_iter().map(|(path, name)| (path, name, ListedName::of(name.as_str()))).collect();
    for list in &report.policy.sanctions {
        let compared = format!("`{}`, compared with {} on {}", list.list, list.source, list.verified_on);
        for (path, country) in part::homes(deal).filter(|(_, country)| list.countries.contains(country)) {
            report.add(path, format!("{country} is on {compared}"), STOP);
        }
        let listed: Vec<_> = list.names.iter().map(|listed| (listed, ListedName::of(listed))).collect();
        for (path, name, taken) in &named {
            let found = listed.iter().find_map(|(listed, name)| Some((listed, taken.on(name)?)));
            if let Some((listed, how)) = found {
                let how = match how {
                    Match::Plain => "",
                    Match::Folded => {
                        " (once accents, width, look-alike letters, legal forms and the order of words are ignored)"
                    }
                };
                report.add(path, format!("`{name}` is or contains `{listed}`{how}, which is on {compared}"), STOP);
            }
        }
        destinations(deal, list, &compared, report);
    }
}

const STOP: &str = "stop, and ask counsel before anything is signed or a call is carried";

/// One finding for each line, at the first code that leads there.
fn destinations(deal: &Deal, list: &Sanctions, compared: &str, report: &mut Report<'_>) {
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let listed = line.codes.iter().enumerate().find_map(|(index, code)| {
            let country = |leads: &atlas::Leads| leads.country.filter(|country| list.countries.contains(country));
            Some((index, code, atlas::reached(code.as_str()).find_map(country)?))
        });
        if let Some((index, code, country)) = listed {
            report.add(
                Path::from("rates.lines").index(at).key("codes").index(index),
                format!("`{code}` leads to {country}, which is on {compared}"),
                "remove the destination, or ask counsel whether calls to it may be carried",
            );
        }
    }
}

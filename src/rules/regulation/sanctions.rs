//! With some, nobody may deal.

use super::part;
use crate::atlas;
use crate::deal::{Deal, Field, Text};
use crate::diagnostic::Level;
use crate::policy::Sanctions;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG006",
    level: Level::Error,
    summary: "a party or a destination is on a sanctions list",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for list in &report.policy.sanctions {
        let compared = format!("`{}`, compared with {} on {}", list.list, list.source, list.verified_on);
        for (path, country) in part::homes(deal).filter(|(_, country)| list.countries.contains(country)) {
            report.add(path, format!("{country} is on {compared}"), STOP);
        }
        for (path, name) in names(deal) {
            if let Some(listed) = list.names.iter().find(|listed| is(name.as_str(), listed)) {
                report.add(path, format!("`{name}` is or holds `{listed}`, which is on {compared}"), STOP);
            }
        }
        destinations(deal, list, &compared, report);
    }
}

const STOP: &str = "stop, and ask counsel before anything is signed or a call is carried";

/// One finding a line: the first code that leads there.
fn destinations(deal: &Deal, list: &Sanctions, compared: &str, report: &mut Report<'_>) {
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let listed = line.codes.iter().enumerate().find_map(|(index, code)| {
            let country = |leads: &atlas::Leads| leads.country.filter(|country| list.countries.contains(country));
            Some((index, code, atlas::reached(code.as_str()).find_map(country)?))
        });
        if let Some((index, code, country)) = listed {
            report.add(
                format!("rates.lines[{at}].codes[{index}]"),
                format!("`{code}` leads to {country}, which is on {compared}"),
                "take the destination out, or ask counsel whether calls to it may be carried",
            );
        }
    }
}

/// Everybody whom the deal names.
fn names(deal: &Deal) -> Vec<(String, &Text)> {
    let mut out: Vec<(String, &Field<Text>)> = Vec::new();
    for (id, party) in &deal.parties {
        out.push((format!("parties.{id}.name"), &party.name));
        if let Some(signatory) = party.signatory.known() {
            out.push((format!("parties.{id}.signatory.name"), &signatory.name));
        }
        if let Some(signing) = party.signing.known() {
            out.push((format!("parties.{id}.signing.agent"), &signing.agent));
        }
        for (at, affiliate) in party.affiliates.iter().enumerate() {
            out.push((format!("parties.{id}.affiliates[{at}].name"), &affiliate.name));
        }
    }
    for (at, contact) in deal.contacts.iter().enumerate() {
        out.push((format!("contacts[{at}].name"), &contact.name));
    }
    out.push(("billing.escrow_agent".to_owned(), &deal.billing.escrow_agent));
    out.into_iter().filter_map(|(path, name)| Some((path, name.known()?))).collect()
}

/// Whether a name is a listed one or, if that has two words or more, holds it. Only letters and digits count, of any case; a
/// listed name begins and ends where words do.
fn is(name: &str, listed: &str) -> bool {
    let (words, wanted) = (words(name), words(listed));
    let whole = wanted.concat();
    if whole.is_empty() {
        return false;
    }
    words.concat() == whole
        || wanted.len() > 1
            && (0..words.len()).any(|from| {
                let mut run = String::new();
                words.iter().skip(from).any(|word| {
                    run.push_str(word);
                    run == whole
                })
            })
}

fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

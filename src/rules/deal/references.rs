//! A key that names nothing leaves a hole in a schedule.

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL012",
    level: Level::Error,
    summary: "a part of the deal names an unknown party or flow",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut parties: Vec<(String, &str)> = Vec::new();
    let mut flows: Vec<(String, &str)> = Vec::new();
    for (at, line) in deal.tax.iter().enumerate() {
        flows.push((format!("tax[{at}].flow"), &line.flow));
        parties.push((format!("tax[{at}].accounts"), &line.accounts));
    }
    for (at, contact) in deal.contacts.iter().enumerate() {
        parties.push((format!("contacts[{at}].party"), &contact.party));
    }
    for (at, filing) in deal.regulatory.filings.iter().enumerate() {
        parties.push((format!("regulatory.filings[{at}].party"), &filing.party));
    }
    for party in deal.technical.sites.keys() {
        parties.push((format!("technical.sites.{party}"), party));
    }
    let departures = [
        ("credit", deal.credit.flows.keys().collect::<Vec<_>>()),
        ("quality", deal.quality.flows.keys().collect()),
        ("sla", deal.sla.flows.keys().collect()),
    ];
    for (section, names) in departures {
        flows.extend(names.into_iter().map(|flow| (format!("{section}.by_flow.{flow}"), flow.as_str())));
    }
    for (path, party) in parties.into_iter().filter(|(_, party)| !deal.parties.contains_key(*party)) {
        let help = correct(party, deal.parties.keys().map(String::as_str));
        report.add(path, format!("`{party}` is not a key of `parties`"), help);
    }
    for (path, flow) in flows.into_iter().filter(|(_, flow)| !deal.scope.flows.contains_key(*flow)) {
        let help = correct(flow, deal.scope.flows.keys().map(String::as_str));
        report.add(path, format!("`{flow}` is not a key of `scope.flows`"), help);
    }
}

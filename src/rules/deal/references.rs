use crate::deal::Deal;
use crate::deal::pricing::Pricing;
use crate::deal::tax::Taxes;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL012",
    level: Level::Error,
    summary: "a part of the deal names an unknown party or flow",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut parties: Vec<(Path, &str)> = Vec::new();
    let mut flows: Vec<(Path, &str)> = Vec::new();
    for (at, line) in deal.tax.iter().enumerate() {
        flows.push((Path::from("tax").index(at).key("flow"), &line.flow));
        parties.push((Path::from("tax").index(at).key("accounts"), &line.accounts));
    }
    if let Taxes::None(none) = &deal.tax {
        for (key, party) in [("bears", &none.bears), ("reports", &none.reports), ("remits", &none.remits)] {
            parties.push((Path::from("tax").key(key), party));
        }
    }
    parties.extend(deal.legal.indemnifies.known().map(|party| (Path::from("legal.indemnifies"), party.as_str())));
    for (at, party) in deal.legal.assigns_freely.iter().enumerate() {
        parties.push((Path::from("legal.assigns_freely").index(at), party.as_str()));
    }
    for (at, contact) in deal.contacts.iter().enumerate() {
        parties.push((Path::from("contacts").index(at).key("party"), &contact.party));
    }
    for (at, filing) in deal.regulatory.filings.iter().enumerate() {
        parties.push((Path::from("regulatory.filings").index(at).key("party"), &filing.party));
    }
    for party in deal.technical.hosts.keys() {
        parties.push((Path::from("technical.hosts").key(party), party));
    }
    for party in deal.by_party.keys() {
        parties.push((Path::from("by_party").key(party), party));
    }
    for party in deal.technical.sites.keys() {
        parties.push((Path::from("technical.sites").key(party), party));
    }
    for (at, point) in deal.technical.points.iter().enumerate() {
        parties.extend(
            point.pays.iter().map(|party| (Path::from("technical.points").index(at).key("pays"), party.as_str())),
        );
    }
    flows.extend(priced(&deal.pricing));
    let departures = [
        ("credit", deal.credit.flows.keys().collect::<Vec<_>>()),
        ("quality", deal.quality.flows.keys().collect()),
        ("sla", deal.sla.flows.keys().collect()),
    ];
    for (section, names) in departures {
        flows.extend(names.into_iter().map(|flow| (Path::from(section).key("by_flow").key(flow), flow.as_str())));
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

/// The rows of `pricing` that name a flow.
fn priced(pricing: &Pricing) -> Vec<(Path, &str)> {
    fn rows<'a>(list: &str, flows: impl Iterator<Item = &'a String>) -> Vec<(Path, &'a str)> {
        flows
            .enumerate()
            .map(|(at, flow)| (Path::from("pricing").key(list).index(at).key("flow"), flow.as_str()))
            .collect()
    }
    [
        rows("notices", pricing.notices.iter().map(|row| &row.flow)),
        rows("surcharges", pricing.surcharges.iter().map(|row| &row.flow)),
        rows("fees", pricing.fees.iter().map(|row| &row.flow)),
        rows("discounts", pricing.discounts.iter().map(|row| &row.flow)),
        rows("quality_bonus", pricing.quality_bonus.iter().map(|row| &row.flow)),
        rows("revenue_share", pricing.revenue_share.iter().map(|row| &row.flow)),
        rows("commitments", pricing.commitments.iter().map(|row| &row.flow)),
        rows("spend", pricing.spend.iter().map(|row| &row.flow)),
    ]
    .concat()
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::country::CountryFacts;
use crate::library::law::Provision;
use crate::library::{Library, due};
use crate::rules::billing::with::limit;
use crate::rules::data::with::transfer::{self, Transfer};
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG011",
    level: Level::Note,
    summary: "a figure of the law that this deal is judged by has to be read again",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let as_of = report.as_of;
    let transfers = transfer::between(deal, library);
    let used = library.countries.values().flat_map(|country| {
        used(deal, &transfers, country).into_iter().map(move |(id, provision)| (country, id, provision))
    });
    let aged = used.filter(|(.., provision)| provision.review_by.0 < as_of);
    let Some((country, id, _)) = aged.min_by_key(|(.., provision)| provision.review_by) else { return };
    let path = format!("clauses/reg/{}/country.yaml", country.country.to_lowercase());
    let Some(source) = library.assets.text(&path) else { return };
    // The number is that of the library, which is the same for every deal of a run: the run says it once.
    let Some(passed) = due::passed(&due::of_countries(library), as_of) else { return };
    report.at(
        Place::of(&source, &format!("id: {id}")),
        format!(
            "{} of the {} figures and duties of countries' laws have passed their review day, the first on {}",
            passed.count, passed.of, passed.first
        ),
        "list them with `peerpact clauses --sources`; read the current law, then update `verified_on` and `review_by`, or change \
         the entry",
    );
}

/// The provisions of a country's law by which rules judge this deal.
fn used<'a>(deal: &Deal, transfers: &[Transfer<'_>], country: &'a CountryFacts) -> Vec<(&'a str, &'a Provision)> {
    let sells = deal.scope.flows.values().filter_map(|flow| deal.parties.get(&flow.supplier));
    let mut out: Vec<(&str, &Provision)> = Vec::new();
    if sells.into_iter().any(|party| country.includes(party.country.code())) {
        out.extend(country.figures.iter().map(|figure| (figure.id.as_str(), &figure.provision)));
    }
    let binds = country.limits.iter().filter(|limit| limit::binds(deal, country, limit).is_some());
    out.extend(binds.map(|limit| (limit.id.as_str(), &limit.provision)));
    if deal.parties.values().any(|party| country.includes(party.country.code())) {
        out.extend(country.filings.iter().map(|duty| (duty.id.as_str(), &duty.provision)));
    }
    let relied = |id: &str| {
        transfers.iter().any(|transfer| {
            transfer.law.country == country.country && transfer.decisions().any(|decision| decision.id == id)
        })
    };
    let decisions = country.adequate.iter().filter(|decision| relied(&decision.id));
    out.extend(decisions.map(|decision| (decision.id.as_str(), &decision.provision)));
    out
}

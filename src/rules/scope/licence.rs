use crate::deal::Deal;
use crate::deal::scope::TerminationMode;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE013",
    level: Level::Warning,
    summary: "a supplier delivers calls itself that its licence only lets it carry",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if deal.scope.mode == TerminationMode::Transit {
        return;
    }
    let as_of = report.as_of;
    for country in library.countries.values() {
        let limits = country.limits.iter().filter(|limit| limit.provision.in_force(as_of));
        for (words, limit) in limits.filter_map(|limit| Some((limit.transit_only.as_deref()?, limit))) {
            let Some((id, at)) = deal.scope.flows.values().find_map(|flow| {
                let party = deal.parties.get(&flow.supplier)?;
                let there = |licence: &&crate::deal::party::Licence| country.includes(licence.country.code());
                let carries = |licence: &crate::deal::party::Licence| {
                    licence.kind.known().is_some_and(|kind| kind.as_str().to_lowercase().contains(words))
                };
                let licences = party.licences.known()?;
                let held: Vec<_> = licences.iter().filter(there).collect();
                let only = !held.is_empty() && held.iter().all(|licence| carries(licence));
                let at = licences.iter().position(carries)?;
                only.then(|| (flow.supplier.clone(), at))
            }) else {
                continue;
            };
            report
                .add(
                    "scope.mode",
                    format!(
                        "the supplier delivers calls itself, and a holder of this licence alone hands every call to \
                         another carrier in {} ({})",
                        country.name,
                        limit.provision.cite()
                    ),
                    "write `mode: transit` and `net: off_net`, or name the licence under which it serves subscribers",
                )
                .also(Path::from("parties").key(&id).key("licences").index(at).key("type"), "its only licence there");
        }
    }
}

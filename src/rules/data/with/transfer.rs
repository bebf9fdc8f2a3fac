//! Transfers of personal data between the parties, and the law that restricts them.

use jiff::civil::Date;

use crate::deal::Deal;
use crate::deal::data::Transfers;
use crate::deal::place;
use crate::library::Library;
use crate::library::country::CountryFacts;
use crate::library::law::Adequacy;
use crate::path::Path;

/// A country in which a party handles data: its home, or that of an affiliate.
#[derive(Clone)]
pub(crate) struct Site {
    /// The field that says so.
    pub path: Path,
    pub country: place::Country,
}

/// A transfer out of the countries within which a law lets data move freely.
pub(crate) struct Transfer<'a> {
    pub law: &'a CountryFacts,
    pub from: Site,
    pub to: Site,
}

impl<'a> Transfer<'a> {
    /// The law's decisions on the receiving country, expired ones included.
    pub(crate) fn decisions(&self) -> impl Iterator<Item = &'a Adequacy> {
        let to = self.to.country;
        self.law.adequate.iter().filter(move |decision| decision.countries.contains(&to))
    }

    /// The decision in force on a day; one for every receiver comes before one for some.
    pub(crate) fn adequate(&self, day: Date) -> Option<&'a Adequacy> {
        self.decisions()
            .filter(|decision| decision.provision.in_force(day))
            .min_by_key(|decision| decision.only.is_some())
    }

    /// Whether a decision covers every receiver, so that no tool is needed.
    pub(crate) fn free(&self, day: Date) -> bool {
        self.adequate(day).is_some_and(|decision| decision.only.is_none())
    }

    /// The usual tool of its law.
    pub(crate) fn tool(&self) -> &'static str {
        self.law.transfer_tools.first().map_or("scc", |tool| tool.word())
    }
}

/// The countries in which a party and its affiliates handle data, its own first.
pub(crate) fn sites(deal: &Deal, id: &str) -> Vec<Site> {
    let Some(party) = deal.parties.get(id) else { return Vec::new() };
    let affiliates = party.affiliates.iter().enumerate().map(|(at, affiliate)| Site {
        path: Path::from("parties").key(id).key("affiliates").index(at).key("country"),
        country: affiliate.country,
    });
    std::iter::once(Site { path: Path::from("parties").key(id).key("country"), country: party.country })
        .chain(affiliates)
        .collect()
}

/// Every transfer between the parties that a law restricts unless it finds the other country adequate.
pub(crate) fn between<'a>(deal: &Deal, library: &'a Library) -> Vec<Transfer<'a>> {
    let mut out = Vec::new();
    for (one, other) in deal.parties.keys().flat_map(|one| deal.parties.keys().map(move |other| (one, other))) {
        if one == other {
            continue;
        }
        for from in sites(deal, one) {
            for law in library.countries.values().filter(|law| restricts(law) && law.governs(from.country.code())) {
                let abroad = sites(deal, other).into_iter().filter(|to| !law.governs(to.country.code()));
                out.extend(abroad.map(|to| Transfer { law, from: from.clone(), to }));
            }
        }
    }
    out
}

fn restricts(law: &CountryFacts) -> bool {
    !law.transfer_tools.is_empty()
}

/// Whether a party is in a country whose law knows this tool.
pub(crate) fn known_to_a_law(deal: &Deal, library: &Library, tool: Transfers) -> bool {
    let laws = || library.countries.values().filter(|law| law.transfer_tools.contains(&tool));
    deal.parties.keys().flat_map(|id| sites(deal, id)).any(|site| laws().any(|law| law.governs(site.country.code())))
}

/// Whether the library knows the law of every party's home. If not, nothing can be said about what that law requires.
pub(crate) fn every_home_known(deal: &Deal, library: &Library) -> bool {
    let known = |code: &str| library.countries.values().any(|country| country.governs(code));
    deal.parties.values().all(|party| known(party.country.code()))
}

//! Which parties a limit of the law binds.

use jiff::civil::Date;

use crate::deal::Deal;
use crate::library::Library;
use crate::library::country::CountryFacts;
use crate::library::law::Limit;
use crate::path::Path;

/// Why a limit applies to a deal.
pub(crate) struct Binds {
    /// The field that makes it apply.
    pub path: Path,
    /// Whose law it is, as the deal or the country names it.
    pub law: String,
}

/// Every limit in force on a day that applies to the deal, with the reason.
pub(crate) fn bound<'a>(deal: &'a Deal, library: &'a Library, as_of: Date) -> impl Iterator<Item = (&'a Limit, Binds)> {
    let limits =
        library.countries.values().flat_map(|country| country.limits.iter().map(move |limit| (country, limit)));
    let in_force = limits.filter(move |(_, limit)| limit.provision.in_force(as_of));
    in_force.filter_map(move |(country, limit)| Some((limit, binds(deal, country, limit)?)))
}

/// Why the limit applies to the deal, if it does: the home of a party, for interest the home of a party that pays, or the
/// governing law.
pub(crate) fn binds(deal: &Deal, country: &CountryFacts, limit: &Limit) -> Option<Binds> {
    let pays = |id: &str| deal.scope.flows.values().any(|flow| flow.customer == id);
    let meant = |id: &str| limit.interest.is_none() || pays(id);
    let mut homes = deal.parties.iter().filter(|(_, party)| limit.home && country.governs(party.country.code()));
    if let Some((id, _)) = homes.find(|(id, _)| meant(id)) {
        return Some(Binds { path: Path::from("parties").key(id).key("country"), law: country.name.clone() });
    }
    let law = deal.jurisdiction.law.known()?.as_str();
    limit.comes_with(law).then(|| Binds { path: "jurisdiction.law".into(), law: law.to_owned() })
}

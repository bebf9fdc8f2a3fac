//! Which countries are involved in a deal.

use crate::atlas;
use crate::deal::place::Country;
use crate::deal::{Deal, Text};
use crate::library::Library;
use crate::path::Path;

/// The home of each party and of each affiliate, with its path.
pub(crate) fn homes(deal: &Deal) -> impl Iterator<Item = (Path, Country)> {
    deal.parties.iter().flat_map(|(id, party)| {
        let affiliates = party.affiliates.iter().enumerate();
        let affiliates = affiliates.map(move |(at, affiliate)| {
            (Path::from("parties").key(id).key("affiliates").index(at).key("country"), affiliate.country)
        });
        std::iter::once((Path::from("parties").key(id).key("country"), party.country)).chain(affiliates)
    })
}

/// Whether a country is the home of a party or an affiliate, granted a licence, or is called.
pub(crate) fn takes(deal: &Deal, country: Country) -> bool {
    let licensed = || {
        let licences = deal.parties.values().filter_map(|party| party.licences.known()).flatten();
        licences.into_iter().any(|licence| licence.country == country)
    };
    let called = || {
        let codes = deal.rates.lines.iter().flat_map(|line| &line.codes);
        codes.into_iter().any(|code| atlas::can_reach(code.as_str(), country))
    };
    homes(deal).any(|(_, home)| home == country) || licensed() || called()
}

/// Whether its law governs the deal, or the seat is there.
pub(crate) fn governs(deal: &Deal, library: &Library, country: Country) -> bool {
    let words = [&deal.jurisdiction.law, &deal.disputes.seat].map(|field| field.known().map(Text::as_str));
    let [law, seat] = words.map(Option::unwrap_or_default);
    let facts = library.countries.get(country.code());
    facts.is_some_and(|facts| facts.has_law(law) || facts.has_seat(seat))
        || [law, seat].iter().any(|words| words.contains(&country.to_string()))
}

//! The countries that a text on law, seat or courts names.

use std::collections::BTreeSet;

use crate::atlas;
use crate::deal::Text;
use crate::deal::place::Country;
use crate::library::Library;
use crate::library::law::holds;

/// Cities that are usual seats, in countries without facts in the library.
const CITIES: [(&str, &[&str]); 5] = [
    ("CH", &["Zurich", "Zürich", "Geneva", "Swiss"]),
    ("NL", &["Amsterdam", "The Hague", "Rotterdam", "Dutch"]),
    ("SE", &["Stockholm", "Swedish"]),
    ("AT", &["Vienna", "Austrian"]),
    ("IE", &["Dublin", "Irish"]),
];

/// The countries that a text names, by the library's words for their laws and seats, by a city, or by their names.
pub(crate) fn countries(text: &Text, library: &Library) -> BTreeSet<Country> {
    let text = text.as_str();
    let known = library.countries.values().filter(|country| country.has_law(text) || country.has_seat(text));
    let known = known.filter_map(|country| country.country.parse().ok());
    let cities = CITIES.iter().filter(|(_, names)| names.iter().any(|name| holds(text, name)));
    let cities = cities.filter_map(|(code, _)| code.parse().ok());
    let named = atlas::countries().filter(|country| holds(text, &country.to_string()));
    known.chain(cities).chain(named).collect()
}

//! Where a number leads: the countries of dial codes, the codes of no country, and the distance between countries.
//!
//! The codes are those of the ITU's list of assigned country codes under Recommendation E.164, with the area codes and ranges that
//! distinguish the countries of a shared code. A country's location is that of its main city.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::OnceLock;

use crate::deal::place::Country;

/// The rows of the atlas: code, country, latitude, longitude, kind.
const ROWS: &str = include_str!("atlas.csv");

/// The mean radius of the earth (R1) in kilometres, by the International Union of Geodesy and Geophysics.
const EARTH: f64 = 6371.0;

/// The kind of numbers that a code begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberRange {
    /// Numbers of a country or territory.
    Geographic,
    /// Terminals of satellite networks.
    Satellite,
    /// Calls that the called party pays for.
    Freephone,
    /// Calls whose price caller and called party share.
    SharedCost,
    /// Calls whose price includes a service.
    Premium,
    /// Numbers that stay with a person.
    Personal,
    /// International networks of no country.
    Network,
    /// Numbers for disaster relief.
    Relief,
}

/// A code, and what it leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Leads {
    /// Leading digits, without `+`.
    pub code: &'static str,
    /// The country; `None` for a code of no country.
    pub country: Option<Country>,
    /// The country's name, or what the code serves.
    pub name: String,
    /// The kind of its numbers.
    pub kind: NumberRange,
    /// Latitude and longitude of the country's main city, in degrees.
    city: Option<(f64, f64)>,
}

/// What the numbers under a code lead to, by the longest code that begins these digits. `None` for too few digits, such as 97. The
/// bare digits of a shared code lead to the country with the most numbers: 1 to the United States.
#[must_use]
pub fn of(code: &str) -> Option<&'static Leads> {
    if misdialled(code) {
        return None;
    }
    let tree = tree();
    let (mut node, mut found) = (tree.first()?, None);
    for digit in code.bytes() {
        let Some(next) = below(tree, node, digit) else { break };
        node = next;
        found = node.leads.or(found);
    }
    found
}

/// Everything that a number beginning with these digits can lead to.
pub fn reached(code: &str) -> impl Iterator<Item = &'static Leads> {
    let longer = atlas().range::<str, _>((Bound::Excluded(code), Bound::Unbounded)).map(|(_, leads)| leads);
    of(code).into_iter().chain(longer.take_while(move |leads| leads.code.starts_with(code)))
}

/// Whether any number begins with these digits.
#[must_use]
pub fn assigned(code: &str) -> bool {
    // Digits that begin a longer code lead somewhere, but not to one place.
    of(code).is_some() || begins(code)
}

/// Whether a number under this code can be in a country, as far as the digits tell: 1 can lead to Canada, 1212 cannot.
#[must_use]
pub fn can_reach(code: &str, country: Country) -> bool {
    of(code).is_some_and(|leads| leads.country == Some(country))
        || (begins(code) && reached(code).any(|leads| leads.country == Some(country)))
}

/// Whether a code of the atlas is these digits or begins with them.
fn begins(code: &str) -> bool {
    let tree = tree();
    let first = tree.first();
    first.and_then(|first| code.bytes().try_fold(first, |node, digit| below(tree, node, digit))).is_some()
}

/// Every country of the atlas, each once.
pub fn countries() -> impl Iterator<Item = Country> {
    cities().keys().copied()
}

/// The countries that a text names, such as Hong Kong in `Hong Kong Mobile`. A longer name hides a shorter one inside it:
/// Equatorial Guinea is not Guinea. A shared name, such as Congo, names all its countries.
#[must_use]
pub fn named(text: &str) -> BTreeSet<Country> {
    let text = words(text);
    let found: Vec<&(String, Country)> = names().iter().filter(|(name, _)| text.contains(name)).collect();
    let hidden = |name: &str| found.iter().any(|(other, _)| other.len() > name.len() && other.contains(name));
    found.iter().filter(|(name, _)| !hidden(name)).map(|(_, country)| *country).collect()
}

/// Kilometres between the main cities of two countries, along a great circle (the haversine formula).
#[must_use]
pub fn distance(from: Country, to: Country) -> Option<f64> {
    let (&(from_lat, from_lon), &(to_lat, to_lon)) = (cities().get(&from)?, cities().get(&to)?);
    let across = ((to_lat - from_lat).to_radians() / 2.0).sin().powi(2);
    let along = ((to_lon - from_lon).to_radians() / 2.0).sin().powi(2);
    let chord = across + from_lat.to_radians().cos() * to_lat.to_radians().cos() * along;
    Some(2.0 * EARTH * chord.sqrt().min(1.0).asin())
}

/// Names in price lists beside those of the standard, and names of other places that contain a country's name.
const NAMES: &[(&str, &str)] = &[
    ("UK", "GB"),
    ("U.K.", "GB"),
    ("Great Britain", "GB"),
    ("England", "GB"),
    ("Channel Islands", "JE"),
    ("Channel Islands", "GG"),
    ("Northern Ireland", "GB"),
    ("US", "US"),
    ("USA", "US"),
    ("U.S.", "US"),
    ("U.S.A.", "US"),
    ("United States", "US"),
    ("New Mexico", "US"),
    ("New Jersey", "US"),
    // Both the country and the state.
    ("Georgia", "US"),
    ("UAE", "AE"),
    ("Emirates", "AE"),
    ("KSA", "SA"),
    ("Holland", "NL"),
    ("Netherlands Antilles", "BQ"),
    ("Russian Federation", "RU"),
    ("Korea", "KR"),
    ("Republic of Korea", "KR"),
    ("North Korea", "KP"),
    ("Czech Republic", "CZ"),
    ("Türkiye", "TR"),
    ("Turkiye", "TR"),
    ("Laos", "LA"),
    ("Syria", "SY"),
    ("Brunei", "BN"),
    ("Ivory Coast", "CI"),
    ("Cote d'Ivoire", "CI"),
    ("Cape Verde", "CV"),
    ("Swaziland", "SZ"),
    ("Eswatini", "SZ"),
    ("North Macedonia", "MK"),
    ("DR Congo", "CD"),
    ("DRC", "CD"),
    ("Democratic Republic of the Congo", "CD"),
    ("Congo Kinshasa", "CD"),
    ("Congo Brazzaville", "CG"),
    ("Burma", "MM"),
    ("East Timor", "TL"),
    ("Macau", "MO"),
    ("Reunion", "RE"),
    ("Curacao", "CW"),
    ("Micronesia", "FM"),
    ("Falkland Islands", "FK"),
    ("British Virgin Islands", "VG"),
    ("US Virgin Islands", "VI"),
    ("Virgin Islands", "VG"),
    ("Vatican", "VA"),
    ("Viet Nam", "VN"),
];

/// Every name as words, with its country.
fn names() -> &'static [(String, Country)] {
    static ALL: OnceLock<Vec<(String, Country)>> = OnceLock::new();
    ALL.get_or_init(|| {
        // What the standard adds after a bracket or a comma does not belong to the usual name.
        let usual = |name: String| name.split(['(', ',']).next().map(words).unwrap_or_default();
        let own = countries().map(|country| (usual(country.to_string()), country));
        let others = NAMES.iter().filter_map(|(name, country)| Some((words(name), country.parse().ok()?)));
        own.chain(others).collect()
    })
}

/// A text as words of small letters, a space before and after each.
fn words(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    format!(" {} ", words.join(" "))
}

/// Whether digits look like a North American area code that begins with 0 or 1, which does not exist: an international prefix
/// (011) that lost its 0.
fn misdialled(code: &str) -> bool {
    code.starts_with("10") || code.starts_with("11")
}

fn atlas() -> &'static BTreeMap<&'static str, Leads> {
    static ATLAS: OnceLock<BTreeMap<&'static str, Leads>> = OnceLock::new();
    ATLAS.get_or_init(|| rows().filter_map(row).map(|leads| (leads.code, leads)).collect())
}

/// A node of the tree of codes: what its digits lead to, and the node of each next digit.
#[derive(Debug, Default)]
struct Digits {
    leads: Option<&'static Leads>,
    next: [usize; 10],
}

/// The codes as a tree of digits, because a price list asks for a quarter of a million codes. Node 0 stands for no match.
fn tree() -> &'static [Digits] {
    static TREE: OnceLock<Vec<Digits>> = OnceLock::new();
    TREE.get_or_init(|| {
        let mut tree = vec![Digits::default()];
        for (code, leads) in atlas() {
            let mut at = 0;
            for digit in code.bytes().map(|byte| usize::from(byte.wrapping_sub(b'0'))) {
                let new = tree.len();
                let Some(next) = tree.get_mut(at).and_then(|here| here.next.get_mut(digit)) else { break };
                if *next == 0 {
                    *next = new;
                    tree.push(Digits::default());
                }
                at = tree.get(at).and_then(|here| here.next.get(digit)).copied().unwrap_or_default();
            }
            if let Some(here) = tree.get_mut(at) {
                here.leads = Some(leads);
            }
        }
        tree
    })
}

fn below<'t>(tree: &'t [Digits], node: &Digits, digit: u8) -> Option<&'t Digits> {
    let next = node.next.get(usize::from(digit.wrapping_sub(b'0'))).copied().filter(|next| *next > 0)?;
    tree.get(next)
}

/// The location of each country: that of the first row that names it.
fn cities() -> &'static BTreeMap<Country, (f64, f64)> {
    static CITIES: OnceLock<BTreeMap<Country, (f64, f64)>> = OnceLock::new();
    CITIES.get_or_init(|| {
        let places = atlas().values().filter_map(|leads| Some((leads.country?, leads.city?)));
        places.rev().collect()
    })
}

fn rows() -> impl Iterator<Item = &'static str> {
    ROWS.lines().filter(|line| !line.starts_with('#'))
}

fn row(line: &'static str) -> Option<Leads> {
    let mut fields = line.split(',');
    let (code, name, latitude, longitude) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let kind = match fields.next()? {
        "geographic" => NumberRange::Geographic,
        "satellite" => NumberRange::Satellite,
        "freephone" => NumberRange::Freephone,
        "shared cost" => NumberRange::SharedCost,
        "premium" => NumberRange::Premium,
        "personal" => NumberRange::Personal,
        "network" => NumberRange::Network,
        "relief" => NumberRange::Relief,
        _ => return None,
    };
    let city = latitude.parse().ok().zip(longitude.parse().ok());
    if kind != NumberRange::Geographic {
        return Some(Leads { code, country: None, name: name.to_owned(), kind, city });
    }
    let country: Country = name.parse().ok()?;
    Some(Leads { code, country: Some(country), name: country.to_string(), kind, city })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().expect("a test's country")
    }

    #[test]
    fn every_row_is_read_and_no_code_stands_twice() {
        assert_eq!(rows().count(), atlas().len());
        for leads in atlas().values() {
            assert!(leads.code.bytes().all(|digit| digit.is_ascii_digit()), "{}", leads.code);
            assert_eq!(leads.kind == NumberRange::Geographic, leads.country.is_some() && leads.city.is_some());
            if let Some((latitude, longitude)) = leads.city {
                assert!((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude), "{}", leads.code);
            }
        }
    }

    #[test]
    fn a_code_leads_where_the_longest_row_says() {
        for (code, leads_to) in [
            ("1", "US"),
            ("1212", "US"),
            ("1416", "CA"),
            ("18095", "DO"),
            ("7495", "RU"),
            ("7701", "KZ"),
            ("8525", "HK"),
            ("447700", "JE"),
            ("4477001", "JE"),
            ("4477", "GB"),
            ("211", "SS"),
            ("59991", "CW"),
            ("3906698", "VA"),
            ("3906", "IT"),
        ] {
            assert_eq!(of(code).and_then(|leads| leads.country), Some(country(leads_to)), "{code}");
        }
        for code in ["97", "2", "99", "210", "999", "0", "1144", "10", "", "é"] {
            assert_eq!(of(code), None, "{code}");
        }
    }

    #[test]
    fn digits_that_no_number_begins_with() {
        for code in [
            "210", "2140", "259", "28", "671", "684", "699", "801", "83", "851", "89", "969", "978", "999", "1144", "0",
        ] {
            // 671 and 684 were Guam and American Samoa, which now have 1671 and 1684.
            assert!(!assigned(code), "{code}");
        }
        for code in ["1", "12", "2", "21", "97", "99", "800", "8835", "979", "20100"] {
            assert!(assigned(code), "{code}");
        }
    }

    #[test]
    fn few_digits_reach_many_countries() {
        let reach = |code| reached(code).filter_map(|leads| leads.country).count();
        assert_eq!((reach("8525"), reach("1212"), reach("210"), reach("11")), (1, 1, 0, 0));
        assert!(can_reach("1", country("CA")) && can_reach("1", country("US")) && can_reach("1", country("JM")));
        assert!(can_reach("124", country("BS")) && can_reach("124", country("US")));
        assert!(can_reach("7", country("KZ")) && !can_reach("7495", country("KZ")));
        assert!(!can_reach("44", country("US")));
    }

    #[test]
    fn codes_of_no_country_say_what_they_serve() {
        for (code, kind) in [
            ("88213", NumberRange::Network),
            ("8816", NumberRange::Satellite),
            ("870", NumberRange::Satellite),
            ("800", NumberRange::Freephone),
            ("1888", NumberRange::Freephone),
            ("979", NumberRange::Premium),
            ("1900", NumberRange::Premium),
            ("808", NumberRange::SharedCost),
            ("878", NumberRange::Personal),
            ("888", NumberRange::Relief),
        ] {
            let leads = of(code).expect("a code of the list");
            assert_eq!((leads.kind, leads.country), (kind, None), "{code}");
        }
    }

    #[test]
    fn a_text_names_countries() {
        for (text, countries) in [
            ("Hong Kong Mobile", "HK"),
            ("uk mobile", "GB"),
            ("USA - Proper", "US"),
            ("United Kingdom Mobile (EE)", "GB"),
            ("Equatorial Guinea", "GQ"),
            ("Papua New Guinea", "PG"),
            ("Guinea", "GN"),
            ("Nigeria MTN", "NG"),
            ("Dominican Republic", "DO"),
            ("Côte d\u{2019}Ivoire Orange", "CI"),
            ("South Sudan", "SS"),
            ("Korea, Republic of", "KP KR"),
            ("South Korea", "KR"),
            ("Congo", "CD CG"),
            ("Georgia", "GE US"),
            ("Hong Kong, China", "CN HK"),
            ("Bolivia Fixed", "BO"),
            ("Tanzania", "TZ"),
            ("Bus lines", ""),
            ("Québec", ""),
        ] {
            let found: Vec<String> = named(text).iter().map(|country| country.code().to_owned()).collect();
            assert_eq!(found.join(" "), countries, "{text}");
        }
    }

    #[test]
    fn distances_are_those_of_a_globe() {
        for (from, to, kilometres) in [
            ("SG", "HK", 2590.0),
            ("GB", "US", 5570.0),
            ("AE", "ZA", 6410.0),
            ("NZ", "FJ", 2090.0),
            ("DE", "FR", 480.0),
        ] {
            let found = distance(country(from), country(to)).expect("countries of the atlas");
            assert!((found - kilometres).abs() < 50.0, "{from} to {to}: {found}");
            assert!((found - distance(country(to), country(from)).expect("as before")).abs() < 1e-6);
        }
        assert_eq!(distance(country("SG"), country("SG")), Some(0.0));
    }
}

//! The law that the library rests on, by the day on which it has to be read again.

use super::Library;
use crate::deal::date::Date;

/// A source of law in a clause or in the facts of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedSource<'a> {
    /// Day after which it has to be read again.
    pub review_by: Date,
    /// Day on which it was last looked at.
    pub verified_on: Date,
    /// Code of the country or union whose law it is, if one is named.
    pub country: Option<&'a str>,
    /// Instrument and provision.
    pub law: String,
    /// The clause, or the country and entry, that rests on it.
    pub stands_in: String,
    /// Whether its text was read: see [`is_read`].
    pub read: bool,
    /// What counsel must confirm.
    pub confirm: Option<&'a str>,
}

/// How many sources have passed their review day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Those past it.
    pub count: usize,
    /// All of their kind.
    pub of: usize,
    /// The earliest day that has passed.
    pub first: Date,
}

/// Whether the place where a law was found is more than general knowledge.
#[must_use]
pub fn is_read(document: Option<&str>) -> bool {
    document.is_some_and(|document| !document.contains("general knowledge") && !document.contains("not read"))
}

/// The sources of the clauses, what falls due first at the head.
#[must_use]
pub fn of_clauses(library: &Library) -> Vec<DatedSource<'_>> {
    let each =
        library.clauses.values().flat_map(|clause| clause.front.sources.iter().map(move |source| (clause, source)));
    let sources = each.map(|(clause, source)| {
        let law: Vec<&str> = [&source.law, &source.article].into_iter().flatten().map(String::as_str).collect();
        DatedSource {
            review_by: source.review_by,
            verified_on: source.verified_on,
            country: source.country.as_deref(),
            law: law.join(", "),
            stands_in: clause.id.clone(),
            read: is_read(source.document.as_deref()),
            confirm: source.confirm.as_deref(),
        }
    });
    sorted(sources.collect())
}

/// The provisions in the facts of countries, what falls due first at the head.
#[must_use]
pub fn of_countries(library: &Library) -> Vec<DatedSource<'_>> {
    let each = library.countries.values().flat_map(|country| country.provisions().map(move |entry| (country, entry)));
    let sources = each.map(|(country, (id, provision))| DatedSource {
        review_by: provision.review_by,
        verified_on: provision.verified_on,
        country: Some(&country.country),
        law: provision.cite(),
        stands_in: format!("reg/{}/country.yaml, {id}", country.country.to_lowercase()),
        read: is_read(provision.document.as_deref()),
        confirm: provision.confirm.as_deref(),
    });
    sorted(sources.collect())
}

/// Every source of the library, what falls due first at the head.
#[must_use]
pub fn sources(library: &Library) -> Vec<DatedSource<'_>> {
    let mut all = of_clauses(library);
    all.extend(of_countries(library));
    sorted(all)
}

/// How many of these have passed their review day; `None` if none has.
#[must_use]
pub fn passed(sources: &[DatedSource<'_>], as_of: jiff::civil::Date) -> Option<Passed> {
    let past = || sources.iter().filter(|source| source.review_by.0 < as_of);
    let first = past().map(|source| source.review_by).min()?;
    Some(Passed { count: past().count(), of: sources.len(), first })
}

fn sorted(mut sources: Vec<DatedSource<'_>>) -> Vec<DatedSource<'_>> {
    sources.sort_by(|one, other| {
        (one.review_by, &one.stands_in, &one.law).cmp(&(other.review_by, &other.stands_in, &other.law))
    });
    sources
}

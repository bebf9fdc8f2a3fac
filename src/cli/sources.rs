//! `peerpact clauses --sources`: the law that the library rests on, and when each is to be read again.

use crate::characters::visible;
use crate::library::due::DatedSource;

/// The sources as lines, what falls due first at the head, under a line with their number.
pub(super) fn human(sources: &[DatedSource<'_>]) -> String {
    let mut out = String::new();
    for source in sources {
        let read = if source.read { format!("verified {}", source.verified_on.0) } else { "not read".to_owned() };
        let country = source.country.unwrap_or("–");
        out.push_str(&format!("{}  {country:3} {read:20}  {}\n", source.review_by.0, visible(&source.law)));
        out.push_str(&format!("{:16}{}\n", "", visible(&source.stands_in)));
        if let Some(confirm) = source.confirm {
            out.push_str(&format!("{:16}to confirm: {}\n", "", visible(confirm)));
        }
    }
    let unread = sources.iter().filter(|source| !source.read).count();
    out.push_str(&format!(
        "{} sources, {unread} of them not read, by the day on which each is to be read again\n",
        sources.len()
    ));
    out
}

/// The sources as one JSON document.
pub(super) fn json(sources: &[DatedSource<'_>]) -> String {
    let each: Vec<serde_json::Value> = sources
        .iter()
        .map(|source| {
            serde_json::json!({
                "review_by": source.review_by.0.to_string(),
                "verified_on": source.verified_on.0.to_string(),
                "read": source.read,
                "country": source.country,
                "law": source.law,
                "stands_in": source.stands_in,
                "confirm": source.confirm,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::json!({ "version": 1, "sources": each }))
}

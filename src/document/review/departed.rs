//! What the deal leaves out of the library's clauses or replaces: the first thing that our own side reads.

use super::{heading, reference, section, value};
use crate::document::Block;
use crate::document::assemble::{Departed, Draft};
use crate::document::departures::ClauseDeparture;
use crate::library::Library;

/// The list at the head: clauses that the deal leaves out or replaces, and what holds without them.
pub(super) fn departed(draft: &Draft, library: &Library) -> Vec<Block> {
    if draft.departed.is_empty() {
        return Vec::new();
    }
    let row = |one: &Departed| {
        let clause = library.clauses.get(&one.id)?;
        let named = draft.printed.iter().find(|printed| printed.id == one.id).map_or_else(|| value("–"), reference);
        let law = clause.front.absent.law.as_deref();
        let (what, then) = match &one.departure {
            ClauseDeparture::Off => {
                ("left out".to_owned(), law.unwrap_or("as the answer says that leaves it out").to_owned())
            }
            ClauseDeparture::Replaced => {
                ("replaced by a special term".to_owned(), "as the special term says".to_owned())
            }
            ClauseDeparture::Points(points) => {
                (format!("replaced in part: {}", points.join(", ")), "as the special term says".to_owned())
            }
        };
        Some(vec![named, value(&format!("{} ({})", &*clause.title, one.id)), value(&what), value(&then)])
    };
    let mut blocks = vec![heading("review-departed", "Review: clauses left out or replaced")];
    let rows = draft.departed.iter().filter_map(row).collect();
    section(&mut blocks, "", &["Place", "Clause", "What the deal does", "What then holds"], rows);
    blocks
}

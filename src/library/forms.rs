//! What only the full form has. It is explanation: whoever negotiates on one form and signs the other signs the same agreement.

use std::collections::BTreeSet;

use super::Library;
use super::outline::{Outline, OutlineEntry};
use crate::deal::paper::Form;

/// A clause that only the full form has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullOnly<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Why the short form does without it, if its front matter says so.
    pub reason: Option<&'a str>,
}

/// The clauses that stand in the full outline and not in the short one, in printing order.
#[must_use]
pub fn full_only(library: &Library) -> Vec<FullOnly<'_>> {
    let short: BTreeSet<&str> = ids(library.outline(Form::Short)).collect();
    ids(library.outline(Form::Full))
        .filter(|id| !short.contains(id))
        .filter_map(|id| library.clauses.get(id))
        .map(|clause| FullOnly {
            id: &clause.id,
            title: &clause.front.title,
            reason: clause.front.full_only.as_deref(),
        })
        .collect()
}

/// The clauses whose texts differ between the forms.
#[must_use]
pub fn two_texts(library: &Library) -> Vec<&str> {
    library.clauses.values().filter(|clause| clause.templates.1.is_some()).map(|clause| clause.id.as_str()).collect()
}

fn ids(outline: &Outline) -> impl Iterator<Item = &str> {
    outline.entries.iter().flat_map(|entry| -> Vec<&str> {
        match entry {
            OutlineEntry::Part(_) | OutlineEntry::Signatures => Vec::new(),
            OutlineEntry::Clause(id) => vec![id],
            OutlineEntry::Article(_, inside) => inside.iter().map(String::as_str).collect(),
            OutlineEntry::Schedule(id, inside) => std::iter::once(id).chain(inside).map(String::as_str).collect(),
        }
    })
}

//! The notes of our own copy as Word comments, each anchored at its clause.

use std::collections::HashMap;

use super::cover::paragraph;
use super::job::DocxJob;
use super::xml::Xml;
use super::{NAMESPACES, inline};
use crate::document::{Document, Review};

/// The notes of a document, by the anchor that each stands beside.
pub(super) struct Comments<'a> {
    review: Option<&'a Review>,
    ids: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Comments<'a> {
    /// The comments of a document. A paper for the other side has none.
    pub(super) fn of(document: &'a Document) -> Self {
        let review = document.review.as_ref();
        let notes = review.into_iter().flat_map(|review| &review.notes);
        let mut ids: HashMap<&str, Vec<usize>> = HashMap::new();
        for (id, note) in notes.enumerate() {
            ids.entry(note.anchor.as_str()).or_default().push(id);
        }
        Self { review, ids }
    }

    /// The ids of the comments at an anchor. Two clauses with only tables share the anchor of their article.
    pub(super) fn at(&self, anchor: &str) -> &[usize] {
        self.ids.get(anchor).map(Vec::as_slice).unwrap_or_default()
    }

    /// The part, if there is a comment.
    pub(super) fn part(&self, job: &DocxJob<'_>) -> Option<Vec<u8>> {
        let review = self.review.filter(|review| !review.notes.is_empty())?;
        let initials: String =
            review.author.split_whitespace().filter_map(|word| word.chars().next()).take(3).collect();
        let mut xml = Xml::new();
        xml.open("w:comments", &NAMESPACES);
        for (id, note) in review.notes.iter().enumerate() {
            let id = id.to_string();
            let mut attributes = vec![("w:id", id.as_str()), ("w:author", &review.author), ("w:initials", &initials)];
            attributes.extend(review.date.as_deref().map(|date| ("w:date", date)));
            xml.open("w:comment", &attributes);
            for (label, text) in &note.lines {
                paragraph(&mut xml, job, "annotation text", |xml| {
                    inline::run(xml, job.style("Strong"), &format!("{label} "));
                    inline::text(xml, job, text);
                });
            }
            if note.lines.is_empty() {
                paragraph(&mut xml, job, "annotation text", |_| {});
            }
            xml.close("w:comment");
        }
        xml.close("w:comments");
        Some(xml.finish())
    }
}

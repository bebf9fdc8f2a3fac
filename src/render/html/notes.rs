//! The notes of a review copy beside the text.

use std::collections::HashMap;

use super::text::{LinkTargets, escape, inline};
use crate::document::{Document, Note};

/// The notes of a document, each under the anchor that it stands beside, with its number.
pub(super) fn by_anchor(document: &Document) -> HashMap<&str, Vec<(usize, &Note)>> {
    let mut found: HashMap<&str, Vec<(usize, &Note)>> = HashMap::new();
    for (at, note) in document.review.iter().flat_map(|review| &review.notes).enumerate() {
        found.entry(&note.anchor).or_default().push((at + 1, note));
    }
    found
}

/// A note, named by its first line. The style sheet sets it beside what follows: the outer element keeps the line at which
/// that begins, and the inner one leaves the column.
pub(super) fn note(number: usize, note: &Note, known: &LinkTargets<'_>) -> String {
    let mut html =
        format!("<div class=\"beside\">\n<div class=\"note\" role=\"note\" aria-labelledby=\"_note-{number}\">\n");
    for (at, (label, text)) in note.lines.iter().enumerate() {
        let id = if at == 0 { format!(" id=\"_note-{number}\"") } else { String::new() };
        html.push_str(&format!(
            "<p class=\"note\"{id}><strong>{}</strong> {}</p>\n",
            escape(label),
            inline(text, known)
        ));
    }
    html + "</div>\n</div>\n"
}

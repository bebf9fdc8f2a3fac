//! Markdown.
use crate::document::Document;

/// Prints a document as CommonMark with tables.
#[must_use]
pub fn render(_document: &Document) -> Vec<u8> {
    Vec::new()
}

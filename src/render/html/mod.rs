//! HTML.
use crate::document::Document;
use crate::render::Dress;

/// Prints a document as one HTML file.
#[must_use]
pub fn render(_document: &Document, _dress: &Dress) -> Vec<u8> {
    Vec::new()
}

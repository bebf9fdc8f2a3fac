//! PDF.
use crate::document::Document;
use crate::render::{Dress, Failure};

/// Prints a document as tagged PDF.
pub fn render(_document: &Document, _dress: &Dress) -> Result<Vec<u8>, Failure> {
    Ok(Vec::new())
}

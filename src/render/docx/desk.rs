//! What everything that writes a part needs to know.

use super::numbering::Plan;
use super::places::Places;
use super::sheet::Sheet;
use crate::document::Document;

/// The document, its numbers and places, and the styles in force.
pub(super) struct Desk<'a> {
    pub(super) document: &'a Document,
    pub(super) plan: &'a Plan,
    pub(super) places: &'a Places<'a>,
    pub(super) sheet: &'a Sheet,
    /// Width of the text, in twentieths of a point.
    pub(super) measure: u32,
}

impl Desk<'_> {
    /// The id of a style.
    pub(super) fn style(&self, name: &str) -> &str {
        self.sheet.id(name)
    }
}

//! The context that every writer of a part needs.

use std::cell::Cell;

use super::numbering::Labels;
use super::places::Places;
use super::styles::StyleSheet;
use crate::document::Document;

/// The document, its numbers and places, and the styles in force.
pub(super) struct DocxJob<'a> {
    pub(super) document: &'a Document,
    pub(super) labels: &'a Labels,
    pub(super) places: &'a Places<'a>,
    pub(super) styles: &'a StyleSheet,
    /// Width of the text, in twentieths of a point.
    pub(super) measure: u32,
    /// The number of the next mark of change; no two of a file are equal.
    pub(super) marks: Cell<usize>,
}

impl DocxJob<'_> {
    /// The id of a style.
    pub(super) fn style(&self, name: &str) -> &str {
        self.styles.id(name)
    }
}

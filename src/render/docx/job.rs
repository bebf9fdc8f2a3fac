//! The context that every writer of a part needs.

use std::cell::Cell;
use std::collections::HashMap;

use super::numbering::Labels;
use super::places::Places;
use super::styles::StyleSheet;
use crate::document::{Block, Document, Table};

/// The document, its numbers and places, and the styles in force.
pub(super) struct DocxJob<'a> {
    pub(super) document: &'a Document,
    pub(super) labels: &'a Labels,
    pub(super) places: &'a Places<'a>,
    pub(super) styles: &'a StyleSheet,
    /// Width of the text, in twentieths of a point.
    pub(super) measure: u32,
    /// For each table that shares its columns with others, the blocks of all of them.
    pub(super) twins: HashMap<usize, Vec<usize>>,
    /// The number of the next mark of change; no two of a file are equal.
    pub(super) marks: Cell<usize>,
}

impl DocxJob<'_> {
    /// The tables that share their columns with the one of a block, itself among them.
    pub(super) fn alike(&self, block: usize) -> Vec<&Table> {
        let own = [block];
        let blocks = self.twins.get(&block).map_or(own.as_slice(), Vec::as_slice);
        let table = |at: &usize| match self.document.blocks.get(*at) {
            Some(Block::Table(table)) => Some(table),
            _ => None,
        };
        blocks.iter().filter_map(table).collect()
    }

    /// The id of a style.
    pub(super) fn style(&self, name: &str) -> &str {
        self.styles.id(name)
    }
}

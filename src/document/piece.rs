//! A clause that a draft prints, before it is numbered.

use std::ops::Range;

use super::parse::Raw;
use crate::library::Clause;
use crate::library::positions::Standing;
use crate::source::Place;

/// A selected clause and its content.
pub(super) struct ClausePiece<'a> {
    pub(super) clause: &'a Clause,
    pub(super) standing: Standing,
    pub(super) raw: Vec<Raw>,
}

/// The place of some bytes in a clause's file; its first line if the bytes are not known.
pub(super) fn clause_place(clause: &Clause, written: Option<Range<usize>>) -> Place {
    Place::new(&clause.source, written.unwrap_or_else(|| clause.source.line_span(clause.line)))
}

//! What is wrong with a deck as a file, in the words that every format shares.

use crate::diagnostic::Finding;
use crate::sheet::MOST_COLUMNS;
use crate::source::{Place, Source};

/// A deck without anything to read.
pub(super) fn empty(source: &Source, what: &str) -> Finding {
    Finding::error("DECK002", what)
        .at(Place::new(source, source.line_span(1)))
        .help("write a row of headings and a row for each rate, such as:\ncodes,destination,rate,increment\n8525,Hong Kong Mobile,0.0180,1/1")
}

/// A row of more cells than any sheet has.
pub(super) fn wide(source: &Source, line: usize, cells: usize) -> Finding {
    let start = source.line_span(line).start;
    Finding::error("DECK001", format!("line {line} has {cells} columns, and no sheet has more than {MOST_COLUMNS}"))
        .at(Place::new(source, start..start))
        .help("check what parts the cells of the deck, and whether its line breaks were lost")
}

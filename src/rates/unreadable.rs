//! Findings on a deck as a file, in the same words for every format.

use crate::diagnostic::Finding;
use crate::sheet::MOST_COLUMNS;
use crate::source::{Place, Source};

/// A deck with no content.
pub(super) fn empty(source: &Source, what: &str) -> Finding {
    Finding::error("DECK002", what)
        .at(Place::new(source, source.line_span(1)))
        .help("write a row of headings and a row for each rate, such as:\ncodes,destination,rate,increment\n8525,Hong Kong Mobile,0.0180,1/1")
}

/// The place of a line in a file that may not be a deck. The finding quotes none of it, because the file may be
/// confidential.
pub(super) fn unseen(name: &str, line: usize) -> Place {
    let breaks = "\n".repeat(line.saturating_sub(1));
    let end = breaks.len();
    Place::new(&Source::new(name, breaks), end..end)
}

/// A deck that exceeds a limit.
pub(super) fn beyond(name: &str, what: &str) -> Finding {
    Finding::error("DECK001", format!("the deck has {what}, the most that a deck may have"))
        .at(unseen(name, 1))
        .help("leave out what is no rate, or give each flow a deck of its own under `rates.decks`")
}

/// A row with more cells than any sheet has columns.
pub(super) fn wide(name: &str, line: usize, cells: usize) -> Finding {
    Finding::error("DECK001", format!("line {line} has {cells} columns, and no sheet has more than {MOST_COLUMNS}"))
        .at(unseen(name, line))
        .help("check what parts the cells of the deck, and whether its line breaks were lost")
}

/// A deck whose cells cannot be separated.
pub(super) fn broken(name: &str, why: &dyn std::error::Error) -> Finding {
    Finding::error("DECK001", format!("the deck cannot be read: {why}"))
        .at(unseen(name, 1))
        .help("save the deck anew as CSV in UTF-8")
}

/// A cell as a message quotes it.
pub(super) fn brief(cell: &str) -> String {
    const MOST: usize = 40;
    let mut out: String = cell.chars().take(MOST).collect();
    if cell.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

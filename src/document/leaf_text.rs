//! The text of a leaf of the library as blocks that bear no numbers yet.

use serde_json::Value;

use super::blanks::Blanks;
use super::lines::Lines;
use super::parse::{self, Raw};
use crate::diagnostic::Finding;
use crate::library::Library;
use crate::library::leaf::Leaf;
use crate::source::Place;
use crate::template::Context;

/// Renders a leaf; `None` if the library's template cannot print it, and `findings` then say why. `what` names the paper in such a finding.
pub(super) fn of(
    leaf: &Leaf,
    library: &Library,
    (context, blanks, lines): (&Value, &Blanks, &Lines<'_>),
    what: &str,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Raw>> {
    let markdown = match library.render_leaf(leaf, &Context::of(context)) {
        Ok(markdown) => markdown,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    match parse::parse(&markdown, blanks, lines) {
        Ok(raw) => Some(raw),
        Err(unsupported) => {
            let place = Place::new(&leaf.source, unsupported.written.unwrap_or_else(|| leaf.source.line_span(1)));
            findings.push(
                Finding::error("LIB008", format!("{what} cannot hold {}", unsupported.what))
                    .at(place)
                    .help("write paragraphs, lists, pipe tables and headings"),
            );
            None
        }
    }
}

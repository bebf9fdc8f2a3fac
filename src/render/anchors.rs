//! The places of a document, and the places that its references lead to.

use std::collections::BTreeSet;

use crate::document::{Block, Document, Inline};

/// The places that a link may lead to. A reference to any other place prints as plain words, so that no file holds a
/// dead link.
pub(super) fn places(document: &Document) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => found.extend([heading.anchor.as_str()]),
            Block::Paragraph(paragraph) => found.extend(paragraph.anchor.as_deref()),
            Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => {}
        }
    }
    found
}

/// The places that at least one reference leads to.
pub(super) fn targets(document: &Document) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    document.walk(&mut |inline| {
        if let Inline::Ref { target, .. } = inline {
            found.insert(&**target);
        }
    });
    found
}

//! The places of a document, and those that it points to.

use std::collections::BTreeSet;

use crate::document::{Block, Document, Inline};

/// The places that a link may lead to. A reference to any other place prints as words alone: no file holds a dead link.
pub(super) fn places(document: &Document) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => found.extend([heading.anchor.as_str()]),
            Block::Paragraph(paragraph) => found.extend(paragraph.anchor.as_deref()),
            Block::Table(_) | Block::Signatures(_) => {}
        }
    }
    found
}

/// The places that some reference means.
pub(super) fn targets(document: &Document) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    document.cover.parties.iter().for_each(|party| collect(party, &mut found));
    for (label, value) in &document.cover.key_terms {
        collect(label, &mut found);
        collect(value, &mut found);
    }
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => collect(&heading.title, &mut found),
            Block::Paragraph(paragraph) => collect(&paragraph.text, &mut found),
            Block::Table(table) => {
                table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| collect(cell, &mut found));
            }
            Block::Signatures(signatures) => {
                for signature in signatures {
                    collect(&signature.heading, &mut found);
                    signature
                        .lines
                        .iter()
                        .filter_map(|line| line.1.as_ref())
                        .for_each(|text| collect(text, &mut found));
                }
            }
        }
    }
    found
}

fn collect<'a>(text: &'a [Inline], found: &mut BTreeSet<&'a str>) {
    for inline in text {
        match inline {
            Inline::Ref { target, .. } => {
                found.insert(target);
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => collect(inner, found),
            Inline::Plain(_) | Inline::Value(_) | Inline::Blank(_) | Inline::Break => {}
        }
    }
}

//! The first page.

use super::desk::Desk;
use super::xml::Xml;
use super::{inline, table};
use crate::document::furniture;

/// Writes marks, title, imprint, parties and key terms.
pub(super) fn write(xml: &mut Xml, desk: &Desk<'_>) {
    let document = desk.document;
    for mark in &document.marks {
        paragraph(xml, desk, "Cover Mark", |xml| inline::words(xml, mark));
    }
    paragraph(xml, desk, "Title", |xml| inline::words(xml, &document.title));
    paragraph(xml, desk, "Subtitle", |xml| inline::words(xml, &document.imprint()));
    for party in &document.cover.parties {
        paragraph(xml, desk, "Party", |xml| inline::text(xml, desk, party));
    }
    if document.cover.key_terms.is_empty() {
        return;
    }
    paragraph(xml, desk, "Cover Heading", |xml| inline::words(xml, furniture::KEY_TERMS));
    let label = desk.measure * 34 / 100;
    table::open(xml, desk, "Key Terms Table", &[label, desk.measure - label]);
    for (label, value) in &document.cover.key_terms {
        table::open_row(xml, false);
        table::cell(xml, desk.style("Table Text"), |xml| inline::text(xml, desk, label));
        table::cell(xml, desk.style("Table Text"), |xml| inline::text(xml, desk, value));
        xml.close("w:tr");
    }
    table::close(xml, desk, false);
}

/// A paragraph of one style.
pub(super) fn paragraph(xml: &mut Xml, desk: &Desk<'_>, style: &str, write: impl FnOnce(&mut Xml)) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", desk.style(style));
    xml.close("w:pPr");
    write(xml);
    xml.close("w:p");
}

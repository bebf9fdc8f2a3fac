//! The first page of the Word document.

use super::job::DocxJob;
use super::xml::Xml;
use super::{inline, table};
use crate::document::fixed_words;

/// Writes marks, title, imprint, parties and key terms.
pub(super) fn write(xml: &mut Xml, job: &DocxJob<'_>) {
    let document = job.document;
    for mark in &document.marks {
        paragraph(xml, job, "Cover Mark", |xml| inline::words(xml, mark));
    }
    paragraph(xml, job, "Title", |xml| inline::words(xml, &document.title));
    paragraph(xml, job, "Subtitle", |xml| inline::words(xml, &document.imprint()));
    for party in &document.cover.parties {
        paragraph(xml, job, "Party", |xml| inline::text(xml, job, party));
    }
    if document.cover.key_terms.is_empty() {
        return;
    }
    paragraph(xml, job, "Cover Heading", |xml| inline::words(xml, fixed_words::KEY_TERMS));
    let left = job.measure * 34 / 100;
    table::open(xml, job, "Key Terms Table", &[left, job.measure - left]);
    for (label, value) in &document.cover.key_terms {
        table::open_row(xml, false);
        table::cell(xml, job.style("Table Text"), left, |xml| inline::text(xml, job, label));
        table::cell(xml, job.style("Table Text"), job.measure - left, |xml| inline::text(xml, job, value));
        xml.close("w:tr");
    }
    table::close(xml, job, false);
}

/// A paragraph of one style.
pub(super) fn paragraph(xml: &mut Xml, job: &DocxJob<'_>, style: &str, write: impl FnOnce(&mut Xml)) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", job.style(style));
    xml.close("w:pPr");
    write(xml);
    xml.close("w:p");
}

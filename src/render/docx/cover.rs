//! The first page of the Word document.

use super::job::DocxJob;
use super::xml::Xml;
use super::{inline, marks, table};
use crate::document::revisions::RevisionStanding;
use crate::document::{Inline, fixed_words};

/// Writes marks, title, imprint, parties and key terms.
pub(super) fn write(xml: &mut Xml, job: &DocxJob<'_>) {
    let document = job.document;
    for mark in document.marks_text() {
        marked(xml, job, "Cover Mark", whole(&mark), |xml| inline::text(xml, job, &mark));
    }
    paragraph(xml, job, "Title", |xml| inline::text(xml, job, &document.title_text()));
    paragraph(xml, job, "Subtitle", |xml| inline::text(xml, job, &document.imprint_text()));
    let revisions = document.revisions.as_ref();
    let standing = |standings: Option<&Vec<RevisionStanding>>, at: usize| {
        standings.and_then(|all| all.get(at)).copied().unwrap_or(RevisionStanding::Kept)
    };
    for (at, party) in document.cover.parties.iter().enumerate() {
        let standing = standing(revisions.map(|revisions| &revisions.parties), at);
        marked(xml, job, "Party", standing, |xml| inline::text(xml, job, party));
    }
    if document.cover.key_terms.is_empty() {
        return;
    }
    paragraph(xml, job, "Cover Heading", |xml| inline::words(xml, fixed_words::KEY_TERMS));
    let left = job.measure * 34 / 100;
    table::open(xml, job, "Key Terms Table", &[left, job.measure - left]);
    for (at, (label, value)) in document.cover.key_terms.iter().enumerate() {
        let standing = standing(revisions.map(|revisions| &revisions.key_terms), at);
        table::open_row(xml, job, false, standing);
        for (cell, width) in [(label, left), (value, job.measure - left)] {
            table::cell(xml, job, job.style("Table Text"), width, standing, |xml| inline::text(xml, job, cell));
        }
        xml.close("w:tr");
    }
    table::close(xml, job, false, RevisionStanding::Kept);
}

/// What became of a text whose every word is marked alike.
fn whole(text: &[Inline]) -> RevisionStanding {
    match text {
        [Inline::Inserted(_)] => RevisionStanding::Inserted,
        [Inline::Deleted(_)] => RevisionStanding::Deleted,
        _ => RevisionStanding::Kept,
    }
}

/// A paragraph of one style.
pub(super) fn paragraph(xml: &mut Xml, job: &DocxJob<'_>, style: &str, write: impl FnOnce(&mut Xml)) {
    marked(xml, job, style, RevisionStanding::Kept, write);
}

/// A paragraph of one style, which may have come or gone.
fn marked(xml: &mut Xml, job: &DocxJob<'_>, style: &str, standing: RevisionStanding, write: impl FnOnce(&mut Xml)) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", job.style(style));
    marks::paragraph_end(xml, job, standing);
    xml.close("w:pPr");
    write(xml);
    xml.close("w:p");
}

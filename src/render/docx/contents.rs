//! The table of contents: a filled field whose entries link to their headings.
//!
//! Page numbers are those of our own layout of the file (`pages`), each in a field of its own (`PAGEREF`), so that a reader sees
//! some at once and Word puts in its own when the contents is updated. Nothing asks the reader to do so.

use std::collections::HashMap;

use super::cover::paragraph;
use super::inline;
use super::job::DocxJob;
use super::xml::Xml;
use crate::document::{Heading, fixed_words, plain_text};

/// Headings of levels one and two, by style and by outline level, as links.
const FIELD: &str = " TOC \\o \"1-2\" \\h \\z \\u ";

/// Writes the contents and the break after it. `pages` gives the page of each heading's block.
pub(super) fn write(xml: &mut Xml, job: &DocxJob<'_>, pages: &HashMap<usize, usize>) {
    let listed: Vec<(usize, &Heading)> = job.document.listed().collect();
    // The text of a letter follows on the same page.
    if listed.is_empty() {
        paragraph(xml, job, "Table End", |_| {});
    } else {
        // The content control shows a button in Word that updates the list.
        xml.open("w:sdt", &[]);
        xml.open("w:sdtPr", &[]);
        xml.open("w:docPartObj", &[]);
        xml.val("w:docPartGallery", "Table of Contents");
        xml.empty("w:docPartUnique", &[]);
        xml.close("w:docPartObj");
        xml.close("w:sdtPr");
        xml.open("w:sdtContent", &[]);
        paragraph(xml, job, "TOC Heading", |xml| inline::words(xml, fixed_words::CONTENTS));
        let last = listed.len() - 1;
        for (index, (at, heading)) in listed.into_iter().enumerate() {
            let style = if heading.kind.level() == 1 { "toc 1" } else { "toc 2" };
            paragraph(xml, job, style, |xml| {
                if index == 0 {
                    inline::field_end(xml, "begin");
                    xml.open("w:r", &[]);
                    xml.leaf("w:instrText", &[("xml:space", "preserve")], FIELD);
                    xml.close("w:r");
                    inline::field_end(xml, "separate");
                }
                entry(xml, job, at, heading, pages.get(&at).copied());
                // In a paragraph of their own, these would slip from a full page to a blank one.
                if index == last {
                    inline::field_end(xml, "end");
                    page_break(xml);
                }
            });
        }
        xml.close("w:sdtContent");
        xml.close("w:sdt");
    }
}

fn page_break(xml: &mut Xml) {
    xml.open("w:r", &[]);
    xml.empty("w:br", &[("w:type", "page")]);
    xml.close("w:r");
}

fn entry(xml: &mut Xml, job: &DocxJob<'_>, at: usize, heading: &Heading, page: Option<usize>) {
    let words = |xml: &mut Xml| {
        if !heading.label.is_empty() {
            inline::words(xml, &heading.label);
            inline::tab(xml);
        }
        inline::words(xml, &plain_text(&heading.title));
    };
    match job.places.bookmark(at) {
        Some(bookmark) => {
            xml.open("w:hyperlink", &[("w:anchor", bookmark), ("w:history", "1")]);
            words(xml);
            if let Some(page) = page {
                inline::tab(xml);
                inline::field(xml, &format!("PAGEREF {bookmark} \\h"), "", &page.to_string());
            }
            xml.close("w:hyperlink");
        }
        None => words(xml),
    }
}

//! DOCX: a native Word document, whose numbers, references and styles are Word's own.
//!
//! The parts of the package follow ECMA-376 and are written through an XML writer and a ZIP writer. All formatting is in named
//! styles (`templates/docx/styles.xml`), all numbers are in lists (`templates/docx/numbering.xml`), and a reference is a field, so
//! that an inserted clause renumbers everything after it.

mod xml;
mod tree;
mod looks;
mod margins;
mod package;
mod styles;
pub mod reference;
pub mod returned;
mod numbering;
mod places;
mod job;
mod marks;
mod inline;
mod table;
mod cover;
mod contents;
mod comments;
pub mod clauses;
mod body;
mod letters;
mod metrics;
mod pages;
mod running;
mod page;
mod properties;

use std::cell::Cell;

use crate::document::Document;
use crate::render::columns::twins;
use crate::render::{Dress, PrintError};
use clauses::ClauseBookmarks;
use comments::Comments;
use job::DocxJob;
use package::{PackagePart, Relations};
use page::{HeadersAndFooters, PageSetup};
use places::Places;
use reference::Reference;
use styles::StyleSheet;
use tree::Element;
use xml::Xml;

/// Namespaces of every part that holds text.
const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// The files of `templates/docx/`, as text.
#[derive(Debug, Clone, Default)]
pub struct DocxTemplates {
    /// `styles.xml`, the named styles.
    pub styles: String,
    /// Styles laid over them in a short paper.
    pub compact: String,
    /// `numbering.xml`, the lists.
    pub numbering: String,
    /// `settings.xml`, the settings of the document.
    pub settings: String,
}

/// Prints a document as DOCX.
pub fn render(document: &Document, dress: &Dress) -> Result<Vec<u8>, PrintError> {
    let reference = dress.reference.as_deref();
    let page = PageSetup::of(document.paper, reference);
    let (styles, (labels, places)) = rayon::join(
        || styles(document, dress, page.measure()).map_err(PrintError::Docx),
        || {
            let labels = numbering::labels(document);
            let places = Places::of(document, &labels);
            (labels, places)
        },
    );
    let styles = styles?;
    let job = DocxJob {
        document,
        labels: &labels,
        places: &places,
        styles: &styles,
        measure: page.measure(),
        twins: twins(document),
        marks: Cell::new(marks::FIRST),
    };
    let comments = Comments::of(document);
    let clauses = ClauseBookmarks::of(document);

    let mut relations = Relations::default();
    relations.add("styles", "styles.xml");
    relations.add("numbering", "numbering.xml");
    relations.add("settings", "settings.xml");
    let headers = HeadersAndFooters::of(&job, reference, &mut relations);
    let mut xml = Xml::new();
    xml.open("w:document", &NAMESPACES);
    xml.open("w:body", &[]);
    cover::write(&mut xml, &job);
    contents::write(&mut xml, &job, &pages::pages(&job, page.depth()));
    body::write(&mut xml, &job, &comments, &clauses);
    page.write(&mut xml, &headers);
    xml.close("w:body");
    xml.close("w:document");

    let template = |name: &str, reason: String| PrintError::Docx(format!("templates/docx/{name}: {reason}"));
    let numbering = labels.part(&dress.docx.numbering, &styles).map_err(|reason| template("numbering.xml", reason))?;
    let settings = settings(dress, reference).map_err(|reason| template("settings.xml", reason))?;
    let mut parts = vec![
        PackagePart::word("document", "document.main", xml.finish()),
        PackagePart::word("styles", "styles", styles.write(proofing(&document.language))),
        PackagePart::word("numbering", "numbering", numbering),
        PackagePart::word("settings", "settings", settings),
    ];
    parts.extend(headers.parts);
    if let Some(reference) = reference {
        parts.extend(reference.parts(&mut relations));
    }
    if let Some(bytes) = comments.part(&job) {
        relations.add("comments", "comments.xml");
        parts.push(PackagePart::word("comments", "comments", bytes));
    }
    parts.extend(clauses.parts(&mut relations));
    parts.extend(properties::parts(document));
    package::pack(&parts, &relations).map_err(|error| PrintError::Docx(error.to_string()))
}

/// The language tag for Word's spelling check. Word needs a country for English, and the library uses British spelling.
fn proofing(language: &str) -> &str {
    if language == "en" { "en-GB" } else { language }
}

/// The style sheet in force: ours, what a short paper sets smaller, and a firm's.
fn styles(document: &Document, dress: &Dress, measure: u32) -> Result<StyleSheet, String> {
    let read = |name: &str, xml: &str| {
        StyleSheet::read(xml.as_bytes()).map_err(|reason| format!("templates/docx/{name}: {reason}"))
    };
    let mut styles = read("styles.xml", &dress.docx.styles)?.measured(measure);
    if document.compact {
        styles = styles.over(read("compact.xml", &dress.docx.compact)?);
    }
    match dress.reference.as_ref().and_then(|firm| firm.styles.clone()) {
        Some(firm) => Ok(styles.over(firm)),
        None => Ok(styles),
    }
}

/// The settings, which also say whether even pages have a header and footer of their own.
fn settings(dress: &Dress, reference: Option<&Reference>) -> Result<Vec<u8>, String> {
    let mut root = Element::read(dress.docx.settings.as_bytes())?;
    if reference.is_some_and(|firm| firm.even_differs) {
        root.change("w:evenAndOddHeaders", &["w:characterSpacingControl", "w:compat"], |_| {});
    }
    Ok(root.part())
}

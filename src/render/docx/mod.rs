//! DOCX: a native Word document, whose numbers, references and styles are Word's own.
//!
//! The parts of the package are written as ECMA-376 has them, through an XML writer and a ZIP writer. All formatting is in
//! named styles (`templates/docx/styles.xml`), all numbers are in lists (`templates/docx/numbering.xml`), and a reference is
//! a field: whoever inserts a clause sees every number behind it move.

mod xml;
mod tree;
mod package;
mod sheet;
pub mod reference;
mod numbering;
mod places;
mod desk;
mod inline;
mod table;
mod cover;
mod contents;
mod comments;
mod clauses;
mod body;
mod margins;
mod page;
mod properties;

use crate::document::Document;
use crate::render::{Dress, PrintError};
use clauses::ClauseBookmarks;
use comments::Comments;
use desk::Desk;
use package::{Part, Relations};
use page::{Furniture, PageSetup};
use places::Places;
use reference::Reference;
use sheet::Sheet;
use tree::Element;
use xml::Xml;

/// Namespaces of every part that holds text.
const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// Files of `templates/docx/`.
#[derive(Debug, Clone, Default)]
pub struct DocxTemplates {
    /// The named styles.
    pub styles: String,
    /// Styles laid over them in a short paper.
    pub compact: String,
    /// The lists.
    pub numbering: String,
    /// Settings of the document.
    pub settings: String,
}

/// Prints a document as DOCX.
pub fn render(document: &Document, dress: &Dress) -> Result<Vec<u8>, PrintError> {
    let reference = dress.reference.as_deref();
    let page = PageSetup::of(document.paper, reference);
    let (sheet, (plan, places)) = rayon::join(
        || sheet(document, dress, page.measure()).map_err(PrintError::Docx),
        || {
            let plan = numbering::plan(document);
            let places = Places::of(document, &plan);
            (plan, places)
        },
    );
    let sheet = sheet?;
    let desk = Desk { document, plan: &plan, places: &places, sheet: &sheet, measure: page.measure() };
    let comments = Comments::of(document);
    let clauses = ClauseBookmarks::of(document);

    let mut relations = Relations::default();
    relations.add("styles", "styles.xml");
    relations.add("numbering", "numbering.xml");
    relations.add("settings", "settings.xml");
    let furniture = Furniture::of(&desk, reference, &mut relations);
    let mut xml = Xml::new();
    xml.open("w:document", &NAMESPACES);
    xml.open("w:body", &[]);
    cover::write(&mut xml, &desk);
    contents::write(&mut xml, &desk);
    body::write(&mut xml, &desk, &comments, &clauses);
    page.write(&mut xml, &furniture);
    xml.close("w:body");
    xml.close("w:document");

    let template = |name: &str, reason: String| PrintError::Docx(format!("templates/docx/{name}: {reason}"));
    let numbering = plan.part(&dress.docx.numbering, &sheet).map_err(|reason| template("numbering.xml", reason))?;
    let settings = settings(dress, reference).map_err(|reason| template("settings.xml", reason))?;
    let mut parts = vec![
        Part::word("document", "document.main", xml.finish()),
        Part::word("styles", "styles", sheet.write(proofing(&document.language))),
        Part::word("numbering", "numbering", numbering),
        Part::word("settings", "settings", settings),
    ];
    parts.extend(furniture.parts);
    if let Some(reference) = reference {
        parts.extend(reference.parts(&mut relations));
    }
    if let Some(bytes) = comments.part(&desk) {
        relations.add("comments", "comments.xml");
        parts.push(Part::word("comments", "comments", bytes));
    }
    parts.extend(clauses.parts(&mut relations));
    parts.extend(properties::parts(document));
    package::pack(&parts, &relations).map_err(|error| PrintError::Docx(error.to_string()))
}

/// The language by which Word checks the spelling: it knows no English without a country, and the library spells as the British do.
fn proofing(language: &str) -> &str {
    if language == "en" { "en-GB" } else { language }
}

/// The style sheet in force: ours, what a short paper sets smaller, and a firm's.
fn sheet(document: &Document, dress: &Dress, measure: u32) -> Result<Sheet, String> {
    let read = |name: &str, xml: &str| {
        Sheet::read(xml.as_bytes()).map_err(|reason| format!("templates/docx/{name}: {reason}"))
    };
    let mut sheet = read("styles.xml", &dress.docx.styles)?.measured(measure);
    if document.compact {
        sheet = sheet.over(read("compact.xml", &dress.docx.compact)?);
    }
    match dress.reference.as_ref().and_then(|firm| firm.sheet.clone()) {
        Some(firm) => Ok(sheet.over(firm)),
        None => Ok(sheet),
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

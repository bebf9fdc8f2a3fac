//! DOCX: a native Word document, whose numbers, references and styles are Word's own.
//!
//! The parts of the package are written as ECMA-376 has them, through an XML writer and a ZIP writer. All formatting is in
//! named styles (`templates/docx/styles.xml`), all numbers are in lists (`templates/docx/numbering.xml`), and a reference is
//! a field: whoever inserts a clause sees every number behind it move.

mod xml;
mod package;
mod sheet;
mod numbering;
mod places;
mod desk;
mod inline;
mod table;
mod cover;
mod contents;
mod comments;
mod body;
mod margins;
mod properties;

use crate::document::{Document, Paper};
use crate::render::{Dress, Failure};
use comments::Comments;
use desk::Desk;
use package::{Part, Relations};
use places::Places;
use sheet::Sheet;
use xml::Xml;

/// Namespaces of every part that holds text.
const NAMESPACES: [(&str, &str); 5] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("mc:Ignorable", "w15"),
];

/// Margins, in twentieths of a point: 25 mm above, 22 mm below, 24 mm on either side.
const MARGINS: [(&str, &str); 7] = [
    ("w:top", "1417"),
    ("w:right", "1361"),
    ("w:bottom", "1247"),
    ("w:left", "1361"),
    ("w:header", "680"),
    ("w:footer", "624"),
    ("w:gutter", "0"),
];

/// Files of `templates/docx/`.
#[derive(Debug, Clone, Default)]
pub struct Templates {
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
pub fn render(document: &Document, dress: &Dress) -> Result<Vec<u8>, Failure> {
    let sheet = Sheet::read(dress.docx.styles.as_bytes()).map_err(Failure::Docx)?;
    let (width, height) = match document.paper {
        Paper::A4 => (11906, 16838),
        Paper::Letter => (12240, 15840),
    };
    let plan = numbering::plan(document);
    let places = Places::of(document, &plan);
    let desk = Desk { document, plan: &plan, places: &places, sheet: &sheet, measure: width - 2 * 1361 };
    let comments = Comments::of(document);

    let mut relations = Relations::default();
    relations.add("styles", "styles.xml");
    relations.add("numbering", "numbering.xml");
    relations.add("settings", "settings.xml");
    let header = relations.add("header", "header1.xml");
    let footer = relations.add("footer", "footer1.xml");
    let mut parts = vec![
        Part::word("styles", "styles", sheet.write(&document.language)),
        Part::word("numbering", "numbering", plan.part(&dress.docx.numbering)),
        Part::word("settings", "settings", dress.docx.settings.clone().into_bytes()),
        Part::word("header1", "header", running("w:hdr", |xml| margins::head(xml, &desk))),
        Part::word("footer1", "footer", running("w:ftr", |xml| margins::foot(xml, &desk))),
    ];
    if let Some(bytes) = comments.part(&desk) {
        relations.add("comments", "comments.xml");
        parts.push(Part::word("comments", "comments", bytes));
    }

    let mut xml = Xml::new();
    xml.open("w:document", &NAMESPACES);
    xml.open("w:body", &[]);
    cover::write(&mut xml, &desk);
    contents::write(&mut xml, &desk);
    body::write(&mut xml, &desk, &comments);
    xml.open("w:sectPr", &[]);
    xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", &header)]);
    xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", &footer)]);
    xml.empty("w:pgSz", &[("w:w", &width.to_string()), ("w:h", &height.to_string())]);
    xml.empty("w:pgMar", &MARGINS);
    xml.close("w:sectPr");
    xml.close("w:body");
    xml.close("w:document");
    parts.insert(0, Part::word("document", "document.main", xml.finish()));
    parts.extend(properties::parts(document));
    package::pack(&parts, &relations).map_err(|error| Failure::Docx(error.to_string()))
}

/// A running head or foot.
fn running(root: &str, write: impl FnOnce(&mut Xml)) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(root, &NAMESPACES);
    write(&mut xml);
    xml.close(root);
    xml.finish()
}

//! Running heads and feet.

use super::cover::paragraph;
use super::desk::Desk;
use super::inline;
use super::xml::Xml;

/// What separates two marks on one line.
const BETWEEN: &str = " · ";

/// The line at the head of every page: title and marks.
pub(super) fn head(xml: &mut Xml, desk: &Desk<'_>) {
    let document = desk.document;
    paragraph(xml, desk, "Running Head", |xml| {
        inline::words(xml, &document.title);
        if !document.marks.is_empty() {
            inline::tab(xml);
            inline::run(xml, desk.style("Mark"), &document.marks.join(BETWEEN));
        }
    });
}

/// The line at the foot of every page: reference, draft, page. Word and LibreOffice count the pages whenever they lay them out.
pub(super) fn foot(xml: &mut Xml, desk: &Desk<'_>) {
    paragraph(xml, desk, "Running Foot", |xml| {
        inline::words(xml, &desk.document.imprint());
        inline::tab(xml);
        inline::words(xml, "Page ");
        inline::field(xml, "PAGE", "", "1");
        inline::words(xml, " of ");
        inline::field(xml, "NUMPAGES", "", "1");
    });
}

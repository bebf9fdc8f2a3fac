//! Running heads and feet.

use super::cover::paragraph;
use super::inline;
use super::job::DocxJob;
use super::xml::Xml;

/// Separator between two marks on one line.
const BETWEEN: &str = " · ";

/// The line at the head of every page: title and marks.
pub(super) fn head(xml: &mut Xml, job: &DocxJob<'_>) {
    let document = job.document;
    paragraph(xml, job, "Running Head", |xml| {
        inline::text(xml, job, &document.title_text());
        if !document.marks_text().is_empty() {
            inline::tab(xml);
            inline::styled(xml, job, &document.marks_line(BETWEEN), job.style("Mark"));
        }
    });
}

/// The line at the foot of every page: reference, draft, page. Word and LibreOffice count the pages whenever they lay them out.
pub(super) fn foot(xml: &mut Xml, job: &DocxJob<'_>) {
    paragraph(xml, job, "Running Foot", |xml| {
        inline::text(xml, job, &job.document.imprint_text());
        inline::tab(xml);
        inline::words(xml, "Page ");
        inline::field(xml, "PAGE", "", "1");
        inline::words(xml, " of ");
        inline::field(xml, "NUMPAGES", "", "1");
    });
}

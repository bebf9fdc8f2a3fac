//! The page: the sheet, its margins, and its headers and footers.

use super::job::DocxJob;
use super::margins::{Margins, OURS};
use super::package::{PackagePart, Relations};
use super::reference::{PageEdge, Pages, Reference};
use super::xml::Xml;
use super::{NAMESPACES, running};
use crate::document::Paper;

/// A sheet and its margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageSetup {
    width: u32,
    height: u32,
    margins: Margins,
}

impl PageSetup {
    /// The deal's sheet with a firm's margins, or ours if the firm has none.
    pub(super) fn of(paper: Paper, reference: Option<&Reference>) -> Self {
        let (width, height) = match paper {
            Paper::A4 => (11906, 16838),
            Paper::Letter => (12240, 15840),
        };
        Self { width, height, margins: reference.and_then(|firm| firm.margins).unwrap_or(OURS) }
    }

    /// Width of the text, in twentieths of a point.
    pub(super) fn measure(self) -> u32 {
        let Margins { left, right, gutter, .. } = self.margins;
        [left, right, gutter].into_iter().fold(self.width, |width, margin| width.saturating_sub_signed(margin))
    }

    /// Height of the text, in points.
    pub(super) fn depth(self) -> f32 {
        let Margins { top, bottom, .. } = self.margins;
        [top, bottom].into_iter().fold(self.height, |height, margin| height.saturating_sub(margin.unsigned_abs()))
            as f32
            / 20.0
    }

    /// Writes the section: `headers` names the headers and footers.
    pub(super) fn write(self, xml: &mut Xml, headers: &HeadersAndFooters) {
        xml.open("w:sectPr", &[]);
        for (tag, pages, id) in &headers.named {
            xml.empty(tag, &[("w:type", pages.word()), ("r:id", id)]);
        }
        xml.empty("w:pgSz", &[("w:w", &self.width.to_string()), ("w:h", &self.height.to_string())]);
        let Margins { top, right, bottom, left, header, footer, gutter } = self.margins;
        let names = ["w:top", "w:right", "w:bottom", "w:left", "w:header", "w:footer", "w:gutter"];
        let lengths = [top, right, bottom, left, header, footer, gutter].map(|length| length.to_string());
        let attributes: Vec<_> = names.into_iter().zip(lengths.iter().map(String::as_str)).collect();
        xml.empty("w:pgMar", &attributes);
        if headers.named.iter().any(|(_, pages, _)| *pages == Pages::First) {
            xml.empty("w:titlePg", &[]);
        }
        xml.close("w:sectPr");
    }
}

/// The headers and footers of a paper.
#[derive(Debug, Default)]
pub(super) struct HeadersAndFooters {
    /// Tag, pages, and relation of each.
    named: Vec<(&'static str, Pages, String)>,
    /// Their parts, with the relations and pictures of a firm's.
    pub(super) parts: Vec<PackagePart>,
}

impl HeadersAndFooters {
    /// Ours, or a firm's with our lines in them.
    pub(super) fn of(job: &DocxJob<'_>, reference: Option<&Reference>, relations: &mut Relations) -> Self {
        let mut headers = Self::default();
        let pages = reference.map_or_else(|| vec![Pages::Default], Reference::pages);
        for edge in [PageEdge::Top, PageEdge::Bottom] {
            let mut ours = Xml::bare();
            match edge {
                PageEdge::Top => running::head(&mut ours, job),
                PageEdge::Bottom => running::foot(&mut ours, job),
            }
            let ours = String::from_utf8_lossy(&ours.finish()).into_owned();
            for (at, pages) in pages.iter().enumerate() {
                let name = format!("{}{}", edge.word(), at + 1);
                let firms = reference.and_then(|firm| firm.headers(edge, *pages, &ours));
                let (bytes, links) = firms.unwrap_or_else(|| (running(edge, &ours), Relations::default()));
                headers.parts.push(PackagePart::word(&name, edge.word(), bytes));
                headers.parts.extend(links.part(&name));
                let id = relations.add(edge.word(), &format!("{name}.xml"));
                headers.named.push((edge.reference(), *pages, id));
            }
        }
        headers
    }
}

/// A running head or foot of our own.
fn running(edge: PageEdge, ours: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(edge.root(), &NAMESPACES);
    xml.written(ours);
    xml.close(edge.root());
    xml.finish()
}

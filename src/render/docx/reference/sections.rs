//! The sections of a firm's document: margins, and where headers and footers stand.

use std::collections::BTreeMap;

use super::{Failure, PageEdge, Pages};
use crate::render::docx::margins::Margins;
use crate::render::docx::tree::Element;

/// Width of the narrower of our sheets, and height of the shorter.
const SHEET: (i32, i32) = (11_906, 15_840);
/// Least width and height of the text; less could not hold a table of rates.
const LEAST: (i32, i32) = (5_670, 5_670);

/// The properties of the sections of a firm's document. A section that names no header inherits the one before it.
pub(super) struct Sections {
    /// Ids of relations.
    pub headers: BTreeMap<(PageEdge, Pages), String>,
    /// Whether the first page of the last section has a header and footer of its own.
    pub first_differs: bool,
    margins: Option<Element>,
}

impl Sections {
    pub(super) fn of(document: &mut Element) -> Self {
        // A record of an earlier state of a section contains a section too.
        document.walk_mut(&mut |element| element.retain(&mut |child| child.name != "w:sectPrChange"));
        let mut sections = Self { headers: BTreeMap::new(), first_differs: false, margins: None };
        document.walk(&mut |section| {
            if section.name != "w:sectPr" {
                return;
            }
            sections.first_differs = on(section, "w:titlePg");
            sections.margins = section.child("w:pgMar").cloned();
            for reference in section.elements() {
                let edges = [PageEdge::Top, PageEdge::Bottom];
                let Some(edge) = edges.into_iter().find(|edge| edge.reference() == reference.name) else { continue };
                let word = reference.attribute("w:type").unwrap_or("default");
                let pages = Pages::ALL.into_iter().find(|pages| pages.word() == word);
                if let (Some(pages), Some(id)) = (pages, reference.attribute("r:id")) {
                    sections.headers.insert((edge, pages), id.to_owned());
                }
            }
        });
        sections
    }

    /// The margins of the last section.
    pub(super) fn margins(&self) -> Result<Option<Margins>, Failure> {
        self.margins.as_ref().map(margins).transpose()
    }
}

/// Whether a switch is present and not turned off.
pub(super) fn on(element: &Element, name: &str) -> bool {
    element.child(name).is_some_and(|child| !matches!(child.attribute("w:val"), Some("0" | "false" | "off")))
}

fn margins(element: &Element) -> Result<Margins, Failure> {
    let length = |name: &str, otherwise: i32| match element.attribute(name) {
        None => Ok(otherwise),
        Some(text) => twips(text)
            .ok_or_else(|| Failure(format!("its margin {name} is `{text}`; open it in Word and save it again"))),
    };
    let margins = Margins {
        top: length("w:top", 1440)?,
        right: length("w:right", 1440)?,
        bottom: length("w:bottom", 1440)?,
        left: length("w:left", 1440)?,
        header: length("w:header", 720)?.max(0),
        footer: length("w:footer", 720)?.max(0),
        gutter: length("w:gutter", 0)?.max(0),
    };
    // A negative margin above or below does not give way to a tall header.
    let room =
        (SHEET.0 - margins.left - margins.right - margins.gutter, SHEET.1 - margins.top.abs() - margins.bottom.abs());
    if room.0 < LEAST.0 || room.1 < LEAST.1 || margins.left < 0 || margins.right < 0 {
        return Err(Failure("its margins leave less than 100 mm for the text; make them smaller".to_owned()));
    }
    Ok(margins)
}

/// A length in twentieths of a point, from a bare number or a number with its unit; `None` above a metre.
fn twips(text: &str) -> Option<i32> {
    let at = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(at)?;
    let factor = match unit {
        "" => 1.0,
        "pt" => 20.0,
        "pc" | "pi" => 240.0,
        "in" => 1440.0,
        "cm" => 1440.0 / 2.54,
        "mm" => 144.0 / 2.54,
        _ => return None,
    };
    let length = number.parse::<f64>().ok()? * factor;
    #[expect(clippy::cast_possible_truncation, reason = "it is checked to fit")]
    (length.abs() < 56_700.0).then(|| length.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_unit_of_the_schema() {
        for (text, length) in
            [("1440", 1440), ("-720", -720), ("2.54cm", 1440), ("25.4mm", 1440), ("1in", 1440), ("72pt", 1440)]
        {
            assert_eq!(twips(text), Some(length), "{text}");
        }
        for text in ["", "cm", "1e400", "NaN", "inf", "12px", "99999999"] {
            assert_eq!(twips(text), None, "{text}");
        }
    }

    #[test]
    fn margins_leave_room_for_a_table() {
        let element = Element::new("w:pgMar", &[("w:left", "4000"), ("w:right", "4000")]);
        assert!(margins(&element).unwrap_err().0.contains("100 mm"));
        let element = Element::new("w:pgMar", &[("w:left", "2000"), ("w:top", "-1000")]);
        assert_eq!(margins(&element).unwrap().top, -1000);
    }
}

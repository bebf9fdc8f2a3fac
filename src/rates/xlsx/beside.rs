//! What hangs on a sheet and is none of its cells: tables with a style of their own, comments, text boxes.
//!
//! Sources: ECMA-376 part 1, 18.5.1.2 (tables), 18.8.40 (styles of tables), 18.7.3 (comments), 20.5.2 (drawings on a sheet).

use super::cell::{CellPlace, range};
use super::findings::Met;
use super::part::{Package, PartReader, XmlEvent};
use super::styles::Styles;
use super::workbook;
use crate::diagnostic::Misread;

/// Most tables, and most parts with comments or drawings, that are looked at.
const MOST_PARTS: usize = 1_024;

/// What hangs on a sheet.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// The ranges of tables, each with the number of a look that its style lays over the cells.
    pub tables: Vec<((CellPlace, CellPlace), usize)>,
    /// Cells with a comment.
    pub comments: Met,
    /// Whether a text box or a shape holds words.
    pub drawings: bool,
}

impl Beside {
    /// Looks at the parts that a sheet leads to.
    pub(super) fn read(package: &mut Package<'_>, sheet: &str, styles: &Styles) -> Result<Self, Misread> {
        let mut beside = Self::default();
        for (kind, target) in workbook::beside(package, sheet)?.into_iter().take(MOST_PARTS) {
            if !matches!(kind.as_str(), "table" | "comments" | "drawing") {
                continue;
            }
            let Some(mut part) = package.part(&target)? else { continue };
            match kind.as_str() {
                "table" => beside.table(&mut part, styles)?,
                "comments" => beside.comments(&mut part)?,
                _ => beside.drawings |= has_words(&mut part)?,
            }
        }
        Ok(beside)
    }

    fn table(&mut self, part: &mut PartReader<'_>, styles: &Styles) -> Result<(), Misread> {
        let mut cells = None;
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if tag.name() == "table" => {
                    cells = tag.attribute("ref")?.as_deref().and_then(range);
                }
                XmlEvent::Open(tag) if tag.name() == "tableStyleInfo" => {
                    let style = tag.attribute("name")?.unwrap_or_default();
                    if let Some(cells) = cells {
                        self.tables.extend(styles.of_table(&style).iter().map(|look| (cells, *look)));
                    }
                }
                XmlEvent::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn comments(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if tag.name() == "comment" => {
                    if let Some(at) = tag.attribute("ref")?.as_deref().and_then(CellPlace::read) {
                        self.comments.meet(at);
                    }
                    part.skip()?;
                }
                XmlEvent::End => return Ok(()),
                _ => {}
            }
        }
    }
}

/// Whether a drawing holds words.
fn has_words(part: &mut PartReader<'_>) -> Result<bool, Misread> {
    let mut inside = false;
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => inside = tag.name() == "t",
            XmlEvent::Text(words) if inside && !words.trim().is_empty() => return Ok(true),
            XmlEvent::Close => inside = false,
            XmlEvent::End => return Ok(false),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

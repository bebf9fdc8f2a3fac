//! Conditional formats: what they can do to the words of cells, known without working out a condition.
//!
//! Sources: ECMA-376 part 1, 18.3.1.18 (conditional formats), MS-XLSX 2.6 (those of later programs, which bring their formats along).

use super::cell::{CellPlace, range};
use super::look::Sight;
use super::part::{PartReader, Tag, XmlEvent};
use super::styles::{ConditionalLook, Styles};
use super::workbook::is_on;
use crate::diagnostic::Misread;

/// The ranges whose words a conditional format can change.
#[derive(Debug, Default)]
pub(super) struct Conditionals {
    ranges: Vec<(CellPlace, CellPlace)>,
}

/// Most ranges that are kept; those beyond change what is told and not what is read.
const MOST_RANGES: usize = 1 << 16;

impl Conditionals {
    /// Reads the conditional format that is open to its end.
    pub(super) fn read(
        &mut self,
        part: &mut PartReader<'_>,
        tag_cells: Option<String>,
        styles: &Styles,
    ) -> Result<(), Misread> {
        let mut cells = tag_cells.unwrap_or_default();
        let mut changes = false;
        let mut depth = 1_usize;
        let mut in_cells = false;
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.name() {
                    // A format of its own, which later programs write beside the rule.
                    "dxf" => changes |= changes_words(&ConditionalLook::read(part)?, styles),
                    name => {
                        depth += 1;
                        in_cells = name == "sqref";
                        changes |= rule_changes_words(&tag, styles)?;
                    }
                },
                XmlEvent::Text(words) if in_cells && cells.len() < 1 << 20 => cells.push_str(&words),
                XmlEvent::Close => {
                    depth -= 1;
                    in_cells = false;
                }
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        if changes {
            let left = MOST_RANGES.saturating_sub(self.ranges.len());
            self.ranges.extend(cells.split_ascii_whitespace().filter_map(range).take(left));
        }
        Ok(())
    }

    /// Reads the element that is open to its end, and in it the conditional formats of later programs.
    pub(super) fn read_later(&mut self, part: &mut PartReader<'_>, styles: &Styles) -> Result<(), Misread> {
        let mut depth = 1_usize;
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) if tag.name() == "conditionalFormatting" => self.read(part, None, styles)?,
                XmlEvent::Open(_) => depth += 1,
                XmlEvent::Close => depth -= 1,
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(())
    }

    /// The ranges that begin within a table of so many rows and columns.
    pub(super) fn within(&self, rows: usize, columns: usize) -> impl Iterator<Item = (CellPlace, CellPlace)> {
        self.ranges.iter().copied().filter(move |(first, _)| first.row <= rows && first.column < columns)
    }
}

fn changes_words(look: &ConditionalLook, styles: &Styles) -> bool {
    look.number || styles.conditional_sight(look) != Sight::Plain
}

/// Whether an element of a rule changes words: a format that it names, or a bar or a sign in place of the number.
fn rule_changes_words(tag: &Tag<'_>, styles: &Styles) -> Result<bool, Misread> {
    let hides_value =
        || -> Result<bool, Misread> { Ok(tag.attribute("showValue")?.is_some_and(|value| !is_on(&value))) };
    match tag.name() {
        "cfRule" => {
            let named = tag.attribute("dxfId")?.and_then(|id| id.parse().ok());
            Ok(named.and_then(|id| styles.conditional(id)).is_some_and(|look| changes_words(look, styles)))
        }
        "dataBar" | "iconSet" => hides_value(),
        _ => Ok(false),
    }
}

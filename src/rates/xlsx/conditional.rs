//! Conditional formats: what they can do to the words of cells, known without working out a condition.
//!
//! Sources: ECMA-376 part 1, 18.3.1.18 (conditional formats), MS-XLSX 2.6 (those of later programs, which bring their formats along).

use std::rc::Rc;

use super::cell::{CellPlace, range};
use super::look::{CellColour, Ground, Sight};
use super::part::{PartReader, Tag, XmlEvent};
use super::style_runs::StyleRuns;
use super::styles::{ConditionalLook, LaidLook, Styles};
use super::workbook::is_on;
use crate::diagnostic::Misread;

/// The ranges whose words a conditional format can change.
#[derive(Debug, Default)]
pub(super) struct Conditionals {
    ranges: Vec<(CellPlace, CellPlace)>,
    /// Looks that are laid over ranges, and change words or not by what they are laid over.
    laid: Vec<(CellPlace, CellPlace, Rc<[LaidLook]>)>,
}

/// Most ranges that are kept; those beyond change what is told and not what is read.
const MOST_RANGES: usize = 1 << 16;
/// Most looks of one conditional format, and most looks that are held against styles: beyond these all are told.
const MOST_LOOKS: usize = 64;
const MOST_TRIES: usize = 1 << 24;

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
        let mut looks: Vec<LaidLook> = Vec::new();
        let mut depth = 1_usize;
        let mut in_cells = false;
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.any_name() {
                    // A format of its own, which later programs write beside the rule.
                    "dxf" => {
                        let look = ConditionalLook::read(part)?;
                        changes |= changes_words(&look, styles);
                        looks.push(look.laid());
                    }
                    name => {
                        depth += 1;
                        // The colours of a scale, and of a bar.
                        if matches!(name, "color" | "fillColor")
                            && let Some(colour) = CellColour::of(&tag)?
                            && looks.len() < MOST_LOOKS
                        {
                            looks.push(LaidLook { font: None, ground: Some(Ground::Plain(Some(colour))) });
                        }
                        if name == "cfRule"
                            && let Some(look) = named_look(&tag, styles)?
                            && looks.len() < MOST_LOOKS
                        {
                            looks.push(look.laid());
                        }
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
        if !changes && !looks.is_empty() {
            let looks: Rc<[LaidLook]> = looks.into();
            let left = MOST_RANGES.saturating_sub(self.laid.len());
            let ranges = cells.split_ascii_whitespace().filter_map(range).take(left);
            self.laid.extend(ranges.map(|(first, last)| (first, last, Rc::clone(&looks))));
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
                XmlEvent::Open(tag) if tag.any_name() == "conditionalFormatting" => self.read(part, None, styles)?,
                XmlEvent::Open(_) => depth += 1,
                XmlEvent::Close => depth -= 1,
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(())
    }

    /// Lays a look of a table over its range.
    pub(super) fn lay(&mut self, (first, last): (CellPlace, CellPlace), look: &ConditionalLook, styles: &Styles) {
        if self.ranges.len() < MOST_RANGES && changes_words(look, styles) {
            self.ranges.push((first, last));
        } else if self.laid.len() < MOST_RANGES {
            self.laid.push((first, last, Rc::new([look.laid()])));
        }
    }

    /// The ranges that begin within a table of so many rows and columns, and whose words can change.
    pub(super) fn within(
        &self,
        rows: usize,
        columns: usize,
        looks: &StyleRuns,
        styles: &Styles,
    ) -> impl Iterator<Item = (CellPlace, CellPlace)> {
        let inside = move |first: &CellPlace| first.row <= rows && first.column < columns;
        let mut found: Vec<(CellPlace, CellPlace)> =
            self.ranges.iter().copied().filter(|(first, _)| inside(first)).collect();
        // A file may lay many looks over many styles.
        let mut left = MOST_TRIES;
        for (first, last, laid) in self.laid.iter().filter(|(first, _, _)| inside(first)) {
            if left == 0 {
                // Told without being looked at: no honest file has so many.
                found.push((*first, *last));
                continue;
            }
            let (under, looked) = looks.within(*first, *last);
            left = left.saturating_sub(under.len().saturating_mul(laid.len()).saturating_add(looked));
            if under.iter().any(|style| laid.iter().any(|look| styles.is_worse_under(*style, look))) {
                found.push((*first, *last));
            }
        }
        found.into_iter()
    }
}

fn changes_words(look: &ConditionalLook, styles: &Styles) -> bool {
    look.number || styles.conditional_sight(look) != Sight::Plain
}

/// Whether an element of a rule changes words: a format that it names, or a bar or a sign in place of the number.
fn rule_changes_words(tag: &Tag<'_>, styles: &Styles) -> Result<bool, Misread> {
    let hides_value =
        || -> Result<bool, Misread> { Ok(tag.attribute("showValue")?.is_some_and(|value| !is_on(&value))) };
    match tag.any_name() {
        "cfRule" => Ok(named_look(tag, styles)?.is_some_and(|look| changes_words(look, styles))),
        "dataBar" | "iconSet" => hides_value(),
        _ => Ok(false),
    }
}

/// The look that a rule names by its number.
fn named_look<'s>(tag: &Tag<'_>, styles: &'s Styles) -> Result<Option<&'s ConditionalLook>, Misread> {
    let named = tag.attribute("dxfId")?.and_then(|id| id.parse().ok());
    Ok(named.and_then(|id| styles.conditional(id)))
}

//! The context that every maker of rows needs.

use super::flow::Row;
use super::fonts::Fonts;
use super::measure::Measured;
use super::page::{DrawnItem, Owner, RowKind};
use super::setting::LineOfText;
use super::style::{Density, Frame, TypeSize};
use crate::render::PrintError;

/// What stays the same while rows are made.
#[derive(Clone, Copy)]
pub(super) struct PdfJob<'a> {
    pub fonts: &'a Fonts,
    pub frame: Frame,
    pub density: Density,
    /// Whether blanks have a coloured ground, as they do in a draft.
    pub blanks: bool,
}

impl PdfJob<'_> {
    /// A label on one line, owned by `owner` and followed by a space for those who read it aloud.
    pub(super) fn label(&self, label: &str, ty: TypeSize, owner: Owner) -> Result<LineOfText, PrintError> {
        let mut measured = Measured::words(self.fonts, label.trim(), ty)?;
        measured.own(owner);
        measured.single(self.fonts)
    }

    /// Moves a line to its place in the text block.
    pub(super) fn put(&self, line: LineOfText, x: f32, y: f32, items: &mut Vec<DrawnItem>) {
        for mut item in line.items {
            item.shift(self.frame.left + x, y);
            items.push(item);
        }
    }

    /// Puts a label into a row, drawn before what it labels, because programs that ignore tags read in drawing order.
    pub(super) fn precede(&self, line: LineOfText, x: f32, row: &mut Row) {
        let mut items = Vec::new();
        self.put(line, x, 0.0, &mut items);
        items.append(&mut row.items);
        row.items = items;
    }

    /// One row for each line, `x` from the left edge of the text block.
    pub(super) fn rows(
        &self,
        lines: Vec<LineOfText>,
        x: f32,
        ty: TypeSize,
        kind: impl Fn(usize, usize) -> RowKind,
    ) -> Vec<Row> {
        let of = lines.len();
        let row = |(index, line)| {
            let mut items = Vec::new();
            self.put(line, x, 0.0, &mut items);
            Row::new(kind(index, of), None, ty.leading, items)
        };
        lines.into_iter().enumerate().map(row).collect()
    }
}

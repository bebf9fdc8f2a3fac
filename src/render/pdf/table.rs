//! Tables: column widths from their content, repeated header rows, rows that are not split.

use super::flow::{FlowedRows, Header, Keep, Row};
use super::fonts::Fonts;
use super::job::PdfJob;
use super::lines::{Fit, extremes};
use super::measure::{Measured, Scribe};
use super::page::{DrawnItem, Fill, Owner, RowKind};
use super::setting::LineOfText;
use super::style::{self, Colour, TypeSize};
use super::tags::{NodeId, TagRole};
use crate::document::{Align, Inlines, Table};
use crate::render::PrintError;
use crate::render::columns::{aligns, share_out, stands_alone};

/// Where a table's columns stand and how its cells are set.
struct Grid {
    /// Left edge and width of each column, padding included.
    columns: Vec<(f32, f32)>,
    aligns: Vec<Align>,
    ty: TypeSize,
    pad: f32,
    /// Padding above and below a row, in points.
    above: f32,
    left: f32,
    width: f32,
    blanks: bool,
}

/// A table of the document: its block, and all tables that have their columns in common with it.
#[derive(Clone, Copy)]
pub(super) struct TableBlock<'a> {
    pub table: &'a Table,
    pub block: usize,
    pub twins: &'a [&'a Table],
}

/// Lays a table out below the rows that `flow` has.
pub(super) fn table(
    job: PdfJob<'_>,
    TableBlock { table, block, twins }: TableBlock<'_>,
    scribe: &mut Scribe<'_>,
    parent: NodeId,
    flow: &mut FlowedRows,
) -> Result<(), PrintError> {
    let PdfJob { fonts, frame, .. } = job;
    let widest = widest(table);
    let has_header = table.header.iter().any(|cell| !cell.is_empty());
    if widest == 0 || (!has_header && table.rows.is_empty()) {
        return Ok(());
    }
    let count = twins.iter().map(|twin| self::widest(twin)).max().unwrap_or(0).max(widest);
    let aligns = aligns(table, count);
    let headers = std::iter::once(table).chain(twins.iter().copied()).flat_map(|table| table.header.iter().zip(0..));
    let cells = std::iter::once(table).chain(twins.iter().copied()).flat_map(|table| &table.rows);
    let cells = cells.filter(|row| !stands_alone(row));
    let grid = Grid::new(job, headers, cells.flat_map(|row| row.iter().zip(0..)), aligns)?;

    let node = scribe.tags.node(parent, TagRole::Table);
    let start = flow.rows.len();
    let index = flow.headers.len();
    let mut header_height = 0.0;
    if has_header {
        // PDF/UA allows a table head only before a body.
        let head = if table.rows.is_empty() { node } else { scribe.tags.node(node, TagRole::TableHead) };
        let (rows, _) = grid.row(fonts, &table.header, scribe, head, RowLook::Header, frame.depth())?;
        let first = flow.rows.len();
        for (mut row, _) in rows {
            row.block = Some(block);
            row.keep = if table.rows.is_empty() { Keep::Free } else { Keep::Firm };
            header_height += row.height;
            flow.rows.push(row);
        }
        // A header taller than a third of the page is not repeated, because it would leave too little room for rows.
        let repeats = header_height < frame.depth() / 3.0 && flow.rows.len() == first + 1;
        let items = flow.rows.get(first).filter(|_| repeats).map(|row| row.items.clone());
        header_height = if repeats { header_height } else { 0.0 };
        flow.headers.push(Header { height: header_height, items: items.unwrap_or_default() });
    }
    let body = scribe.tags.node(node, TagRole::TableBody);
    let last = table.rows.len().saturating_sub(1);
    for (number, cells) in table.rows.iter().enumerate() {
        let (rows, whole) = grid.row(
            fonts,
            cells,
            scribe,
            body,
            RowLook::Body { last: number == last },
            frame.depth() - header_height,
        )?;
        for (mut row, end) in rows {
            row.block = Some(block);
            row.table = (header_height > 0.0).then_some(index);
            // The first two and the last two rows keep together, as the lines of a paragraph do.
            let close = number == 0 || number + 1 == last;
            row.keep = if whole && close && number != last && end { Keep::Wish } else { Keep::Free };
            flow.rows.push(row);
        }
    }
    let rows = flow.rows.get_mut(start..).unwrap_or_default();
    let tall: f32 = rows.iter().map(|row| row.height).sum();
    // What fits a page stands on one page, with a line or two that introduce it.
    if tall < frame.depth() * style::WHOLE_TABLE
        && let Some((_, before)) = rows.split_last_mut()
    {
        before.iter_mut().for_each(|row| row.keep = row.keep.max(Keep::Whole));
    }
    if let Some(first) = rows.first_mut() {
        first.above = style::TABLE_ABOVE;
    }
    Ok(())
}

/// The number of columns that a table has anywhere.
fn widest(table: &Table) -> usize {
    table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.header.len()).max(table.columns.len())
}

/// The cover's table: labels left, values right, no header row.
pub(super) fn terms(
    job: PdfJob<'_>,
    terms: &[(Inlines, Inlines)],
    scribe: &mut Scribe<'_>,
    parent: NodeId,
    flow: &mut FlowedRows,
) -> Result<(), PrintError> {
    if terms.is_empty() {
        return Ok(());
    }
    let PdfJob { fonts, frame, density, .. } = job;
    let cells: Vec<[Inlines; 2]> = terms.iter().map(|(label, value)| [label.clone(), value.clone()]).collect();
    let inner = cells.iter().flat_map(|row| row.iter().zip(0..));
    let mut grid = Grid::new(job, std::iter::empty(), inner, vec![Align::Left, Align::Left])?;
    grid.ty = TypeSize { size: 10.0, leading: 13.0, ..density.cell };
    // Labels take a third of the width, so that the values align in one column.
    grid.width = frame.measure();
    let label = grid.width * 0.34;
    grid.columns = vec![(grid.left, label), (grid.left + label, grid.width - label)];
    let node = scribe.tags.node(parent, TagRole::Table);
    let body = scribe.tags.node(node, TagRole::TableBody);
    let last = cells.len() - 1;
    for (number, cells) in cells.iter().enumerate() {
        let (rows, _) = grid.row(fonts, cells, scribe, body, RowLook::Term { last: number == last }, frame.depth())?;
        for (mut row, _) in rows {
            row.kind = RowKind::Cover;
            flow.rows.push(row);
        }
    }
    Ok(())
}

/// What a row is drawn as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowLook {
    Header,
    Body { last: bool },
    Term { last: bool },
}

impl Grid {
    /// A grid for header cells and other cells, each with the index of its column.
    fn new<'a>(
        job: PdfJob<'_>,
        header: impl Iterator<Item = (&'a Inlines, usize)>,
        cells: impl Iterator<Item = (&'a Inlines, usize)>,
        aligns: Vec<Align>,
    ) -> Result<Self, PrintError> {
        let PdfJob { fonts, frame, density, blanks } = job;
        let count = aligns.len();
        let width = frame.measure();
        let share = width / count as f32;
        // A table of many columns has smaller letters and less padding, so that each column holds a few letters.
        let ty = if count > 7 { TypeSize { size: 8.0, leading: 10.0, ..density.cell } } else { density.cell };
        let size = ty.size.min(share / 3.0);
        let ty = TypeSize { size, leading: ty.leading * size / ty.size, ..ty };
        let pad = style::CELL_PAD_X.min(share * 0.08);
        let mut extents = vec![(0.0_f32, 0.0_f32); count];
        let bold = TypeSize { bold: true, ..ty };
        let header = header.map(|(cell, column)| (cell, column, bold));
        let cells = cells.map(|(cell, column)| (cell, column, ty));
        for (cell, column, ty) in header.chain(cells) {
            let (least, most) = extremes(&Measured::new(fonts, cell, ty)?);
            if let Some(extent) = extents.get_mut(column) {
                *extent = (extent.0.max(least + 0.1), extent.1.max(most + 0.1));
            }
        }
        let room = width - 2.0 * pad * count as f32;
        let mut left = frame.left;
        let columns: Vec<(f32, f32)> = share_out(&extents, room, &aligns)
            .into_iter()
            .map(|inner| {
                let column = (left, inner + 2.0 * pad);
                left += column.1;
                column
            })
            .collect();
        let width = left - frame.left;
        Ok(Self { columns, aligns, ty, pad, above: density.cell_pad, left: frame.left, width, blanks })
    }

    /// One table row: a single row, or slices of one that is taller than `depth`. Also whether it is unsplit; each slice
    /// says whether it is the last.
    fn row(
        &self,
        fonts: &Fonts,
        cells: &[Inlines],
        scribe: &mut Scribe<'_>,
        parent: NodeId,
        kind: RowLook,
        depth: f32,
    ) -> Result<(Vec<(Row, bool)>, bool), PrintError> {
        let node = scribe.tags.node(parent, TagRole::Row);
        let mut columns: Vec<std::vec::IntoIter<LineOfText>> = Vec::with_capacity(self.columns.len());
        let mut tallest = 1;
        let none = Inlines::new();
        for (column, (_, width)) in self.columns.iter().enumerate() {
            let role = match kind {
                RowLook::Header => TagRole::ColumnHeading,
                _ if column == 0 => TagRole::RowHeading,
                _ => TagRole::Cell,
            };
            let bold = kind == RowLook::Header || (column == 0 && matches!(kind, RowLook::Term { .. }));
            let cell = scribe.tags.node(node, role);
            let text = cells.get(column).unwrap_or(&none);
            // A row of one cell, such as the name of a party above its contacts, is as wide as the table.
            let width = if column == 0 && stands_alone(cells) { self.width } else { *width };
            let mut measured = Measured::new(fonts, text, TypeSize { bold, ..self.ty })?;
            measured.tag(scribe, cell);
            let mut lines = measured.lines(fonts, (width - 2.0 * self.pad).max(1.0), Fit::Ragged, self.blanks)?;
            if !lines.iter().flat_map(|line| &line.items).any(|item| matches!(item, DrawnItem::Text(_))) {
                // An empty cell would be dropped from the tag tree, and the row would lack a column.
                let mut nothing = Measured::words(fonts, "", self.ty)?;
                nothing.own(Owner::Leaf(scribe.tags.leaf(cell)));
                lines = vec![nothing.single(fonts)?];
            }
            tallest = tallest.max(lines.len());
            columns.push(lines.into_iter());
        }
        let pad = self.above;
        let most = (((depth - 2.0 * pad) / self.ty.leading) as usize).max(1);
        let mut out = Vec::new();
        let mut left = tallest;
        while left > 0 {
            let now = left.min(most);
            let height = now as f32 * self.ty.leading + 2.0 * pad;
            let mut items = Vec::new();
            if kind == RowLook::Header {
                items.push(self.rule(0.0, height, style::SHADE));
                items.push(self.rule(0.0, 0.9, style::ACCENT));
                items.push(self.rule(height - 0.6, 0.6, style::ACCENT));
            } else if now == left {
                let end = matches!(kind, RowLook::Body { last: true } | RowLook::Term { last: true });
                let (thick, colour) = if end { (0.6, style::ACCENT) } else { (0.35, style::HAIRLINE) };
                items.push(self.rule(height - thick, thick, colour));
            }
            for (column, lines) in columns.iter_mut().enumerate() {
                for (number, line) in lines.by_ref().take(now).enumerate() {
                    self.set(column, line, pad + number as f32 * self.ty.leading, &mut items);
                }
            }
            left -= now;
            let kind = if kind == RowLook::Header { RowKind::TableHeader } else { RowKind::TableRow };
            out.push((Row::new(kind, None, height, items), left == 0));
        }
        let whole = out.len() == 1;
        Ok((out, whole))
    }

    fn rule(&self, y: f32, height: f32, colour: Colour) -> DrawnItem {
        DrawnItem::Fill(Fill { x: self.left, y, width: self.width, height, colour })
    }

    /// Sets a line into its column.
    fn set(&self, column: usize, line: LineOfText, y: f32, items: &mut Vec<DrawnItem>) {
        let Some((left, width)) = self.columns.get(column) else { return };
        let spare = width - 2.0 * self.pad - line.width;
        let x = left
            + self.pad
            + match self.aligns.get(column) {
                Some(Align::Right) => spare,
                Some(Align::Center) => spare / 2.0,
                Some(Align::Left) | None => 0.0,
            };
        for mut item in line.items {
            item.shift(x, y);
            items.push(item);
        }
    }
}

//! The table of contents, made after the body is placed. Its length does not depend on the page numbers in it.

use super::blocks::{heading_anchor, heading_words};
use super::flow::{FlowedRows, Keep, Row};
use super::fonts::built_in;
use super::job::PdfJob;
use super::lines::Fit;
use super::measure::Measured;
use super::page::{Artifact, DrawnItem, Fill, Glyph, GlyphRun, InnerLink, Owner, RowKind};
use super::style::{self, TypeSize};
use super::tags::{NodeId, TagRole, Tags};
use crate::document::{Document, Heading, HeadingKind, fixed_words};
use crate::render::PrintError;

/// Distance between the dots of a leader.
const DOT: f32 = 5.0;

/// Rows of the contents. `number` gives the printed page number of the heading in a block.
pub(super) fn rows(
    job: PdfJob<'_>,
    document: &Document,
    number: &dyn Fn(usize) -> usize,
    tags: &mut Tags,
    links: &mut Vec<InnerLink>,
    node: NodeId,
) -> Result<FlowedRows, PrintError> {
    let mut flow = FlowedRows { squeezes: true, ..FlowedRows::default() };
    let headings: Vec<(usize, &Heading)> =
        document.listed().filter(|(_, heading)| !heading_words(heading).is_empty()).collect();
    if headings.is_empty() {
        return Ok(flow);
    }
    title(job, tags, node, &mut flow)?;
    let columns = Columns::of(job, &headings)?;
    let levels: Vec<u8> = headings.iter().map(|(_, heading)| heading.kind.level()).collect();
    let last = levels.len() - 1;
    let outer = tags.node(node, TagRole::Contents);
    let mut inner = None;
    for (at, (index, heading)) in headings.into_iter().enumerate() {
        let first = heading.kind.level() == 1;
        let list = if first {
            inner = None;
            outer
        } else {
            *inner.get_or_insert_with(|| tags.node(outer, TagRole::Contents))
        };
        let entry = tags.node(list, TagRole::Entry);
        let reference = tags.node(entry, TagRole::Reference);
        let link = tags.node(reference, TagRole::Link);
        let leaf = tags.leaf(link);
        let alt = heading_words(heading);
        let place = links.len();
        links.push(InnerLink { leaf, anchor: heading_anchor(index), alt, to: None, signs: false });
        let start = flow.rows.len();
        entry_rows(job, heading, columns.title(heading), number(index), (Owner::Leaf(leaf), place), &mut flow)?;
        // A part stays with its first clause, and neither the first nor the last entry stands alone on a page.
        let leads = first && levels.get(at + 1) == Some(&2);
        if let Some(row) = flow.rows.get_mut(start..).and_then(<[Row]>::last_mut) {
            let alone = at == 0 || at + 1 == last;
            row.keep = if leads {
                Keep::Firm
            } else if alone {
                Keep::Wish
            } else {
                Keep::Free
            };
        }
        // Schedules follow one another as clauses do.
        if let Some(row) = flow.rows.get_mut(start).filter(|_| first && at > 0 && levels.get(at - 1) == Some(&1)) {
            row.above = 1.5;
        }
    }
    Ok(flow)
}

/// How far a clause's entry is indented.
const INDENT: f32 = 14.0;

/// Where titles stand. Those of parts and of their clauses align, and so do those of schedules, whose labels are longer.
struct Columns {
    clauses: f32,
    schedules: f32,
}

impl Columns {
    fn of(job: PdfJob<'_>, headings: &[(usize, &Heading)]) -> Result<Self, PrintError> {
        let mut columns = Self { clauses: 0.0, schedules: 0.0 };
        for (_, heading) in headings {
            if heading.label.trim().is_empty() {
                continue;
            }
            let (ty, indent) = if heading.kind.level() == 1 { (style::ENTRY_1, 0.0) } else { (style::ENTRY_2, INDENT) };
            let wide = Measured::words(job.fonts, heading.label.trim(), ty)?.total() + 9.0;
            let column = columns.of_kind(heading);
            *column = column.max(indent + wide.min(job.frame.measure() * 0.3));
        }
        Ok(columns)
    }

    fn of_kind(&mut self, heading: &Heading) -> &mut f32 {
        if heading.kind == HeadingKind::Schedule { &mut self.schedules } else { &mut self.clauses }
    }

    /// Where a heading's title stands, from the left edge.
    fn title(&self, heading: &Heading) -> f32 {
        if heading.kind == HeadingKind::Schedule { self.schedules } else { self.clauses }
    }
}

fn title(job: PdfJob<'_>, tags: &mut Tags, node: NodeId, flow: &mut FlowedRows) -> Result<(), PrintError> {
    let ty = style::FURNITURE_HEADING;
    let heading = tags.node(node, TagRole::Heading(1, fixed_words::CONTENTS.to_owned()));
    let line = job.label(fixed_words::CONTENTS, ty, Owner::Leaf(tags.leaf(heading)))?;
    let mut items = Vec::new();
    job.put(line, 0.0, 0.0, &mut items);
    let (x, y, width) = (job.frame.left, ty.leading + 3.0, job.frame.measure());
    items.push(DrawnItem::Fill(Fill { x, y, width, height: 0.8, colour: style::ACCENT }));
    let mut row = Row::new(RowKind::Entry, None, ty.leading + 8.0, items);
    row.keep = Keep::Firm;
    row.bookmark = Some((1, fixed_words::CONTENTS.to_owned()));
    flow.rows.push(row);
    Ok(())
}

fn entry_rows(
    job: PdfJob<'_>,
    heading: &Heading,
    column: f32,
    number: usize,
    (owner, link): (Owner, usize),
    flow: &mut FlowedRows,
) -> Result<(), PrintError> {
    let first = heading.kind.level() == 1;
    let ty = if first { style::ENTRY_1 } else { style::ENTRY_2 };
    let indent = if first { 0.0 } else { INDENT };
    let measure = job.frame.measure();
    let mut label = Measured::words(job.fonts, heading.label.trim(), ty)?;
    let has_label = !label.text.is_empty();
    // An unnumbered heading of the first level stands flush left; at lower levels it aligns with its siblings' titles.
    let x = if has_label || !first { column } else { 0.0 };
    label.link(owner, link);
    label.spaced = true;
    let labels = if has_label { label.lines(job.fonts, column - indent - 4.0, Fit::Whole, false)? } else { Vec::new() };
    let mut title = Measured::new(job.fonts, &heading.title, ty)?;
    title.link(owner, link);
    title.spaced = true;
    let mut titles = title.lines(job.fonts, measure - style::PAGE_NUMBER - x, Fit::Whole, job.blanks)?.into_iter();
    let count = titles.len().max(labels.len());
    let mut labels = labels.into_iter();
    for index in 0..count {
        let mut items = Vec::new();
        let mut end = x;
        if let Some(line) = labels.next() {
            end = end.max(indent + line.width);
            job.put(line, indent, 0.0, &mut items);
        }
        if let Some(line) = titles.next() {
            end = end.max(x + line.width);
            job.put(line, x, 0.0, &mut items);
        }
        if index + 1 == count {
            let mut digits = Measured::words(job.fonts, &number.to_string(), ty)?;
            digits.link(owner, link);
            let line = digits.single(job.fonts)?;
            let start = measure - line.width;
            leader(job, ty, end + 7.0, start - 6.0, &mut items)?;
            job.put(line, start, 0.0, &mut items);
        }
        let mut row = Row::new(RowKind::Entry, None, ty.leading, items);
        row.keep = if index + 1 < count { Keep::Firm } else { Keep::Free };
        row.above = match (index, first) {
            (0, true) => 4.5,
            (0, false) => 1.0,
            _ => 0.0,
        };
        flow.rows.push(row);
    }
    Ok(())
}

/// Dots from `from` to `to`, on one grid for the whole page.
fn leader(job: PdfJob<'_>, ty: TypeSize, from: f32, to: f32, items: &mut Vec<DrawnItem>) -> Result<(), PrintError> {
    let right = job.frame.measure() - style::PAGE_NUMBER + 8.0;
    let to = to.min(right);
    let count = ((to - from) / DOT).floor().max(0.0) as usize;
    let face = built_in(false, false);
    let dot = job.fonts.word(face, ".")?;
    let Some((segment, glyph)) = dot.segments.first().and_then(|segment| Some((segment, segment.glyphs.first()?)))
    else {
        return Ok(());
    };
    if count < 2 {
        return Ok(());
    }
    let glyphs =
        (0..count as u32).map(|at| Glyph { start: at, end: at + 1, advance: DOT / ty.size, ..*glyph }).collect();
    let width = count as f32 * DOT;
    items.push(DrawnItem::Text(GlyphRun {
        x: job.frame.left + to - width,
        y: ty.baseline(),
        size: ty.size,
        face: segment.face,
        colour: style::QUIET,
        text: ".".repeat(count),
        glyphs,
        width,
        owner: Owner::Artifact(Artifact::Layout),
    }));
    Ok(())
}

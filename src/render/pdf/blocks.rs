//! Turns headings, paragraphs and signature blocks into rows, and places them in the tag tree.

use super::flow::{FlowedRows, Keep, Row};
use super::job::PdfJob;
use super::lines::Fit;
use super::measure::{Measured, Scribe};
use super::page::{Area, DrawnItem, Fill, InnerLink, Owner, RowKind};
use super::style::{self, TypeSize};
use super::table::{self, TableBlock};
use super::tags::{NodeId, TagRole};
use crate::document::revisions::RevisionStanding;
use crate::document::{Block, Document, Heading, HeadingKind, Inline, Paragraph, Signature, Table, shown_text};
use crate::render::PrintError;
use crate::render::columns::twins;
use crate::render::docx::clauses::bookmark;

struct Writer<'a, 'b> {
    job: PdfJob<'a>,
    scribe: Scribe<'b>,
    flow: FlowedRows,
    body: NodeId,
    /// The nodes of the open part or schedule, and of the open clause or section.
    sections: [Option<NodeId>; 2],
    /// Open lists, outermost first: depth, list, and body of its last item.
    lists: Vec<(u8, NodeId, NodeId)>,
    schedules: usize,
    /// Anchors of blocks that print nothing; they are attached to the next row.
    pending: Vec<String>,
}

/// Rows of everything after the contents.
pub(super) fn rows<'b>(
    job: PdfJob<'_>,
    document: &Document,
    scribe: Scribe<'b>,
    body: NodeId,
) -> Result<FlowedRows, PrintError> {
    let flow = FlowedRows::default();
    let mut writer =
        Writer { job, scribe, flow, body, sections: [None; 2], lists: Vec::new(), schedules: 0, pending: Vec::new() };
    let twins = twins(document);
    let none = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let first = writer.flow.rows.len();
        // A clause is found again by the name that it has in the DOCX too.
        let begins = document.clauses.iter().find(|extent| extent.blocks.start == index && !extent.blocks.is_empty());
        if let Some(extent) = begins {
            writer.scribe.tags.name_next(bookmark(extent));
        }
        match block {
            Block::Heading(heading) => {
                writer.heading(index, heading, document.standing(index) != RevisionStanding::Deleted)?;
            }
            Block::Paragraph(paragraph) => writer.paragraph(index, paragraph)?,
            Block::Table(table) => {
                writer.lists.clear();
                let start = writer.flow.rows.len();
                let parent = writer.section();
                let others = twins.get(&index).unwrap_or(&none).iter().filter(|other| **other != index);
                let twins: Vec<&Table> = others.filter_map(|other| table_at(document, *other)).collect();
                let table = TableBlock { table, block: index, twins: &twins };
                table::table(job, table, &mut writer.scribe, parent, &mut writer.flow)?;
                writer.finish(start, style::TABLE_ABOVE);
            }
            Block::Chart(_) => {}
            Block::Signatures(signatures) => writer.signatures(index, signatures)?,
        }
        writer.lead(first, document.blocks.get(index + 1));
        let known = document.revisions.as_ref().and_then(|revisions| revisions.blocks.get(index));
        if known.is_some_and(|standing| standing.weight().is_some()) {
            writer.bar(first);
        }
    }
    if let Some(last) = writer.flow.rows.last_mut() {
        last.anchors.append(&mut writer.pending);
    }
    Ok(writer.flow)
}

fn table_at(document: &Document, at: usize) -> Option<&Table> {
    match document.blocks.get(at) {
        Some(Block::Table(table)) => Some(table),
        _ => None,
    }
}

/// The words of a heading in the outline and in the contents: label and title.
pub(super) fn heading_words(heading: &Heading) -> String {
    let title = crate::document::plain_text(&heading.title).replace('\n', " ");
    [heading.label.trim(), title.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The anchor that the contents uses for the heading of block `index`. A deal cannot contain it.
pub(super) fn heading_anchor(index: usize) -> String {
    format!("#{index}")
}

impl Writer<'_, '_> {
    fn section(&self) -> NodeId {
        let [outer, inner] = self.sections;
        inner.or(outer).unwrap_or(self.body)
    }

    /// Sets the space above what was added since `start`, and attaches the pending anchors to it.
    fn finish(&mut self, start: usize, above: f32) {
        let after = self.flow.rows.get(..start).and_then(<[Row]>::last).map(|row| row.kind);
        let least = if after == Some(RowKind::TableRow) { style::TABLE_BELOW } else { 0.0 };
        if let Some(first) = self.flow.rows.get_mut(start) {
            first.above = above.max(least);
            first.anchors.append(&mut self.pending);
        }
    }

    /// Keeps the rows since `first` with what follows them, if they introduce it: the last line with a table, and the whole paragraph
    /// with signatures, which would otherwise stand on a page that does not say what is signed.
    fn lead(&mut self, first: usize, next: Option<&Block>) {
        let rows = self.flow.rows.get_mut(first..).unwrap_or_default();
        let from = match next {
            Some(Block::Table(_)) => rows.len().saturating_sub(1),
            Some(Block::Signatures(_)) => 0,
            _ => return,
        };
        let of_text = |row: &&mut Row| matches!(row.kind, RowKind::Line { .. });
        rows.iter_mut().skip(from).filter(of_text).for_each(|row| row.keep = row.keep.max(Keep::Wish));
    }

    /// Draws a bar beside every row since `first` that holds a change.
    fn bar(&mut self, first: usize) {
        let x = self.job.frame.left - style::BAR_GAP;
        for row in self.flow.rows.iter_mut().skip(first) {
            let marked = [style::CAME, style::GONE];
            let changed = row.items.iter().any(|item| match item {
                DrawnItem::Text(run) => marked.contains(&run.colour),
                DrawnItem::Fill(_) | DrawnItem::Link(_) => false,
            });
            if changed {
                let bar = Fill { x, y: 0.0, width: style::BAR, height: row.height, colour: style::GONE };
                row.items.push(DrawnItem::Fill(bar));
            }
        }
    }

    fn heading(&mut self, block: usize, heading: &Heading, in_outline: bool) -> Result<(), PrintError> {
        self.lists.clear();
        let outer = heading.kind.level() == 1;
        let role = if heading.kind == HeadingKind::Part { TagRole::Part } else { TagRole::Section };
        let parent = if outer { self.body } else { self.sections[0].unwrap_or(self.body) };
        let section = self.scribe.tags.node(parent, role);
        self.sections = if outer { [Some(section), None] } else { [self.sections[0], Some(section)] };
        self.pending.push(heading.anchor.clone());
        self.pending.push(heading_anchor(block));
        let words = if in_outline { heading_words(heading) } else { shown_text(&heading.title) };
        if words.is_empty() {
            return Ok(());
        }
        let density = self.job.density;
        // Signatures stand above the first schedule.
        let apart = if heading.kind == HeadingKind::Schedule && self.schedules == 0 { 2.0 } else { 1.0 };
        let (ty, above) =
            if outer { (style::LEVEL_1, density.part_above * apart) } else { (density.clause, density.clause_above) };
        let node = self.scribe.tags.node(section, TagRole::Heading(heading.kind.level(), words.clone()));
        let measure = self.job.frame.measure();
        let mut column = 0.0;
        let mut label = None;
        if !heading.label.trim().is_empty() {
            let owner = Owner::Leaf(self.scribe.tags.leaf(node));
            let line = self.job.label(&heading.label, ty, owner)?;
            column = if outer { line.width + 12.0 } else { (line.width + style::LABEL_GAP).max(style::STEP) };
            label = Some(line);
        }
        let mut rows = Vec::new();
        if column > measure * 0.5 {
            // Such a label leaves no space beside it, so it stands above its title.
            column = 0.0;
            let mut measured = Measured::words(self.job.fonts, heading.label.trim(), ty)?;
            if let Some(DrawnItem::Text(run)) = label.take().and_then(|line| line.items.into_iter().next()) {
                measured.own(run.owner);
            }
            measured.spaced = true;
            let lines = measured.lines(self.job.fonts, measure, Fit::Whole, false)?;
            rows.extend(self.job.rows(lines, 0.0, ty, |_, _| RowKind::Heading));
        }
        let mut title = Measured::new(self.job.fonts, &heading.title, ty)?;
        title.tag(&mut self.scribe, node);
        let lines = title.lines(self.job.fonts, measure - column, Fit::Whole, self.job.blanks)?;
        let first = rows.len();
        rows.extend(self.job.rows(lines, column, ty, |_, _| RowKind::Heading));
        if let (Some(line), Some(row)) = (label, rows.get_mut(first)) {
            self.job.precede(line, 0.0, row);
        }
        if let (true, Some(row)) = (outer, rows.last_mut()) {
            let (x, y) = (self.job.frame.left, row.height + 3.0);
            row.items.push(DrawnItem::Fill(Fill { x, y, width: measure, height: 0.8, colour: style::ACCENT }));
            row.height += 6.0;
        }
        let start = self.flow.rows.len();
        for mut row in rows {
            row.block = Some(block);
            row.keep = Keep::Firm;
            self.flow.rows.push(row);
        }
        if let Some(row) = self.flow.rows.get_mut(start) {
            if heading.kind == HeadingKind::Schedule {
                // The first schedule stands apart from the signatures; later ones begin where the page has room.
                row.room = if self.schedules == 0 { density.first_schedule_room } else { density.schedule_room };
                self.schedules += 1;
            }
            row.bookmark = in_outline.then(|| (heading.kind.level(), words));
        }
        self.finish(start, above);
        Ok(())
    }

    fn paragraph(&mut self, block: usize, paragraph: &Paragraph) -> Result<(), PrintError> {
        self.pending.extend(paragraph.anchor.clone());
        let label = paragraph.label.trim();
        let text = &paragraph.text;
        let is_empty = shown_text(text).trim().is_empty();
        if label.is_empty() && is_empty {
            return Ok(());
        }
        let ty = self.job.density.body;
        // A label needs a column to hang in, and flush left there is none.
        let depth = paragraph.indent.min(style::DEEPEST).max(u8::from(!label.is_empty()));
        let measure = self.job.frame.measure();
        let mut x = f32::from(depth) * style::STEP;
        let hang = x - style::STEP;
        let mut hanging = None;
        let mut joined = Vec::new();
        let parent = if label.is_empty() {
            self.continued(depth)
        } else {
            let list = self.list(depth);
            let item = self.scribe.tags.node(list, TagRole::Item);
            let place = self.scribe.tags.node(item, TagRole::Label);
            let owner = Owner::Leaf(self.scribe.tags.leaf(place));
            let line = self.job.label(label, ty, owner)?;
            let needs = line.width + style::LABEL_GAP;
            if hang + needs > measure * 0.5 {
                // Such a label is a sentence, so it opens the paragraph.
                joined = vec![Inline::Value(label.to_owned()), Inline::Plain(" ".into())];
                joined.extend(text.iter().cloned());
                x = hang;
            } else {
                x = x.max(hang + needs);
                hanging = Some(line);
            }
            let body = if joined.is_empty() { self.scribe.tags.node(item, TagRole::Body) } else { place };
            if let Some(last) = self.lists.last_mut() {
                last.2 = body;
            }
            body
        };
        let node = if joined.is_empty() { self.scribe.tags.node(parent, TagRole::Paragraph) } else { parent };
        let words = if joined.is_empty() { text } else { &joined };
        let mut measured = Measured::new(self.job.fonts, words, ty)?;
        measured.tag(&mut self.scribe, node);
        let lines = measured.lines(self.job.fonts, measure - x, Fit::Justified, self.job.blanks)?;
        // Of several hyphenated lines in a row only the first is kept with the next, or half the paragraph would move to the next page.
        let mut before = false;
        let hyphens: Vec<bool> = lines
            .iter()
            .map(|line| {
                before = line.hyphen && !before;
                before
            })
            .collect();
        let mut rows = self.job.rows(lines, x, ty, |line, of| RowKind::Line { line, of });
        if let (Some(line), Some(row)) = (hanging, rows.first_mut()) {
            self.job.precede(line, hang, row);
        }
        let start = self.flow.rows.len();
        let of = rows.len();
        let leads = measured.text.trim_end().ends_with(':');
        for (index, (mut row, hyphen)) in rows.into_iter().zip(hyphens).enumerate() {
            row.block = Some(block);
            // At least two lines stand on each side of a page break.
            if of > 1 && (index == 0 || index + 2 == of) {
                row.keep = Keep::Firm;
            } else if hyphen || (leads && index + 1 == of) {
                // Pages should not end inside a word, or between a lead-in and its list.
                row.keep = Keep::Wish;
            }
            self.flow.rows.push(row);
        }
        self.finish(start, self.job.density.paragraph_above);
        Ok(())
    }

    /// The list of an item at this depth; an inner list is a child of the item above it.
    fn list(&mut self, depth: u8) -> NodeId {
        while self.lists.last().is_some_and(|(open, ..)| *open > depth) {
            self.lists.pop();
        }
        if let Some((open, list, _)) = self.lists.last()
            && *open == depth
        {
            return *list;
        }
        let parent = self.lists.last().map_or(self.section(), |(.., body)| *body);
        let list = self.scribe.tags.node(parent, TagRole::List(depth));
        self.lists.push((depth, list, list));
        list
    }

    /// The node of a paragraph without a number: the item whose text has its indentation, otherwise the section.
    fn continued(&mut self, depth: u8) -> NodeId {
        while self.lists.last().is_some_and(|(open, ..)| *open > depth) {
            self.lists.pop();
        }
        self.lists.last().map_or(self.section(), |(.., body)| *body)
    }

    fn signatures(&mut self, block: usize, signatures: &[Signature]) -> Result<(), PrintError> {
        self.lists.clear();
        let start = self.flow.rows.len();
        for (index, signature) in signatures.iter().enumerate() {
            let mut rows = self.signature(index, signature)?;
            let last = rows.len().saturating_sub(1);
            for (number, row) in rows.iter_mut().enumerate() {
                row.block = Some(block);
                // All blocks stand on one page if they fit; a single block is never split.
                row.keep = if number < last { Keep::Firm } else { Keep::Wish };
                row.above = if number == 0 { style::SIGNATURE_ABOVE } else { 0.0 };
            }
            self.flow.rows.append(&mut rows);
        }
        if let Some(last) = self.flow.rows.get_mut(start..).and_then(<[Row]>::last_mut) {
            last.keep = Keep::Free;
        }
        self.finish(start, style::SIGNATURE_ABOVE);
        Ok(())
    }

    fn signature(&mut self, index: usize, signature: &Signature) -> Result<Vec<Row>, PrintError> {
        let job = self.job;
        let parent = self.section();
        let measure = job.frame.measure();
        let kind = |_: usize, _: usize| RowKind::Signature { index };
        let mut rows = Vec::new();
        if !signature.heading.is_empty() {
            let ty = self.job.density.body;
            let node = self.scribe.tags.node(parent, TagRole::Paragraph);
            let mut measured = Measured::new(job.fonts, &signature.heading, ty)?;
            measured.tag(&mut self.scribe, node);
            rows = job.rows(measured.lines(job.fonts, measure, Fit::Whole, job.blanks)?, 0.0, ty, kind);
        }
        let ty = TypeSize { colour: style::QUIET, ..self.job.density.body };
        let mut column = 60.0_f32;
        for (label, _) in &signature.lines {
            column = column.max(Measured::words(job.fonts, label, ty)?.total() + 14.0);
        }
        column = column.min(measure * 0.4);
        let mut signs = false;
        for (label, value) in &signature.lines {
            let node = self.scribe.tags.node(parent, TagRole::Paragraph);
            let mut words = Measured::words(job.fonts, label, ty)?;
            words.own(Owner::Leaf(self.scribe.tags.leaf(node)));
            words.spaced = true;
            let mut left = words.lines(job.fonts, column - 6.0, Fit::Whole, false)?.into_iter();
            let mut right = Vec::new().into_iter();
            if let Some(text) = value {
                let mut measured = Measured::new(job.fonts, text, job.density.body)?;
                measured.tag(&mut self.scribe, node);
                right = measured.lines(job.fonts, measure - column, Fit::Ragged, job.blanks)?.into_iter();
            }
            let count = left.len().max(right.len()).max(1);
            let drop = style::SIGNATURE_LINE - job.density.body.leading;
            for number in 0..count {
                let top = if number == 0 { drop } else { 0.0 };
                let mut items = Vec::new();
                if let Some(line) = left.next() {
                    job.put(line, 0.0, top, &mut items);
                }
                if let Some(line) = right.next() {
                    job.put(line, column, top, &mut items);
                }
                if value.is_none() && number == 0 {
                    let (x, y) = (job.frame.left + column, top + job.density.body.baseline() + 3.0);
                    let width = style::SIGNATURE_RULE.min(measure - column);
                    items.push(DrawnItem::Fill(Fill { x, y, width, height: 0.5, colour: style::INK }));
                    // A draft is not signed.
                    if !job.blanks && !signs {
                        signs = true;
                        let node = self.scribe.tags.node(node, TagRole::Link);
                        let (leaf, link) = (self.scribe.tags.leaf(node), self.scribe.links.len());
                        let alt = format!("{label}: {}", shown_text(&signature.heading));
                        let field = InnerLink { leaf, anchor: String::new(), alt, to: None, signs: true };
                        self.scribe.links.push(field);
                        let height = style::SIGNATURE_LINE;
                        items.push(DrawnItem::Link(Area { x, y: y - height, width, height, link }));
                    }
                }
                rows.push(Row::new(kind(0, 0), None, top + job.density.body.leading, items));
            }
        }
        Ok(rows)
    }
}

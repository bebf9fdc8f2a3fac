//! The page on which each heading stands: what the table of contents says until Word works it out.
//!
//! The paper is laid out with the styles of the file and the breaks that they ask for: lines are filled word by word, rows are not split,
//! headings keep with what follows. Which line Word ends where depends on the reader's fonts, so a number can be off by one; the
//! contents is a field, which Word updates on request.

use std::collections::HashMap;

use super::body::{heading_style, paragraph_style};
use super::job::DocxJob;
use super::letters::width;
use super::metrics::Metrics;
use super::numbering::LabelSource;
use super::table::{self, PAD};
use crate::document::{Block, Document, Inline, Inlines, Signature, Table, fixed_words, plain_text};
use crate::render::columns::aligns;

/// Padding above and below the words of a cell, and the line below them, in points; the style sheet has the same values.
const CELL: f32 = 4.9;
const TERM: f32 = 5.5;

/// A piece of the text that a page break may stand between, or, in a paragraph, inside.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    before: f32,
    after: f32,
    leading: f32,
    lines: usize,
    /// Height beside the lines, as of the padding of a cell.
    extra: f32,
    keep_next: bool,
    page_before: bool,
    /// Whether a page may end inside it.
    splits: bool,
    /// Height of the header that a page repeats which begins with this row.
    repeats: f32,
    /// The block whose heading it is.
    heading: Option<usize>,
}

impl Piece {
    fn height(&self) -> f32 {
        self.lines as f32 * self.leading + self.extra
    }

    /// Height of as much of it as must stand on the page where it begins.
    fn least(&self) -> f32 {
        if self.splits && self.lines > 3 { 2.0 * self.leading } else { self.height() }
    }
}

/// The page of each heading that the contents lists, by its block; pages count from 1.
pub(super) fn pages(job: &DocxJob<'_>, depth: f32) -> HashMap<usize, usize> {
    let mut layout = Layout { job, pieces: Vec::new(), known: HashMap::new() };
    layout.cover();
    layout.contents();
    let body = layout.pieces.len();
    layout.body();
    if let Some(first) = layout.pieces.get_mut(body) {
        first.page_before |= !job.document.is_letter();
    }
    place(&layout.pieces, depth)
}

/// Sets pieces on pages `depth` points high. Of the spaces after a paragraph and before the next the larger one counts.
fn place(pieces: &[Piece], depth: f32) -> HashMap<usize, usize> {
    let mut out = HashMap::new();
    let (mut page, mut y, mut after) = (1, 0.0_f32, 0.0_f32);
    let mut chained = false;
    for (at, piece) in pieces.iter().enumerate() {
        let rest = pieces.get(at..).unwrap_or_default();
        // What keeps with the next is moved with it; once moved, the chain is whole.
        let needs = if chained { after.max(piece.before) + piece.least() } else { chain(rest, after, depth) };
        if (piece.page_before || y + needs > depth) && y > 0.0 {
            page += 1;
            (y, after) = (piece.repeats, 0.0);
        }
        chained = piece.keep_next;
        if y > 0.0 || piece.page_before {
            y += after.max(piece.before);
        }
        after = piece.after;
        out.extend(piece.heading.map(|heading| (heading, page)));
        let mut lines = piece.lines;
        while piece.splits && y + lines as f32 * piece.leading > depth + 0.5 {
            let fit = (((depth - y) / piece.leading) as usize).min(lines.saturating_sub(2));
            lines = lines.saturating_sub(fit);
            page += 1;
            y = 0.0;
            if fit == 0 {
                break;
            }
        }
        y += lines as f32 * piece.leading + piece.extra;
    }
    out
}

/// Height of a piece and of those that it keeps with, as far as they must stand on one page, below a space of `after`.
fn chain(pieces: &[Piece], mut after: f32, depth: f32) -> f32 {
    let mut sum = 0.0;
    for piece in pieces {
        let space = after.max(piece.before);
        if !piece.keep_next {
            return sum + space + piece.least();
        }
        sum += space + piece.height();
        after = piece.after;
        if sum > depth {
            return pieces.first().map_or(0.0, |first| first.before + first.least());
        }
    }
    sum
}

struct Layout<'a> {
    job: &'a DocxJob<'a>,
    pieces: Vec<Piece>,
    known: HashMap<String, Metrics>,
}

impl Layout<'_> {
    fn metrics(&mut self, style: &str) -> Metrics {
        if let Some(known) = self.known.get(style) {
            return *known;
        }
        let metrics = Metrics::of(self.job.styles, style);
        self.known.insert(style.to_owned(), metrics);
        metrics
    }

    /// Width of the text, in points.
    fn measure(&self) -> f32 {
        self.job.measure as f32 / 20.0
    }

    /// Adds a paragraph of a style; `label` stands in its first line, before its words.
    fn paragraph(&mut self, style: &str, label: &str, text: &[Inline], heading: Option<usize>) {
        let metrics = self.metrics(style);
        let mut words = Words::new(metrics);
        if metrics.left == 0.0 && !label.is_empty() {
            words.plain(label, metrics.bold);
            words.plain(" ", false);
        }
        words.inlines(text, metrics.bold);
        let lines = words.lines(self.measure() - metrics.left - metrics.right);
        self.pieces.push(Piece {
            before: metrics.before,
            after: metrics.after,
            leading: metrics.leading,
            lines,
            keep_next: metrics.keep_next,
            page_before: metrics.page_before,
            splits: !metrics.keep_next,
            heading,
            ..Piece::default()
        });
    }

    fn cover(&mut self) {
        let document = self.job.document;
        for mark in document.marks_text() {
            self.paragraph("Cover Mark", "", &mark, None);
        }
        self.paragraph("Title", "", &document.title_text(), None);
        self.paragraph("Subtitle", "", &document.imprint_text(), None);
        for party in &document.cover.parties {
            self.paragraph("Party", "", party, None);
        }
        if document.cover.key_terms.is_empty() {
            return;
        }
        self.paragraph("Cover Heading", "", &[Inline::Plain(fixed_words::KEY_TERMS.into())], None);
        let left = self.measure() * 0.34;
        let widths = [left, self.measure() - left];
        for (label, value) in &document.cover.key_terms {
            self.row(&[label.clone(), value.clone()], &widths, "Table Text", TERM, 0.0);
        }
        self.paragraph("Table End", "", &[], None);
    }

    fn contents(&mut self) {
        let document = self.job.document;
        let mut first = true;
        for (_, heading) in document.listed() {
            if first {
                self.paragraph("TOC Heading", "", &[Inline::Plain(fixed_words::CONTENTS.into())], None);
                first = false;
            }
            let style = if heading.kind.level() == 1 { "toc 1" } else { "toc 2" };
            self.paragraph(style, &heading.label, &heading.title, None);
        }
    }

    fn body(&mut self) {
        let Document { blocks, .. } = self.job.document;
        for (at, block) in blocks.iter().enumerate() {
            let mark = self.job.labels.marks.get(at).copied().unwrap_or(LabelSource::None);
            match block {
                Block::Heading(heading) => {
                    let style = heading_style(heading, mark);
                    self.paragraph(style, &heading.label, &heading.title, Some(at));
                }
                Block::Paragraph(paragraph) => {
                    self.paragraph(&paragraph_style(paragraph, mark), &paragraph.label, &paragraph.text, None);
                }
                Block::Table(table) => self.table(at, table),
                Block::Chart(_) => {}
                Block::Signatures(signatures) => signatures.iter().for_each(|signature| self.signature(signature)),
            }
        }
    }

    fn table(&mut self, at: usize, table: &Table) {
        let alike = self.job.alike(at);
        let count = alike.iter().map(|table| table::widest(table)).max().unwrap_or(0);
        let widths: Vec<f32> = table::widths(self.job.measure, &alike, &aligns(table, count))
            .iter()
            .map(|width| *width as f32 / 20.0)
            .collect();
        let header =
            if table.header.is_empty() { 0.0 } else { self.row(&table.header, &widths, "Table Heading", CELL, 0.0) };
        for row in &table.rows {
            self.row(row, &widths, "Table Text", CELL, header);
        }
        self.paragraph("Table End", "", &[], None);
    }

    /// Adds a row, and gives its height.
    fn row(&mut self, cells: &[Inlines], widths: &[f32], style: &str, extra: f32, repeats: f32) -> f32 {
        let metrics = self.metrics(style);
        let pad = 2.0 * PAD as f32 / 20.0;
        let lines = cells.iter().zip(widths).map(|(cell, width)| {
            let mut words = Words::new(metrics);
            words.inlines(cell, metrics.bold);
            words.lines(width - pad - metrics.left - metrics.right)
        });
        let lines = lines.max().unwrap_or(1);
        let extra = extra + metrics.before + metrics.after;
        let piece =
            Piece { leading: metrics.leading, lines, extra, keep_next: metrics.keep_next, repeats, ..Piece::default() };
        self.pieces.push(piece);
        piece.height()
    }

    fn signature(&mut self, signature: &Signature) {
        self.paragraph("Signature Heading", "", &signature.heading, None);
        let left = self.measure() / 5.0;
        let widths = [left, self.measure() - left];
        for (label, value) in &signature.lines {
            let cells = [vec![Inline::Plain(label.as_str().into())], value.clone().unwrap_or_default()];
            self.row(&cells, &widths, "Signature Line", 0.0, 0.0);
        }
        self.paragraph("Table End", "", &[], None);
    }
}

/// The words of a paragraph as widths.
struct Words {
    metrics: Metrics,
    /// What cannot be parted: its width and that of the space after it; `None` is a forced break.
    stretches: Vec<Option<(f32, f32)>>,
    open: f32,
}

impl Words {
    fn new(metrics: Metrics) -> Self {
        Self { metrics, stretches: Vec::new(), open: 0.0 }
    }

    fn inlines(&mut self, text: &[Inline], bold: bool) {
        for inline in text {
            match inline {
                Inline::Strong(inner) => self.inlines(inner, true),
                Inline::Emphasis(inner) | Inline::Inserted(inner) | Inline::Deleted(inner) => self.inlines(inner, bold),
                Inline::Break => {
                    self.close(0.0);
                    self.stretches.push(None);
                }
                other => self.plain(&plain_text(std::slice::from_ref(other)), bold),
            }
        }
    }

    fn plain(&mut self, words: &str, bold: bool) {
        let em = self.metrics.size * self.metrics.wide / 1000.0;
        for letter in words.chars() {
            let wide = width(letter, bold) as f32 * em;
            match letter {
                ' ' | '\n' => self.close(wide),
                '-' | '–' | '/' => {
                    self.open += wide;
                    self.close(0.0);
                }
                _ => self.open += wide,
            }
        }
    }

    fn close(&mut self, space: f32) {
        if self.open > 0.0 || space > 0.0 {
            self.stretches.push(Some((std::mem::take(&mut self.open), space)));
        }
    }

    /// The number of lines in a column of a width, at least one.
    fn lines(mut self, width: f32) -> usize {
        self.close(0.0);
        let width = width.max(1.0);
        let (mut lines, mut x) = (1, 0.0_f32);
        for stretch in &self.stretches {
            let Some((wide, space)) = stretch else {
                lines += 1;
                x = 0.0;
                continue;
            };
            if x > 0.0 && x + wide > width + 0.01 {
                lines += 1;
                x = 0.0;
            }
            // A word wider than the column is cut between letters.
            let cut = (wide / width).ceil().max(1.0);
            lines += cut as usize - 1;
            x += wide - (cut - 1.0) * width + space;
        }
        lines
    }
}

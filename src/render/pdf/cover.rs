//! The first page: marks, title, parties, key terms.

use super::flow::{FlowedRows, Keep, Row};
use super::job::PdfJob;
use super::lines::Fit;
use super::measure::{Measured, Scribe};
use super::page::{DrawnItem, Fill, RowKind};
use super::style::{self, TypeSize};
use super::table;
use super::tags::{NodeId, TagRole};
use crate::document::{Document, Inline, Inlines, fixed_words};
use crate::render::PrintError;

pub(super) fn rows(
    job: PdfJob<'_>,
    document: &Document,
    mut scribe: Scribe<'_>,
    node: NodeId,
) -> Result<FlowedRows, PrintError> {
    let mut flow = FlowedRows::default();
    let words = |words: &str| vec![Inline::Value(words.to_owned())];
    // The text of a letter follows on the same page.
    let gap = |height: f32| space(if document.is_letter() { height / 4.0 } else { height });
    flow.rows.push(gap(24.0));
    for mark in &document.marks_text() {
        lines(job, mark, style::COVER_MARK, TagRole::Paragraph, node, &mut scribe, &mut flow)?;
    }
    let mut gaps = [flow.rows.len(); 3];
    flow.rows.push(gap(if document.marks.is_empty() { 70.0 } else { 46.0 }));
    let (x, width) = (job.frame.left, job.frame.measure());
    let bar = DrawnItem::Fill(Fill { x, y: 0.0, width, height: 2.0, colour: style::ACCENT });
    flow.rows.push(Row::new(RowKind::Cover, None, 14.0, vec![bar]));
    lines(job, &document.title_text(), style::TITLE, TagRole::Title, node, &mut scribe, &mut flow)?;
    flow.rows.push(space(8.0));
    lines(job, &document.imprint_text(), style::SUBTITLE, TagRole::Paragraph, node, &mut scribe, &mut flow)?;
    gaps[1] = flow.rows.len();
    flow.rows.push(gap(34.0));
    for party in &document.cover.parties {
        lines(job, party, style::PARTY, TagRole::Paragraph, node, &mut scribe, &mut flow)?;
        flow.rows.push(space(5.0));
    }
    if !document.cover.key_terms.is_empty() {
        gaps[2] = flow.rows.len();
        flow.rows.push(gap(34.0));
        let role = TagRole::Heading(1, fixed_words::KEY_TERMS.to_owned());
        let start = flow.rows.len();
        lines(job, &words(fixed_words::KEY_TERMS), style::FURNITURE_HEADING, role, node, &mut scribe, &mut flow)?;
        for row in flow.rows.iter_mut().skip(start) {
            row.keep = Keep::Firm;
        }
        if let Some(row) = flow.rows.last_mut() {
            let y = row.height + 3.0;
            row.items.push(DrawnItem::Fill(Fill { x, y, width, height: 0.8, colour: style::ACCENT }));
            row.height += 5.0;
        }
        let terms = &document.cover.key_terms;
        table::terms(job, terms, &mut scribe, node, &mut flow)?;
    }
    if document.is_letter() {
        flow.rows.push(gap(56.0));
    } else {
        balance(&mut flow, job.frame.depth(), gaps);
    }
    Ok(flow)
}

/// Distributes part of the space below a short cover to the gaps above title, parties and key terms; narrows them for a cover that would
/// otherwise leave a few rows to a page of their own.
fn balance(flow: &mut FlowedRows, depth: f32, gaps: [usize; 3]) {
    let spare = depth - flow.rows.iter().map(|row| row.above + row.height).sum::<f32>();
    // The row above the marks is a gap too, and needs no more height than it has.
    let height = |at: usize| flow.rows.get(at).map_or(0.0, |row| row.height);
    let most = std::iter::once(0).chain(gaps.into_iter().filter(|at| *at > 0)).map(height).sum::<f32>() * NARROWED;
    let narrower = if (-most..0.0).contains(&spare) { NARROWED * spare / most } else { 0.0 };
    let shares = [(0.3, 90.0), (0.08, 24.0), (0.22, 60.0)].map(|(share, widest)| (spare.max(0.0) * share).min(widest));
    for (at, wider) in std::iter::once((0, 0.0)).chain(gaps.into_iter().zip(shares).filter(|(at, _)| *at > 0)) {
        if let Some(row) = flow.rows.get_mut(at) {
            row.height += row.height * narrower + wider;
        }
    }
}

/// Share of a gap that a full cover may take from it.
const NARROWED: f32 = 0.85;

fn space(height: f32) -> Row {
    Row::new(RowKind::Cover, None, height, Vec::new())
}

fn lines(
    job: PdfJob<'_>,
    text: &Inlines,
    ty: TypeSize,
    role: TagRole,
    parent: NodeId,
    scribe: &mut Scribe<'_>,
    flow: &mut FlowedRows,
) -> Result<(), PrintError> {
    let mut measured = Measured::new(job.fonts, text, ty)?;
    if measured.text.trim().is_empty() {
        return Ok(());
    }
    let node = scribe.tags.node(parent, role);
    measured.tag(scribe, node);
    let lines = measured.lines(job.fonts, job.frame.measure(), Fit::Whole, job.blanks)?;
    flow.rows.extend(job.rows(lines, 0.0, ty, |_, _| RowKind::Cover));
    Ok(())
}

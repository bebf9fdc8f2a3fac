//! The first page: marks, title, parties, key terms.

use super::desk::Desk;
use super::flow::{Flow, Keep, Row};
use super::lines::Fit;
use super::measure::{Measured, Scribe};
use super::page::{Fill, Item, RowKind};
use super::style::{self, Type};
use super::table;
use super::tags::{NodeId, Role};
use crate::document::{Document, Inline, Text, furniture};
use crate::render::Failure;

/// Rows of the cover.
pub(super) fn rows(desk: Desk<'_>, document: &Document, mut scribe: Scribe<'_>, node: NodeId) -> Result<Flow, Failure> {
    let mut flow = Flow::default();
    let words = |words: &str| vec![Inline::Value(words.to_owned())];
    flow.rows.push(space(24.0));
    for mark in document.marks.iter().filter(|mark| !mark.trim().is_empty()) {
        lines(desk, &words(mark), style::COVER_MARK, Role::Paragraph, node, &mut scribe, &mut flow)?;
    }
    let mut gaps = [flow.rows.len(); 3];
    flow.rows.push(space(if document.marks.is_empty() { 70.0 } else { 46.0 }));
    let (x, width) = (desk.frame.left, desk.frame.measure());
    let bar = Item::Fill(Fill { x, y: 0.0, width, height: 2.0, colour: style::ACCENT });
    flow.rows.push(Row::new(RowKind::Cover, None, 14.0, vec![bar]));
    lines(desk, &words(&document.title), style::TITLE, Role::Title, node, &mut scribe, &mut flow)?;
    flow.rows.push(space(8.0));
    let imprint = document.imprint();
    if !imprint.is_empty() {
        lines(desk, &words(&imprint), style::SUBTITLE, Role::Paragraph, node, &mut scribe, &mut flow)?;
    }
    gaps[1] = flow.rows.len();
    flow.rows.push(space(34.0));
    for party in &document.cover.parties {
        lines(desk, party, style::PARTY, Role::Paragraph, node, &mut scribe, &mut flow)?;
        flow.rows.push(space(5.0));
    }
    if !document.cover.key_terms.is_empty() {
        gaps[2] = flow.rows.len();
        flow.rows.push(space(34.0));
        let role = Role::Heading(1, furniture::KEY_TERMS.to_owned());
        let start = flow.rows.len();
        lines(desk, &words(furniture::KEY_TERMS), style::FURNITURE_HEADING, role, node, &mut scribe, &mut flow)?;
        for row in flow.rows.iter_mut().skip(start) {
            row.keep = Keep::Firm;
        }
        if let Some(row) = flow.rows.last_mut() {
            let y = row.height + 3.0;
            row.items.push(Item::Fill(Fill { x, y, width, height: 0.8, colour: style::ACCENT }));
            row.height += 5.0;
        }
        let terms = &document.cover.key_terms;
        table::terms(desk, terms, &mut scribe, node, &mut flow)?;
    }
    balance(&mut flow, desk.frame.depth(), gaps);
    Ok(flow)
}

/// Gives part of the room that a short cover leaves at its foot to the gaps above title, parties and key terms.
fn balance(flow: &mut Flow, depth: f32, gaps: [usize; 3]) {
    let spare = depth - flow.rows.iter().map(|row| row.height).sum::<f32>();
    for (gap, (share, most)) in gaps.into_iter().zip([(0.3, 90.0), (0.08, 24.0), (0.22, 60.0)]) {
        if let Some(row) = flow.rows.get_mut(gap).filter(|_| spare > 0.0) {
            row.height += (spare * share).min(most);
        }
    }
}

fn space(height: f32) -> Row {
    Row::new(RowKind::Cover, None, height, Vec::new())
}

fn lines(
    desk: Desk<'_>,
    text: &Text,
    ty: Type,
    role: Role,
    parent: NodeId,
    scribe: &mut Scribe<'_>,
    flow: &mut Flow,
) -> Result<(), Failure> {
    let mut measured = Measured::new(desk.fonts, text, ty)?;
    if measured.text.trim().is_empty() {
        return Ok(());
    }
    let node = scribe.tags.node(parent, role);
    measured.tag(scribe, node);
    let lines = measured.lines(desk.fonts, desk.frame.measure(), Fit::Whole, desk.blanks)?;
    flow.rows.extend(desk.rows(lines, 0.0, ty, |_, _| RowKind::Cover));
    Ok(())
}

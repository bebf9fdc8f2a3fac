//! The parts of a paper that are compared with each other: its clauses, and what stands between them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::document::{Block, Document, HeadingKind, plain_text};

/// A clause, or blocks that belong to none.
#[derive(Debug, Clone)]
pub(super) struct PaperPart {
    /// The same in both papers.
    pub(super) key: String,
    /// The clause's id in the library; `None` for other blocks.
    pub(super) clause: Option<String>,
    pub(super) blocks: Range<usize>,
}

/// The parts of a paper, in order.
pub(super) fn units(document: &Document) -> Vec<PaperPart> {
    let mut out: Vec<PaperPart> = Vec::new();
    let mut at = 0;
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut key = |stem: String| {
        let count = taken.entry(stem.clone()).or_insert(0);
        *count += 1;
        format!("{stem} {count}")
    };
    for extent in document.clauses.iter().filter(|extent| !extent.blocks.is_empty()) {
        between(document, at..extent.blocks.start, &mut key, &mut out);
        out.push(PaperPart {
            key: key(format!("clause {}", extent.id)),
            clause: Some(extent.id.clone()),
            blocks: extent.blocks.clone(),
        });
        at = extent.blocks.end;
    }
    between(document, at..document.blocks.len(), &mut key, &mut out);
    out
}

/// What stands between two clauses: each heading begins a part of its own.
fn between(document: &Document, range: Range<usize>, key: &mut impl FnMut(String) -> String, out: &mut Vec<PaperPart>) {
    let mut fresh = true;
    for at in range {
        let Some(block) = document.blocks.get(at) else { continue };
        let stem = match block {
            Block::Heading(heading) => Some(format!("heading {:?} {}", heading.kind, plain_text(&heading.title))),
            Block::Signatures(_) => Some("signatures".to_owned()),
            Block::Paragraph(_) | Block::Table(_) | Block::Chart(_) => None,
        };
        match (stem, out.last_mut()) {
            (None, Some(last)) if !fresh => last.blocks.end = at + 1,
            (stem, _) => {
                let stem = stem.unwrap_or_else(|| "text".to_owned());
                out.push(PaperPart { key: key(stem), clause: None, blocks: at..at + 1 });
            }
        }
        fresh = false;
    }
}

/// What becomes of two papers' parts, in the order of the marked paper: indices into both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairing {
    /// In both, at the same place among the others.
    Both(usize, usize),
    /// Only in the old one, or there at another place.
    Old(usize),
    /// Only in the new one, or there at another place.
    New(usize),
}

/// Pairs two lists of parts by their keys, in order. What stands at another place is in the list twice.
pub(super) fn pair(old: &[PaperPart], new: &[PaperPart], documents: [&Document; 2]) -> Vec<Pairing> {
    let keys = |units: &[PaperPart]| units.iter().map(|unit| unit.key.clone()).collect::<Vec<_>>();
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            out.extend((0..len).map(|at| Pairing::Both(old_index + at, new_index + at)));
            continue;
        }
        // A heading with another title is still the heading at that place, unless that title stands elsewhere.
        let renamed = renamed((old, op.old_range()), (new, op.new_range()), documents);
        let mut next = op.new_range().start;
        for at in op.old_range() {
            match renamed.get(&at) {
                Some(&other) => {
                    out.extend((next..other).map(Pairing::New));
                    out.push(Pairing::Both(at, other));
                    next = other + 1;
                }
                None => out.push(Pairing::Old(at)),
            }
        }
        out.extend((next..op.new_range().end).map(Pairing::New));
    }
    out
}

fn renamed(
    (old, before): (&[PaperPart], Range<usize>),
    (new, after): (&[PaperPart], Range<usize>),
    documents: [&Document; 2],
) -> HashMap<usize, usize> {
    let keys = |units: &[PaperPart]| units.iter().map(|unit| unit.key.clone()).collect::<HashSet<_>>();
    let (all_old, all_new) = (keys(old), keys(new));
    let kind = |units: &[PaperPart], at: usize, document: &Document, others: &HashSet<String>| -> Option<HeadingKind> {
        let unit = units.get(at).filter(|unit| unit.clause.is_none() && !others.contains(&unit.key))?;
        match document.blocks.get(unit.blocks.start)? {
            Block::Heading(heading) => Some(heading.kind),
            _ => None,
        }
    };
    let [old_document, new_document] = documents;
    let mut free = after.filter_map(|at| Some((at, kind(new, at, new_document, &all_old)?))).collect::<Vec<_>>();
    let mut out = HashMap::new();
    for at in before {
        let Some(kind) = kind(old, at, old_document, &all_new) else { continue };
        if let Some(place) = free.iter().position(|(_, other)| *other == kind) {
            let (other, _) = free.remove(place);
            free.drain(..place);
            out.insert(at, other);
        }
    }
    out
}

//! Bookmarks, and the fields by which references follow them.
//!
//! A reference such as `clause 26.1(a)` is the word, and a `REF` field for each number in it. Word and LibreOffice recompute
//! fields, so a reference follows its clause. `REF … \n` prints a paragraph's own number alone. The two fields of `26.1(a)`
//! print the same in the body and in a schedule, where a full-context number would include the schedule.

use std::collections::{BTreeSet, HashMap};

use super::numbering::{LabelSource, Labels};
use crate::document::revisions::{BlockStanding, RevisionStanding};
use crate::document::{Block, Document, HeadingKind};
use crate::render::anchors;

/// The longest bookmark name that Word writes.
const LONGEST: usize = 40;

/// The places of a document that can be referred to.
pub(super) struct Places<'a> {
    /// For each anchor, the index of its block.
    blocks: HashMap<&'a str, usize>,
    /// For each block that has one, its bookmark.
    bookmarks: HashMap<usize, String>,
    /// The numbers of the paper.
    new: Numbers<'a>,
    /// In a marked document, the numbers of the old paper.
    old: Option<Numbers<'a>>,
}

/// What the number of each block is made of.
struct Numbers<'a> {
    /// For each block, the numbered blocks that its number is made of, outermost first.
    chains: Vec<Vec<usize>>,
    /// For each block, the heading of its schedule.
    schedules: Vec<Option<usize>>,
    labels: Vec<&'a str>,
}

/// A piece of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReferencePiece<'a> {
    /// The words around the numbers.
    Words(&'a str),
    /// The current number of a bookmarked paragraph.
    Number { bookmark: &'a str, text: &'a str },
    /// Words that link to a bookmark, for a place whose number Word cannot compute.
    Link { bookmark: &'a str, text: &'a str },
}

impl<'a> Numbers<'a> {
    /// The numbers of a document's blocks, without those that only the other paper has.
    fn of(document: &'a Document, labels: &Labels, other: RevisionStanding) -> Self {
        let count = document.blocks.len();
        let mut numbers =
            Self { chains: vec![Vec::new(); count], schedules: vec![None; count], labels: vec![""; count] };
        let mut schedule = None;
        // The numbers that hold at each indent.
        let mut above: Vec<Vec<usize>> = Vec::new();
        for (at, block) in document.blocks.iter().enumerate().filter(|(at, _)| document.standing(*at) != other) {
            let is_live = !matches!(labels.marks.get(at), Some(LabelSource::None | LabelSource::Words) | None);
            let was = match document.revisions.as_ref().and_then(|revisions| revisions.blocks.get(at)) {
                Some(BlockStanding::Kept { was, .. }) if other == RevisionStanding::Inserted => Some(was.as_str()),
                _ => None,
            };
            let (label, chain) = match block {
                Block::Heading(heading) => {
                    match heading.kind {
                        HeadingKind::Schedule => schedule = Some(at),
                        HeadingKind::Part | HeadingKind::Clause => schedule = None,
                        HeadingKind::Section => {}
                    }
                    above.clear();
                    (was.unwrap_or(&heading.label), if is_live { vec![at] } else { Vec::new() })
                }
                Block::Paragraph(paragraph) => {
                    let indent = usize::from(paragraph.indent);
                    let label = was.unwrap_or(&paragraph.label);
                    if label.is_empty() {
                        let last = above.iter().take(indent + 1).rev().find(|chain| !chain.is_empty());
                        (label, last.cloned().unwrap_or_default())
                    } else {
                        above.resize(indent + 1, Vec::new());
                        let outer = above.iter().take(indent).rev().find(|chain| !chain.is_empty());
                        let mut chain = outer.filter(|_| label.starts_with('(')).cloned().unwrap_or_default();
                        chain.push(at);
                        if !is_live {
                            chain.clear();
                        }
                        if let Some(slot) = above.get_mut(indent) {
                            slot.clone_from(&chain);
                        }
                        (label, chain)
                    }
                }
                Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => ("", Vec::new()),
            };
            let places = (numbers.labels.get_mut(at), numbers.chains.get_mut(at), numbers.schedules.get_mut(at));
            if let (Some(label_at), Some(chain_at), Some(schedule_at)) = places {
                (*label_at, *chain_at, *schedule_at) = (label, chain, schedule);
            }
        }
        numbers
    }
}

impl<'a> Places<'a> {
    /// The places of a document whose numbers are planned.
    pub(super) fn of(document: &'a Document, labels: &Labels) -> Self {
        let mut blocks = HashMap::new();
        for (at, block) in document.blocks.iter().enumerate() {
            let anchor = match block {
                Block::Heading(heading) => Some(heading.anchor.as_str()),
                Block::Paragraph(paragraph) => paragraph.anchor.as_deref(),
                Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => None,
            };
            if let Some(anchor) = anchor {
                blocks.entry(anchor).or_insert(at);
            }
        }
        let new = Numbers::of(document, labels, RevisionStanding::Deleted);
        let old = document.revisions.is_some().then(|| Numbers::of(document, labels, RevisionStanding::Inserted));
        let mut places = Self { blocks, bookmarks: HashMap::new(), new, old };
        places.name(document);
        places
    }

    /// Gives a bookmark to every block that a reference or the table of contents leads to.
    fn name(&mut self, document: &'a Document) {
        let mut wanted = BTreeSet::new();
        for target in anchors::targets(document) {
            let Some(&block) = self.blocks.get(target) else { continue };
            wanted.insert(block);
            for numbers in std::iter::once(&self.new).chain(&self.old) {
                wanted.extend(numbers.chains.get(block).into_iter().flatten());
                wanted.extend(numbers.schedules.get(block).copied().flatten());
            }
        }
        for (at, block) in document.blocks.iter().enumerate() {
            if matches!(block, Block::Heading(heading) if heading.is_listed()) {
                wanted.insert(at);
            }
        }
        let mut taken = BTreeSet::new();
        for at in wanted {
            let anchor = match document.blocks.get(at) {
                Some(Block::Heading(heading)) => heading.anchor.as_str(),
                Some(Block::Paragraph(paragraph)) => paragraph.anchor.as_deref().unwrap_or("item"),
                _ => continue,
            };
            // Word hides bookmarks that begin with an underscore, as it does for its own references.
            let letter = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
            let stem: String = std::iter::once('_').chain(anchor.chars().map(letter)).take(LONGEST - 5).collect();
            let again = (2..).map(|count| format!("{stem}_{count}"));
            // Word ignores case in bookmark names, so names must differ in more than case.
            let free = std::iter::once(stem.clone()).chain(again).find(|name| taken.insert(name.to_lowercase()));
            self.bookmarks.extend(free.map(|name| (at, name)));
        }
    }

    /// The bookmark of a block.
    pub(super) fn bookmark(&self, block: usize) -> Option<&str> {
        self.bookmarks.get(&block).map(String::as_str)
    }

    /// The pieces of a reference that prints `text`, with the numbers of the old paper if it is deleted; words alone if its target does
    /// not exist.
    pub(super) fn pieces<'b>(&'b self, target: &str, text: &'b str, is_deleted: bool) -> Vec<ReferencePiece<'b>> {
        let Some(&block) = self.blocks.get(target) else { return vec![ReferencePiece::Words(text)] };
        let numbers = self.old.as_ref().filter(|_| is_deleted).unwrap_or(&self.new);
        let mut out = Vec::new();
        let chain = numbers.chains.get(block).map(Vec::as_slice).unwrap_or_default();
        let Some(rest) = self.numbers(numbers, chain, text, &mut out) else {
            return match self.bookmark(block) {
                Some(bookmark) => vec![ReferencePiece::Link { bookmark, text }],
                None => vec![ReferencePiece::Words(text)],
            };
        };
        let schedule = numbers.schedules.get(block).copied().flatten().filter(|&schedule| schedule != block);
        let rest = schedule.and_then(|schedule| self.numbers(numbers, &[schedule], rest, &mut out)).unwrap_or(rest);
        out.push(ReferencePiece::Words(rest));
        out.retain(|piece| *piece != ReferencePiece::Words(""));
        out
    }

    /// Adds the text before each number of a chain, and the number; returns the text after the last.
    fn numbers<'b>(
        &'b self,
        numbers: &Numbers<'_>,
        chain: &[usize],
        text: &'b str,
        out: &mut Vec<ReferencePiece<'b>>,
    ) -> Option<&'b str> {
        let labels: Vec<&str> = chain.iter().filter_map(|&at| numbers.labels.get(at).copied()).collect();
        let whole = labels.concat();
        if whole.is_empty() {
            return None;
        }
        // The last match is the number: `Schedule 1` has it at the end, `paragraph 1 of Schedule 1` near the start.
        let at = text.find(&whole)?;
        let after = text.get(at + whole.len()..)?;
        if after.starts_with(|next: char| next.is_ascii_digit() || next == '(' || next == '.' && after.len() > 1) {
            return None;
        }
        out.push(ReferencePiece::Words(text.get(..at)?));
        let mut from = at;
        for (&block, label) in chain.iter().zip(&labels) {
            let text = text.get(from..from + label.len())?;
            from += label.len();
            out.push(ReferencePiece::Number { bookmark: self.bookmark(block)?, text });
        }
        Some(after)
    }
}

//! One of two papers, as a comparison sees it: where its places are, and what became of each in the marked paper.

use std::collections::{HashMap, HashSet};

use super::tokens::{Targets, shape};
use super::units::Pairing;
use crate::document::{Block, Document, HeadingKind, Inline};

/// One of two papers.
pub(super) struct Side<'a> {
    pub(super) document: &'a Document,
    /// For each block, the numbered blocks that its number is made of, outermost first.
    chains: Vec<Vec<usize>>,
    /// For each block, what must be alike for two of them to be the same paragraph with other words.
    pub(super) frames: Vec<String>,
    /// For each anchor, its block.
    places: HashMap<&'a str, usize>,
    /// For each block, its place in the marked paper.
    items: Vec<usize>,
    /// Anchors that have another name in the marked paper.
    renamed: HashMap<&'a str, String>,
}

impl<'a> Side<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let count = document.blocks.len();
        let mut side = Self {
            document,
            chains: Vec::with_capacity(count),
            frames: Vec::with_capacity(count),
            places: HashMap::new(),
            items: vec![usize::MAX; count],
            renamed: HashMap::new(),
        };
        let mut above: Vec<Option<usize>> = Vec::new();
        let (mut schedule, mut defines, mut heading_at) = (None, false, None);
        for (at, block) in document.blocks.iter().enumerate() {
            let mut chain: Vec<usize> = Vec::new();
            let frame = match block {
                Block::Heading(heading) => {
                    above.clear();
                    defines = false;
                    match heading.kind {
                        HeadingKind::Schedule => schedule = Some(at),
                        HeadingKind::Part | HeadingKind::Clause => schedule = None,
                        HeadingKind::Section => {}
                    }
                    heading_at = Some(at);
                    format!("heading {:?} {}", heading.kind, shape(&heading.label))
                }
                Block::Paragraph(paragraph) => {
                    let indent = usize::from(paragraph.indent);
                    if !paragraph.label.is_empty() {
                        above.resize(indent + 1, None);
                        if paragraph.label.starts_with('(') {
                            chain.extend(above.iter().take(indent).flatten());
                        }
                        if let Some(place) = above.get_mut(indent) {
                            *place = Some(at);
                        }
                    } else {
                        chain.extend(above.iter().take(indent + 1).flatten());
                    }
                    defines = paragraph.defines || defines && paragraph.indent > 1;
                    // A number of another kind is another level of a list, which no mark can change.
                    let number = shape(&paragraph.label);
                    format!("paragraph {indent} {number} {} {defines} {}", paragraph.defines, schedule.is_some())
                }
                Block::Table(table) => format!("table {} {}", table.columns.len(), table.header.is_empty()),
                Block::Signatures(blocks) => {
                    let labels = |lines: &[(String, Option<crate::document::Inlines>)]| {
                        lines.iter().map(|line| line.0.clone()).collect::<Vec<_>>().join("\u{1}")
                    };
                    blocks.iter().fold("signatures".to_owned(), |all, block| all + "\u{2}" + &labels(&block.lines))
                }
                Block::Chart(_) => "chart".to_owned(),
            };
            let anchor = match block {
                Block::Heading(heading) => Some(heading.anchor.as_str()),
                Block::Paragraph(paragraph) => paragraph.anchor.as_deref(),
                Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => None,
            };
            if let Some(anchor) = anchor {
                side.places.entry(anchor).or_insert(at);
            }
            chain.push(at);
            chain.extend(schedule.filter(|schedule| *schedule != at));
            chain.extend(heading_at.filter(|heading| *heading != at && chain.len() == 1));
            side.chains.push(chain);
            side.frames.push(frame);
        }
        side
    }

    /// The number by which the paper calls a block, such as `12.3(a)`; empty if it has none.
    pub(super) fn number(&self, block: usize) -> String {
        let label = |at: usize| match self.document.blocks.get(at) {
            Some(Block::Heading(heading)) if at == block => heading.label.as_str(),
            Some(Block::Paragraph(paragraph)) => paragraph.label.as_str(),
            _ => "",
        };
        self.chains.get(block).into_iter().flatten().take_while(|at| **at <= block).map(|at| label(*at)).collect()
    }

    /// The words of a block without the numbers in them.
    pub(super) fn gist(&self, block: usize) -> String {
        let frame = self.frames.get(block).map(String::as_str).unwrap_or_default();
        self.document.blocks.get(block).map_or_else(String::new, |block| format!("{frame}\n{}", gist(block)))
    }
}

/// The words of a block, with the numbers of references left out.
pub(super) fn gist(block: &Block) -> String {
    let mut out = String::new();
    let mut add = |text: &[Inline]| {
        gist_of(text, &mut out);
        out.push('\n');
    };
    match block {
        Block::Heading(heading) => add(&heading.title),
        Block::Paragraph(paragraph) => add(&paragraph.text),
        Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| add(cell)),
        Block::Signatures(blocks) => {
            for block in blocks {
                add(&block.heading);
                block.lines.iter().filter_map(|line| line.1.as_ref()).for_each(|text| add(text));
            }
        }
        Block::Chart(chart) => out.push_str(&chart.title),
    }
    out
}

pub(super) fn gist_of(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Ref { text, .. } => out.push_str(&shape(text)),
            other => match other.inner() {
                Some(inner) => gist_of(inner, out),
                None => out.push_str(&crate::document::plain_text(std::slice::from_ref(other))),
            },
        }
    }
}

/// Tells both papers what became of their blocks: kept blocks have one place in the marked paper, others one each. An anchor of the
/// old paper is that of its block in the new one; where another block of the new paper bears it, it is renamed.
pub(super) fn settle<'a>(old: &mut Side<'a>, new: &mut Side<'a>, items: &[Pairing]) {
    let mut anchors: Vec<(&'a str, Option<&'a str>)> = Vec::new();
    let (before, after) = (old.document, new.document);
    for (item, pairing) in items.iter().enumerate() {
        let (one, other) = match *pairing {
            Pairing::Both(one, other) => (Some(one), Some(other)),
            Pairing::Old(one) => (Some(one), None),
            Pairing::New(other) => (None, Some(other)),
        };
        for (side, block) in [(&mut *old, one), (&mut *new, other)] {
            if let Some(place) = block.and_then(|block| side.items.get_mut(block)) {
                *place = item;
            }
        }
        if let Some(anchor) = one.and_then(|one| anchor(before.blocks.get(one)?)) {
            anchors.push((anchor, other.and_then(|other| self::anchor(after.blocks.get(other)?))));
        }
    }
    let mut taken: HashSet<String> = new.places.keys().map(|anchor| (*anchor).to_owned()).collect();
    for (anchor, now) in anchors {
        let name = match now {
            Some(now) => now.to_owned(),
            None => {
                let names =
                    std::iter::once(anchor.to_owned()).chain((1..).map(|count| {
                        format!("{anchor}-old{}", if count > 1 { count.to_string() } else { String::new() })
                    }));
                names.into_iter().find(|name| taken.insert(name.clone())).unwrap_or_default()
            }
        };
        if name != anchor {
            old.renamed.insert(anchor, name);
        }
    }
}

fn anchor(block: &Block) -> Option<&str> {
    match block {
        Block::Heading(heading) => Some(&heading.anchor),
        Block::Paragraph(paragraph) => paragraph.anchor.as_deref(),
        Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => None,
    }
}

impl Targets for Side<'_> {
    fn identity(&self, target: &str) -> String {
        let Some(chain) = self.places.get(target).and_then(|block| self.chains.get(*block)) else {
            return format!("nowhere {target}");
        };
        let items = chain.iter().filter_map(|block| self.items.get(*block)).map(usize::to_string);
        items.collect::<Vec<_>>().join(" ")
    }

    fn anchor(&self, target: &str) -> String {
        self.renamed.get(target).map_or(target, String::as_str).to_owned()
    }
}

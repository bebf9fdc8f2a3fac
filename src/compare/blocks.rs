//! Two blocks written as one with marks: paragraphs, headings, tables row by row, signatures.

use std::collections::HashSet;

use super::align::{Bag, align};
use super::side::{Side, gist_of};
use super::units::Pairing;
use super::words::{MarkedText, WordEdit, compare, whole};
use crate::document::revisions::{BlockStanding, ChangeWeight, RevisionStanding};
use crate::document::{Block, Heading, Inlines, Paragraph, Signature, Table, plain_text};

/// A block of the marked paper.
pub(super) struct MarkedBlock {
    pub(super) block: Block,
    pub(super) standing: BlockStanding,
    pub(super) edits: Vec<WordEdit>,
}

/// Collects the edits of a block while its texts are marked.
struct Marking<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    edits: Vec<WordEdit>,
}

impl Marking<'_> {
    fn both(&mut self, old: &Inlines, new: &Inlines) -> Inlines {
        self.take(compare((old, self.old), (new, self.new)))
    }

    fn one(&mut self, text: &Inlines, came: bool) -> Inlines {
        self.take(whole(text, if came { self.new } else { self.old }, came))
    }

    fn take(&mut self, marked: MarkedText) -> Inlines {
        self.edits.extend(marked.edits);
        marked.text
    }

    fn weight(&self) -> Option<ChangeWeight> {
        self.edits.iter().map(|edit| edit.weight).max()
    }

    fn table(&mut self, old: &Table, new: &Table) -> (Table, Vec<RevisionStanding>) {
        let header = old.header.iter().zip(&new.header).map(|(old, new)| self.both(old, new)).collect();
        let (mut rows, mut standings) = (Vec::new(), Vec::new());
        for pairing in rows_of(&old.rows, &new.rows) {
            let (row, standing) = match pairing {
                Pairing::Both(one, other) => {
                    let (one, other) = (old.rows.get(one), new.rows.get(other));
                    let cells = one.into_iter().flatten().zip(other.into_iter().flatten());
                    let before = self.edits.len();
                    let row: Vec<Inlines> = cells.map(|(old, new)| self.both(old, new)).collect();
                    self.named(before, &row);
                    (row, RevisionStanding::Kept)
                }
                Pairing::Old(one) => (self.row(old.rows.get(one), false), RevisionStanding::Deleted),
                Pairing::New(other) => (self.row(new.rows.get(other), true), RevisionStanding::Inserted),
            };
            rows.push(row);
            standings.push(standing);
        }
        (Table { columns: new.columns.clone(), header, rows }, standings)
    }

    /// Tells the row of each edit since `first`: a figure alone says nothing.
    fn named(&mut self, first: usize, row: &[Inlines]) {
        let name = row.first().map(|cell| plain_text(cell)).unwrap_or_default();
        for edit in self.edits.iter_mut().skip(first).filter(|edit| !edit.new.contains(name.trim())) {
            edit.before = format!("{}: {}", name.trim(), edit.before).trim().to_owned();
        }
    }

    /// A row that came or went is one edit.
    fn row(&mut self, cells: Option<&Vec<Inlines>>, came: bool) -> Vec<Inlines> {
        let before = self.edits.len();
        let row = cells.into_iter().flatten().map(|cell| self.one(cell, came)).collect();
        let cells = self.edits.split_off(before);
        let said = |text: fn(&WordEdit) -> &str| cells.iter().map(text).collect::<Vec<_>>().join(" | ");
        let weight = cells.iter().map(|edit| edit.weight).max().unwrap_or(ChangeWeight::Duty).max(ChangeWeight::Duty);
        let (old, new) =
            if came { (String::new(), said(|edit| &edit.new)) } else { (said(|edit| &edit.old), String::new()) };
        self.edits.push(WordEdit { old, new, before: String::new(), after: String::new(), weight });
        row
    }
}

/// Pairs the rows of two tables: by as many leading cells as tell the rows of each apart, else by the whole row.
pub(super) fn rows_of(old: &[Vec<Inlines>], new: &[Vec<Inlines>]) -> Vec<Pairing> {
    let cells = |rows: &[Vec<Inlines>]| -> Vec<Vec<String>> {
        let cell = |cell: &Inlines| {
            let mut out = String::new();
            gist_of(cell, &mut out);
            out
        };
        rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    };
    let (before, after) = (cells(old), cells(new));
    let width = before.iter().chain(&after).map(Vec::len).max().unwrap_or(0);
    let keys = |rows: &[Vec<String>], count: usize| -> Vec<String> {
        rows.iter().map(|row| row.iter().take(count).cloned().collect::<Vec<_>>().join("\u{1}")).collect()
    };
    let unique = |keys: &[String]| keys.iter().collect::<HashSet<_>>().len() == keys.len();
    let key = (1..=width)
        .map(|count| (keys(&before, count), keys(&after, count)))
        .find(|(before, after)| unique(before) && unique(after))
        .unwrap_or_else(|| (keys(&before, width), keys(&after, width)));
    let bags = |rows: &[Vec<String>]| rows.iter().map(|row| Bag::of(&row.join(" "))).collect::<Vec<_>>();
    let (old_bags, new_bags) = (bags(&before), bags(&after));
    align(&key.0, &key.1, |one, other| match (old_bags.get(one), new_bags.get(other)) {
        (Some(one), Some(other)) => Some(one.alike(other)).filter(|alike| *alike >= 500).unwrap_or(0),
        _ => 0,
    })
}

/// Marks a block that both papers have.
pub(super) fn kept(old: &Side<'_>, one: &Block, new: &Side<'_>, other: &Block) -> MarkedBlock {
    let mut marking = Marking { old, new, edits: Vec::new() };
    let mut was = String::new();
    let mut rows = None;
    let block = match (one, other) {
        (Block::Heading(one), Block::Heading(other)) => {
            was.clone_from(&one.label);
            Block::Heading(Heading { title: marking.both(&one.title, &other.title), ..other.clone() })
        }
        (Block::Paragraph(one), Block::Paragraph(other)) => {
            was.clone_from(&one.label);
            let anchor = other.anchor.clone().or_else(|| {
                let own = one.anchor.as_deref()?;
                Some(super::tokens::Targets::anchor(old, own))
            });
            Block::Paragraph(Paragraph { text: marking.both(&one.text, &other.text), anchor, ..other.clone() })
        }
        (Block::Table(one), Block::Table(other)) => {
            let (table, standings) = marking.table(one, other);
            rows = Some(standings);
            Block::Table(table)
        }
        (Block::Signatures(one), Block::Signatures(other)) => {
            Block::Signatures(one.iter().zip(other).map(|(one, other)| signature(&mut marking, one, other)).collect())
        }
        (_, other) => other.clone(),
    };
    let changed = marking.weight();
    let standing = match rows {
        Some(rows) => BlockStanding::Rows { rows, changed },
        None => BlockStanding::Kept { was, changed },
    };
    MarkedBlock { block, standing, edits: marking.edits }
}

fn signature(marking: &mut Marking<'_>, old: &Signature, new: &Signature) -> Signature {
    let lines = old.lines.iter().zip(&new.lines).map(|((_, one), (label, other))| {
        let value = match (one, other) {
            (Some(one), Some(other)) => Some(marking.both(one, other)),
            (Some(one), None) => Some(marking.one(one, false)),
            (None, Some(other)) => Some(marking.one(other, true)),
            (None, None) => None,
        };
        (label.clone(), value)
    });
    let lines = lines.collect();
    Signature { heading: marking.both(&old.heading, &new.heading), lines }
}

/// Marks a block that only one paper has.
pub(super) fn lone(side: &Side<'_>, block: &Block, came: bool) -> MarkedBlock {
    let mut marking = Marking { old: side, new: side, edits: Vec::new() };
    let anchor = |anchor: &str| super::tokens::Targets::anchor(side, anchor);
    let block = match block {
        Block::Heading(heading) => Block::Heading(Heading {
            title: marking.one(&heading.title, came),
            anchor: anchor(&heading.anchor),
            ..heading.clone()
        }),
        Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
            text: marking.one(&paragraph.text, came),
            anchor: paragraph.anchor.as_deref().map(anchor),
            ..paragraph.clone()
        }),
        Block::Table(table) => Block::Table(Table {
            columns: table.columns.clone(),
            header: table.header.iter().map(|cell| marking.one(cell, came)).collect(),
            rows: table.rows.iter().map(|row| marking.row(Some(row), came)).collect(),
        }),
        Block::Signatures(blocks) => {
            let lines = |marking: &mut Marking<'_>, block: &Signature| {
                let line = |(label, value): &(String, Option<Inlines>)| {
                    (label.clone(), value.as_ref().map(|value| marking.one(value, came)))
                };
                block.lines.iter().map(line).collect()
            };
            let one = |block: &Signature| {
                let heading = marking.one(&block.heading, came);
                Signature { heading, lines: lines(&mut marking, block) }
            };
            Block::Signatures(blocks.iter().map(one).collect())
        }
        Block::Chart(chart) => Block::Chart(chart.clone()),
    };
    let weight = marking.weight().unwrap_or(ChangeWeight::Duty).max(ChangeWeight::Duty);
    let standing = if came { BlockStanding::Inserted(weight) } else { BlockStanding::Deleted(weight) };
    MarkedBlock { block, standing, edits: marking.edits }
}

//! What an amendment has to say so that one paper becomes another: where, and which words stand there from then on.
//!
//! A place is named by its number in the old paper, new words bear the numbers of the new one. What only moved on by a number is no
//! change, as in a redline.

use super::blocks::rows_of;
use super::side::{Side, gist_of};
use super::units::{Pairing, PaperPart};
use super::{AlignedPapers, blocks};
use crate::document::{Align, Block, Document, Heading, HeadingKind, Inline, Inlines, Paragraph, Table, plain_text};

/// Words of a defined place that are shown to find it again.
const SHOWN: usize = 6;

/// The instructions, each a paragraph with what it prints; empty if the papers say the same.
#[must_use]
pub fn instructions(before: &Document, after: &Document) -> Vec<Block> {
    written(before, after, true)
}

/// As [`instructions`], without those for the cover.
#[must_use]
pub fn of_body(before: &Document, after: &Document) -> Vec<Block> {
    written(before, after, false)
}

fn written(before: &Document, after: &Document, with_cover: bool) -> Vec<Block> {
    let aligned = AlignedPapers::of(before, after);
    let mut writing = Instructing { old: &aligned.old, new: &aligned.new, last: None, count: 0, out: Vec::new() };
    if with_cover {
        writing.cover();
    }
    for (part, items) in &aligned.parts {
        writing.part(*part, items, &aligned.old_units, &aligned.new_units);
    }
    writing.out
}

struct Instructing<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    /// The last block of the old paper that was met.
    last: Option<usize>,
    count: usize,
    out: Vec<Block>,
}

impl Instructing<'_> {
    /// Begins an instruction.
    fn say(&mut self, words: &str) {
        self.count += 1;
        let mut letters = words.chars();
        let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        self.out.push(Block::Paragraph(Paragraph {
            indent: 1,
            label: format!("2.{}", self.count),
            defines: false,
            anchor: None,
            text: vec![Inline::Plain(capital.as_str().into())],
        }));
    }

    /// The rows of the cover that a reader looks at first.
    fn cover(&mut self) {
        let rows = |document: &Document| -> Vec<Vec<Inlines>> {
            document.cover.key_terms.iter().map(|(label, value)| vec![label.clone(), value.clone()]).collect()
        };
        let header = ["Key term", "Value"].map(|title| vec![Inline::Plain(title.into())]).to_vec();
        let table = |rows| Table { columns: vec![Align::Left; 2], header: header.clone(), rows };
        let (old, new) = (table(rows(self.old.document)), table(rows(self.new.document)));
        let changed = changed_rows(&old, &new);
        if !changed.rows.is_empty() {
            self.say("the key terms of the cover change in these rows:");
            self.out.push(Block::Table(changed));
        }
    }

    fn part(&mut self, part: Pairing, items: &[Pairing], old_units: &[PaperPart], new_units: &[PaperPart]) {
        let stands = |units: &[PaperPart], key: &str| units.iter().position(|unit| unit.key == key);
        match part {
            Pairing::Both(..) => self.items(items),
            Pairing::Old(one) => {
                let Some(unit) = old_units.get(one) else { return };
                let elsewhere = stands(new_units, &unit.key).and_then(|at| new_units.get(at));
                let place = self.titled(unit.blocks.start);
                match elsewhere {
                    Some(there) if self.words(self.old, unit) == self.words(self.new, there) => {
                        let to = place_of(self.new, there.blocks.start);
                        self.say(&format!("{place} moves with its words and becomes {to}."));
                    }
                    _ => self.say(&format!("{place} is deleted.")),
                }
                self.last = unit.blocks.clone().last().or(self.last);
            }
            Pairing::New(other) => {
                let Some(unit) = new_units.get(other) else { return };
                let moved = stands(old_units, &unit.key)
                    .and_then(|at| old_units.get(at))
                    .is_some_and(|there| self.words(self.old, there) == self.words(self.new, unit));
                if !moved {
                    self.items(items);
                }
            }
        }
    }

    fn words(&self, side: &Side<'_>, unit: &PaperPart) -> String {
        unit.blocks.clone().map(|at| side.gist(at)).collect()
    }

    /// The changes within a part, in order; what came or went together is one instruction.
    fn items(&mut self, items: &[Pairing]) {
        let mut at = 0;
        while let Some(item) = items.get(at) {
            match *item {
                Pairing::Both(one, other) => {
                    self.both(one, other);
                    self.last = Some(one);
                    at += 1;
                }
                Pairing::Old(_) => {
                    let gone = items.iter().skip(at).map_while(|item| match item {
                        Pairing::Old(one) => Some(*one),
                        _ => None,
                    });
                    let gone: Vec<usize> = gone.collect();
                    at += gone.len();
                    let named: Vec<String> = gone
                        .iter()
                        .filter(|one| {
                            !matches!(self.old.document.blocks.get(**one), Some(Block::Chart(_) | Block::Signatures(_)))
                        })
                        .map(|one| place_of(self.old, *one))
                        .collect();
                    if let Some((last, before)) = named.split_last() {
                        let all =
                            if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
                        self.say(&format!("{all} {} deleted.", if before.is_empty() { "is" } else { "are" }));
                    }
                    self.last = gone.last().copied().or(self.last);
                }
                Pairing::New(_) => {
                    let came = items.iter().skip(at).map_while(|item| match item {
                        Pairing::New(other) => Some(*other),
                        _ => None,
                    });
                    let came: Vec<usize> = came.collect();
                    at += came.len();
                    let printed: Vec<Block> = came.iter().filter_map(|other| self.quoted(*other)).collect();
                    if !printed.is_empty() {
                        let place = self.last.map(|last| place_of(self.old, last));
                        let place =
                            place.map_or_else(|| "before all else".to_owned(), |place| format!("after {place}"));
                        self.say(&format!("{place} this is added:"));
                        self.out.extend(printed);
                    }
                }
            }
        }
    }

    fn both(&mut self, one: usize, other: usize) {
        let (Some(before), Some(after)) = (self.old.document.blocks.get(one), self.new.document.blocks.get(other))
        else {
            return;
        };
        if blocks::kept(self.old, before, self.new, after).standing.weight().is_none() {
            return;
        }
        let place = place_of(self.old, one);
        match (before, after) {
            (Block::Table(before), Block::Table(after)) if same_words(&before.header, &after.header) => {
                self.say(&format!("{place} changes in these rows:"));
                self.out.push(Block::Table(changed_rows(before, after)));
            }
            (_, Block::Heading(heading)) => {
                self.say(&format!("the heading of {place} reads “{}”.", plain_text(&heading.title)));
            }
            (_, Block::Paragraph(_) | Block::Table(_)) => {
                self.say(&format!("{place} reads:"));
                self.out.extend(self.quoted(other));
            }
            // Who signs the amendment stands below it; a chart repeats a table.
            (_, Block::Signatures(_) | Block::Chart(_)) => {}
        }
    }

    /// A block of the new paper as it prints inside an instruction.
    fn quoted(&self, at: usize) -> Option<Block> {
        let paragraph = |indent: u8, label: &str, text: Inlines| {
            Block::Paragraph(Paragraph { indent, label: label.to_owned(), defines: false, anchor: None, text })
        };
        Some(match self.new.document.blocks.get(at)? {
            Block::Heading(heading) => paragraph(2, &heading.label, vec![Inline::Strong(unlinked(&heading.title))]),
            Block::Paragraph(one) => paragraph((one.indent + 1).clamp(2, 4), &one.label, unlinked(&one.text)),
            Block::Table(table) => Block::Table(unlinked_table(table)),
            Block::Signatures(_) | Block::Chart(_) => return None,
        })
    }

    /// A part of the old paper with its title.
    fn titled(&self, at: usize) -> String {
        let place = place_of(self.old, at);
        match self.old.document.blocks.get(at) {
            Some(Block::Heading(heading)) => format!("{place} ({})", plain_text(&heading.title)),
            _ => place,
        }
    }
}

/// How a paper calls the place of a block.
fn place_of(side: &Side<'_>, at: usize) -> String {
    let all = &side.document.blocks;
    let above = |wanted: fn(&Heading) -> bool| {
        all.iter().enumerate().take(at + 1).rev().find_map(|(at, block)| match block {
            Block::Heading(heading) if wanted(heading) => Some((at, heading)),
            _ => None,
        })
    };
    let schedule = above(|heading| heading.kind != HeadingKind::Section)
        .filter(|(_, heading)| heading.kind == HeadingKind::Schedule)
        .map(|(_, heading)| heading.label.clone());
    let numbered = |number: &str| match &schedule {
        Some(schedule) => format!("paragraph {number} of {schedule}"),
        None => format!("clause {number}"),
    };
    let under = || {
        let before = all.iter().enumerate().take(at).rev().find(|(before, _)| !side.number(*before).is_empty());
        before.map_or_else(|| "the cover".to_owned(), |(before, _)| place_of(side, before))
    };
    match all.get(at) {
        Some(Block::Heading(heading)) => match heading.kind {
            HeadingKind::Part | HeadingKind::Schedule if !heading.label.is_empty() => heading.label.clone(),
            HeadingKind::Clause | HeadingKind::Section if !heading.label.is_empty() => numbered(&heading.label),
            _ => format!("the heading “{}”", plain_text(&heading.title)),
        },
        Some(Block::Paragraph(paragraph)) if paragraph.defines => {
            let term = paragraph.text.iter().find_map(|inline| match inline {
                Inline::Strong(inner) => Some(plain_text(inner)),
                _ => None,
            });
            format!("the definition of “{}” in {}", term.unwrap_or_default(), under())
        }
        Some(Block::Paragraph(paragraph)) => match side.number(at) {
            number if number.is_empty() => {
                let words = plain_text(&paragraph.text);
                let first: Vec<&str> = words.split_whitespace().take(SHOWN).collect();
                format!("the paragraph “{} …” below {}", first.join(" "), under())
            }
            number => numbered(&number),
        },
        Some(Block::Table(_) | Block::Chart(_)) => format!("the table below {}", under()),
        Some(Block::Signatures(_)) | None => "the signatures".to_owned(),
    }
}

/// The rows of two tables that differ, with what becomes of each in a column of its own.
fn changed_rows(old: &Table, new: &Table) -> Table {
    let row = |what: &str, cells: Option<&Vec<Inlines>>| -> Vec<Inlines> {
        std::iter::once(vec![Inline::Strong(vec![Inline::Plain(what.into())])])
            .chain(cells.into_iter().flatten().map(|cell| unlinked(cell)))
            .collect()
    };
    let mut rows = Vec::new();
    for pairing in rows_of(&old.rows, &new.rows) {
        match pairing {
            Pairing::Both(one, other) => {
                let (before, after) = (old.rows.get(one), new.rows.get(other));
                if !before.zip(after).is_some_and(|(before, after)| same_words(before, after)) {
                    rows.extend([row("was", before), row("is", after)]);
                }
            }
            Pairing::Old(one) => rows.push(row("deleted", old.rows.get(one))),
            Pairing::New(other) => rows.push(row("added", new.rows.get(other))),
        }
    }
    let header = if new.header.is_empty() { Vec::new() } else { row("Change", Some(&new.header)) };
    let columns = std::iter::once(Align::Left).chain(new.columns.iter().copied()).collect();
    Table { columns, header, rows }
}

/// Whether cells say the same, wherever their references are numbered.
fn same_words(old: &[Inlines], new: &[Inlines]) -> bool {
    let gist = |cells: &[Inlines]| {
        let mut out = String::new();
        for cell in cells {
            gist_of(cell, &mut out);
            out.push('\n');
        }
        out
    };
    gist(old) == gist(new)
}

/// Words without links, which would lead to places of another paper.
fn unlinked(text: &[Inline]) -> Inlines {
    let one = |inline: &Inline| match inline {
        Inline::Ref { text, .. } => Inline::Plain(text.as_str().into()),
        Inline::Strong(inner) => Inline::Strong(unlinked(inner)),
        Inline::Emphasis(inner) => Inline::Emphasis(unlinked(inner)),
        other => other.clone(),
    };
    text.iter().map(one).collect()
}

fn unlinked_table(table: &Table) -> Table {
    let cells = |row: &Vec<Inlines>| row.iter().map(|cell| unlinked(cell)).collect();
    Table { columns: table.columns.clone(), header: cells(&table.header), rows: table.rows.iter().map(cells).collect() }
}

//! Two papers compared as documents: part by part by clause, then block by block and row by row, then word by word.
//!
//! Both papers come from deals and clauses, so the comparison knows which clause is which, what is a number and what is a reference:
//! a paragraph that only moved on by one number is not a difference, and neither is a reference to it. What comes out is one [`Document`] that
//! bears the words of both, marked, which every format prints; and the list of changes, for a summary.

pub(crate) mod align;
pub mod apart;
mod blocks;
pub mod fields;
pub mod front;
mod halves;
pub mod instructions;
pub mod places;
mod side;
pub mod sums;
mod tokens;
pub(crate) mod units;
mod words;

use crate::document::revisions::{BlockStanding, ChangeWeight, RevisionStanding, Revisions};
use crate::document::{Block, Cover, Document, Extent, Heading, HeadingKind, Inline, Inlines, plain_text};
use align::{Bag, align};
use blocks::MarkedBlock;
use side::{Side, settle};
use units::{Pairing, PaperPart, units};
pub use words::WordEdit;

/// Likeness from which a paragraph counts as the same with other words, in thousandths.
const ALIKE: u32 = 400;

/// Two papers compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperComparison {
    /// The words of both, marked.
    pub document: Document,
    /// Each part that changed, in the order of the marked paper.
    pub changes: Vec<PartChange>,
    /// Headings whose number moved, while their words stayed.
    pub renumbered: usize,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartFate {
    /// Both papers have it, with other words.
    Changed,
    /// Only the new one has it.
    Inserted,
    /// Only the old one has it.
    Deleted,
    /// Both have it, at different places; its words are marked as deleted at one and as inserted at the other.
    Moved,
}

/// A clause, or another part of the paper, that changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PartChange {
    /// The clause's id in the library; `None` for a part that no clause prints, such as the cover.
    pub clause: Option<String>,
    /// What the paper calls it: number and title.
    pub name: String,
    /// What became of it.
    pub fate: PartFate,
    /// How much it matters.
    pub weight: ChangeWeight,
    /// Its paragraphs and tables that changed.
    pub places: Vec<PlaceChange>,
}

/// A paragraph, a heading or a table that changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PlaceChange {
    /// Its number, such as `12.3(a)`: in the new paper, or in the old one if it is gone.
    pub number: String,
    /// Whether it stands in one paper or in both.
    #[serde(serialize_with = "standing")]
    pub standing: RevisionStanding,
    /// How much it matters.
    pub weight: ChangeWeight,
    /// The changes of its words.
    pub edits: Vec<WordEdit>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn standing<S: serde::Serializer>(standing: &RevisionStanding, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match standing {
        RevisionStanding::Kept => "changed",
        RevisionStanding::Inserted => "inserted",
        RevisionStanding::Deleted => "deleted",
    })
}

impl PaperComparison {
    /// The heaviest change; `None` if the papers have the same words.
    #[must_use]
    pub fn weight(&self) -> Option<ChangeWeight> {
        self.changes.iter().map(|change| change.weight).max()
    }
}

/// Compares two plain texts word by word.
#[must_use]
pub fn word_edits(old: &str, new: &str) -> Vec<WordEdit> {
    let text = |words: &str| vec![Inline::Plain(words.into())];
    words::compare((&text(old), &NoPlaces), (&text(new), &NoPlaces)).edits
}

/// Texts without references.
struct NoPlaces;

impl tokens::Targets for NoPlaces {
    fn identity(&self, target: &str) -> String {
        target.to_owned()
    }

    fn anchor(&self, target: &str) -> String {
        target.to_owned()
    }
}

/// Compares two papers.
#[must_use]
pub fn compare(before: &Document, after: &Document) -> PaperComparison {
    let aligned = AlignedPapers::of(before, after);
    let mut merging = Merging::new(&aligned.old, &aligned.new);
    merging.cover();
    for (part, items) in &aligned.parts {
        merging.part(*part, items, &aligned.old_units, &aligned.new_units);
    }
    merging.finish()
}

/// Two papers whose parts and blocks are paired.
struct AlignedPapers<'a> {
    old: Side<'a>,
    new: Side<'a>,
    old_units: Vec<PaperPart>,
    new_units: Vec<PaperPart>,
    /// Each part, with its blocks.
    parts: Vec<(Pairing, Vec<Pairing>)>,
}

impl<'a> AlignedPapers<'a> {
    fn of(before: &'a Document, after: &'a Document) -> Self {
        let (mut old, mut new) = (Side::of(before), Side::of(after));
        let (old_units, new_units) = (units(before), units(after));
        let parts: Vec<(Pairing, Vec<Pairing>)> = units::pair(&old_units, &new_units, [before, after])
            .into_iter()
            .map(|part| (part, items(part, (&old, &old_units), (&new, &new_units))))
            .collect();
        let flat: Vec<Pairing> = parts.iter().flat_map(|(_, items)| items).copied().collect();
        settle(&mut old, &mut new, &flat);
        Self { old, new, old_units, new_units, parts }
    }
}

/// The blocks of a part, paired.
fn items(
    part: Pairing,
    (old, before): (&Side<'_>, &[PaperPart]),
    (new, after): (&Side<'_>, &[PaperPart]),
) -> Vec<Pairing> {
    let blocks = |units: &[PaperPart], at: usize| units.get(at).map_or(0..0, |unit| unit.blocks.clone());
    match part {
        Pairing::Old(one) => blocks(before, one).map(Pairing::Old).collect(),
        Pairing::New(other) => blocks(after, other).map(Pairing::New).collect(),
        Pairing::Both(one, other) => {
            let (one, other) = (blocks(before, one), blocks(after, other));
            let (first, second) = (one.start, other.start);
            let gists =
                |side: &Side<'_>, range: std::ops::Range<usize>| range.map(|at| side.gist(at)).collect::<Vec<_>>();
            let (old_gists, new_gists) = (gists(old, one), gists(new, other));
            let bags = |gists: &[String]| {
                gists.iter().map(|gist| Bag::of(gist.split_once('\n').map_or("", |(_, words)| words))).collect()
            };
            let (old_bags, new_bags): (Vec<Bag>, Vec<Bag>) = (bags(&old_gists), bags(&new_gists));
            let pairs = align(&old_gists, &new_gists, |at, to| {
                let frames = (old.frames.get(first + at), new.frames.get(second + to));
                let (Some(frame), Some(same)) = frames else { return 0 };
                let alike = match (old_bags.get(at), new_bags.get(to)) {
                    (Some(one), Some(other)) => one.alike(other),
                    _ => 0,
                };
                // The heading of a clause stays its heading, whatever it is called.
                let title = at == 0 && to == 0 && frame.starts_with("heading");
                match frame == same {
                    true if title || frame.starts_with("signatures") || frame == "chart" => alike.max(ALIKE),
                    true if alike >= ALIKE => alike,
                    _ => 0,
                }
            });
            let shifted = |pair: Pairing| match pair {
                Pairing::Both(at, to) => Pairing::Both(first + at, second + to),
                Pairing::Old(at) => Pairing::Old(first + at),
                Pairing::New(to) => Pairing::New(second + to),
            };
            let mut pairs: Vec<Pairing> = pairs.into_iter().map(shifted).collect();
            halves::turn(&mut pairs, old, new);
            pairs
        }
    }
}

/// The marked paper under construction.
struct Merging<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    document: Document,
    revisions: Revisions,
    changes: Vec<PartChange>,
    renumbered: usize,
}

impl<'a> Merging<'a> {
    fn new(old: &'a Side<'a>, new: &'a Side<'a>) -> Self {
        let document = Document { blocks: Vec::new(), clauses: Vec::new(), ..new.document.clone() };
        Self { old, new, document, revisions: Revisions::default(), changes: Vec::new(), renumbered: 0 }
    }

    /// Marks what stands before the contents and around the pages.
    fn cover(&mut self) {
        let (before, after) = (self.old.document, self.new.document);
        let mut places = Vec::new();
        let mut mark = |old: &[Inline], new: &[Inline]| {
            let marked = words::compare((old, self.old), (new, self.new));
            let weight = marked.weight();
            places.extend(weight.map(|weight| PlaceChange {
                number: String::new(),
                standing: RevisionStanding::Kept,
                weight,
                edits: marked.edits,
            }));
            marked.text
        };
        self.revisions.title = mark(&before.title_text(), &after.title_text());
        let ([reference, version], [new_reference, new_version]) = (before.edition_text(), after.edition_text());
        self.revisions.reference = mark(&reference, &new_reference);
        self.revisions.version = mark(&version, &new_version);
        let lines = |marks: Vec<Inlines>| marks.into_iter().map(|mark| vec![mark]).collect::<Vec<_>>();
        let (marks, _) = self.rows(&lines(before.marks_text()), &lines(after.marks_text()), &mut places);
        self.revisions.marks = marks.into_iter().flatten().collect();
        let (parties, standings) =
            self.rows(&lines(before.cover.parties.clone()), &lines(after.cover.parties.clone()), &mut places);
        self.revisions.parties = standings;
        let terms = |cover: &Cover| -> Vec<Vec<Inlines>> {
            cover.key_terms.iter().map(|(label, value)| vec![label.clone(), value.clone()]).collect()
        };
        let (key_terms, standings) = self.rows(&terms(&before.cover), &terms(&after.cover), &mut places);
        self.revisions.key_terms = standings;
        let pair = |row: Vec<Inlines>| {
            let mut cells = row.into_iter();
            (cells.next().unwrap_or_default(), cells.next().unwrap_or_default())
        };
        self.document.cover = Cover {
            parties: parties.into_iter().flatten().collect(),
            key_terms: key_terms.into_iter().map(pair).collect(),
        };
        if let Some(weight) = places.iter().map(|place| place.weight).max() {
            let name = "Cover and running lines".to_owned();
            self.changes.push(PartChange { clause: None, name, fate: PartFate::Changed, weight, places });
        }
    }

    fn rows(
        &self,
        before: &[Vec<Inlines>],
        after: &[Vec<Inlines>],
        places: &mut Vec<PlaceChange>,
    ) -> (Vec<Vec<Inlines>>, Vec<RevisionStanding>) {
        let columns = vec![crate::document::Align::Left; 2];
        let table = |rows: &[Vec<Inlines>]| {
            let rows = rows.to_vec();
            Block::Table(crate::document::Table { columns: columns.clone(), header: Vec::new(), rows })
        };
        let MarkedBlock { block, standing, edits } = blocks::kept(self.old, &table(before), self.new, &table(after));
        if let Some(weight) = standing.weight() {
            places.push(PlaceChange { number: String::new(), standing: RevisionStanding::Kept, weight, edits });
        }
        match (block, standing) {
            (Block::Table(table), BlockStanding::Rows { rows, .. }) => (table.rows, rows),
            _ => (after.to_vec(), vec![RevisionStanding::Kept; after.len()]),
        }
    }

    fn part(&mut self, part: Pairing, items: &[Pairing], old_units: &[PaperPart], new_units: &[PaperPart]) {
        let start = self.document.blocks.len();
        let mut places = Vec::new();
        let mut rest = items;
        while let Some((item, further)) = rest.split_first() {
            rest = match further.split_first() {
                Some((next, after)) if self.halves(*item, *next, &mut places) => after,
                _ => {
                    self.item(*item, &mut places);
                    further
                }
            };
        }
        let range = start..self.document.blocks.len();
        let (unit, side) = match part {
            Pairing::Old(one) => (old_units.get(one), self.old),
            Pairing::Both(_, other) | Pairing::New(other) => (new_units.get(other), self.new),
        };
        let Some(unit) = unit else { return };
        let elsewhere = |units: &[PaperPart]| units.iter().any(|other| other.key == unit.key);
        let (fate, repeated) = match part {
            Pairing::Both(..) => (PartFate::Changed, false),
            Pairing::Old(_) if elsewhere(new_units) => (PartFate::Moved, true),
            Pairing::New(_) if elsewhere(old_units) => (PartFate::Moved, false),
            Pairing::Old(_) => (PartFate::Deleted, false),
            Pairing::New(_) => (PartFate::Inserted, false),
        };
        if let Some(id) = unit.clause.as_ref().filter(|_| !repeated && !range.is_empty()) {
            let extent = side.document.clauses.iter().find(|extent| extent.id == *id && extent.blocks == unit.blocks);
            self.document.clauses.extend(extent.map(|extent| Extent { blocks: range, ..extent.clone() }));
        }
        if repeated || places.is_empty() {
            return;
        }
        let weight = match fate {
            // What only moved says the same as before.
            PartFate::Moved => self.moved(unit, old_units, new_units),
            _ => places.iter().map(|place| place.weight).max().unwrap_or(ChangeWeight::Wording),
        };
        let name = name(side, unit);
        self.changes.push(PartChange { clause: unit.clause.clone(), name, fate, weight, places });
    }

    /// How much the words of a part that moved changed.
    fn moved(&self, unit: &PaperPart, old_units: &[PaperPart], new_units: &[PaperPart]) -> ChangeWeight {
        let words = |side: &Side<'_>, units: &[PaperPart]| -> String {
            let blocks = units.iter().find(|other| other.key == unit.key).map_or(0..0, |unit| unit.blocks.clone());
            blocks.map(|block| side.gist(block)).collect()
        };
        if words(self.old, old_units) == words(self.new, new_units) {
            ChangeWeight::Wording
        } else {
            ChangeWeight::Duty
        }
    }

    /// Two items that are one paragraph in one of the papers; `false` if they are something else.
    fn halves(&mut self, first: Pairing, second: Pairing, places: &mut Vec<PlaceChange>) -> bool {
        let paragraph = |side: &'a Side<'a>, at: usize| match side.document.blocks.get(at) {
            Some(Block::Paragraph(paragraph)) => Some(paragraph),
            _ => None,
        };
        let (old, new) = (self.old, self.new);
        let (found, number) = match (first, second) {
            (Pairing::New(one), Pairing::Both(whole, two)) => {
                let parts = (paragraph(old, whole), paragraph(new, one), paragraph(new, two));
                let (Some(whole), Some(first), Some(two)) = parts else { return false };
                (halves::split((old, whole), (new, first, two)), new.number(one))
            }
            (Pairing::Old(one), Pairing::Both(two, whole)) => {
                let parts = (paragraph(old, one), paragraph(old, two), paragraph(new, whole));
                let (Some(one), Some(two), Some(second)) = parts else { return false };
                (halves::join((old, one, two), (new, second)), new.number(whole))
            }
            _ => return false,
        };
        let Some(halves::Halves { blocks, edit }) = found else { return false };
        let standing = RevisionStanding::Kept;
        places.push(PlaceChange { number, standing, weight: ChangeWeight::Wording, edits: vec![edit] });
        for (paragraph, standing) in blocks {
            self.document.blocks.push(Block::Paragraph(paragraph));
            self.revisions.blocks.push(standing);
        }
        true
    }

    fn item(&mut self, item: Pairing, places: &mut Vec<PlaceChange>) {
        let old = |at: usize| self.old.document.blocks.get(at);
        let new = |at: usize| self.new.document.blocks.get(at);
        let (marked, number) = match item {
            Pairing::Both(one, other) => match (old(one), new(other)) {
                (Some(before), Some(after)) => {
                    (blocks::kept(self.old, before, self.new, after), self.new.number(other))
                }
                _ => return,
            },
            // A picture repeats figures of a table, which bears the marks.
            Pairing::Old(one) if matches!(old(one), Some(Block::Chart(_))) => return,
            Pairing::Old(one) => match old(one) {
                Some(block) => (blocks::lone(self.old, block, false), self.old.number(one)),
                None => return,
            },
            Pairing::New(other) => match new(other) {
                Some(block) => (blocks::lone(self.new, block, true), self.new.number(other)),
                None => return,
            },
        };
        let MarkedBlock { block, standing, edits } = marked;
        if let (BlockStanding::Kept { was, .. }, Block::Heading(heading)) = (&standing, &block) {
            self.renumbered += usize::from(*was != heading.label);
        }
        if let Some(weight) = standing.weight() {
            places.push(PlaceChange { number, standing: standing.standing(), weight, edits });
        }
        self.document.blocks.push(block);
        self.revisions.blocks.push(standing);
    }

    fn finish(mut self) -> PaperComparison {
        self.document.revisions = Some(self.revisions);
        PaperComparison { document: self.document, changes: self.changes, renumbered: self.renumbered }
    }
}

/// What the paper calls a part: the heading in it, or the nearest one before it; of a section, with its schedule.
fn name(side: &Side<'_>, unit: &PaperPart) -> String {
    let blocks = &side.document.blocks;
    let before = |end: usize| blocks.iter().enumerate().take(end).rev().filter_map(heading_at);
    let inside = blocks.iter().enumerate().take(unit.blocks.end).skip(unit.blocks.start).find_map(heading_at);
    let Some((at, found)) = inside.or_else(|| before(unit.blocks.start).next()) else {
        return "Opening words".to_owned();
    };
    let own = format!("{} {}", found.label, plain_text(&found.title)).trim().to_owned();
    if found.kind != HeadingKind::Section {
        return own;
    }
    let schedule = before(at).find(|(_, heading)| heading.kind == HeadingKind::Schedule);
    match schedule.map(|(_, schedule)| schedule.label.as_str()).filter(|label| !label.is_empty()) {
        Some(label) => format!("{label}, {own}"),
        None => own,
    }
}

fn heading_at((at, block): (usize, &Block)) -> Option<(usize, &Heading)> {
    match block {
        Block::Heading(heading) => Some((at, heading)),
        _ => None,
    }
}

//! The summary that stands in front of a marked paper, by weight: figures first, then duties, then words, then what only moved.
//!
//! It says what the two papers say and nothing of our own sums, because a marked paper is sent. A DOCX bears no summary: accepting all
//! of its changes has to give the new paper.

use super::{PaperComparison, PartChange, PartFate, WordEdit};
use crate::document::revisions::{BlockStanding, ChangeWeight, RevisionStanding};
use crate::document::{Align, Block, Document, Heading, HeadingKind, Inline, Inlines, Paragraph, Table};

/// The weights, the heaviest first, and what the summary calls the changes of each.
pub const WEIGHTS: [(ChangeWeight, &str); 3] = [
    (ChangeWeight::Money, "Figures, dates and periods"),
    (ChangeWeight::Duty, "Rights and duties"),
    (ChangeWeight::Wording, "Wording"),
];

/// The longest words of a cell.
const LONGEST: usize = 240;

/// The marked paper with the summary in front of its first block.
#[must_use]
pub fn with_summary(comparison: &PaperComparison) -> Document {
    let mut document = comparison.document.clone();
    let blocks = summary(comparison);
    let count = blocks.len();
    document.blocks.splice(0..0, blocks);
    for extent in &mut document.clauses {
        extent.blocks = extent.blocks.start + count..extent.blocks.end + count;
    }
    if let Some(revisions) = &mut document.revisions {
        let kept = std::iter::repeat_n(BlockStanding::Kept { was: String::new(), changed: None }, count);
        revisions.blocks.splice(0..0, kept);
    }
    document
}

fn summary(comparison: &PaperComparison) -> Vec<Block> {
    let mut blocks = vec![heading("redline-summary", HeadingKind::Part, "What changed")];
    for (weight, title) in WEIGHTS {
        let rows: Vec<Vec<Inlines>> = rows(comparison, weight).into_iter().map(|row| row.map(text).into()).collect();
        if rows.is_empty() {
            continue;
        }
        let anchor = format!("redline-{}", title.split([' ', ',']).next().unwrap_or_default().to_lowercase());
        blocks.push(heading(&anchor, HeadingKind::Section, title));
        let header = ["Where", "Before", "Now"].map(plain).into();
        blocks.push(Block::Table(Table { columns: vec![Align::Left; 3], header, rows }));
    }
    let moved: Vec<&str> = moved(comparison).map(|change| change.name.as_str()).collect();
    if !moved.is_empty() {
        blocks.push(paragraph(&format!(
            "Moved, and marked as deleted where it stood and inserted where it stands: {}.",
            moved.join("; ")
        )));
    }
    if comparison.renumbered > 0 {
        blocks.push(paragraph(&format!(
            "{} headings bear another number; that and references to them are not marked.",
            comparison.renumbered
        )));
    }
    if comparison.changes.is_empty() {
        blocks.push(paragraph("Nothing: both papers have the same words."));
    }
    blocks
}

/// The parts that stand at another place.
pub fn moved(comparison: &PaperComparison) -> impl Iterator<Item = &PartChange> {
    comparison.changes.iter().filter(|change| change.fate == PartFate::Moved)
}

/// For each change of a weight: where it is, the words before, the words now. A part that came or went as a whole is one row.
#[must_use]
pub fn rows(comparison: &PaperComparison, weight: ChangeWeight) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    for change in comparison.changes.iter().filter(|change| change.fate != PartFate::Moved) {
        match change.fate {
            PartFate::Inserted if change.weight == weight => {
                rows.push([change.name.clone(), "–".to_owned(), "new".to_owned()]);
            }
            PartFate::Deleted if change.weight == weight => {
                rows.push([change.name.clone(), "left out".to_owned(), "–".to_owned()]);
            }
            PartFate::Changed => {
                for place in &change.places {
                    for edit in place.edits.iter().filter(|edit| edit.weight.max(least(place.standing)) == weight) {
                        let [old, new] = around(edit);
                        rows.push([whereabouts(&change.name, &place.number), old, new]);
                    }
                }
            }
            _ => {}
        }
    }
    rows
}

/// A paragraph that came or went is more than wording.
fn least(standing: RevisionStanding) -> ChangeWeight {
    if standing == RevisionStanding::Kept { ChangeWeight::Wording } else { ChangeWeight::Duty }
}

fn whereabouts(name: &str, number: &str) -> String {
    if number.is_empty() || name.split(' ').next() == Some(number) {
        name.to_owned()
    } else {
        format!("{name}, {number}")
    }
}

/// The words of a change with a few around them, before and now.
fn around(edit: &WordEdit) -> [String; 2] {
    let words = |inner: &str| {
        let parts = [edit.before.as_str(), inner, edit.after.as_str()];
        let whole = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if whole.chars().count() > LONGEST { whole.chars().take(LONGEST).chain(['…']).collect() } else { whole }
    };
    let one = |inner: &str, other: &str| match (inner.is_empty(), edit.before.is_empty() && edit.after.is_empty()) {
        (true, true) if !other.is_empty() => "–".to_owned(),
        _ => words(inner),
    };
    [one(&edit.old, &edit.new), one(&edit.new, &edit.old)]
}

fn heading(anchor: &str, kind: HeadingKind, title: &str) -> Block {
    Block::Heading(Heading { kind, label: String::new(), title: plain(title), anchor: anchor.to_owned() })
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(Paragraph { indent: 0, label: String::new(), defines: false, anchor: None, text: plain(words) })
}

fn plain(words: &str) -> Inlines {
    vec![Inline::Plain(words.into())]
}

fn text(words: String) -> Inlines {
    vec![Inline::Value(words)]
}

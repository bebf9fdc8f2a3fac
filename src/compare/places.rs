//! Where each paragraph and cell of a paper stands, in the order in which a file prints them.

use super::side::Side;
use crate::document::{Block, Document, HeadingKind, Inline, plain_text};

/// Where words stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceOfWords {
    /// The clause's id in the library; `None` outside clauses.
    pub clause: Option<String>,
    /// The number and title of the heading above.
    pub name: String,
    /// The number of the paragraph, such as `12.1(a)`; empty if it has none.
    pub number: String,
    /// The block of the paper that the words belong to, as an index.
    pub block: usize,
}

impl PlaceOfWords {
    /// The place in one line.
    #[must_use]
    pub fn whereabouts(&self) -> String {
        match self.number.as_str() {
            "" => self.name.clone(),
            number if self.name.split(' ').next() == Some(number) => self.name.clone(),
            number => format!("{}, {number}", self.name),
        }
    }
}

/// A place for each heading, paragraph and cell that holds words, in order.
#[must_use]
pub fn places(document: &Document) -> Vec<PlaceOfWords> {
    let side = Side::of(document);
    let mut out = Vec::new();
    let (mut name, mut schedule) = (String::new(), String::new());
    for (at, block) in document.blocks.iter().enumerate() {
        if let Block::Heading(heading) = block {
            let own = format!("{} {}", heading.label, plain_text(&heading.title)).trim().to_owned();
            match heading.kind {
                HeadingKind::Schedule => schedule.clone_from(&heading.label),
                HeadingKind::Part | HeadingKind::Clause => schedule.clear(),
                HeadingKind::Section => {}
            }
            let inside = heading.kind == HeadingKind::Section && !schedule.is_empty();
            name = if inside { format!("{schedule}, {own}") } else { own };
        }
        let clause = document.clauses.iter().find(|extent| extent.blocks.contains(&at)).map(|extent| extent.id.clone());
        let place = PlaceOfWords { clause, name: name.clone(), number: side.number(at), block: at };
        let mut add = |text: &[Inline]| {
            if !plain_text(text).trim().is_empty() {
                out.push(place.clone());
            }
        };
        match block {
            Block::Heading(heading) => add(&heading.title),
            Block::Paragraph(paragraph) => add(&paragraph.text),
            Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| add(cell)),
            Block::Signatures(signatures) => {
                for signature in signatures {
                    add(&signature.heading);
                    for (label, value) in &signature.lines {
                        add(&[Inline::Plain(label.as_str().into())]);
                        value.iter().for_each(|value| add(value));
                    }
                }
            }
            Block::Chart(_) => {}
        }
    }
    out
}

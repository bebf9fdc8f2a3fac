//! What a marked document says of its changes, beside the marks in its text.
//!
//! A marked document is one paper with the words of two: what only the old one had stands in [`Inline::Deleted`], what only the new
//! one has in [`Inline::Inserted`]. Numbers and references are those of the new paper, and are never marked where only they moved.

use super::{Block, Document, Heading, Inline, Inlines};

/// The marks of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revisions {
    /// Who is named as the author of each mark.
    pub author: String,
    /// When the marks were made, as RFC 3339 in UTC; `None` if nobody said.
    pub date: Option<String>,
    /// The title, with its marks.
    pub title: Inlines,
    /// The deal's reference, with its marks.
    pub reference: Inlines,
    /// The version, with its marks.
    pub version: Inlines,
    /// The marks on every page, such as `DRAFT`, with marks of change.
    pub marks: Vec<Inlines>,
    /// One for each party of the cover.
    pub parties: Vec<RevisionStanding>,
    /// One for each row of the key terms.
    pub key_terms: Vec<RevisionStanding>,
    /// One for each block.
    pub blocks: Vec<BlockStanding>,
}

/// Which of two papers holds a paragraph or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionStanding {
    /// Both.
    Kept,
    /// Only the new one.
    Inserted,
    /// Only the old one.
    Deleted,
}

/// Which of two papers holds a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockStanding {
    /// Both; the old one printed this number before it.
    Kept {
        /// Its label in the old paper.
        was: String,
        /// Whether words of it changed.
        changed: Option<ChangeWeight>,
    },
    /// Both, a table whose rows stand in one or both of them.
    Rows {
        /// One for each row.
        rows: Vec<RevisionStanding>,
        /// Whether words of it changed.
        changed: Option<ChangeWeight>,
    },
    /// Only the new one.
    Inserted(ChangeWeight),
    /// Only the old one.
    Deleted(ChangeWeight),
}

impl BlockStanding {
    /// Which papers hold the block.
    #[must_use]
    pub fn standing(&self) -> RevisionStanding {
        match self {
            Self::Kept { .. } | Self::Rows { .. } => RevisionStanding::Kept,
            Self::Inserted(_) => RevisionStanding::Inserted,
            Self::Deleted(_) => RevisionStanding::Deleted,
        }
    }

    /// How much the change of the block matters; `None` if it did not change.
    #[must_use]
    pub fn weight(&self) -> Option<ChangeWeight> {
        match self {
            Self::Kept { changed, .. } | Self::Rows { changed, .. } => *changed,
            Self::Inserted(weight) | Self::Deleted(weight) => Some(*weight),
        }
    }
}

/// How much a change of words matters, the heaviest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeWeight {
    /// Other words, which neither bind nor free anybody as far as the program can see.
    Wording,
    /// What somebody shall, may or may not do, or a paragraph or row that came or went.
    Duty,
    /// A figure, a sum, a date or a period.
    Money,
}

impl Document {
    /// Which papers hold a block; every block of an unmarked document is kept.
    #[must_use]
    pub fn standing(&self, block: usize) -> RevisionStanding {
        let known = self.revisions.as_ref().and_then(|revisions| revisions.blocks.get(block));
        known.map_or(RevisionStanding::Kept, BlockStanding::standing)
    }

    /// The headings that the table of contents lists, each with the index of its block: those of the new paper.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &Heading)> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match block {
            Block::Heading(heading) if heading.is_listed() && self.standing(at) != RevisionStanding::Deleted => {
                Some((at, heading))
            }
            _ => None,
        })
    }

    /// The title, with its marks if the document is marked.
    #[must_use]
    pub fn title_text(&self) -> Inlines {
        match &self.revisions {
            Some(revisions) => revisions.title.clone(),
            None => vec![Inline::Plain(self.title.as_str().into())],
        }
    }

    /// Reference and version, with their marks if the document is marked.
    #[must_use]
    pub fn edition_text(&self) -> [Inlines; 2] {
        match &self.revisions {
            Some(revisions) => [revisions.reference.clone(), revisions.version.clone()],
            None => {
                [vec![Inline::Value(self.reference.trim().to_owned())], vec![Inline::Plain(self.version.trim().into())]]
            }
        }
    }

    /// Reference and version on one line, as [`Document::imprint`] has them.
    #[must_use]
    pub fn imprint_text(&self) -> Inlines {
        let [mut reference, version] = self.edition_text();
        let empty = |text: &Inlines| super::plain_text(text).is_empty();
        if !empty(&reference) && !empty(&version) {
            reference.push(Inline::Plain(" · ".into()));
        }
        reference.extend(version);
        reference
    }

    /// The marks that stand on every page, with marks of change if the document is marked.
    #[must_use]
    pub fn marks_text(&self) -> Vec<Inlines> {
        match &self.revisions {
            Some(revisions) => revisions.marks.clone(),
            None => self.marks.iter().map(|mark| vec![Inline::Plain(mark.as_str().into())]).collect(),
        }
    }
    /// The marks on one line.
    #[must_use]
    pub fn marks_line(&self, between: &str) -> Inlines {
        let mut line = Inlines::new();
        for mark in self.marks_text() {
            let separator = vec![Inline::Plain(between.into())];
            match mark.as_slice() {
                _ if line.is_empty() => {}
                [Inline::Deleted(_)] => line.push(Inline::Deleted(separator)),
                [Inline::Inserted(_)] => line.push(Inline::Inserted(separator)),
                _ => line.extend(separator),
            }
            line.extend(mark);
        }
        line
    }
}

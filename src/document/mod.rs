//! The draft, free of any format: what every back-end prints.
//!
//! Numbers, references and definitions are already resolved, and so is every word of headers and footers: a back-end chooses
//! type and space, never text. Read a document by walking [`Document::blocks`] in order.

pub mod amendment;
pub mod annex;
pub mod assemble;
pub mod blanks;
pub mod brief;
pub mod context;
pub mod definitions;
pub mod departures;
pub mod deviations;
mod leaf_text;
pub mod letter;
pub mod lines;
pub mod notice;
pub mod number;
pub mod order;
pub mod origin;
pub mod parse;
pub mod piece;
pub mod prose;
pub mod refs;
mod technical_rows;
pub mod review;
pub mod revisions;
pub mod terms;
pub mod worked;

pub use crate::deal::paper::Paper;
use crate::path::Path;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::PlacedWords;

/// A whole agreement, ready to be printed.
///
/// ```
/// use peerpact::document::{Block, plain_text};
/// use peerpact::{assets, pipeline, policy::Policy, rules::Run, source::Source};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let library = pipeline::load(None)?;
/// let policy = Policy::merged(Vec::new());
/// let run = Run { as_of: "2026-12-01".parse()?, policy, final_version: false, form: None, library: &library };
/// let deal = Source::new("smallest.yaml", assets::example("smallest").ok_or("no such example")?);
/// let (_, draft) = pipeline::paper(&deal, &run).ok_or("the deal has errors")?;
/// let headings = draft.document.blocks.iter().filter_map(|block| match block {
///     Block::Heading(heading) => Some(plain_text(&heading.title)),
///     _ => None,
/// });
/// assert!(headings.into_iter().any(|title| title == "Service Credits"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The title of the paper, for the cover and the metadata.
    pub title: String,
    /// The deal's own reference, printed in the foot of every page.
    pub reference: String,
    /// The paper's place in the negotiation, printed in the foot: `draft 3`, or `execution version`.
    pub version: String,
    /// Marks that stand on every page until the paper is final: `DRAFT`, `Subject to contract`.
    pub marks: Vec<String>,
    /// BCP 47 tag of the text's language.
    pub language: String,
    /// The sheet that the paper is printed on.
    pub paper: Paper,
    /// Whether the text is set small, as in a short paper.
    pub compact: bool,
    /// Hash of the provenance record, in lower-case hexadecimal; embedded as metadata, never printed.
    pub provenance: String,
    /// The cover, which stands before the table of contents.
    pub cover: Cover,
    /// Everything after the table of contents, which a back-end makes from the headings.
    pub blocks: Vec<Block>,
    /// Where each clause of the library stands in `blocks`, in order; none overlaps another.
    pub clauses: Vec<Extent>,
    /// The notes for our own side; `None` in every paper for the other side.
    pub review: Option<Review>,
    /// The marks of a comparison with an older paper; `None` in every other paper.
    pub revisions: Option<revisions::Revisions>,
}

impl Document {
    /// Reference and version on one line, as they stand on the cover and in the foot.
    #[must_use]
    pub fn imprint(&self) -> String {
        let parts = [self.reference.trim(), self.version.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Whether its text begins below the title, without a table of contents: a letter or a memo, none of whose headings is listed.
    #[must_use]
    pub fn is_letter(&self) -> bool {
        !self.blocks.iter().any(|block| matches!(block, Block::Heading(heading) if heading.is_listed()))
    }

    /// Visits all inline content, the cover's first. An emphasis is visited before its content.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Inline)) {
        let Cover { parties, key_terms } = &self.cover;
        parties.iter().for_each(|party| walk(party, visit));
        for (label, value) in key_terms {
            walk(label, visit);
            walk(value, visit);
        }
        for block in &self.blocks {
            match block {
                Block::Heading(heading) => walk(&heading.title, visit),
                Block::Paragraph(paragraph) => walk(&paragraph.text, visit),
                Block::Table(table) => {
                    table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| walk(cell, visit));
                }
                Block::Chart(_) => {}
                Block::Signatures(signatures) => {
                    for signature in signatures {
                        walk(&signature.heading, visit);
                        signature.lines.iter().filter_map(|line| line.1.as_ref()).for_each(|text| walk(text, visit));
                    }
                }
            }
        }
    }
}

fn walk<'a>(text: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in text {
        visit(inline);
        if let Some(inner) = inline.inner() {
            walk(inner, visit);
        }
    }
}

/// Where one clause stands, so that it can be found again in a file that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Its id in the library.
    pub id: String,
    /// The version of its file.
    pub version: u32,
    /// SHA-256 of its words as they print, in lower-case hexadecimal: see [`words_of`].
    pub sha256: String,
    /// Its blocks, as indices into [`Document::blocks`].
    pub blocks: Range<usize>,
}

/// The notes beside the text in our own copy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// The author named in a comment.
    pub author: String,
    /// The time named in a comment, as RFC 3339 in UTC; `None` if neither deal nor environment gives one.
    pub date: Option<String>,
    /// One note a clause, in order.
    pub notes: Vec<Note>,
    /// The question for each blank, by the path of its field.
    pub questions: BTreeMap<Path, String>,
}

/// A note beside one place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Anchor of the heading or paragraph that the note stands beside.
    pub anchor: String,
    /// Its lines: a label such as `Position:`, and the text.
    pub lines: Vec<(String, Inlines)>,
}

/// Words that stand around the text; kept here so that every format prints the same ones.
pub mod fixed_words {
    /// Heading of the table of contents.
    pub const CONTENTS: &str = "Contents";
    /// Heading of the cover's table.
    pub const KEY_TERMS: &str = "Key terms";
    /// What a blank prints as.
    pub const BLANK: &str = "[•]";
    /// What stands before the title of an agreement under which orders are made.
    pub const MASTER: &str = "Master";
}

/// The first page: title, parties and the terms that a reader looks for first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// One line a party: its name.
    pub parties: Vec<Inlines>,
    /// Label and value, in order.
    pub key_terms: Vec<(Inlines, Inlines)>,
}

/// A run of inline content.
pub type Inlines = Vec<Inline>;

/// Inline content. Adjacent runs are printed without a space between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words of the library, which may be hyphenated.
    Plain(PlacedWords),
    /// Words of the deal, printed exactly as they are.
    Value(String),
    /// A fact that nobody has given yet: prints as [`fixed_words::BLANK`]. Holds the path of the deal's field, if it is known.
    Blank(Option<Path>),
    /// A defined term where it is defined, or another strong emphasis.
    Strong(Inlines),
    /// Weak emphasis, printed in italics.
    Emphasis(Inlines),
    /// A reference inside the paper: `text` is the resolved number, `target` the anchor of a heading, paragraph or table.
    Ref {
        /// Anchor of the place meant.
        target: PlacedWords,
        /// What prints, such as `clause 26.1`.
        text: String,
    },
    /// A line break inside a cell or an address.
    Break,
    /// Words that only the new one of two papers has; marks of change never nest.
    Inserted(Inlines),
    /// Words that only the old one of two papers has.
    Deleted(Inlines),
}

impl Inline {
    /// The content of an emphasis or of a mark of change.
    #[must_use]
    pub fn inner(&self) -> Option<&Inlines> {
        match self {
            Self::Strong(inner) | Self::Emphasis(inner) | Self::Inserted(inner) | Self::Deleted(inner) => Some(inner),
            Self::Plain(_) | Self::Value(_) | Self::Blank(_) | Self::Ref { .. } | Self::Break => None,
        }
    }
}

/// One block of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of a part, clause, schedule or section.
    Heading(Heading),
    /// A paragraph, numbered or not.
    Paragraph(Paragraph),
    /// A table with a header row.
    Table(Table),
    /// Signature blocks, none of which may be split over two pages.
    Signatures(Vec<Signature>),
    /// A picture of figures that also stand in a table beside it, so that a format without pictures may leave it out.
    Chart(Chart),
}

/// Bars, one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Title, printed above the bars.
    pub title: String,
    /// For each bar its label, its figure, and its length as a share of the longest, in thousandths.
    pub bars: Vec<(String, String, u32)>,
}

/// A heading. Its level is its kind's: Part and Schedule 1, Clause and Section 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its kind, which also gives its level.
    pub kind: HeadingKind,
    /// What prints before the title: `Part 3`, `12`, `Schedule 2`, `1`; empty for an unnumbered heading.
    pub label: String,
    /// The title, without its number.
    pub title: Inlines,
    /// Unique anchor, of letters, digits, `.` and `-`.
    pub anchor: String,
}

impl Heading {
    /// Whether the table of contents lists it: every heading but the sections inside a schedule.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.kind != HeadingKind::Section
    }
}

/// The kind of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeadingKind {
    /// A part of the body: its text stands in clauses, never directly below it.
    Part,
    /// A schedule; starts on a new page.
    Schedule,
    /// A clause of the body.
    Clause,
    /// A section of a schedule.
    Section,
}

impl HeadingKind {
    /// Depth in the outline, from 1.
    #[must_use]
    pub fn level(self) -> u8 {
        match self {
            Self::Part | Self::Schedule => 1,
            Self::Clause | Self::Section => 2,
        }
    }
}

/// A paragraph, numbered or not, that may be referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Steps of indentation: 0 flush left; 1 for `1.1` and for definitions; 2 for `(a)`; 3 for `(i)`; 4 for `(A)`.
    pub indent: u8,
    /// The printed number, hanging left of the indent: `1.1`, `(a)`; empty if there is none.
    pub label: String,
    /// Whether it defines a term; the letters of the items below it then begin anew.
    pub defines: bool,
    /// Unique anchor, if anything may refer to it.
    pub anchor: Option<String>,
    /// The words, without the number.
    pub text: Inlines,
}

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// One alignment for each column.
    pub columns: Vec<Align>,
    /// The header row, repeated on every page that the table reaches.
    pub header: Vec<Inlines>,
    /// The other rows. The first cell of each is its heading.
    pub rows: Vec<Vec<Inlines>>,
}

/// Horizontal alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// For words.
    Left,
    /// For figures.
    Right,
    /// For marks such as a tick.
    Center,
}

/// One party's signature block, which stays on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `Signed for and on behalf of …`.
    pub heading: Inlines,
    /// Label, and the value if it is known; `None` leaves a line to write on.
    pub lines: Vec<(String, Option<Inlines>)>,
}

/// The words of a run, as every format prints them; of a marked one, those of the new paper.
#[must_use]
pub fn plain_text(text: &[Inline]) -> String {
    let mut out = String::new();
    write_plain(text, &mut out);
    out
}

/// The words of a run with those that a marked one shows as deleted.
#[must_use]
pub fn shown_text(text: &[Inline]) -> String {
    let shown = text.iter().map(|inline| match inline {
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Inserted(inner) | Inline::Deleted(inner) => {
            shown_text(inner)
        }
        other => plain_text(std::slice::from_ref(other)),
    });
    shown.collect()
}

fn write_plain(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Plain(words) => out.push_str(words),
            Inline::Value(words) => out.push_str(words),
            Inline::Blank(_) => out.push_str(fixed_words::BLANK),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Inserted(inner) => write_plain(inner, out),
            Inline::Ref { text, .. } => out.push_str(text),
            Inline::Break => out.push('\n'),
            Inline::Deleted(_) => {}
        }
    }
}

/// The words of some blocks, from which the hash of a clause is made: a line for each heading, paragraph and cell, without its
/// number.
#[must_use]
pub fn words_of(blocks: &[Block]) -> String {
    let (mut out, mut line) = (String::new(), String::new());
    let mut add = |text: &[Inline]| {
        line.clear();
        write_plain(text, &mut line);
        if !out.is_empty() {
            out.push('\n');
        }
        for (at, word) in line.split_whitespace().enumerate() {
            if at > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    };
    for block in blocks {
        match block {
            Block::Heading(heading) => add(&heading.title),
            Block::Paragraph(paragraph) => add(&paragraph.text),
            Block::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| add(cell)),
            Block::Signatures(_) | Block::Chart(_) => {}
        }
    }
    out
}

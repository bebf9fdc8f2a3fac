//! What layout hands to the painter: pages of positioned runs, boxes and links, and the tree that says what they are.

use super::style::{Colour, Frame};
use super::tags::{LeafId, Tags};

/// A document laid out, ready to be painted.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Sheet and text block, the same on every page.
    pub frame: Frame,
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// Meaning of the runs.
    pub tags: Tags,
    /// Links that [`DrawnItem::Link`] areas belong to.
    pub links: Vec<InnerLink>,
    /// Outline entries in reading order; level 2 nests in the level 1 before it.
    pub bookmarks: Vec<Bookmark>,
    /// Metadata of the file.
    pub about: Metadata,
}

/// Metadata of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Title, never empty.
    pub title: String,
    /// BCP 47 tag, never empty.
    pub language: String,
    /// Provenance hash.
    pub provenance: String,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Everything drawn, in painting order.
    pub items: Vec<DrawnItem>,
    /// The rows that the text block is made of, top to bottom.
    pub rows: Vec<Placed>,
}

/// A row where it came to stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Upper edge.
    pub top: f32,
    /// Lower edge.
    pub bottom: f32,
    /// What it is.
    pub kind: RowKind,
    /// Index of its block in the document; `None` on the cover and in the contents.
    pub block: Option<usize>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line of a heading.
    Heading,
    /// Line `line` of `of` of a paragraph.
    Line {
        /// Index of the line.
        line: usize,
        /// Number of lines.
        of: usize,
    },
    /// A table's header row where the table starts.
    TableHeader,
    /// The same again at the top of a later page.
    RepeatedHeader,
    /// A table row, or a slice of one that is taller than a page.
    TableRow,
    /// A row of signature block `block`.
    Signature {
        /// Index of the signature among its block's signatures.
        index: usize,
    },
    /// A line of the contents.
    Entry,
    /// Anything on the cover.
    Cover,
}

/// Something drawn.
#[derive(Debug, Clone)]
pub enum DrawnItem {
    /// Letters.
    Text(GlyphRun),
    /// A filled rectangle: a rule or a ground. Never carries meaning.
    Fill(Fill),
    /// A place that one can click.
    Link(Area),
}

/// A rectangle of one colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Colour.
    pub colour: Colour,
}

/// One line's share of a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Index into [`Layout::links`].
    pub link: usize,
}

/// A link inside the paper.
#[derive(Debug, Clone)]
pub struct InnerLink {
    /// The leaf that holds the link's words and its annotations.
    pub leaf: LeafId,
    /// Anchor of the place it leads to.
    pub anchor: String,
    /// Words for those who do not see it.
    pub alt: String,
    /// Page index and height on that page; known once everything is placed.
    pub to: Option<(usize, f32)>,
}

/// An outline entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// Depth, from 1.
    pub level: u8,
    /// Label and title.
    pub text: String,
    /// Page index.
    pub page: usize,
    /// Height on the page.
    pub y: f32,
}

/// Letters of one face and size on one baseline.
#[derive(Debug, Clone)]
pub struct GlyphRun {
    /// Left end of the baseline.
    pub x: f32,
    /// Height of the baseline.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// Index of the face: the built-in ones, then the user's.
    pub face: usize,
    /// Colour.
    pub colour: Colour,
    /// The characters, for search and for reading aloud.
    pub text: String,
    /// The glyphs, in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Width of what is seen: without the space that ends a line.
    pub width: f32,
    /// What it belongs to.
    pub owner: Owner,
}

/// A glyph; lengths in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Index in its face.
    pub id: u32,
    /// Distance to the next glyph.
    pub advance: f32,
    /// Offset to the right.
    pub dx: f32,
    /// Offset upwards.
    pub dy: f32,
    /// First byte of its cluster in the run's text.
    pub start: u32,
    /// The byte after its cluster.
    pub end: u32,
}

/// What a run belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A leaf of the tag tree.
    Leaf(LeafId),
    /// Nothing: it only dresses the page.
    Artifact(Artifact),
}

/// Kinds of dressing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    /// Running head.
    Head,
    /// Foot.
    Foot,
    /// Leaders, repeated table headers, rules.
    Layout,
}

impl DrawnItem {
    /// The same thing, further right and lower on the page.
    pub(super) fn shift(&mut self, right: f32, down: f32) {
        let (x, y) = match self {
            Self::Text(run) => (&mut run.x, &mut run.y),
            Self::Fill(fill) => (&mut fill.x, &mut fill.y),
            Self::Link(area) => (&mut area.x, &mut area.y),
        };
        *x += right;
        *y += down;
    }
}

//! What layout passes to the painter: pages of positioned runs, fills and links, and the tag tree. Lengths are points,
//! on a page they count from the upper left corner of the sheet.

use super::style::{Colour, Frame};
use super::tags::{LeafId, Tags};

/// A document laid out, ready to be painted.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Sheet and text block, the same on every page.
    pub frame: Frame,
    /// The pages, in reading order.
    pub pages: Vec<Page>,
    /// The tag tree that gives the runs their meaning.
    pub tags: Tags,
    /// Links that [`DrawnItem::Link`] areas belong to.
    pub links: Vec<InnerLink>,
    /// Outline entries in reading order; level 2 nests in the level 1 before it.
    pub bookmarks: Vec<Bookmark>,
    /// The metadata, for XMP and the viewer's title bar.
    pub about: Metadata,
}

/// The metadata of the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Title, never empty.
    pub title: String,
    /// BCP 47 tag, never empty.
    pub language: String,
    /// Hash of the provenance record, in lower-case hexadecimal.
    pub provenance: String,
}

/// A page: what is drawn, and the rows of its text block.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Everything drawn, in painting order.
    pub items: Vec<DrawnItem>,
    /// The rows that the text block is made of, top to bottom.
    pub rows: Vec<Placed>,
}

/// A row with its position on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Upper edge, in points.
    pub top: f32,
    /// Lower edge, in points.
    pub bottom: f32,
    /// What it is a row of.
    pub kind: RowKind,
    /// Index of its block in the document; `None` on the cover and in the contents.
    pub block: Option<usize>,
}

/// What a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line of a heading.
    Heading,
    /// Line `line` of `of` of a paragraph.
    Line {
        /// Index of the line in the paragraph, from 0.
        line: usize,
        /// Number of lines of the paragraph.
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

/// An element of a page, in painting order.
#[derive(Debug, Clone)]
pub enum DrawnItem {
    /// Letters of one face and size.
    Text(GlyphRun),
    /// A filled rectangle: a rule or a ground. It has no meaning of its own.
    Fill(Fill),
    /// A place that one can click.
    Link(Area),
}

/// A rectangle of one colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Left edge, in points.
    pub x: f32,
    /// Upper edge, in points.
    pub y: f32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Red, green and blue.
    pub colour: Colour,
}

/// The part of a link on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge, in points.
    pub x: f32,
    /// Upper edge, in points.
    pub y: f32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Index of its link in [`Layout::links`].
    pub link: usize,
}

/// A link inside the paper.
#[derive(Debug, Clone)]
pub struct InnerLink {
    /// The leaf that holds the link's words and its annotations.
    pub leaf: LeafId,
    /// Anchor of the place it leads to.
    pub anchor: String,
    /// Alternative text, for screen readers.
    pub alt: String,
    /// Index of the target page and height on it; known once everything is placed.
    pub to: Option<(usize, f32)>,
    /// Whether it is no link but a line to sign on.
    pub signs: bool,
}

/// An entry of the PDF's outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// Nesting depth, from 1.
    pub level: u8,
    /// Label and title of the heading.
    pub text: String,
    /// Index of the target page.
    pub page: usize,
    /// Height of the target on its page, in points.
    pub y: f32,
}

/// Letters of one face and size on one baseline.
#[derive(Debug, Clone)]
pub struct GlyphRun {
    /// Left end of the baseline.
    pub x: f32,
    /// Height of the baseline, in points.
    pub y: f32,
    /// Font size in points.
    pub size: f32,
    /// Index of the face: the built-in ones, then the user's.
    pub face: usize,
    /// Red, green and blue.
    pub colour: Colour,
    /// The characters, for search and screen readers.
    pub text: String,
    /// The glyphs, in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Visible width, without a space at the end of the line.
    pub width: f32,
    /// The leaf or artifact that it belongs to.
    pub owner: Owner,
}

/// A glyph; lengths in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Glyph index in its face.
    pub id: u32,
    /// Distance to the next glyph.
    pub advance: f32,
    /// Offset to the right, in ems.
    pub dx: f32,
    /// Offset upwards, in ems.
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
    /// No leaf: it is decoration.
    Artifact(Artifact),
}

/// Kinds of decoration, by PDF's artifact types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    /// The running head.
    Head,
    /// The running foot.
    Foot,
    /// Leaders, repeated table headers, rules.
    Layout,
}

impl DrawnItem {
    /// The same item, moved right and down.
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

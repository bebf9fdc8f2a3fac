//! Inline content → measured text → lines of runs.

use super::fonts::{Fonts, built_in};
use super::lines::{self, Break, Fit};
use super::page::{Area, Artifact, Fill, Glyph, Item, Link, Owner, Run};
use super::style::{self, Colour, Type};
use super::tags::{NodeId, Role, Tags};
use crate::document::{Inline, furniture};
use crate::render::Failure;

/// A stretch of text in one style.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub face: usize,
    pub colour: Colour,
    pub owner: Owner,
    /// Words of the library, which alone may be hyphenated.
    pub plain: bool,
    pub blank: bool,
    /// A reference, whose number should not stand on another line than its noun.
    pub reference: bool,
    target: Option<String>,
    link: Option<usize>,
}

/// A text with its styles and widths, not yet broken into lines.
#[derive(Debug)]
pub(super) struct Measured {
    pub text: String,
    pub pieces: Vec<Piece>,
    pub ty: Type,
    /// `at[i]` is the width of everything before byte `i`.
    at: Vec<f64>,
    /// Whether a cluster starts at a byte: only there may a word be cut.
    clusters: Vec<bool>,
}

/// One line, its upper left corner at the origin.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub items: Vec<Item>,
    pub width: f32,
}

/// What tagging a text needs: the tree, the links, and the anchors that exist.
pub(super) struct Scribe<'a> {
    pub tags: &'a mut Tags,
    pub links: &'a mut Vec<Link>,
    pub anchors: &'a std::collections::HashSet<&'a str>,
}

impl Measured {
    /// Shapes and measures a text.
    pub fn new(fonts: &Fonts, text: &[Inline], ty: Type) -> Result<Self, Failure> {
        let mut measured = Self { text: String::new(), pieces: Vec::new(), ty, at: Vec::new(), clusters: Vec::new() };
        measured.flatten(text, ty.bold, false);
        measured.measure(fonts)?;
        Ok(measured)
    }

    /// Shapes and measures words that have no style of their own.
    pub fn words(fonts: &Fonts, words: &str, ty: Type) -> Result<Self, Failure> {
        let mut measured = Self { text: String::new(), pieces: Vec::new(), ty, at: Vec::new(), clusters: Vec::new() };
        measured.push(words, built_in(ty.bold, false), false, false, None);
        measured.measure(fonts)?;
        Ok(measured)
    }

    fn flatten(&mut self, text: &[Inline], bold: bool, italic: bool) {
        let face = built_in(bold, italic);
        for inline in text {
            match inline {
                Inline::Plain(words) => self.push(words, face, true, false, None),
                Inline::Value(words) => self.push(words, face, false, false, None),
                Inline::Blank => self.push(furniture::BLANK, face, false, true, None),
                Inline::Strong(inner) => self.flatten(inner, true, italic),
                Inline::Emphasis(inner) => self.flatten(inner, bold, true),
                Inline::Ref { target, text } => self.push(text, face, false, false, Some(target.clone())),
                Inline::Break => self.text.push('\n'),
            }
        }
    }

    fn push(&mut self, words: &str, face: usize, plain: bool, blank: bool, target: Option<String>) {
        let start = self.text.len();
        // In here a line feed is `Inline::Break` and nothing else; the byte order mark may not be in a file for keeping.
        self.text.extend(words.chars().filter_map(|character| match character {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{feff}' => None,
            other => Some(other),
        }));
        let end = self.text.len();
        let (owner, colour, reference) = (Owner::Artifact(Artifact::Layout), self.ty.colour, target.is_some());
        self.pieces.push(Piece { start, end, face, colour, owner, plain, blank, reference, target, link: None });
    }

    fn measure(&mut self, fonts: &Fonts) -> Result<(), Failure> {
        let size = self.ty.size;
        self.at = vec![0.0; self.text.len() + 1];
        self.clusters = vec![false; self.text.len() + 1];
        for piece in &self.pieces {
            let mut from = piece.start;
            let space = fonts.word(piece.face, " ")?.width * size;
            for part in self.text.get(piece.start..piece.end).unwrap_or_default().split(' ') {
                let word = fonts.word(piece.face, part)?;
                for glyph in word.segments.iter().flat_map(|segment| &segment.glyphs) {
                    add(&mut self.at, from + glyph.end as usize, glyph.advance * size);
                    if let Some(slot) = self.clusters.get_mut(from + glyph.start as usize) {
                        *slot = true;
                    }
                }
                from += part.len();
                if from < piece.end {
                    from += 1;
                    add(&mut self.at, from, space);
                }
            }
        }
        let mut sum = 0.0;
        for width in &mut self.at {
            sum += *width;
            *width = sum;
        }
        Ok(())
    }

    /// Width of the bytes from `start` to `end` on one line.
    pub fn width(&self, start: usize, end: usize) -> f32 {
        let at = |byte: usize| self.at.get(byte).copied().unwrap_or_default();
        (at(end) - at(start)).max(0.0) as f32
    }

    /// Width of the whole text, if it stands on one line.
    pub fn total(&self) -> f32 {
        self.width(0, self.text.len())
    }

    /// Whether the text may be cut before this byte.
    pub fn is_cluster(&self, byte: usize) -> bool {
        self.clusters.get(byte).copied().unwrap_or(false)
    }

    /// Gives every piece its place in the tag tree under `node`; a reference that leads somewhere becomes a link.
    pub fn tag(&mut self, scribe: &mut Scribe<'_>, node: NodeId) {
        let mut open = None;
        for piece in &mut self.pieces {
            let target = piece.target.take_if(|target| scribe.anchors.contains(target.as_str()));
            let words = self.text.get(piece.start..piece.end).unwrap_or_default();
            match target {
                Some(anchor) if words.chars().any(|character| !character.is_whitespace()) => {
                    open = None;
                    let link = scribe.tags.node(node, Role::Link);
                    let leaf = scribe.tags.leaf(link);
                    piece.owner = Owner::Leaf(leaf);
                    piece.link = Some(scribe.links.len());
                    scribe.links.push(Link { leaf, anchor, alt: words.to_owned(), to: None });
                }
                _ => piece.owner = Owner::Leaf(*open.get_or_insert_with(|| scribe.tags.leaf(node))),
            }
        }
    }

    /// Makes the whole text one link, as in the contents.
    pub fn link(&mut self, owner: Owner, link: usize) {
        for piece in &mut self.pieces {
            piece.owner = owner;
            piece.link = Some(link);
        }
    }

    /// Gives the whole text one owner.
    pub fn own(&mut self, owner: Owner) {
        for piece in &mut self.pieces {
            piece.owner = owner;
        }
    }

    /// Breaks the text into lines no wider than `measure`; there is always at least one.
    pub fn lines(&self, fonts: &Fonts, measure: f32, fit: Fit, ground: bool) -> Result<Vec<Line>, Failure> {
        let breaks = lines::breaks(self, measure, fit);
        breaks.into_iter().map(|at| self.line(fonts, measure, fit, at, ground)).collect()
    }

    /// The whole text on one line, as wide as it is, followed by a space that is read and not seen.
    pub fn single(&self, fonts: &Fonts) -> Result<Line, Failure> {
        let at = Break { start: 0, end: self.text.len(), hyphen: false, last: true, space: true };
        self.line(fonts, f32::INFINITY, Fit::Whole, at, false)
    }

    fn line(&self, fonts: &Fonts, measure: f32, fit: Fit, at: Break, ground: bool) -> Result<Line, Failure> {
        let mut draft = Draft { runs: Vec::new(), x: 0.0, ty: self.ty };
        let first = self.pieces.partition_point(|piece| piece.end <= at.start);
        let mut last = None;
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.start < at.end) {
            let (start, end) = (piece.start.max(at.start), piece.end.min(at.end));
            let words = self.text.get(start..end).unwrap_or_default();
            for (index, part) in words.split(' ').enumerate() {
                if index > 0 {
                    draft.word(fonts, piece, " ", None)?;
                }
                if !part.is_empty() {
                    draft.word(fonts, piece, part, None)?;
                }
            }
            last = Some(piece);
        }
        let Some(last) = last.or(self.pieces.last()) else { return Ok(Line::default()) };
        if at.hyphen {
            draft.word(fonts, last, "\u{2010}", Some("\u{ad}"))?;
        }
        let spread = fit == Fit::Justified && !at.last;
        draft.fill(measure, spread);
        let width = draft.x;
        if at.space {
            draft.word(fonts, last, " ", None)?;
        }
        Ok(draft.finish(width, ground))
    }
}

fn add(widths: &mut [f64], at: usize, width: f32) {
    if let Some(slot) = widths.get_mut(at) {
        *slot += f64::from(width);
    }
}

/// A line under construction.
struct Draft {
    runs: Vec<(Run, Option<usize>, bool)>,
    x: f32,
    ty: Type,
}

impl Draft {
    /// Appends a word, in the run before it if nothing parts them. `instead` is what the glyphs mean, if not `word`.
    fn word(&mut self, fonts: &Fonts, piece: &Piece, word: &str, instead: Option<&str>) -> Result<(), Failure> {
        let shaped = fonts.word(piece.face, word)?;
        for segment in &shaped.segments {
            let joins = self.runs.last().is_some_and(|(run, link, blank)| {
                run.face == segment.face
                    && run.owner == piece.owner
                    && run.colour == piece.colour
                    && *link == piece.link
                    && *blank == piece.blank
            });
            if !joins {
                let run = Run {
                    x: self.x,
                    y: self.ty.baseline(),
                    size: self.ty.size,
                    face: segment.face,
                    colour: piece.colour,
                    text: String::new(),
                    glyphs: Vec::new(),
                    width: 0.0,
                    owner: piece.owner,
                };
                self.runs.push((run, piece.link, piece.blank));
            }
            let Some((run, ..)) = self.runs.last_mut() else { continue };
            let base = run.text.len() as u32;
            run.text.push_str(instead.or(word.get(segment.start..segment.end)).unwrap_or_default());
            let length = run.text.len() as u32;
            let shift = |byte: u32| base + byte - segment.start as u32;
            for glyph in &segment.glyphs {
                let (start, end) =
                    if instead.is_some() { (base, length) } else { (shift(glyph.start), shift(glyph.end)) };
                run.glyphs.push(Glyph { start, end, ..*glyph });
                self.x += glyph.advance * self.ty.size;
                run.width += glyph.advance * self.ty.size;
            }
        }
        Ok(())
    }

    /// Makes the line as wide as the measure if `spread`, and never wider.
    fn fill(&mut self, measure: f32, spread: bool) {
        let room = measure - self.x;
        let spaces = self.runs.iter().flat_map(|(run, ..)| run.text.bytes()).filter(|byte| *byte == b' ').count();
        let each = if spaces > 0 { room / spaces as f32 } else { 0.0 };
        // A line with hardly a space would be torn apart: it stays ragged.
        let spread = spread && spaces > 0 && each < self.ty.size * 1.1;
        if !spread && room >= -0.001 {
            return;
        }
        // Too wide by a hair (kerning across a cut): the spaces give way, else the letters.
        let by_spaces = spaces > 0 && each > -self.ty.size * 0.09;
        let squeeze = if by_spaces { 1.0 } else { measure.max(0.0) / self.x.max(f32::EPSILON) };
        let mut x = self.runs.first().map_or(0.0, |(run, ..)| run.x);
        for (run, ..) in &mut self.runs {
            run.x = x;
            run.width = 0.0;
            for glyph in &mut run.glyphs {
                if by_spaces {
                    if run.text.as_bytes().get(glyph.start as usize) == Some(&b' ') {
                        glyph.advance += each / run.size;
                    }
                } else {
                    glyph.advance *= squeeze;
                }
                run.width += glyph.advance * run.size;
            }
            x += run.width;
        }
        self.x = x;
    }

    /// The line's items: grounds first, so that letters stand on them.
    fn finish(self, width: f32, ground: bool) -> Line {
        let ty = self.ty;
        let mut items = Vec::with_capacity(self.runs.len());
        if ground {
            items.extend(self.runs.iter().filter(|(.., blank)| *blank).map(|(run, ..)| {
                let (y, height) = (run.y - ty.size * 0.78, ty.size * 1.04);
                Item::Fill(Fill { x: run.x - 0.6, y, width: run.width + 1.2, height, colour: style::BLANK })
            }));
        }
        let areas: Vec<Item> = self
            .runs
            .iter()
            .filter_map(|(run, link, _)| {
                let link = (*link)?;
                Some(Item::Link(Area { x: run.x, y: 0.0, width: run.width, height: ty.leading, link }))
            })
            .collect();
        for (mut run, ..) in self.runs {
            // The space that ends a line is there to be read, not to be seen.
            run.width = run.width.min((width - run.x).max(0.0));
            items.push(Item::Text(run));
        }
        items.extend(areas);
        Line { items, width }
    }
}

//! Turns inline content into text with styles, widths and tags, not yet broken into lines.

use std::collections::HashSet;
use std::rc::Rc;

use unicode_bidi::Level;

use super::fonts::{Fonts, ShapedWord, built_in};
use super::page::{Artifact, InnerLink, Owner};
use super::style::{self, Colour, TypeSize};
use super::tags::{NodeId, TagRole, Tags};
use crate::document::revisions::RevisionStanding;
use crate::document::{Inline, fixed_words};
use crate::render::{PrintError, direction};

/// A stretch of text in one style.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub start: usize,
    pub end: usize,
    pub face: usize,
    pub colour: Colour,
    pub owner: Owner,
    /// Whether it is the library's words, which alone may be hyphenated.
    pub plain: bool,
    pub blank: bool,
    /// Which of two papers has it, in a marked document.
    pub standing: RevisionStanding,
    /// Whether it is a reference, whose number should stay on the line of its noun.
    pub reference: bool,
    pub link: Option<usize>,
    target: Option<String>,
}

/// A shaped word or space, kept so that lines need no look-up.
#[derive(Debug)]
pub(super) struct Shaped {
    pub start: usize,
    pub end: usize,
    pub word: Rc<ShapedWord>,
    /// Its embedding level: odd if it runs right to left.
    pub level: Level,
}

/// A text with its styles and widths, not yet broken into lines.
#[derive(Debug)]
pub(super) struct Measured {
    pub text: String,
    pub pieces: Vec<Stretch>,
    /// Every word and space, in the order of the text; none belongs to two pieces.
    pub words: Vec<Shaped>,
    pub ty: TypeSize,
    /// Whether an invisible space follows for text extraction: after a label.
    pub spaced: bool,
    /// What the words at hand are marked as, while a text is read.
    standing: RevisionStanding,
    /// `at[i]` is the width of everything before byte `i`.
    at: Vec<f64>,
    /// Whether a cluster starts at a byte; a word may be cut only there.
    clusters: Vec<bool>,
    /// The embedding level of each byte; empty if the whole text runs left to right.
    levels: Vec<Level>,
    /// Whether any of it may run right to left.
    turns: bool,
}

/// What tagging a text needs: the tree, the links, and the anchors that exist.
pub(super) struct Scribe<'a> {
    pub tags: &'a mut Tags,
    pub links: &'a mut Vec<InnerLink>,
    pub anchors: &'a HashSet<&'a str>,
}

impl Measured {
    /// Shapes and measures a text.
    pub(super) fn new(fonts: &Fonts, text: &[Inline], ty: TypeSize) -> Result<Self, PrintError> {
        let mut measured = Self::blank(ty);
        measured.flatten(text, ty.bold, false);
        measured.measure(fonts)?;
        Ok(measured)
    }

    /// Shapes and measures words that have no style of their own.
    pub(super) fn words(fonts: &Fonts, words: &str, ty: TypeSize) -> Result<Self, PrintError> {
        let mut measured = Self::blank(ty);
        measured.push(words, built_in(ty.bold, false), false, false, None);
        measured.measure(fonts)?;
        Ok(measured)
    }

    fn blank(ty: TypeSize) -> Self {
        let (text, pieces, words) = Default::default();
        Self {
            text,
            pieces,
            words,
            ty,
            spaced: false,
            standing: RevisionStanding::Kept,
            at: Vec::new(),
            clusters: Vec::new(),
            levels: Vec::new(),
            turns: false,
        }
    }

    fn flatten(&mut self, text: &[Inline], bold: bool, italic: bool) {
        let face = built_in(bold, italic);
        for inline in text {
            match inline {
                Inline::Plain(words) => self.push(words, face, true, false, None),
                Inline::Value(words) => self.push(words, face, false, false, None),
                Inline::Blank(_) => self.push(fixed_words::BLANK, face, false, true, None),
                Inline::Strong(inner) => self.flatten(inner, true, italic),
                Inline::Emphasis(inner) => self.flatten(inner, bold, true),
                Inline::Inserted(inner) => self.flatten_marked(inner, bold, italic, RevisionStanding::Inserted),
                Inline::Deleted(inner) => self.flatten_marked(inner, bold, italic, RevisionStanding::Deleted),
                Inline::Ref { target, text } => self.push(text, face, false, false, Some(target.to_string())),
                Inline::Break => self.text.push('\n'),
            }
        }
    }

    fn flatten_marked(&mut self, text: &[Inline], bold: bool, italic: bool, standing: RevisionStanding) {
        let before = std::mem::replace(&mut self.standing, standing);
        self.flatten(text, bold, italic);
        self.standing = before;
    }

    fn push(&mut self, words: &str, face: usize, plain: bool, blank: bool, target: Option<String>) {
        let start = self.text.len();
        if words.bytes().all(|byte| byte.is_ascii() && byte >= b' ') {
            self.text.push_str(words);
        } else {
            self.turns |= words.chars().any(direction::turns);
            // Here only `Inline::Break` makes a line feed; PDF/A does not allow the byte order mark.
            self.text.extend(words.chars().filter_map(|character| match character {
                '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
                '\u{feff}' => None,
                other => Some(other),
            }));
        }
        let end = self.text.len();
        let (owner, standing, reference) = (Owner::Artifact(Artifact::Layout), self.standing, target.is_some());
        let colour = style::change(standing).unwrap_or(self.ty.colour);
        let piece = Stretch { start, end, face, colour, owner, plain, blank, standing, reference, target, link: None };
        self.pieces.push(piece);
    }

    fn measure(&mut self, fonts: &Fonts) -> Result<(), PrintError> {
        let size = self.ty.size;
        self.at = vec![0.0; self.text.len() + 1];
        self.clusters = vec![false; self.text.len() + 1];
        if self.turns {
            let is_value = |piece: &&Stretch| !piece.plain && !piece.blank && !piece.reference;
            let values: Vec<_> = self.pieces.iter().filter(is_value).map(|piece| piece.start..piece.end).collect();
            self.levels = direction::levels(&self.text, &values);
        }
        // Words are six bytes long on average, and a space follows each.
        self.words.reserve(self.text.len() / 3);
        for piece in &self.pieces {
            let mut from = piece.start;
            let space = fonts.word(piece.face, " ")?;
            while from < piece.end {
                let rest = self.text.get(from..piece.end).unwrap_or_default();
                let level = self.levels.get(from).copied().unwrap_or(Level::ltr());
                let turned = self.levels.get(from..from + rest.len()).unwrap_or_default();
                let turn = turned.iter().position(|other| *other != level).unwrap_or(rest.len());
                let space_at = rest.bytes().position(|byte| byte == b' ').unwrap_or(rest.len());
                let length = space_at.min(turn);
                if length > 0 {
                    let word = fonts.directed(piece.face, rest.get(..length).unwrap_or_default(), level.is_rtl())?;
                    for glyph in word.segments.iter().flat_map(|segment| &segment.glyphs) {
                        add(&mut self.at, from + glyph.end as usize, glyph.advance * size);
                        if let Some(slot) = self.clusters.get_mut(from + glyph.start as usize) {
                            *slot = true;
                        }
                    }
                    self.words.push(Shaped { start: from, end: from + length, word, level });
                    from += length;
                }
                if length == space_at && length < rest.len() {
                    let level = self.levels.get(from).copied().unwrap_or(Level::ltr());
                    self.words.push(Shaped { start: from, end: from + 1, word: Rc::clone(&space), level });
                    from += 1;
                    add(&mut self.at, from, space.width * size);
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
    pub(super) fn width(&self, start: usize, end: usize) -> f32 {
        let at = |byte: usize| self.at.get(byte).copied().unwrap_or_default();
        (at(end) - at(start)).max(0.0) as f32
    }

    /// Width of the whole text, if it stands on one line.
    pub(super) fn total(&self) -> f32 {
        self.width(0, self.text.len())
    }

    /// Whether the text may be cut before this byte.
    pub(super) fn is_cluster(&self, byte: usize) -> bool {
        self.clusters.get(byte).copied().unwrap_or(false)
    }

    /// Places every piece in the tag tree under `node`; a reference whose target exists becomes a link.
    pub(super) fn tag(&mut self, scribe: &mut Scribe<'_>, node: NodeId) {
        let mut open = None;
        for piece in &mut self.pieces {
            let target = piece.target.take_if(|target| scribe.anchors.contains(target.as_str()));
            let words = self.text.get(piece.start..piece.end).unwrap_or_default();
            match target {
                Some(anchor) if words.chars().any(|character| !character.is_whitespace()) => {
                    open = None;
                    let link = scribe.tags.node(node, TagRole::Link);
                    let leaf = scribe.tags.leaf(link);
                    piece.owner = Owner::Leaf(leaf);
                    piece.link = Some(scribe.links.len());
                    scribe.links.push(InnerLink { leaf, anchor, alt: words.to_owned(), to: None, signs: false });
                }
                _ => piece.owner = Owner::Leaf(*open.get_or_insert_with(|| scribe.tags.leaf(node))),
            }
        }
    }

    /// Makes the whole text one link, as in the contents.
    pub(super) fn link(&mut self, owner: Owner, link: usize) {
        for piece in &mut self.pieces {
            piece.owner = owner;
            piece.link = Some(link);
        }
    }

    /// Gives the whole text to one owner.
    pub(super) fn own(&mut self, owner: Owner) {
        for piece in &mut self.pieces {
            piece.owner = owner;
        }
    }
}

fn add(widths: &mut [f64], at: usize, width: f32) {
    if let Some(slot) = widths.get_mut(at) {
        *slot += f64::from(width);
    }
}

//! Sets measured text in lines of runs.

use unicode_bidi::Level;

use super::fonts::{Fonts, ShapedWord};
use super::lines::{self, Break, Fit};
use super::measure::{Measured, Shaped, Stretch};
use super::page::{Area, DrawnItem, Fill, Glyph, GlyphRun};
use super::style::{self, TypeSize};
use crate::document::revisions::RevisionStanding;
use crate::render::{PrintError, direction};

/// One line, its upper left corner at the origin.
#[derive(Debug, Default)]
pub(super) struct LineOfText {
    pub items: Vec<DrawnItem>,
    pub width: f32,
    /// Whether the line ends inside a word.
    pub hyphen: bool,
}

impl Measured {
    /// Breaks the text into lines no wider than `measure`; there is always at least one.
    pub(super) fn lines(
        &self,
        fonts: &Fonts,
        measure: f32,
        fit: Fit,
        ground: bool,
    ) -> Result<Vec<LineOfText>, PrintError> {
        let mut breaks = lines::breaks(self, measure, fit);
        if let (true, Some(last)) = (self.spaced, breaks.last_mut()) {
            last.space = true;
        }
        breaks.into_iter().map(|at| self.line(fonts, measure, fit, at, ground)).collect()
    }

    /// The whole text on one line of its natural width, followed by an invisible space for text extraction.
    pub(super) fn single(&self, fonts: &Fonts) -> Result<LineOfText, PrintError> {
        let at = Break { start: 0, end: self.text.len(), hyphen: false, last: true, space: true };
        self.line(fonts, f32::INFINITY, Fit::Whole, at, false)
    }

    fn line(&self, fonts: &Fonts, measure: f32, fit: Fit, at: Break, ground: bool) -> Result<LineOfText, PrintError> {
        // Most lines are one run, plus a hyphen or a space.
        let room = (at.end - at.start) + 4;
        let mut draft = Draft { runs: Vec::new(), x: 0.0, ty: self.ty, room };
        let mut parts: Vec<Part<'_>> = Vec::new();
        let first = self.pieces.partition_point(|piece| piece.end <= at.start);
        let mut last = None;
        for piece in self.pieces.iter().skip(first).take_while(|piece| piece.start < at.end) {
            let (start, end) = (piece.start.max(at.start), piece.end.min(at.end));
            let first = self.words.partition_point(|shaped| shaped.end <= start);
            for shaped in self.words.iter().skip(first).take_while(|shaped| shaped.start < end) {
                let (from, to) = (shaped.start.max(start), shaped.end.min(end));
                parts.push(Part { shaped, piece, from, to });
            }
            last = Some(piece);
        }
        let mut place = |part: &Part<'_>| -> Result<(), PrintError> {
            let Part { shaped, piece, from, to } = *part;
            let words = self.text.get(from..to).unwrap_or_default();
            let placed = Words { piece, words, at: from, leftward: shaped.level.is_rtl() };
            if to - from == shaped.end - shaped.start {
                draft.word(&shaped.word, placed, None);
            } else {
                // Letters at a cut may kern and join differently than inside the word.
                let cut = fonts.directed(piece.face, words, shaped.level.is_rtl())?;
                draft.word(&cut, placed, None);
            }
            Ok(())
        };
        if parts.iter().all(|part| part.shaped.level == Level::ltr()) {
            parts.iter().try_for_each(&mut place)?;
        } else {
            let levels: Vec<Level> = parts.iter().map(|part| part.shaped.level).collect();
            direction::order(&levels).into_iter().filter_map(|at| parts.get(at)).try_for_each(&mut place)?;
        }
        let Some(last) = last.or(self.pieces.last()) else { return Ok(LineOfText::default()) };
        if at.hyphen {
            let hyphen = fonts.word(last.face, "\u{2010}")?;
            let placed = Words { piece: last, words: "\u{2010}", at: at.end, leftward: false };
            draft.word(&hyphen, placed, Some("\u{ad}"));
        }
        let spread = fit == Fit::Justified && !at.last;
        draft.fill(measure, spread);
        let width = draft.x;
        if at.space {
            let space = fonts.word(last.face, " ")?;
            draft.word(&space, Words { piece: last, words: " ", at: at.end, leftward: false }, None);
        }
        Ok(LineOfText { hyphen: at.hyphen, ..draft.finish(width, ground) })
    }
}

/// A word of the line, or what of it stands on the line.
struct Part<'a> {
    shaped: &'a Shaped,
    piece: &'a Stretch,
    from: usize,
    to: usize,
}

/// Words to place: in what style, from which byte of the text, and whether they run right to left.
#[derive(Clone, Copy)]
struct Words<'a> {
    piece: &'a Stretch,
    words: &'a str,
    at: usize,
    leftward: bool,
}

/// Glyphs of one style, side by side.
struct Run {
    drawn: GlyphRun,
    link: Option<usize>,
    blank: bool,
    /// Which of two papers has it, in a marked document.
    standing: RevisionStanding,
    /// The first byte of the text that it draws.
    from: usize,
    /// The byte at which the next word joins it; `None` if it runs right to left, and none does.
    to: Option<usize>,
}

struct Draft {
    /// From left to right.
    runs: Vec<Run>,
    x: f32,
    ty: TypeSize,
    /// Bytes of the line that are in no run yet.
    room: usize,
}

impl Draft {
    /// Appends a word, to the run before it if both have the same style. `instead` is the text of the glyphs if it
    /// differs from `word`.
    fn word(&mut self, shaped: &ShapedWord, placed: Words<'_>, instead: Option<&str>) {
        let Words { piece, words, at, leftward } = placed;
        for segment in &shaped.segments {
            let from = at + segment.start;
            let joins = self.runs.last().is_some_and(|run| {
                run.drawn.face == segment.face
                    && run.drawn.owner == piece.owner
                    && run.drawn.colour == piece.colour
                    && run.link == piece.link
                    && run.blank == piece.blank
                    && run.standing == piece.standing
                    && run.to == Some(from)
                    && !leftward
            });
            if !joins {
                let drawn = GlyphRun {
                    x: self.x,
                    y: self.ty.baseline(),
                    size: self.ty.size,
                    face: segment.face,
                    colour: piece.colour,
                    text: String::with_capacity(self.room),
                    glyphs: Vec::with_capacity(self.room),
                    width: 0.0,
                    owner: piece.owner,
                };
                let (blank, standing) = (piece.blank, piece.standing);
                self.runs.push(Run { drawn, link: piece.link, blank, standing, from, to: None });
            }
            let Some(last) = self.runs.last_mut() else { continue };
            last.to = (!leftward).then_some(at + segment.end);
            let run = &mut last.drawn;
            let base = run.text.len() as u32;
            run.text.push_str(instead.or(words.get(segment.start..segment.end)).unwrap_or_default());
            let length = run.text.len() as u32;
            self.room = self.room.saturating_sub((length - base) as usize);
            let shift = |byte: u32| base + byte - segment.start as u32;
            run.glyphs.extend(segment.glyphs.iter().map(|glyph| {
                let (start, end) =
                    if instead.is_some() { (base, length) } else { (shift(glyph.start), shift(glyph.end)) };
                self.x += glyph.advance * self.ty.size;
                run.width += glyph.advance * self.ty.size;
                Glyph { start, end, ..*glyph }
            }));
        }
    }

    /// Makes the line as wide as the measure if `spread`, and in no case wider.
    fn fill(&mut self, measure: f32, spread: bool) {
        let room = measure - self.x;
        let spaces = self.runs.iter().flat_map(|run| run.drawn.text.bytes()).filter(|byte| *byte == b' ').count();
        let each = if spaces > 0 { room / spaces as f32 } else { 0.0 };
        // A line with few spaces would get wide gaps, so it stays ragged.
        let spread = spread && spaces > 0 && each < self.ty.size * 1.1;
        if !spread && room >= -0.001 {
            return;
        }
        // If kerning across a cut makes the line slightly too wide, spaces shrink, otherwise letters.
        let by_spaces = spaces > 0 && each > -self.ty.size * 0.09;
        let squeeze = if by_spaces { 1.0 } else { measure.max(0.0) / self.x.max(f32::EPSILON) };
        let mut x = self.runs.first().map_or(0.0, |run| run.drawn.x);
        for run in self.runs.iter_mut().map(|run| &mut run.drawn) {
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

    /// The line's items, grounds first so that letters are painted over them.
    fn finish(mut self, width: f32, ground: bool) -> LineOfText {
        let ty = self.ty;
        // Programs read in drawing order, which therefore is that of the text, wherever the words stand.
        self.runs.sort_by_key(|run| run.from);
        let mut items = Vec::with_capacity(self.runs.len());
        if ground {
            items.extend(self.runs.iter().filter(|run| run.blank).map(|run| {
                let run = &run.drawn;
                let (y, height) = (run.y - ty.size * 0.78, ty.size * 1.04);
                DrawnItem::Fill(Fill { x: run.x - 0.6, y, width: run.width + 1.2, height, colour: style::BLANK })
            }));
        }
        let areas: Vec<DrawnItem> = self
            .runs
            .iter()
            .filter_map(|run| {
                let (run, link) = (&run.drawn, run.link?);
                Some(DrawnItem::Link(Area { x: run.x, y: 0.0, width: run.width, height: ty.leading, link }))
            })
            .collect();
        for Run { drawn: mut run, standing, .. } in self.runs {
            let line = match standing {
                RevisionStanding::Kept => None,
                RevisionStanding::Inserted => Some(run.y + ty.size * 0.13),
                RevisionStanding::Deleted => Some(run.y - ty.size * 0.26),
            };
            // The space that ends a line is only for text extraction.
            run.width = run.width.min((width - run.x).max(0.0));
            items.extend(line.map(|y| {
                let (x, width, height) = (run.x, run.width, ty.size * 0.055);
                DrawnItem::Fill(Fill { x, y, width, height, colour: run.colour })
            }));
            items.push(DrawnItem::Text(run));
        }
        items.extend(areas);
        LineOfText { items, width, hyphen: false }
    }
}

//! Font faces, shaping, and the choice of a face for a character.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use harfrust::{Buffer, BufferFlags, Direction, Font, ShapeOptions, ShapePlan, ShaperFont, shape};
use rustc_hash::FxHashMap;

use super::page::Glyph;
use crate::render::{FontFile, PrintError};

const BUILT_IN: usize = 4;

/// Libertinus Serif in the order of [`built_in`], under the SIL Open Font License beside the files.
const FACES: [&[u8]; BUILT_IN] = [
    include_bytes!("fonts/LibertinusSerif-Regular.otf"),
    include_bytes!("fonts/LibertinusSerif-Bold.otf"),
    include_bytes!("fonts/LibertinusSerif-Italic.otf"),
    include_bytes!("fonts/LibertinusSerif-BoldItalic.otf"),
];

/// The faces of a document, and every word shaped so far.
pub struct Fonts {
    faces: Vec<Face>,
    /// For each built-in face, the user's in the order in which they are tried.
    order: [Vec<usize>; BUILT_IN],
    /// By built-in face, those written right to left after the others, then by word, so that a look-up copies nothing.
    words: [RefCell<FxHashMap<Box<str>, Rc<ShapedWord>>>; 2 * BUILT_IN],
    known: RefCell<FxHashMap<(u8, char), bool>>,
    /// Harfrust's working memory, reused for every word.
    buffer: RefCell<Buffer>,
}

/// A font file and its metrics.
struct Face {
    data: FontBytes,
    /// Index of the face in its file.
    index: u32,
    font: Font,
    per_em: f32,
    plans: RefCell<Vec<ShapePlan>>,
}

/// The bytes of a font file.
#[derive(Clone)]
pub(super) enum FontBytes {
    Static(&'static [u8]),
    Owned(std::sync::Arc<Vec<u8>>),
}

/// A shaped word in one style; it has several segments if no single face has all its characters.
#[derive(Debug, PartialEq)]
pub struct ShapedWord {
    /// Its parts, each in one face.
    pub segments: Vec<Segment>,
    /// Width in ems, of all segments.
    pub width: f32,
}

/// Part of a word in one face.
#[derive(Debug, PartialEq)]
pub struct Segment {
    /// Index of the face, built-in faces first.
    pub face: usize,
    /// First byte in the word.
    pub start: usize,
    /// End byte in the word, exclusive.
    pub end: usize,
    /// Glyphs, whose clusters count bytes of the word.
    pub glyphs: Vec<Glyph>,
}

/// Bold and italic, as the index of a built-in face.
#[must_use]
pub fn built_in(bold: bool, italic: bool) -> usize {
    usize::from(bold) + 2 * usize::from(italic)
}

impl Fonts {
    /// The built-in faces, and after them the user's.
    pub fn new(fallback: &[FontFile]) -> Result<Self, PrintError> {
        let mut faces = Vec::with_capacity(BUILT_IN + fallback.len());
        for data in FACES {
            let font = Font::new(data, 0).ok_or_else(|| PrintError::Pdf("a built-in font cannot be read".into()))?;
            faces.push(Face::new(FontBytes::Static(data), font, 0));
        }
        for (index, file) in fallback.iter().enumerate() {
            let font = Font::new(file.bytes.to_vec(), file.face)
                .filter(|font| font.num_glyphs() > 0 && font.charmap().has_unicode());
            let font = font.ok_or_else(|| PrintError::Font {
                index,
                reason: "it is not an OpenType or TrueType font with a Unicode character map".into(),
            })?;
            if COLOURS.iter().any(|table| has_table(&file.bytes, file.face, table)) {
                let reason = "it draws letters in colours or as pictures, which a PDF for keeping cannot hold; give a font of outlines";
                return Err(PrintError::Font { index, reason: reason.into() });
            }
            faces.push(Face::new(FontBytes::Owned(std::sync::Arc::clone(&file.bytes)), font, file.face));
        }
        let order = [0, 1, 2, 3].map(|style: usize| {
            let (bold, italic) = (style & 1 == 1, style & 2 == 2);
            let mut order: Vec<usize> = (0..fallback.len()).collect();
            let differs = |at: &usize| {
                fallback.get(*at).map(|file| u8::from(file.bold != bold) + u8::from(file.italic != italic))
            };
            order.sort_by_key(differs);
            order.into_iter().map(|at| BUILT_IN + at).collect()
        });
        Ok(Self { faces, order, words: Default::default(), known: RefCell::default(), buffer: RefCell::default() })
    }

    /// How many words were shaped so far.
    pub(super) fn shaped(&self) -> usize {
        self.words.iter().map(|words| words.borrow().len()).sum()
    }

    pub(super) fn built_in(&self) -> usize {
        BUILT_IN
    }

    /// The file of each face and its index there, built-in ones first.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&FontBytes, u32, bool)> {
        self.faces.iter().enumerate().map(|(index, face)| (&face.data, face.index, index < BUILT_IN))
    }

    /// Shapes a word that runs left to right. `face` is the built-in face of its style.
    pub fn word(&self, face: usize, word: &str) -> Result<Rc<ShapedWord>, PrintError> {
        self.directed(face, word, false)
    }

    /// Shapes a word of one direction; its glyphs are in the order in which they stand, from left to right.
    pub(super) fn directed(&self, face: usize, word: &str, leftward: bool) -> Result<Rc<ShapedWord>, PrintError> {
        let Some(words) = self.words.get(face + BUILT_IN * usize::from(leftward)) else {
            return Err(PrintError::Pdf(format!("no style {face}")));
        };
        if let Some(found) = words.borrow().get(word) {
            return Ok(Rc::clone(found));
        }
        let shaped = Rc::new(self.shape_word(face, word, leftward)?);
        words.borrow_mut().insert(Box::from(word), Rc::clone(&shaped));
        Ok(shaped)
    }

    fn shape_word(&self, face: usize, word: &str, leftward: bool) -> Result<ShapedWord, PrintError> {
        let mut segments: Vec<Segment> = Vec::new();
        let mut at: Option<(usize, usize)> = None;
        for (start, character) in word.char_indices() {
            let missing = || PrintError::MissingGlyph { character, word: word.to_owned() };
            if is_unprintable(character) {
                return Err(missing());
            }
            match at {
                // Combining, joining and invisible characters stay with the letter before them if that face can draw
                // them.
                Some((current, _))
                    if is_invisible(character) || (is_mark(character) && self.has(current, character)) => {}
                _ => {
                    let found = if is_invisible(character) {
                        Some(face)
                    } else {
                        std::iter::once(face)
                            .chain(self.order.get(face).into_iter().flatten().copied())
                            .find(|candidate| self.has(*candidate, character))
                    };
                    let found = found.ok_or_else(missing)?;
                    match at {
                        Some((current, _)) if current == found => {}
                        Some((current, from)) => {
                            segments.push(self.shape_segment(current, word, from..start, leftward)?);
                            at = Some((found, start));
                        }
                        None => at = Some((found, start)),
                    }
                }
            }
        }
        if let Some((current, from)) = at {
            segments.push(self.shape_segment(current, word, from..word.len(), leftward)?);
        }
        if leftward {
            segments.reverse();
        }
        let width = segments.iter().flat_map(|segment| &segment.glyphs).map(|glyph| glyph.advance).sum();
        Ok(ShapedWord { segments, width })
    }

    fn shape_segment(
        &self,
        index: usize,
        word: &str,
        span: Range<usize>,
        leftward: bool,
    ) -> Result<Segment, PrintError> {
        let Range { start, end } = span;
        let text = word.get(start..end).unwrap_or_default();
        let face = self.faces.get(index).ok_or_else(|| PrintError::Pdf(format!("no face {index}")))?;
        let mut glyphs = face.shape(&mut self.buffer.borrow_mut(), text, leftward).map_err(PrintError::Pdf)?;
        if let Some(bare) = glyphs.iter().find(|glyph| glyph.id == 0) {
            let character = text.get(bare.start as usize..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
            return Err(PrintError::MissingGlyph { character, word: word.to_owned() });
        }
        for glyph in &mut glyphs {
            glyph.start += start as u32;
            glyph.end += start as u32;
        }
        Ok(Segment { face: index, start, end, glyphs })
    }

    /// Whether a face can draw a character, directly or by a substitute that shaping knows (U+2011 by U+2010, é by e
    /// and ´).
    fn has(&self, face: usize, character: char) -> bool {
        let key = (face as u8, character);
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let found = self.faces.get(face).is_some_and(|face| {
            face.font.charmap().map_unicode(character).is_some_and(|glyph| glyph.to_u32() != 0)
                || face
                    .shape(&mut self.buffer.borrow_mut(), character.encode_utf8(&mut [0; 4]), false)
                    .is_ok_and(|glyphs| !glyphs.is_empty() && glyphs.iter().all(|glyph| glyph.id != 0))
        });
        self.known.borrow_mut().insert(key, found);
        found
    }
}

impl Face {
    fn new(data: FontBytes, font: Font, index: u32) -> Self {
        let per_em = f32::from(font.units_per_em()).max(1.0);
        Self { data, index, font, per_em, plans: RefCell::new(Vec::new()) }
    }

    fn shape(&self, buffer: &mut Buffer, text: &str, leftward: bool) -> Result<Vec<Glyph>, String> {
        buffer.reset();
        buffer.push_str(text);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.guess_segment_properties();
        // Letters tell the script. The direction comes from the whole line: a bracket or a number has none of its own.
        buffer.set_direction(if leftward { Direction::RightToLeft } else { Direction::LeftToRight });
        // A shaping plan costs more than a word, so one is kept for each script.
        let mut plans = self.plans.borrow_mut();
        let (direction, script) = (buffer.direction(), buffer.script());
        let made = plans.iter().position(|plan| plan.direction() == direction && plan.script() == script);
        let at = made.unwrap_or(plans.len());
        if made.is_none() {
            plans.push(ShapePlan::new(&self.font, direction, script, None, &[]));
        }
        shape(&ShaperFont::new(&self.font), buffer, ShapeOptions::new().plan(plans.get(at)))
            .map_err(|error| error.to_string())?;
        let em = |units: i32| units as f32 / self.per_em;
        let shaped = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(buffer.len());
        glyphs.extend(shaped.map(|(info, position)| Glyph {
            id: info.glyph_id,
            advance: em(position.x_advance),
            dx: em(position.x_offset),
            dy: em(position.y_offset),
            start: info.cluster,
            end: text.len() as u32,
        }));
        end_clusters(&mut glyphs);
        Ok(glyphs)
    }
}

/// Ends each cluster where the next one starts, in either direction of writing.
fn end_clusters(glyphs: &mut [Glyph]) {
    if glyphs.is_sorted_by(|one, other| one.start < other.start) {
        // The most frequent case: one glyph for each cluster, left to right.
        let mut next = None;
        for glyph in glyphs.iter_mut().rev() {
            glyph.end = next.unwrap_or(glyph.end);
            next = Some(glyph.start);
        }
        return;
    }
    let mut starts: Vec<u32> = glyphs.iter().map(|glyph| glyph.start).collect();
    starts.sort_unstable();
    for glyph in glyphs {
        let next = starts.partition_point(|start| *start <= glyph.start);
        glyph.end = starts.get(next).copied().unwrap_or(glyph.end);
    }
}

/// Tables by which a font draws letters in colours or as pictures.
const COLOURS: [&[u8; 4]; 4] = [b"COLR", b"CBDT", b"sbix", b"SVG "];

/// Whether a face of a font file has a table, by the directory at its beginning (OpenType, "Font file").
fn has_table(bytes: &[u8], face: u32, table: &[u8; 4]) -> bool {
    let word = |at: usize| {
        let bytes: Option<[u8; 4]> = bytes.get(at..at + 4).and_then(|word| word.try_into().ok());
        bytes.map(u32::from_be_bytes)
    };
    let start = if bytes.starts_with(b"ttcf") { word(12 + 4 * face as usize).unwrap_or(0) as usize } else { 0 };
    let count = word(start + 2).map_or(0, |word| word & 0xffff) as usize;
    (0..count).any(|at| bytes.get(start + 12 + 16 * at..).is_some_and(|entry| entry.starts_with(table)))
}

/// Characters that draw nothing themselves and only affect their neighbours.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters that PDF/A does not allow: controls, private use and noncharacters.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fdd0}'..='\u{fdef}')
        || (character as u32) & 0xfffe == 0xfffe
}

/// Combining marks of the common blocks, which must be shaped together with their letter.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{fe20}'..='\u{fe2f}')
}

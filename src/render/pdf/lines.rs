//! Chooses the line breaks of a text.

use hypher::{Lang, hyphenate};
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::fonts::built_in;
use super::measure::Measured;
use crate::render::words::belong;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Both edges straight, long words hyphenated.
    Justified,
    /// Right edge free, long words hyphenated only in narrow columns.
    Ragged,
    /// Right edge free, no hyphens: headings.
    Whole,
}

/// The bytes of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    pub start: usize,
    pub end: usize,
    /// Whether a hyphen is drawn at its end.
    pub hyphen: bool,
    /// Whether it ends a paragraph or comes before a forced break.
    pub last: bool,
    /// Whether a space separates it from the next line.
    pub space: bool,
}

/// An unbreakable stretch and the space after it.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    start: usize,
    end: usize,
    width: f32,
    space: f32,
    hyphen: f32,
}

impl Fragment for Chunk {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }
    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }
    fn penalty_width(&self) -> f64 {
        f64::from(self.hyphen)
    }
}

/// Costs in square points: a line short by 30 pt costs 900, a hyphen as much as 24 pt. An overfull line is always worst.
const PENALTIES: Penalties = Penalties {
    nline_penalty: 400,
    overflow_penalty: 10_000_000,
    short_last_line_fraction: 8,
    short_last_line_penalty: 600,
    hyphen_penalty: 600,
};

/// Longest word that the hyphenation patterns take without allocating; longer words are not hyphenated.
const LONGEST: usize = 40;

/// Narrower columns hyphenate ragged words and may break references.
const NARROW: f32 = 150.0;

/// Breaks a text into lines no wider than `measure`.
pub(super) fn breaks(text: &Measured, measure: f32, fit: Fit) -> Vec<Break> {
    let mut out = Vec::new();
    let mut start = 0;
    for segment in text.text.split('\n') {
        let end = start + segment.len();
        let trimmed = start + segment.trim_end_matches(' ').len();
        if text.width(start, trimmed) <= measure {
            out.push(Break { start, end: trimmed, hyphen: false, last: true, space: false });
        } else {
            wrap(text, &chunks(text, start, end, measure, fit), measure, &mut out);
        }
        // A space before a forced break, so that text extraction and screen readers do not join two words.
        if let Some(line) = out.last_mut().filter(|_| end < text.text.len()) {
            line.space = true;
        }
        start = end + 1;
    }
    out
}

/// Width of the longest stretch that should not be broken, and of the longest line without breaks.
pub(super) fn extremes(text: &Measured) -> (f32, f32) {
    let (mut least, mut most) = (0.0_f32, 0.0_f32);
    let mut start = 0;
    for segment in text.text.split('\n') {
        let end = start + segment.len();
        most = most.max(text.width(start, end));
        for chunk in chunks(text, start, end, f32::INFINITY, Fit::Whole) {
            least = least.max(chunk.width);
        }
        start = end + 1;
    }
    (least, most)
}

fn wrap(text: &Measured, chunks: &[Chunk], measure: f32, out: &mut Vec<Break>) {
    let first = out.len();
    let best = wrap_optimal_fit(chunks, &[f64::from(measure)], &PENALTIES).ok();
    let fits = |line: &&[Chunk]| line_width(line) <= measure;
    match best.filter(|lines| lines.iter().all(fits)) {
        Some(lines) => lines.into_iter().for_each(|line| push(text, line, out)),
        None => first_fit(text, chunks, measure, out),
    }
    if let Some(end) = out.get_mut(first..).and_then(<[Break]>::last_mut) {
        end.last = true;
        end.space = false;
    }
}

fn first_fit(text: &Measured, chunks: &[Chunk], measure: f32, out: &mut Vec<Break>) {
    let mut from = 0;
    for to in 1..=chunks.len() {
        let next = chunks.get(from..=to).map(line_width);
        if next.is_none_or(|width| width > measure) {
            push(text, chunks.get(from..to).unwrap_or_default(), out);
            from = to;
        }
    }
}

fn line_width(line: &[Chunk]) -> f32 {
    let inner: f32 = line.iter().map(|chunk| chunk.width + chunk.space).sum();
    line.last().map_or(0.0, |end| inner - end.space + end.hyphen)
}

fn push(text: &Measured, line: &[Chunk], out: &mut Vec<Break>) {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    let hyphen = last.hyphen > 0.0;
    let mut end = last.end;
    if hyphen && text.text.get(..end).is_some_and(|before| before.ends_with('\u{ad}')) {
        // A soft hyphen in the text becomes the drawn hyphen.
        end -= '\u{ad}'.len_utf8();
    }
    out.push(Break { start: first.start, end, hyphen, last: false, space: last.space > 0.0 });
}

/// Cuts a text wherever a line may end.
fn chunks(text: &Measured, start: usize, end: usize, measure: f32, fit: Fit) -> Vec<Chunk> {
    let mut out = Vec::new();
    let Some(words) = text.text.get(start..end) else { return out };
    // Spaces may shrink a little when a line is justified.
    let give = if fit == Fit::Justified { 0.93 } else { 1.0 };
    let mut from = start;
    for (offset, opportunity) in linebreaks(words) {
        let to = start + offset;
        if opportunity == BreakOpportunity::Allowed && (from == to || keeps(text, to, measure)) {
            continue;
        }
        let stretch = text.text.get(from..to).unwrap_or_default();
        let seen = from + stretch.trim_end_matches(' ').len();
        let mut chunk = Chunk {
            start: from,
            end: seen,
            width: text.width(from, seen),
            space: text.width(seen, to) * give,
            hyphen: 0.0,
        };
        if stretch.ends_with('\u{ad}') {
            chunk.hyphen = text.ty.size * 0.4;
        }
        divide(text, chunk, measure, fit, &mut out);
        from = to;
    }
    out
}

/// Whether a break that Unicode allows should be avoided: inside `clause 26.1`, and between words that belong together.
fn keeps(text: &Measured, at: usize, measure: f32) -> bool {
    if measure < NARROW {
        return false;
    }
    // The least width of a column is that of its words.
    if measure.is_finite() && belong(&text.text, at) {
        return true;
    }
    // A short name of the deal, such as `in-mobile`.
    let before = text.pieces.get(text.pieces.partition_point(|piece| piece.end < at));
    if before.is_some_and(|piece| !piece.plain) && within_name(&text.text, at) {
        return true;
    }
    let piece = text.pieces.partition_point(|piece| piece.end <= at);
    text.pieces.get(piece).is_some_and(|piece| piece.reference && piece.start < at && piece.end - piece.start <= 24)
}

/// The longest name with a hyphen that is kept on one line, in bytes.
const LONGEST_NAME: usize = 20;

/// Whether a break would follow a hyphen or dash inside a short name or a range of numbers.
fn within_name(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let is_end = |letter: char| letter.is_whitespace();
    before.ends_with(['-', '–'])
        && before.rsplit(is_end).next().unwrap_or_default().len() + after.split(is_end).next().unwrap_or_default().len()
            <= LONGEST_NAME
}

/// Hyphenates a chunk if allowed, and cuts what is still wider than the line.
fn divide(text: &Measured, chunk: Chunk, measure: f32, fit: Fit, out: &mut Vec<Chunk>) {
    let hyphenates = match fit {
        Fit::Justified => true,
        Fit::Ragged => chunk.width > measure * 0.45,
        Fit::Whole => chunk.width > measure,
    };
    let mut rest = chunk;
    if hyphenates && measure.is_finite() {
        for at in syllables(text, chunk) {
            if text.is_cluster(at) && at > rest.start {
                let hyphen = text.ty.size * 0.4;
                cut(
                    text,
                    Chunk { end: at, width: text.width(rest.start, at), space: 0.0, hyphen, ..rest },
                    measure,
                    out,
                );
                rest = Chunk { start: at, width: text.width(at, rest.end), ..rest };
            }
        }
    }
    cut(text, rest, measure, out);
}

/// Byte offsets at which the chunk's word may be hyphenated; only plain words of the library have any.
fn syllables(text: &Measured, chunk: Chunk) -> Vec<usize> {
    let words = text.text.get(chunk.start..chunk.end).unwrap_or_default();
    let word = words.trim_matches(|character: char| !character.is_alphanumeric());
    let lead = words.len() - words.trim_start_matches(|character: char| !character.is_alphanumeric()).len();
    let start = chunk.start + lead;
    let piece = text.pieces.get(text.pieces.partition_point(|piece| piece.end <= start));
    // Strong words are terms where they are defined, which are to be found.
    let is_strong = |face: usize| !text.ty.bold && [built_in(true, false), built_in(true, true)].contains(&face);
    let whole = piece.is_some_and(|piece| {
        piece.plain && !is_strong(piece.face) && piece.start <= start && start + word.len() <= piece.end
    });
    // A capital inside means a name or an acronym; an initial capital may mean a defined term, which is hyphenated only if it
    // is long.
    let shortest = if word.starts_with(|first: char| first.is_ascii_uppercase()) { 9 } else { 7 };
    let is_word =
        word.bytes().enumerate().all(|(at, byte)| byte.is_ascii_lowercase() || at == 0 && byte.is_ascii_uppercase());
    if !whole || !is_word || !(shortest..=LONGEST).contains(&word.len()) {
        return Vec::new();
    }
    let mut at = start;
    let mut out: Vec<usize> = hyphenate(word, Lang::English)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    out.pop();
    // Fewer than three letters on either side of a hyphen do not help.
    out.retain(|at| (3..=word.len() - 3).contains(&(at - start)));
    out
}

/// Cuts a stretch that is wider than the line between letters, as a last resort, without a hyphen that would look like part
/// of it.
fn cut(text: &Measured, chunk: Chunk, measure: f32, out: &mut Vec<Chunk>) {
    let mut rest = chunk;
    // Letters at a cut may kern differently than inside the word.
    let room = measure * 0.985 - rest.hyphen;
    while rest.width + rest.hyphen > measure {
        let mut best = None;
        let mut nicest = None;
        for (offset, character) in text.text.get(rest.start..rest.end).unwrap_or_default().char_indices() {
            let at = rest.start + offset + character.len_utf8();
            if at >= rest.end || !text.is_cluster(at) {
                continue;
            }
            let width = text.width(rest.start, at);
            if width > room && best.is_some() {
                break;
            }
            best = Some(at);
            if matches!(character, '/' | '.' | '-' | '_' | '&' | '=' | '@' | ':' | ',') && width > room * 0.7 {
                nicest = Some(at);
            }
        }
        let Some(at) = nicest.or(best) else { break };
        let part = Chunk { end: at, width: text.width(rest.start, at), space: 0.0, hyphen: 0.0, ..rest };
        out.push(part);
        rest = Chunk { start: at, width: text.width(at, rest.end), ..rest };
    }
    out.push(rest);
}

//! File text, byte spans, lines and columns.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

/// A file that findings may point into.
#[derive(Debug, Clone)]
pub struct Source {
    /// What the file is called in a finding: a path as the user gave it, `<stdin>`, or `clauses/…` for an embedded file.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    /// The byte at which each line begins, computed once, because thousands of findings may need it.
    starts: Arc<OnceLock<Vec<usize>>>,
    /// Characters before each block of the text, so that a column of a line of megabytes costs no more than that of a short one.
    characters: Arc<OnceLock<Vec<usize>>>,
    /// The hash of the text, computed once: the record of each draft of a run asks it of each clause.
    digest: Arc<OnceLock<String>>,
}

/// Bytes of a block.
const BLOCK: usize = 4096;

impl Source {
    /// A text under the name that findings use.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            starts: Arc::default(),
            characters: Arc::default(),
            digest: Arc::default(),
        }
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }

    /// SHA-256 of the text, in lower-case hexadecimal, after Windows line breaks become Unix ones and one line break ends the text.
    /// Git and editors change both, and that must not change a draft.
    #[must_use]
    pub fn digest(&self) -> String {
        let hash = || {
            let lines = self.text.replace("\r\n", "\n");
            sha256(format!("{}\n", lines.trim_end_matches('\n')).as_bytes())
        };
        self.digest.get_or_init(hash).clone()
    }

    /// Returns the 1-based line of a byte offset, without the cost of a column. An offset past the end is the end.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts().partition_point(|start| *start <= offset.min(self.text.len()))
    }

    /// Returns the 1-based line and column of a byte offset; the column counts characters. An offset past the end is the end.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.starts().partition_point(|start| *start <= end);
        let start = self.starts().get(line - 1).copied().unwrap_or_default();
        (line, self.before(end) - self.before(start) + 1)
    }

    /// Characters that begin before a byte offset inside the text.
    fn before(&self, offset: usize) -> usize {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| !(0x80..0xc0).contains(*byte)).count();
        let bytes = self.text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let mut sum = 0;
            let each = bytes.chunks(BLOCK).map(|block| {
                let before = sum;
                sum += count(block);
                before
            });
            each.collect()
        });
        let (block, rest) = (offset / BLOCK, offset / BLOCK * BLOCK..offset);
        blocks.get(block).map_or_else(|| count(bytes), |before| before + count(bytes.get(rest).unwrap_or_default()))
    }

    /// Returns the whole of the 1-based `line`, without its line break, as a byte span.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let end = self.text.len();
        let Some(&start) = line.checked_sub(1).and_then(|at| self.starts().get(at)) else { return end..end };
        let next = self.starts().get(line).copied().unwrap_or(end);
        start..start + self.text[start..next].trim_end_matches(['\n', '\r']).len()
    }
}

/// A place in a file.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file that it lies in.
    pub source: Source,
    /// Bytes of its text; may be empty.
    pub span: Range<usize>,
}

impl Place {
    /// Points at a span of a file.
    #[must_use]
    pub fn new(source: &Source, span: Range<usize>) -> Self {
        Self { source: source.clone(), span }
    }

    /// Points at the first occurrence of `needle`, or at the file's first line.
    #[must_use]
    pub fn of(source: &Source, needle: &str) -> Self {
        match source.text.find(needle) {
            Some(at) if !needle.is_empty() => Self::new(source, at..at + needle.len()),
            _ => Self::new(source, source.line_span(1)),
        }
    }

    /// 1-based line and column of the place's first character.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        self.source.line_column(self.span.start)
    }
}

/// Words that know where in their file they were written. Equality compares the words only.
#[derive(Debug, Clone, Default)]
pub struct PlacedWords {
    text: String,
    spots: Vec<Spot>,
}

/// The origin of a run's bytes from `at` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The byte of the run.
    pub at: usize,
    /// The byte of the file.
    pub written: usize,
    /// Whether the following bytes map one to one; otherwise all of them come from that byte.
    pub own: bool,
}

impl PlacedWords {
    /// Words that a file has unchanged from a byte on.
    #[must_use]
    pub fn written_at(text: impl Into<String>, written: usize) -> Self {
        Self { text: text.into(), spots: vec![Spot { at: 0, written, own: true }] }
    }

    /// Adds words; they were written where the run's last words go on, unless [`PlacedWords::spot`] says otherwise.
    pub fn push_str(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Adds one character, like [`Run::push_str`].
    pub fn push(&mut self, letter: char) {
        self.text.push(letter);
    }

    /// Sets the origin of the words that come next.
    pub fn spot(&mut self, written: usize, own: bool) {
        self.spots.push(Spot { at: self.text.len(), written, own });
    }

    /// Adds another run of the same file.
    pub fn extend(&mut self, other: &Self) {
        let from = self.text.len();
        self.spots.extend(other.spots.iter().map(|spot| Spot { at: from + spot.at, ..*spot }));
        self.text.push_str(&other.text);
    }

    /// Removes everything past a byte.
    pub fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.spots.retain(|spot| spot.at <= length);
    }

    /// Removes the blanks at the beginning.
    pub fn trim_front(&mut self) {
        let blanks = self.text.len() - self.text.trim_start().len();
        self.text.drain(..blanks);
        let last = self.spots.partition_point(|spot| spot.at <= blanks).saturating_sub(1);
        self.spots.drain(..last);
        for spot in &mut self.spots {
            if spot.own {
                spot.written += blanks.saturating_sub(spot.at);
            }
            spot.at = spot.at.saturating_sub(blanks);
        }
    }

    /// The bytes of the file from which some bytes of the run come, if known.
    #[must_use]
    pub fn written(&self, span: Range<usize>) -> Option<Range<usize>> {
        let byte = |at: usize| {
            let spot = self.spots.get(self.spots.partition_point(|spot| spot.at <= at).checked_sub(1)?)?;
            Some(if spot.own { (spot.written + at - spot.at, true) } else { (spot.written, false) })
        };
        let (start, _) = byte(span.start)?;
        let last = self.text.get(span.clone()).and_then(|words| words.char_indices().next_back());
        let Some((last, letter)) = last else { return Some(start..start) };
        let (end, own) = byte(span.start + last)?;
        let end = if own { end + letter.len_utf8() } else { end };
        Some(start..end.max(start))
    }
}

impl std::ops::Deref for PlacedWords {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq for PlacedWords {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PlacedWords {}

impl std::fmt::Display for PlacedWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for PlacedWords {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for PlacedWords {
    fn from(text: String) -> Self {
        Self { text, spots: Vec::new() }
    }
}

/// SHA-256 of a file's bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_has_one_digest_whatever_its_line_breaks() {
        let digest = |text: &str| Source::new("deal.yaml", text).digest();
        assert_eq!(digest("a: 1\nb: 2\n"), sha256(b"a: 1\nb: 2\n"));
        for text in ["a: 1\r\nb: 2\r\n", "a: 1\nb: 2", "a: 1\nb: 2\n\n", "a: 1\r\nb: 2"] {
            assert_eq!(digest(text), digest("a: 1\nb: 2\n"), "{text:?}");
        }
        assert_ne!(digest("a: 1\nb: 3\n"), digest("a: 1\nb: 2\n"));
    }

    #[test]
    fn a_column_counts_characters_however_long_the_line() {
        for line in ["a", "\u{e9}", "ab\u{4e2d}"] {
            let text = format!("x\n{}\ny", line.repeat(2 * BLOCK));
            let source = Source::new("deck.json", text.as_str());
            for offset in [
                0,
                1,
                2,
                3,
                BLOCK - 1,
                BLOCK,
                BLOCK + 1,
                2 * BLOCK,
                2 * BLOCK + 2,
                text.len() - 1,
                text.len(),
                text.len() + 9,
            ] {
                let mut end = offset.min(text.len());
                while !text.is_char_boundary(end) {
                    end -= 1;
                }
                let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
                let column = text[start..end].chars().count() + 1;
                assert_eq!(source.line_column(offset).1, column, "{line} {offset}");
            }
        }
    }

    #[test]
    fn a_line_is_found_with_its_column_and_without() {
        let source = Source::new("deal.yaml", "\u{e9}a\n\nb");
        for offset in 0..9 {
            assert_eq!(source.line(offset), source.line_column(offset).0, "{offset}");
        }
    }
}

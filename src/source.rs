//! File text, byte spans, lines and columns.

use std::ops::Range;
use std::sync::Arc;

/// A file that findings may point into.
#[derive(Debug, Clone)]
pub struct Source {
    /// What the file is called in a finding: a path as the user gave it, `<stdin>`, or `clauses/…` for an embedded file.
    pub name: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

impl Source {
    /// Names a text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Returns the 1-based line and column of a byte offset; the column counts characters. An offset past the end is the end.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// Returns the whole of the 1-based `line`, without its line break, as a byte span.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let mut start = 0;
        for (index, text) in self.text.split_inclusive('\n').enumerate() {
            if index + 1 == line {
                return start..start + text.trim_end_matches(['\n', '\r']).len();
            }
            start += text.len();
        }
        self.text.len()..self.text.len()
    }
}

/// A place in a file.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file.
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

//! A place as every machine format counts it: lines and columns from 1, columns in characters.

use std::ops::Range;

use crate::source::{Place, Source};

/// From the first character to just after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// First line, from 1.
    pub line: usize,
    /// First column, from 1.
    pub column: usize,
    /// Last line, from 1.
    pub end_line: usize,
    /// Column after the last character; equal to `column` on one line if the place is a point.
    pub end_column: usize,
}

impl Region {
    /// The region of a place.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        Self::between(&place.source, &place.span)
    }

    /// The region of bytes of a file.
    #[must_use]
    pub fn between(source: &Source, span: &Range<usize>) -> Self {
        let (line, column) = source.line_column(span.start);
        let (end_line, end_column) = source.line_column(span.end.max(span.start));
        Self { line, column, end_line, end_column }
    }
}

/// A path as it sorts: by folder and then by name, as a folder is walked.
#[must_use]
pub fn parts(path: &str) -> Vec<String> {
    path.split('/').map(str::to_owned).collect()
}

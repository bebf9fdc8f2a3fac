//! The lines of a text, and what is found wrong with them.

use std::ops::Range;

use crate::diagnostic::Edit;

/// What was probably meant.
#[derive(Debug)]
pub(in crate::deal) struct Slip {
    /// The bytes at fault.
    pub span: Range<usize>,
    /// The fact.
    pub fact: String,
    /// What to do.
    pub remedy: String,
    /// What lets the parser go on, in order.
    pub edits: Vec<Edit>,
    /// Whether the edits are also what the author must have meant.
    pub sure: bool,
}

/// A line that holds more than a comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Number of the line, from 1.
    pub number: usize,
    /// The byte at which the line begins.
    pub start: usize,
    /// The white space before the body.
    pub space: &'a str,
    /// Without white space around it.
    pub body: &'a str,
}

impl Line<'_> {
    /// Columns before the body.
    pub(super) fn indent(&self) -> usize {
        self.space.chars().count()
    }

    /// The byte at which the body begins.
    pub(super) fn at(&self) -> usize {
        self.start + self.space.len()
    }

    /// The byte behind the body.
    pub(super) fn end(&self) -> usize {
        self.at() + self.body.len()
    }
}

/// `key: value`, without the dashes of list items before it.
pub(super) struct Entry<'a> {
    /// The words of the key.
    pub key: &'a str,
    /// Without a comment; empty if nested lines give the value.
    pub value: &'a str,
    /// The byte at which the value begins.
    pub value_at: usize,
}

/// The lines of a text that hold more than a comment.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut out = Vec::new();
    for (at, whole) in text.split_inclusive('\n').enumerate() {
        let body = whole.trim();
        let space = whole.get(..whole.len() - whole.trim_start().len()).unwrap_or_default();
        if !body.is_empty() && !body.starts_with('#') {
            out.push(Line { number: at + 1, start, space, body });
        }
        start += whole.len();
    }
    out
}

/// The part of a body before a comment.
pub(super) fn without_comment(body: &str) -> &str {
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (at, sign) in body.char_indices() {
        match quote {
            Some(open) => quote = (sign != open).then_some(open),
            None if matches!(sign, '"' | '\'') && " ,[{".contains(before) => quote = Some(sign),
            None if sign == '#' && before.is_whitespace() => return body.get(..at).unwrap_or_default().trim_end(),
            None => {}
        }
        before = sign;
    }
    body
}

/// Whether a text could be a key of a deal.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|sign| sign.is_ascii_alphanumeric() || "_-".contains(sign))
}

/// The body after the dashes of list items, without a comment, and the byte at which it begins.
pub(super) fn item<'a>(line: &Line<'a>) -> (&'a str, usize) {
    let (mut body, mut at) = (without_comment(line.body), line.at());
    while let Some(rest) = body.strip_prefix("- ") {
        let inner = rest.trim_start();
        at += body.len() - inner.len();
        body = inner;
    }
    (body, at)
}

/// The key and value of a line; `None` if it holds none.
pub(super) fn entry<'a>(line: &Line<'a>) -> Option<Entry<'a>> {
    let (body, at) = item(line);
    let colon = body.find(": ").or_else(|| body.strip_suffix(':').map(str::len))?;
    let key = body.get(..colon)?;
    let value = body.get(colon + 1..)?.trim_start();
    is_word(key).then(|| Entry { key, value, value_at: at + body.len() - value.len() })
}

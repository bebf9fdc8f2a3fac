//! A text with the edits that let a reader go on behind a fault, so that one run finds every fault of the file.

use std::ops::Range;

use crate::diagnostic::Edit;

/// The text of a file with edits, and where each of its bytes stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Repaired {
    text: String,
    /// In bytes of the file, in order, apart from each other.
    edits: Vec<Edit>,
}

impl Repaired {
    /// A text without edits.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), edits: Vec::new() }
    }

    /// The text with the edits.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file that a range of the text comes from.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        // Bytes of the text and of the file that are passed.
        let (mut here, mut there) = (0, 0);
        for edit in &self.edits {
            let begins = here + (edit.span.start - there);
            if at < begins {
                break;
            }
            let ends = begins + edit.text.len();
            if at < ends {
                return edit.span.start;
            }
            (here, there) = (ends, edit.span.end);
        }
        there + (at - here)
    }

    /// Edits of the text as edits of the file.
    pub(super) fn of_file(&self, edits: &[Edit]) -> Vec<Edit> {
        edits.iter().map(|edit| Edit { span: self.range(&edit.span), text: edit.text.clone() }).collect()
    }

    /// The text with further edits, which stand in order; `None` if one touches an earlier one.
    pub(super) fn with(&self, edits: &[Edit]) -> Option<Self> {
        let mut text = self.text.clone();
        for edit in edits.iter().rev() {
            text.get(edit.span.clone())?;
            text.replace_range(edit.span.clone(), &edit.text);
        }
        let mut all = [self.edits.clone(), self.of_file(edits)].concat();
        all.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let apart = all.windows(2).all(|pair| matches!(pair, [one, next] if one.span.end < next.span.start));
        apart.then_some(Self { text, edits: all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(span: Range<usize>, text: &str) -> Edit {
        Edit { span, text: text.into() }
    }

    #[test]
    fn each_byte_of_the_text_leads_back_to_the_file() {
        let once = Repaired::new("a:b\nname: x: y\n").with(&[edit(2..2, " ")]).unwrap();
        assert_eq!(once.text(), "a: b\nname: x: y\n");
        let twice = once.with(&[edit(11..11, "\""), edit(15..15, "\"")]).unwrap();
        assert_eq!(twice.text(), "a: b\nname: \"x: y\"\n");
        let place = |word: &str| twice.text().find(word).map(|at| twice.range(&(at..at + word.len())));
        assert_eq!(place("a:"), Some(0..2));
        assert_eq!(place("b\n"), Some(2..4));
        assert_eq!(place("x: y"), Some(10..14));
        assert_eq!(twice.of_file(&[edit(12..13, "z")]), [edit(10..11, "z")]);
        assert!(twice.with(&[edit(11..11, "'")]).is_none());
    }
}

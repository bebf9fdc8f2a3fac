//! One paragraph of our draft with some of their changes carried out.

use std::ops::Range;

use super::ReturnedEdit;
use super::fold::folded;
use crate::render::docx::returned::{NUMBER, ReturnedParagraph};

/// A letter of a paragraph, or the number that a reference shows.
struct Piece {
    /// As the paper prints it.
    raw: String,
    /// As changes are told: folded, without spaces, with one sign for each number.
    told: String,
    /// Folded and without spaces, with the number itself.
    shown: String,
}

/// A paragraph in which places can be found by the words of a change or of the paper.
pub(super) struct EditedParagraph {
    pieces: Vec<Piece>,
}

/// Words in place of a range of pieces.
pub(super) struct Replacement {
    pub(super) span: Range<usize>,
    pub(super) new: String,
}

impl EditedParagraph {
    pub(super) fn of(paragraph: &ReturnedParagraph) -> Self {
        let mut numbers = paragraph.numbers.iter();
        let piece = |letter: char| {
            let raw = match letter {
                NUMBER => numbers.next().cloned().unwrap_or_default(),
                letter => letter.to_string(),
            };
            let shown = squeezed(&raw);
            let told = if letter == NUMBER { NUMBER.to_string() } else { shown.clone() };
            Piece { raw, told, shown }
        };
        Self { pieces: paragraph.words.chars().map(piece).collect() }
    }

    /// All its words, as [`squeezed`] gives them.
    pub(super) fn shown(&self) -> String {
        self.pieces.iter().map(|piece| piece.shown.as_str()).collect()
    }

    /// How many references some pieces hold.
    pub(super) fn references(&self, pieces: &Range<usize>) -> usize {
        let pieces = self.pieces.get(pieces.clone()).unwrap_or_default();
        pieces.iter().filter(|piece| piece.told.starts_with(NUMBER)).count()
    }

    /// Its pieces, all of them.
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.pieces.len()
    }

    /// The pieces whose words stand at some bytes of [`Self::shown`].
    pub(super) fn pieces_at(&self, bytes: &Range<usize>) -> Range<usize> {
        self.range(bytes, |piece| &piece.shown)
    }

    /// What a change replaces, and by what; `Err` says why that cannot be told.
    pub(super) fn replacement(&self, edit: &ReturnedEdit) -> Result<Replacement, &'static str> {
        if edit.new.contains(NUMBER) {
            return Err("it holds a reference, whose number would not follow; write the special term by hand");
        }
        let [before, old, after] = [&edit.before, &edit.old, &edit.after].map(|words| squeezed(words));
        let told: String = self.pieces.iter().map(|piece| piece.told.as_str()).collect();
        let words = [before.as_str(), &old, &after].concat();
        let (Some(at), Some(last)) = (told.find(&words), told.rfind(&words)) else {
            return Err("its words are not found in the paragraph; write the special term by hand");
        };
        if at != last || words.is_empty() {
            return Err("its words stand more than once in the paragraph; write the special term by hand");
        }
        let start = at + before.len();
        let span = self.range(&(start..start + old.len()), |piece| &piece.told);
        Ok(Replacement { span, new: curled(edit.new.trim()) })
    }

    fn range(&self, bytes: &Range<usize>, words: impl Fn(&Piece) -> &String) -> Range<usize> {
        let (mut at, mut start, mut end) = (0, None, 0);
        for (index, piece) in self.pieces.iter().enumerate() {
            if at >= bytes.end {
                break;
            }
            let length = words(piece).len();
            if at >= bytes.start && length > 0 {
                start.get_or_insert(index);
            }
            at += length;
            // Spaces behind a word belong to what follows.
            if length > 0 {
                end = index + 1;
            }
        }
        match start {
            Some(start) => start..end.max(start),
            None => end..end,
        }
    }

    /// The words of some pieces with replacements, on one line; `None` if two replacements overlap.
    pub(super) fn text(&self, range: &Range<usize>, replacements: &mut [Replacement]) -> Option<String> {
        replacements.sort_by_key(|one| (one.span.start, one.span.end));
        let raw =
            |range: Range<usize>| self.pieces.get(range).unwrap_or_default().iter().map(|piece| piece.raw.as_str());
        let (mut out, mut at) = (String::new(), range.start);
        for Replacement { span, new } in replacements {
            if span.start < at || span.end > range.end {
                return None;
            }
            out.extend(raw(at..span.start));
            at = span.end;
            if new.is_empty() {
                out.truncate(out.trim_end().len());
                continue;
            }
            let closes = new.starts_with([',', '.', ';', ':', ')']);
            if span.start == span.end && !closes && !out.is_empty() && !out.ends_with([' ', '(']) {
                out.push(' ');
            }
            out.push_str(new);
            if raw(at..at + 1).any(|next| next.starts_with(char::is_alphanumeric)) {
                out.push(' ');
            }
        }
        out.extend(raw(at..range.end));
        Some(out.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "("))
    }
}

/// Words as they are compared, without the spaces between them.
pub(super) fn squeezed(words: &str) -> String {
    folded(words).split(' ').collect()
}

/// Words with the quotation marks that the paper prints.
pub(super) fn curled(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        let opens = out.ends_with(|before: char| before.is_whitespace() || before == '(') || out.is_empty();
        out.push(match letter {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens => '‘',
            '\'' => '’',
            letter => letter,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{EditedParagraph, curled};
    use crate::render::docx::returned::ReturnedParagraph;
    use crate::returned::{EditKind, ReturnedEdit};

    fn edit([before, old, new, after]: [&str; 4]) -> ReturnedEdit {
        ReturnedEdit {
            id: "E1".into(),
            clause: None,
            name: String::new(),
            number: String::new(),
            kind: EditKind::Edited,
            tracked: None,
            old: old.into(),
            new: new.into(),
            before: before.into(),
            after: after.into(),
            field: None,
            accept: None,
            paragraph: 0,
        }
    }

    fn accepted(words: &str, numbers: &[&str], edits: &[[&str; 4]]) -> Result<String, &'static str> {
        let paragraph = ReturnedParagraph {
            words: words.into(),
            numbers: numbers.iter().map(|number| (*number).to_owned()).collect(),
            ..ReturnedParagraph::default()
        };
        let paragraph = EditedParagraph::of(&paragraph);
        let mut all = edits.iter().map(|words| paragraph.replacement(&edit(*words))).collect::<Result<Vec<_>, _>>()?;
        paragraph.text(&paragraph.whole(), &mut all).ok_or("two changes overlap")
    }

    #[test]
    fn accepted_words_stand_where_they_were_written() {
        let words = "The “Customer” shall pay, as clause № says, in full.";
        let got = |edits: &[[&str; 4]]| accepted(words, &["26.1"], edits);
        let is = |edits: &[[&str; 4]], wanted: &str| assert_eq!(got(edits).as_deref(), Ok(wanted));
        is(&[["\"Customer\"", "shall", "may", "pay , as"]], "The “Customer” may pay, as clause 26.1 says, in full.");
        is(&[["says, in", "full", "", "."]], "The “Customer” shall pay, as clause 26.1 says, in.");
        is(
            &[["in full", "", "and without set-off", "."]],
            "The “Customer” shall pay, as clause 26.1 says, in full and without set-off.",
        );
        is(
            &[["in full.", "", "It \"lapses\".", ""]],
            "The “Customer” shall pay, as clause 26.1 says, in full. It “lapses”.",
        );
        is(
            &[["", "", "Then", "The"], ["", "shall", "may", "pay"]],
            "Then The “Customer” may pay, as clause 26.1 says, in full.",
        );
        assert!(got(&[["", "clause", "clause №", "№ says"]]).is_err(), "a reference would be dead words");
        assert!(accepted("pay and pay", &[], &[["", "pay", "owe", ""]]).is_err(), "it is not said which");
        assert!(got(&[["", "shall pay", "may pay", ""], ["", "pay", "owe", ""]]).is_err(), "they overlap");
    }

    #[test]
    fn quotation_marks_open_and_close() {
        assert_eq!(curled("the \"Term\" ('T') isn't"), "the “Term” (‘T’) isn’t");
    }
}

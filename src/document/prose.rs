//! The words of a paper, passage by passage, each with the place where they were written. The rules on wording read
//! these.
//!
//! A value, a reference and a blank inside a clause stand in the passage's text as they print, but do not count as its
//! author's words. A passage without words of its own is left out.

use std::ops::Range;

use super::{Block, Inline, Inlines, fixed_words, terms};
use crate::deal::governance::SpecialTerm;
use crate::source::PlacedWords;

/// The author of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Author {
    /// A clause of the library, by its id.
    Clause(String),
    /// The outline of the agreement: the heading of a part or an article.
    Outline,
    /// A special term of the deal, by its index in the list.
    SpecialTerm(usize),
}

/// The kind of block that a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A heading.
    Heading,
    /// A paragraph or item.
    Paragraph,
    /// A cell of a table.
    Cell,
}

/// A heading, a paragraph or a cell.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The author of its words.
    pub origin: Author,
    /// The block that it is.
    pub kind: PassageKind,
    /// Its text as it prints.
    pub text: PlacedWords,
    /// The text in small letters; every byte offset is the same.
    pub small: String,
    /// Its words, in the order of the text.
    pub words: Vec<Word>,
    /// Bytes that do not come from the passage's author: values, references, blanks.
    foreign: Vec<Range<usize>>,
}

/// A word or number: letters and digits, with what joins them (`end-to-end`, `Party’s`, `G.711`, `10,000`).
#[derive(Debug, Clone)]
pub struct Word {
    /// Its bytes in the passage.
    pub span: Range<usize>,
    /// Whether the passage's author wrote it.
    pub own: bool,
}

/// The passages of a paper; `origins` says from which block on each origin holds.
pub(super) fn of(blocks: &[Block], origins: &[(Author, usize)], special: &[SpecialTerm]) -> Vec<Passage> {
    let mut out = Vec::new();
    let mut origins = origins.iter().peekable();
    let mut origin = &Author::Outline;
    for (at, block) in blocks.iter().enumerate() {
        while let Some((next, _)) = origins.next_if(|(_, from)| *from <= at) {
            origin = next;
        }
        match block {
            Block::Heading(heading) => out.extend(Passage::of(&heading.title, origin, PassageKind::Heading)),
            Block::Paragraph(paragraph) if terms::points(&paragraph.text) => {}
            Block::Paragraph(paragraph) => {
                let terms = special_terms(&paragraph.text, origin, special);
                if terms.is_empty() || paragraph.text.len() > ALONE {
                    out.extend(Passage::of(&paragraph.text, origin, PassageKind::Paragraph));
                }
                out.extend(terms.into_iter().map(|at| Passage::of_term(special, at)));
            }
            Block::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                out.extend(cells.filter_map(|cell| Passage::of(cell, origin, PassageKind::Cell)));
            }
            Block::Signatures(_) | Block::Chart(_) => {}
        }
    }
    out
}

/// How many runs the paragraph of a special term has that stands alone: its mark, a blank and its words.
const ALONE: usize = 3;

/// The special terms that stand in a paragraph of a clause.
fn special_terms(text: &Inlines, origin: &Author, terms: &[SpecialTerm]) -> Vec<usize> {
    let Author::Clause(id) = origin else { return Vec::new() };
    let is_in = |term: &SpecialTerm| {
        let here = term.place().is_some_and(|place| place.clause() == id);
        here && text.iter().any(|inline| matches!(inline, Inline::Value(words) if words == term.text.as_str()))
    };
    terms.iter().enumerate().filter(|(_, term)| is_in(term)).map(|(at, _)| at).collect()
}

impl Passage {
    fn of(text: &Inlines, origin: &Author, kind: PassageKind) -> Option<Self> {
        if text.iter().all(|inline| matches!(inline, Inline::Value(_) | Inline::Blank(_) | Inline::Ref { .. })) {
            return None;
        }
        let (mut words, mut foreign) = (PlacedWords::default(), Vec::new());
        write(text, &mut words, &mut foreign);
        Some(Self::new(words, foreign, origin.clone(), kind))
    }

    fn of_term(terms: &[SpecialTerm], at: usize) -> Self {
        let text = terms.get(at).map(|term| term.text.to_string()).unwrap_or_default();
        Self::new(text.into(), Vec::new(), Author::SpecialTerm(at), PassageKind::Paragraph)
    }

    fn new(text: PlacedWords, foreign: Vec<Range<usize>>, origin: Author, kind: PassageKind) -> Self {
        let mut passage = Self { small: text.to_ascii_lowercase(), words: Vec::new(), text, foreign, origin, kind };
        passage.words = words(&passage.text)
            .map(|span| Word { own: !passage.is_foreign(span.start) && !passage.is_foreign(span.end - 1), span })
            .collect();
        passage
    }

    /// The bytes of the author's file from which a span comes; `None` for a special term.
    #[must_use]
    pub fn written(&self, span: Range<usize>) -> Option<Range<usize>> {
        self.text.written(span)
    }

    /// Whether the byte at `at` belongs to a value, a reference or a blank.
    #[must_use]
    pub fn is_foreign(&self, at: usize) -> bool {
        let next = self.foreign.partition_point(|span| span.end <= at);
        self.foreign.get(next).is_some_and(|span| span.contains(&at))
    }

    /// The text of a span.
    #[must_use]
    pub fn at(&self, span: Range<usize>) -> &str {
        self.text.get(span).unwrap_or_default()
    }

    /// A word as it is written.
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| self.at(word.span.clone()))
    }

    /// A word in small letters; empty if the author did not write it.
    #[must_use]
    pub fn small(&self, at: usize) -> &str {
        self.words
            .get(at)
            .filter(|word| word.own)
            .map_or("", |word| self.small.get(word.span.clone()).unwrap_or_default())
    }

    /// The text between the previous word and this one.
    #[must_use]
    pub fn before(&self, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |word| word.span.end);
        let to = self.words.get(at).map_or(self.text.len(), |word| word.span.start);
        self.at(from..to)
    }

    /// Whether a word begins a sentence.
    #[must_use]
    pub fn begins_sentence(&self, at: usize) -> bool {
        let gap = self.before(at);
        at == 0
            || (gap.contains(['.', '!', '?'])
                && gap.ends_with([' ', '“', '"', '('])
                && self.word(at).starts_with(|first: char| first.is_uppercase() || first.is_numeric()))
    }

    /// The words from `first` to `last`, with the text between them.
    #[must_use]
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.words.get(first).map_or(0, |word| word.span.start);
        start..self.words.get(last).map_or(start, |word| word.span.end)
    }
}

fn write(text: &Inlines, out: &mut PlacedWords, foreign: &mut Vec<Range<usize>>) {
    for inline in text {
        match inline {
            Inline::Plain(words) => out.extend(words),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Inserted(inner) => write(inner, out, foreign),
            Inline::Deleted(_) => {}
            Inline::Break => out.push('\n'),
            Inline::Value(words) | Inline::Ref { text: words, .. } => foreign_words(words, out, foreign),
            Inline::Blank(_) => foreign_words(fixed_words::BLANK, out, foreign),
        }
    }
}

/// Adds words of another author. In the author's file they stand where the preceding words end.
fn foreign_words(words: &str, out: &mut PlacedWords, foreign: &mut Vec<Range<usize>>) {
    let start = out.len();
    if let Some(end) =
        start.checked_sub(1).and_then(|_| out.written(start - out.chars().next_back().map_or(0, char::len_utf8)..start))
    {
        out.spot(end.end, false);
    }
    out.push_str(words);
    foreign.push(start..out.len());
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(char::is_alphanumeric)?;
        at = end_of_word(text, start);
        Some(start..at)
    })
}

/// Where the word ends that begins at a byte.
fn end_of_word(text: &str, start: usize) -> usize {
    let mut letters = text.get(start..).unwrap_or_default().char_indices();
    let (mut last, mut end) = ('\0', start);
    while let Some((at, letter)) = letters.next() {
        if letter.is_alphanumeric() {
            (last, end) = (letter, start + at + letter.len_utf8());
            continue;
        }
        let next = letters.clone().next().map(|(_, next)| next).filter(|next| next.is_alphanumeric());
        let Some(next) = next.filter(|_| joins(letter)) else { break };
        if letter == ',' && !(last.is_ascii_digit() && next.is_ascii_digit()) {
            break;
        }
    }
    end
}

fn joins(letter: char) -> bool {
    matches!(letter, '-' | '’' | '\'' | '.' | ',')
}

#[cfg(test)]
mod tests {
    use super::{Author, Passage, PassageKind};
    use crate::document::Inline;

    #[test]
    fn a_word_is_its_letters_and_what_joins_them() {
        let text = vec![
            Inline::Plain("End-to-end (G.711): 10,000 at ".into()),
            Inline::Value("No. 1".into()),
            Inline::Plain(", Party’s.".into()),
        ];
        let passage = Passage::of(&text, &Author::Outline, PassageKind::Paragraph).expect("it has words");
        let words: Vec<&str> = (0..passage.words.len()).map(|at| passage.word(at)).collect();
        assert_eq!(words, ["End-to-end", "G.711", "10,000", "at", "No", "1", "Party’s"]);
        let own: Vec<bool> = passage.words.iter().map(|word| word.own).collect();
        assert_eq!(own, [true, true, true, true, false, false, true]);
        assert_eq!(passage.before(1), " (");
    }
}

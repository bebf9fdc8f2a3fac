//! Runs of inline content as Markdown.

use std::collections::BTreeSet;

use super::escape::{Surrounding, Surroundings, escape};
use crate::document::{Inline, fixed_words};
use crate::render::direction::isolated;
use crate::render::words::printable;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Strong,
    Emphasis,
}

/// Inline content in a flat list, so that each part can see its neighbours, on which mark-up depends.
#[derive(Debug, Clone, PartialEq, Eq)]
enum InlinePiece {
    Words(String),
    Open(Style),
    Close(Style),
    Link {
        target: String,
        words: String,
    },
    Anchor(String),
    Break,
    /// The beginning or end of a mark of change.
    Tag(&'static str),
}

/// A line of Markdown under construction.
#[derive(Debug)]
pub(super) struct MarkdownLine<'a> {
    pieces: Vec<InlinePiece>,
    places: &'a BTreeSet<&'a str>,
}

impl<'a> MarkdownLine<'a> {
    /// An empty line, whose references lead to `places`.
    pub(super) fn new(places: &'a BTreeSet<&'a str>) -> Self {
        Self { pieces: Vec::new(), places }
    }

    /// Adds words of any kind.
    pub(super) fn words(mut self, words: &str) -> Self {
        self.push_words(words);
        self
    }

    /// Adds a label, if there is one, and the space after it.
    pub(super) fn label(self, label: &str) -> Self {
        if label.is_empty() { self } else { self.words(label).words(" ") }
    }

    /// Adds a place that links lead to.
    pub(super) fn anchor(mut self, anchor: Option<&str>) -> Self {
        self.pieces.extend(anchor.map(|anchor| InlinePiece::Anchor(anchor.to_owned())));
        self
    }

    /// Adds a run of inline content.
    pub(super) fn text(mut self, text: &[Inline]) -> Self {
        for inline in text {
            match inline {
                Inline::Plain(words) => self.push_words(words),
                Inline::Value(words) => self.push_words(&isolated(words)),
                Inline::Blank(_) => self.push_words(fixed_words::BLANK),
                Inline::Strong(inner) => self = self.styled(Style::Strong, inner),
                Inline::Emphasis(inner) => self = self.styled(Style::Emphasis, inner),
                Inline::Ref { target, text } => self = self.link(target, text),
                Inline::Break => self.pieces.push(InlinePiece::Break),
                Inline::Inserted(inner) => self = self.tagged(["<ins>", "</ins>"], inner),
                Inline::Deleted(inner) => self = self.tagged(["<del>", "</del>"], inner),
            }
        }
        self
    }

    fn tagged(mut self, [open, close]: [&'static str; 2], text: &[Inline]) -> Self {
        let mut inner = MarkdownLine::new(self.places).text(text);
        if !inner.pieces.is_empty() {
            self.pieces.push(InlinePiece::Tag(open));
            self.pieces.append(&mut inner.pieces);
            self.pieces.push(InlinePiece::Tag(close));
        }
        self
    }

    /// Adds a run in strong type.
    pub(super) fn strong(self, text: &[Inline]) -> Self {
        self.styled(Style::Strong, text)
    }

    /// Adds a link, or only its words if its target does not exist.
    pub(super) fn link(mut self, target: &str, words: &str) -> Self {
        let words = printable(words);
        if self.places.contains(target) && !words.trim().is_empty() {
            self.pieces.push(InlinePiece::Link { target: target.to_owned(), words });
        } else {
            self.push_words(&words);
        }
        self
    }

    fn push_words(&mut self, words: &str) {
        let words = printable(words);
        match self.pieces.last_mut() {
            Some(InlinePiece::Words(before)) => before.push_str(&words),
            _ if words.is_empty() => {}
            _ => self.pieces.push(InlinePiece::Words(words)),
        }
    }

    /// Adds emphasis. Spaces at its edges move out of it, because a marker beside a space is read as text.
    fn styled(mut self, style: Style, text: &[Inline]) -> Self {
        let mut inner = MarkdownLine::new(self.places).text(text);
        let (mut before, mut after) = (false, false);
        if let Some(InlinePiece::Words(words)) = inner.pieces.first_mut() {
            before = words.starts_with(' ');
            *words = words.trim_start_matches(' ').to_owned();
        }
        if let Some(InlinePiece::Words(words)) = inner.pieces.last_mut() {
            after = words.ends_with(' ');
            *words = words.trim_end_matches(' ').to_owned();
        }
        inner.pieces.retain(|piece| *piece != InlinePiece::Words(String::new()));
        if before {
            self.push_words(" ");
        }
        if !inner.pieces.is_empty() {
            self.pieces.push(InlinePiece::Open(style));
            self.pieces.append(&mut inner.pieces);
            self.pieces.push(InlinePiece::Close(style));
        }
        if after {
            self.push_words(" ");
        }
        self
    }

    /// Writes the line for a place. `indent` begins each line after a break.
    pub(super) fn write(&self, place: Surrounding, indent: &str) -> String {
        let in_tags = self.styles_in_tags(place);
        let mut out = String::from(indent);
        let mut starts_line = true;
        // A break with nothing after it would print its backslash, and one with nothing before it would start a block.
        let is_space = |piece: &InlinePiece| match piece {
            InlinePiece::Words(words) => words.trim_matches(' ').is_empty(),
            piece => *piece == InlinePiece::Break,
        };
        let end = self.pieces.iter().rposition(|piece| !is_space(piece)).map_or(0, |last| last + 1);
        let start = self.pieces.iter().position(|piece| !is_space(piece)).unwrap_or(end);
        for (index, piece) in self.pieces.iter().enumerate().take(end).skip(start) {
            let next = self.pieces.get(index + 1).filter(|_| index + 1 < end);
            let as_tag = in_tags.contains(&index);
            match piece {
                InlinePiece::Words(words) => {
                    let words = if starts_line { words.trim_start_matches(' ') } else { words };
                    let ends_line = matches!(next, None | Some(InlinePiece::Break));
                    let words = if ends_line { words.trim_end_matches(' ') } else { words };
                    out.push_str(&escape(
                        words,
                        Surroundings {
                            place,
                            starts_line,
                            runs_on: !ends_line,
                            before_link: matches!(next, Some(InlinePiece::Link { .. })),
                            in_link: false,
                        },
                    ));
                    starts_line = starts_line && words.is_empty();
                    continue;
                }
                InlinePiece::Open(Style::Strong) => out.push_str(if as_tag { "<strong>" } else { "**" }),
                InlinePiece::Close(Style::Strong) => out.push_str(if as_tag { "</strong>" } else { "**" }),
                InlinePiece::Open(Style::Emphasis) => out.push_str(if as_tag { "<em>" } else { "*" }),
                InlinePiece::Close(Style::Emphasis) => out.push_str(if as_tag { "</em>" } else { "*" }),
                InlinePiece::Link { target, words } => {
                    let around =
                        Surroundings { place, starts_line: false, runs_on: true, before_link: false, in_link: true };
                    out.push_str(&format!("[{}](#{})", escape(words, around), fragment(target)));
                }
                InlinePiece::Anchor(anchor) => out.push_str(&format!("<a id=\"{}\"></a>", fragment(anchor))),
                InlinePiece::Break if place == Surrounding::Line && !starts_line => {
                    out.push_str("\\\n");
                    out.push_str(indent);
                    starts_line = true;
                    continue;
                }
                InlinePiece::Break => out.push_str("<br>"),
                InlinePiece::Tag(tag) => out.push_str(tag),
            }
            starts_line = false;
        }
        out
    }

    /// The indices of the markers that must be written as tags.
    ///
    /// A pair of markers is written as asterisks only if no version of CommonMark's flanking rules can read the first as
    /// a closing or the second as an opening marker; pairs then nest like brackets, whatever stands inside them.
    fn styles_in_tags(&self, place: Surrounding) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = Vec::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            match piece {
                InlinePiece::Open(_) => open.push(index),
                InlinePiece::Close(_) => {
                    let Some(start) = open.pop() else { continue };
                    let opens = flanks(self.edge_before(start, place), self.edge_after(start, place));
                    let closes = flanks(self.edge_after(index, place), self.edge_before(index, place));
                    let touches = start.checked_sub(1).is_some_and(|before| self.is_marker(before))
                        || matches!(self.pieces.get(index + 1), Some(InlinePiece::Close(_)));
                    if !opens || !closes || touches {
                        found.extend([start, index]);
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn is_marker(&self, index: usize) -> bool {
        matches!(self.pieces.get(index), Some(InlinePiece::Open(_) | InlinePiece::Close(_)))
    }

    fn edge_before(&self, index: usize, place: Surrounding) -> Edge {
        match index.checked_sub(1).and_then(|before| self.pieces.get(before)) {
            None => Edge::Space,
            Some(InlinePiece::Words(words)) => words.chars().next_back().map_or(Edge::Space, Edge::of),
            Some(InlinePiece::Break) if place == Surrounding::Line => Edge::Space,
            Some(_) => Edge::Punctuation,
        }
    }

    fn edge_after(&self, index: usize, place: Surrounding) -> Edge {
        match self.pieces.get(index + 1) {
            None => Edge::Space,
            Some(InlinePiece::Words(words)) => words.chars().next().map_or(Edge::Space, Edge::of),
            // The backslash of a break touches the marker before it.
            Some(InlinePiece::Break) if place == Surrounding::Line && index + 2 >= self.pieces.len() => Edge::Space,
            Some(_) => Edge::Punctuation,
        }
    }
}

/// How CommonMark classifies a character beside a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Space,
    Punctuation,
    Word,
    /// Space, punctuation or word, depending on the version of the rules.
    Unsure,
}

impl Edge {
    fn of(character: char) -> Self {
        if character == ' ' {
            Self::Space
        } else if character.is_ascii_punctuation() || "“”‘’«»–—…•".contains(character) {
            Self::Punctuation
        } else if character.is_alphanumeric() {
            Self::Word
        } else {
            Self::Unsure
        }
    }
}

/// Whether a marker between `outside` and `inside` can only face inwards.
fn flanks(outside: Edge, inside: Edge) -> bool {
    match outside {
        Edge::Space => matches!(inside, Edge::Word | Edge::Punctuation),
        Edge::Punctuation => inside == Edge::Word,
        Edge::Word | Edge::Unsure => false,
    }
}

/// An anchor reduced to the characters of the document's own anchors, so that it can stand in a link.
fn fragment(anchor: &str) -> String {
    anchor.chars().filter(|character| character.is_ascii_alphanumeric() || ".-_".contains(*character)).collect()
}

//! Inline content as tokens: what a comparison counts as one word.
//!
//! A word is what stands between two spaces, without the punctuation around it, which is a token of its own: so `180,000.00`,
//! `603–609`, `30/6` and an address are one. A reference is a token that counts as equal while it leads to the same place, whatever
//! its number is; a blank and a line break are tokens too.

use crate::document::{Inline, Inlines, fixed_words};

/// Emphasis around a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Emphases {
    strong: bool,
    weak: bool,
}

/// The space before a token.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Space {
    pub(super) text: String,
    style: Emphases,
    /// Whether it stands inside a value of the deal.
    of_value: bool,
}

/// A token, with the space before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WordToken {
    /// What makes two tokens equal.
    pub(super) key: String,
    pub(super) space: Space,
    /// What prints; empty words for the space at the end of a text.
    pub(super) leaf: Inline,
    pub(super) style: Emphases,
}

impl WordToken {
    /// Whether a reader would count it as a word.
    pub(super) fn is_word(&self) -> bool {
        self.key.starts_with('\u{1}') || self.key.chars().any(char::is_alphanumeric)
    }
}

/// How references are told apart: by what a place is in both papers, and by the shape of the words that name it.
pub(super) trait Targets {
    /// Something that is equal for the same place in both papers.
    fn identity(&self, target: &str) -> String;
    /// The anchor of the place in the marked paper.
    fn anchor(&self, target: &str) -> String;
}

/// The tokens of a text.
pub(super) fn tokens(text: &[Inline], targets: &impl Targets) -> Vec<WordToken> {
    let mut reading = Reading { tokens: Vec::new(), space: Space::default(), targets };
    reading.text(text, Emphases::default());
    let Reading { mut tokens, space, .. } = reading;
    if !space.text.is_empty() {
        let leaf = Inline::Plain("".into());
        tokens.push(WordToken { key: String::new(), style: space.style, space, leaf });
    }
    tokens
}

struct Reading<'a, T> {
    tokens: Vec<WordToken>,
    space: Space,
    targets: &'a T,
}

impl<T: Targets> Reading<'_, T> {
    fn text(&mut self, text: &[Inline], style: Emphases) {
        for inline in text {
            match inline {
                Inline::Plain(words) => self.words(words, style, |words| Inline::Plain(words.into())),
                Inline::Value(words) => self.words(words, style, |words| Inline::Value(words.to_owned())),
                Inline::Blank(_) => self.push(fixed_words::BLANK.to_owned(), inline.clone(), style),
                Inline::Break => self.push("\n".to_owned(), Inline::Break, style),
                Inline::Ref { target, text } => {
                    let key = format!("\u{1}{}\u{1}{}", self.targets.identity(target), shape(text));
                    let leaf = Inline::Ref { target: self.targets.anchor(target).into(), text: text.clone() };
                    self.push(key, leaf, style);
                }
                Inline::Strong(inner) => self.text(inner, Emphases { strong: true, ..style }),
                Inline::Emphasis(inner) => self.text(inner, Emphases { weak: true, ..style }),
                Inline::Inserted(inner) => self.text(inner, style),
                Inline::Deleted(_) => {}
            }
        }
    }

    fn words(&mut self, words: &str, style: Emphases, leaf: impl Fn(&str) -> Inline) {
        let mut rest = words;
        while !rest.is_empty() {
            let begin = rest.find(|letter: char| !letter.is_whitespace()).unwrap_or(rest.len());
            let (space, after) = rest.split_at(begin);
            if !space.is_empty() {
                self.space.text.push_str(space);
                self.space.style = style;
                self.space.of_value = matches!(leaf(""), Inline::Value(_));
            }
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            let (word, after) = after.split_at(end);
            for part in parts(word) {
                self.push(part.to_owned(), leaf(part), style);
            }
            rest = after;
        }
    }

    fn push(&mut self, key: String, leaf: Inline, style: Emphases) {
        self.tokens.push(WordToken { key, space: std::mem::take(&mut self.space), leaf, style });
    }
}

/// A word without its outer punctuation, and each mark of that.
fn parts(word: &str) -> Vec<&str> {
    let inner = |letter: char| letter.is_alphanumeric();
    let (Some(first), Some(last)) = (word.find(inner), word.rfind(inner)) else {
        return word.split_inclusive(|_| true).collect();
    };
    let end = last + word.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let [before, middle, after] =
        [word.get(..first), word.get(first..end), word.get(end..)].map(Option::unwrap_or_default);
    before.split_inclusive(|_| true).chain([middle]).chain(after.split_inclusive(|_| true)).collect()
}

/// The words of a reference with each number and letter in brackets made alike: `clause #.#(#)`.
pub(super) fn shape(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_digit() {
            while letters.next_if(char::is_ascii_digit).is_some() {}
            out.push('#');
        } else if letter == '(' {
            let inside: String = letters.clone().take_while(|letter| *letter != ')').collect();
            let is_item = (1..=5).contains(&inside.len()) && inside.chars().all(|letter| letter.is_ascii_alphabetic());
            out.push('(');
            if is_item {
                out.push('#');
                for _ in inside.chars() {
                    letters.next();
                }
            }
        } else {
            out.push(letter);
        }
    }
    out
}

/// Puts printed pieces back together as inline content.
#[derive(Debug, Default)]
pub(super) struct Builder(Vec<(Emphases, Inline)>);

impl Builder {
    /// Adds a token without its space.
    pub(super) fn leaf(&mut self, token: &WordToken) {
        self.push(token.style, token.leaf.clone());
    }

    /// Adds a space.
    pub(super) fn space(&mut self, space: &Space) {
        let Space { text, style, of_value } = space;
        match (text.is_empty(), of_value) {
            (true, _) => {}
            (false, true) => self.push(*style, Inline::Value(text.clone())),
            (false, false) => self.push(*style, Inline::Plain(text.as_str().into())),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn push(&mut self, style: Emphases, leaf: Inline) {
        match (self.0.last_mut(), &leaf) {
            (Some((before, Inline::Plain(words))), Inline::Plain(more)) if *before == style => words.push_str(more),
            (Some((before, Inline::Value(words))), Inline::Value(more)) if *before == style => words.push_str(more),
            (_, Inline::Plain(words)) if words.is_empty() => {}
            _ => self.0.push((style, leaf)),
        }
    }

    /// The content so far, and begins anew.
    pub(super) fn take(&mut self) -> Inlines {
        let mut out: Vec<(Emphases, Inlines)> = Vec::new();
        for (style, leaf) in self.0.drain(..) {
            match out.last_mut() {
                Some((before, run)) if *before == style => run.push(leaf),
                _ => out.push((style, vec![leaf])),
            }
        }
        let dressed = |(style, run): (Emphases, Inlines)| {
            let run = if style.weak { vec![Inline::Emphasis(run)] } else { run };
            if style.strong { vec![Inline::Strong(run)] } else { run }
        };
        out.into_iter().flat_map(dressed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{parts, shape};

    #[test]
    fn a_number_with_its_separators_is_one_token() {
        assert_eq!(parts("(180,000.00),"), ["(", "180,000.00", ")", ","]);
        assert_eq!(parts("603–609"), ["603–609"]);
        assert_eq!(parts("…"), ["…"]);
        assert_eq!(parts("noc@example.com;"), ["noc@example.com", ";"]);
    }

    #[test]
    fn the_shape_of_a_reference_leaves_its_numbers_out() {
        assert_eq!(shape("clause 26.1(a)"), shape("clause 7.12(iv)"));
        assert_eq!(shape("paragraph 2 of Schedule 4"), "paragraph # of Schedule #");
        assert_ne!(shape("clause 26.1"), shape("clause 26"));
        assert_eq!(shape("the list (below)"), shape("the list (above)"));
    }
}

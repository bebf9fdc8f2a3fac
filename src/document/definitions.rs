//! Defined terms: where each is defined, which are used, and which are used without being defined.

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::departures::SPECIAL_TERM;
use super::parse::{ListItem, Raw};
use super::{Inline, Inlines, plain_text};
use crate::source::PlacedWords;

/// A term and where it is defined.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Id of the clause that defines it.
    pub clause: String,
    /// Id of the paragraph that defines it.
    pub target: String,
    /// Its entry in the definitions clause, if it has one there.
    pub entry: Option<ListItem>,
    /// The bytes of the clause's file that define it.
    pub written: Option<Range<usize>>,
}

/// Every term that the selected clauses define.
#[derive(Debug, Default)]
pub struct Glossary {
    /// Every defined term, by its words.
    pub terms: BTreeMap<String, Definition>,
    /// Terms defined more than once, with the later definition.
    pub doubles: Vec<(String, Definition)>,
}

impl Glossary {
    /// Takes the definitions out of the clause that holds them, and records those that stand in other clauses.
    pub fn collect(&mut self, clause: &str, raw: &mut [Raw], holds_definitions: bool) {
        for raw in raw {
            let Raw::Paragraph(item) = raw else { continue };
            if holds_definitions {
                let (entries, others) = std::mem::take(&mut item.items)
                    .into_iter()
                    .partition(|item: &ListItem| matches!(item.text.first(), Some(Inline::Strong(_))));
                item.items = others;
                for entry in Vec::<ListItem>::from_iter(entries) {
                    if let Some(Inline::Strong(term)) = entry.text.first() {
                        let (term, written) = (plain_text(term), written(term));
                        let (clause, target) = (clause.to_owned(), clause.to_owned());
                        self.add(term, Definition { clause, target, entry: Some(entry), written });
                    }
                }
            }
            self.inline(clause, item);
        }
    }

    /// Notes the terms that a paragraph defines, and gives it an anchor by which the definitions refer to it.
    fn inline(&mut self, clause: &str, item: &mut ListItem) {
        let terms = item.text.iter().filter_map(|inline| match inline {
            Inline::Strong(term) => Some((plain_text(term), written(term))),
            _ => None,
        });
        for (term, written) in terms.collect::<Vec<_>>() {
            let anchor = item.anchor.get_or_insert_with(|| slug(&term));
            let target = format!("{clause}.{anchor}");
            self.add(term, Definition { clause: clause.to_owned(), target, entry: None, written });
        }
        for item in &mut item.items {
            self.inline(clause, item);
        }
    }

    fn add(&mut self, term: String, definition: Definition) {
        match self.terms.entry(term) {
            Entry::Occupied(first) => self.doubles.push((first.key().clone(), definition)),
            Entry::Vacant(new) => drop(new.insert(definition)),
        }
    }

    /// The terms that texts use, and the terms that the definitions of those use.
    #[must_use]
    pub fn used(&self, texts: &[&str]) -> BTreeSet<String> {
        let phrases = TermFinder::new(self.terms.keys().map(String::as_str));
        let mut used = BTreeSet::new();
        let mut new: BTreeSet<&str> = texts.par_iter().flat_map_iter(|text| phrases.found(text)).collect();
        while !new.is_empty() {
            used.extend(new.iter().map(|term| (*term).to_owned()));
            let entries = new.iter().filter_map(|term| self.terms.get(*term)?.entry.as_ref());
            let texts: Vec<PlacedWords> = entries.flat_map(below).collect();
            new = texts.iter().flat_map(|text| phrases.found(text)).filter(|term| !used.contains(*term)).collect();
        }
        used
    }
}

/// Where the words of a term's definition stand.
fn written(term: &Inlines) -> Option<Range<usize>> {
    let words = flat(term);
    words.written(0..words.len())
}

/// A term as an anchor: `service-credit`.
fn slug(term: &str) -> String {
    let letters = term.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    format!("term-{}", letters.collect::<String>())
}

/// The words of an item and of the items below it, one text each.
#[must_use]
pub fn below(item: &ListItem) -> Vec<PlacedWords> {
    let mut out = vec![flat(&item.text)];
    out.extend(item.items.iter().flat_map(below));
    out
}

/// The library's words of a run. A private character replaces each value, reference and definition.
#[must_use]
pub fn flat(text: &Inlines) -> PlacedWords {
    let mut out = PlacedWords::default();
    for inline in text {
        match inline {
            Inline::Plain(words) => out.extend(words),
            Inline::Emphasis(inner) | Inline::Inserted(inner) => out.extend(&flat(inner)),
            Inline::Deleted(_) => {}
            Inline::Value(words) => {
                // What follows a special term begins a sentence.
                let ends = out.trim_end().ends_with(SPECIAL_TERM) && words.ends_with(['.', '?', '!']);
                out.push('\u{1}');
                if ends {
                    out.push('.');
                }
            }
            Inline::Blank(_) | Inline::Ref { .. } | Inline::Strong(_) | Inline::Break => out.push('\u{1}'),
        }
    }
    out
}

/// Terms or names, prepared for a search in a text that finds the longest at each place.
#[derive(Debug)]
pub struct TermFinder<'a> {
    by_first: FxHashMap<&'a str, Vec<(Vec<&'a str>, &'a str)>>,
    /// Phrases of one word; any form of the word matches.
    single: FxHashSet<&'a str>,
    /// The first bytes of all phrases, so that most words of a text need no look-up.
    begins: [bool; 256],
}

struct Token<'a> {
    start: usize,
    word: &'a str,
}

impl<'a> TermFinder<'a> {
    /// Prepares phrases for the search.
    pub fn new(phrases: impl Iterator<Item = &'a str>) -> Self {
        let mut out = Self { by_first: FxHashMap::default(), single: FxHashSet::default(), begins: [false; 256] };
        for phrase in phrases {
            let words: Vec<&str> = tokens(phrase).map(|token| token.word).collect();
            let begin = words.first().and_then(|word| word.bytes().next());
            if let Some(known) = begin.and_then(|begin| out.begins.get_mut(usize::from(begin))) {
                *known = true;
            }
            match words.as_slice() {
                [] => {}
                [one] => drop(out.single.insert(one)),
                [first, ..] => out.by_first.entry(first).or_default().push((words.clone(), phrase)),
            }
        }
        for phrases in out.by_first.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        out
    }

    /// The phrase that begins at a token, and how many tokens it takes.
    fn at(&self, tokens: &[Token<'_>]) -> Option<(&'a str, usize)> {
        let first = tokens.first()?;
        if !first.word.bytes().next().and_then(|begin| self.begins.get(usize::from(begin))).is_some_and(|known| *known)
        {
            return None;
        }
        let longer = self.by_first.get(first.word).into_iter().flatten().find(|(words, _)| {
            let Some(here) = tokens.get(..words.len()) else { return false };
            let (Some((last, most)), Some((end, start))) = (words.split_last(), here.split_last()) else {
                return false;
            };
            most.iter().zip(start).all(|(word, token)| *word == token.word) && same(last, end.word)
        });
        if let Some((words, phrase)) = longer {
            return Some((phrase, words.len()));
        }
        forms(first.word).find_map(|form| self.single.get(form.as_ref())).map(|word| (*word, 1))
    }

    /// The phrases that a text holds.
    pub fn found(&self, text: &str) -> Vec<&'a str> {
        let tokens: Vec<Token<'_>> = tokens(text).collect();
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
            match self.at(rest) {
                Some((phrase, length)) => {
                    out.push(phrase);
                    at += length;
                }
                None => at += 1,
            }
        }
        out
    }
}

/// Capitalised words inside a sentence that are part of no term and no name, each with the byte at which it begins.
#[must_use]
pub fn undefined<'t>(text: &'t str, terms: &TermFinder<'_>, names: &TermFinder<'_>) -> Vec<(usize, &'t str)> {
    let tokens: Vec<Token<'t>> = tokens(text).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((token, rest)) = tokens.get(at..).and_then(|rest| Some((rest.first()?, rest))) {
        let known = [terms.at(rest), names.at(rest)].into_iter().flatten().map(|(_, length)| length).max();
        if let Some(length) = known {
            at += length;
            continue;
        }
        let mut letters = token.word.chars();
        let capitalised = letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some()
            && letters.all(|letter| letter.is_lowercase() || letter == '-' || letter == '’');
        if capitalised && !begins_sentence(text, token.start) {
            out.push((token.start, token.word));
        }
        at += 1;
    }
    out
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before =
        text.get(..at).unwrap_or_default().trim_end_matches(|c: char| c.is_whitespace() || "“‘(\"".contains(c));
    before.is_empty() || before.ends_with(['.', '?', '!', ':'])
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = run_end(text, at, false);
        at = run_end(text, start, true);
        Some(Token { start, word: text.get(start..at).filter(|word| !word.is_empty())? })
    })
}

/// Where the run of characters ends that stand in words, or outside them.
fn run_end(text: &str, from: usize, in_word: bool) -> usize {
    let mut at = from;
    while let Some(byte) = text.as_bytes().get(at) {
        // A letter of English text is one byte; only others are decoded.
        let (stands_in_word, length) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric() || *byte == b'-', 1)
        } else {
            let letter = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            (letter.is_alphanumeric() || letter == '’', letter.len_utf8())
        };
        if stands_in_word != in_word {
            break;
        }
        at += length;
    }
    at
}

/// Whether a word is a term's last word, in the singular, plural or possessive.
fn same(term: &str, word: &str) -> bool {
    forms(word).any(|form| form == term)
}

/// The words of which a word may be the plural or possessive, the word itself first.
fn forms(word: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let word = word.strip_suffix("’s").or_else(|| word.strip_suffix('’')).unwrap_or(word);
    let y = word.strip_suffix("ies").map(|stem| Cow::Owned(format!("{stem}y")));
    let plain = [Some(word), word.strip_suffix('s'), word.strip_suffix("es")];
    plain.into_iter().flatten().map(Cow::Borrowed).chain(y)
}

#[cfg(test)]
mod tests {
    use super::{TermFinder, undefined};

    #[test]
    fn the_longest_term_is_found_in_every_number_and_case() {
        let phrases = TermFinder::new(["Party", "Service Credit", "Service"].into_iter());
        assert_eq!(
            phrases.found("Each Party’s Service Credits; the Parties; Services"),
            ["Party", "Service Credit", "Party", "Service"]
        );
    }

    #[test]
    fn only_capitals_inside_a_sentence_are_undefined() {
        let terms = TermFinder::new(std::iter::once("Party"));
        let names = TermFinder::new(std::iter::once("England and Wales"));
        let text = "Each Party pays. The Widget is \u{1} Gadget in England and Wales: Other “Foo”.";
        let found: Vec<&str> = undefined(text, &terms, &names).into_iter().map(|(_, word)| word).collect();
        assert_eq!(found, ["Widget", "Gadget", "Foo"]);
    }
}

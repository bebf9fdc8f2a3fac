//! What a deal leaves out of the library's clauses, replaces, and adds to them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use super::blanks::Blanks;
use super::parse::{ListItem, Raw};
use super::{Inline, Inlines};
use crate::deal::Deal;
use crate::deal::governance::{SpecialPlace, SpecialTerm};
use crate::library::Library;
use crate::library::clause::LeaveOut;
use crate::library::select::holds;
use crate::template::{self, mark};

/// The words that stand before a special term.
pub const SPECIAL_TERM: &str = "Special term:";

/// The label of the Key terms for them.
const SPECIAL_TERMS: &str = "Special terms";

/// What becomes of a clause that does not print as the library has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClauseDeparture {
    /// The deal leaves it out.
    Off,
    /// A special term stands in its place.
    Replaced,
    /// Special terms stand in place of these points.
    Points(Vec<String>),
}

/// The departures of one deal from the library. A departure that the library does not allow has no effect.
#[derive(Debug)]
pub struct Departures<'a> {
    off: BTreeSet<&'a str>,
    terms: BTreeMap<&'a str, Vec<(SpecialPlace<'a>, &'a SpecialTerm)>>,
}

impl<'a> Departures<'a> {
    /// Reads them from a deal and from its context.
    #[must_use]
    pub fn of(deal: &'a Deal, library: &'a Library, context: &Value) -> Self {
        let leave_out = |id: &str| library.clauses.get(id).map(|clause| clause.front.leave_out);
        let off = deal.clauses.keys().map(String::as_str);
        let answered = library.clauses.values().filter(|clause| {
            let off = clause.front.off.as_ref();
            off.is_some_and(|off| holds(off, context))
        });
        let answered = answered.map(|clause| clause.id.as_str());
        let off = off.filter(|id| leave_out(id) == Some(LeaveOut::Free)).chain(answered).collect();
        let mut terms: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for term in &deal.special_terms {
            let Some(place) = term.place() else { continue };
            let allowed = match (place, leave_out(place.clause())) {
                (SpecialPlace::After(_), _) => true,
                (_, Some(LeaveOut::Never)) => false,
                (SpecialPlace::Clause(_) | SpecialPlace::Point(..), _) => true,
            };
            if allowed {
                terms.entry(place.clause()).or_default().push((place, term));
            }
        }
        Self { off, terms }
    }

    /// Whether a clause is left out.
    #[must_use]
    pub fn leaves_out(&self, id: &str) -> bool {
        self.off.contains(id)
    }

    /// Whether a special term stands in place of a clause.
    #[must_use]
    pub fn replaces(&self, id: &str) -> bool {
        self.at(id).any(|(place, _)| matches!(place, SpecialPlace::Clause(_)))
    }

    /// What becomes of a clause; `None` if it prints as the library has it, whatever is added to it.
    #[must_use]
    pub fn departure(&self, id: &str) -> Option<ClauseDeparture> {
        if self.leaves_out(id) {
            return Some(ClauseDeparture::Off);
        }
        if self.replaces(id) {
            return Some(ClauseDeparture::Replaced);
        }
        let points = self.at(id).filter_map(|(place, _)| match place {
            SpecialPlace::Point(_, point) => Some((*point).to_owned()),
            SpecialPlace::After(_) | SpecialPlace::Clause(_) => None,
        });
        let points: Vec<String> = points.collect();
        (!points.is_empty()).then_some(ClauseDeparture::Points(points))
    }

    fn at(&self, id: &str) -> impl Iterator<Item = &(SpecialPlace<'a>, &'a SpecialTerm)> {
        self.terms.get(id).into_iter().flatten()
    }

    /// The line of the Key terms that names where special terms stand, of the clauses that print; `None` if there are none.
    #[must_use]
    pub fn key_term<'b>(&self, printed: impl Iterator<Item = &'b str>) -> Option<(Inlines, Inlines)> {
        let mut places = Inlines::new();
        for id in printed.filter(|id| self.at(id).next().is_some()) {
            if !places.is_empty() {
                places.push(Inline::Plain(", ".into()));
            }
            places.push(Inline::Ref { target: id.into(), text: String::new() });
        }
        (!places.is_empty()).then(|| (vec![Inline::Plain(SPECIAL_TERMS.into())], places))
    }

    /// The paragraphs that take the place of a clause's own.
    #[must_use]
    pub fn in_place(&self, id: &str) -> Vec<Raw> {
        let terms = self.at(id).filter(|(place, _)| matches!(place, SpecialPlace::Clause(_)));
        terms.map(|(_, term)| paragraph(term)).collect()
    }

    /// The paragraphs that follow a clause's own.
    #[must_use]
    pub fn after(&self, id: &str) -> Vec<Raw> {
        let terms = self.at(id).filter(|(place, _)| matches!(place, SpecialPlace::After(_)));
        terms.map(|(_, term)| paragraph(term)).collect()
    }

    /// What a clause prints, with special terms in place of its points.
    #[must_use]
    pub fn with_points(&self, id: &str, mut markdown: String) -> String {
        // All places are found before one changes: a special term that stands there already would hide where the next sentence begins.
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        for (place, term) in self.at(id) {
            let SpecialPlace::Point(_, point) = place else { continue };
            let mut words = Some(format!("*{SPECIAL_TERM}* {}", template::value(term.text.as_str())));
            let mut from = 0;
            while let Some((span, next)) = made(&markdown, point, from) {
                from = next;
                if !changes.iter().any(|(other, _)| other.start < span.end && span.start < other.end) {
                    // A point that prints several times, for each flow, is said once.
                    changes.push((span, words.take().unwrap_or_default()));
                }
            }
        }
        changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        for (span, words) in changes {
            markdown.replace_range(span, &words);
        }
        markdown
    }
}

/// What a draft needs to know of the clauses that it leaves out or replaces.
#[derive(Clone, Copy)]
pub(super) struct Absence<'a> {
    /// The clauses that are left out.
    pub(super) off: &'a [&'a str],
    pub(super) blanks: &'a Blanks,
    pub(super) departures: &'a Departures<'a>,
}

/// A special term as a paragraph of its clause.
fn paragraph(term: &SpecialTerm) -> Raw {
    let text: Inlines = vec![
        Inline::Emphasis(vec![Inline::Plain(SPECIAL_TERM.into())]),
        Inline::Plain(" ".into()),
        Inline::Value(term.text.to_string()),
    ];
    Raw::Paragraph(ListItem { text, ..ListItem::default() })
}

/// The bytes of the sentence or list item that makes a point, with its mark, and where the mark ends: the first one from some byte on.
fn made(markdown: &str, point: &str, mut from: usize) -> Option<(Range<usize>, usize)> {
    let (start, mark_end) = loop {
        let at = from + markdown.get(from..)?.find('\u{F000}')?;
        let (id, length) = mark::point_at(markdown.get(at..)?)?;
        if id == point {
            break (at, at + length);
        }
        from = at + length;
    };
    let begin = sentence_start(markdown.get(..start)?);
    let ended = markdown.get(..start)?.trim_end_matches(|letter: char| letter.is_whitespace() || mark::is_mark(letter));
    let ended = ended.trim_end_matches([')', '"', '\u{201D}', '*']).ends_with(['.', ';', ':', '?', '!', ',']);
    let end = if ended { mark_end } else { mark_end + sentence_length(markdown.get(mark_end..)?) };
    Some((begin..end, mark_end))
}

/// Where the last sentence of a text begins, within its paragraph or list item. A full stop at the end of the text ends that
/// sentence.
fn sentence_start(before: &str) -> usize {
    let block = before.rfind("\n\n").map_or(0, |at| at + 2);
    let item = before.rmatch_indices('\n').map(|(at, _)| at + 1).find_map(|at| {
        let line = before.get(at..)?;
        let line_start = line.trim_start_matches(|letter: char| letter == ' ' || mark::is_mark(letter));
        let digits = line_start.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let bullet = if line_start.starts_with("- ") {
            2
        } else if digits.len() < line_start.len() && digits.starts_with(". ") {
            line_start.len() - digits.len() + 2
        } else {
            return None;
        };
        Some(at + line.len() - line_start.len() + bullet)
    });
    let block = item.map_or(block, |item| item.max(block));
    let inside = before.get(block..).unwrap_or_default();
    let mut starts = inside.match_indices(['.', '?', '!']).filter_map(|(at, _)| {
        let rest = inside.get(at + 1..)?;
        let after = rest.trim_start_matches([')', '"', '\u{201D}', '*']);
        let next = after.trim_start_matches(|letter: char| letter.is_whitespace() || mark::is_mark(letter));
        let gap = after.get(..after.len() - next.len())?.contains(char::is_whitespace);
        let opens = next.starts_with(|letter: char| letter.is_uppercase() || "\"*[(\u{201C}\u{E000}".contains(letter));
        (gap && opens).then_some(block + inside.len() - next.len())
    });
    starts.next_back().unwrap_or(block)
}

/// How far the sentence at the start of a text goes.
fn sentence_length(rest: &str) -> usize {
    let block = rest.find("\n\n").unwrap_or(rest.len());
    let item = rest.find("\n- ").unwrap_or(rest.len());
    let inside = rest.get(..block.min(item)).unwrap_or_default();
    let end = inside.match_indices(['.', '?', '!']).find_map(|(at, _)| {
        let next = inside.get(at + 1..)?;
        (next.is_empty() || next.starts_with(|letter: char| letter.is_whitespace() || mark::is_mark(letter)))
            .then_some(at + 1)
    });
    end.unwrap_or(inside.len())
}

#[cfg(test)]
mod tests {
    use super::made;
    use crate::template::mark;

    fn marked(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{=") {
            let (id, after) = after.split_once('}').expect("a closed mark");
            out.push_str(before);
            out.extend(mark::point(id));
            rest = after;
        }
        out + rest
    }

    #[test]
    fn a_point_is_the_sentence_or_item_that_makes_it() {
        for (text, point, sentence) in [
            ("The A pays. {=pay} The B bears it. {=bear} The end.", "bear", "The B bears it."),
            ("The A pays (the \"**Sum**\"). {=pay} The B bears it. {=bear}", "pay", "The A pays (the \"**Sum**\")."),
            (
                "The A credits {=credit} it by 1.5 days, as RFC 3261. {=by} Then.",
                "credit",
                "The A credits  it by 1.5 days, as RFC 3261.",
            ),
            ("Each Party:\n\n- pays; {=pay}\n- ends. {=end}", "end", "ends."),
            (
                "Each Party:\n\n1. pays in full;\n   or later; {=pay}\n2. ends. {=end}",
                "pay",
                "pays in full;\n   or later;",
            ),
            ("One.\n\nTwo in \u{E000}A&#46; B\u{E001} ends. {=two}", "two", "Two in \u{E000}A&#46; B\u{E001} ends."),
        ] {
            let text = marked(text);
            let (span, _) = made(&text, point, 0).expect("found");
            let found: String = text[span].chars().filter(|letter| !mark::is_mark(*letter)).collect();
            assert_eq!(found.trim(), sentence);
        }
        assert_eq!(made("No point.", "pay", 0), None);
    }
}

//! Quantities and content words of a sentence, to tell whether two sentences speak of one thing.

use std::collections::BTreeSet;

/// A number with its unit.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::rules) struct Quantity {
    /// What it measures.
    pub(in crate::rules) kind: QuantityKind,
    /// Number and unit, as they are compared.
    pub(in crate::rules) words: String,
}

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum QuantityKind {
    /// A time.
    Time,
    /// A share.
    Share,
    /// A sum of money.
    Money,
}

const NUMBERS: [(&str, &str); 13] = [
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("thirty", "30"),
    ("sixty", "60"),
];

const TIMES: [&str; 8] = ["minute", "hour", "day", "business day", "week", "month", "year", "second"];

/// What has a length in time, without the s of its plural.
const LENGTHS: [&str; 14] = [
    "notice", "period", "term", "time", "limit", "deadline", "delay", "interval", "duration", "length", "minimum",
    "maximum", "least", "most",
];

/// Words that carry no matter of their own.
const EMPTY: [&str; 40] = [
    "the",
    "a",
    "an",
    "of",
    "and",
    "or",
    "to",
    "in",
    "for",
    "by",
    "on",
    "at",
    "after",
    "before",
    "within",
    "this",
    "that",
    "these",
    "each",
    "any",
    "all",
    "shall",
    "may",
    "is",
    "are",
    "be",
    "as",
    "it",
    "its",
    "from",
    "with",
    "party",
    "parties",
    "agreement",
    "not",
    "no",
    "customer",
    "supplier",
    "other",
    "under",
];

fn words(sentence: &str) -> Vec<String> {
    let lower = sentence.to_lowercase();
    let kept = |mark: char| mark.is_alphanumeric() || mark == '.' || mark == '%';
    let words = lower.split(|mark: char| !kept(mark)).map(|word| word.trim_matches('.').to_owned());
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether a time after this word and `of` is its length, as in a notice of 30 days. The credits of one year only say which
/// credits are meant.
fn has_length(word: &str) -> bool {
    LENGTHS.contains(&word.trim_end_matches('s'))
}

/// The quantities of a sentence: times, shares and sums.
pub(in crate::rules) fn quantities(sentence: &str) -> Vec<Quantity> {
    let words = words(sentence);
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let number = NUMBERS.iter().find(|(name, _)| name == word).map_or(word.as_str(), |(_, figure)| figure);
        let figure = number.trim_end_matches('%');
        if !figure.starts_with(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        let next = words.get(at + 1).map_or("", String::as_str);
        let unit = next.trim_end_matches('s');
        let unit = if unit == "busines" { "business day" } else { unit };
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", String::as_str);
        let is_code = before.len() == 3 && sentence.contains(&before.to_uppercase());
        let measured = at.checked_sub(2).and_then(|at| words.get(at)).map_or("", String::as_str);
        if before == "of" && TIMES.contains(&unit) && !has_length(measured) {
            continue;
        }
        let kind = if TIMES.contains(&unit) {
            QuantityKind::Time
        } else if number.ends_with('%') || next == "%" || unit == "percent" {
            QuantityKind::Share
        } else if is_code {
            QuantityKind::Money
        } else {
            continue;
        };
        let unit = match kind {
            QuantityKind::Time => unit,
            QuantityKind::Share => "%",
            QuantityKind::Money => before,
        };
        out.push(Quantity { kind, words: format!("{figure} {unit}") });
    }
    out
}

/// The content words of a sentence, each by the first letters that its forms share.
pub(in crate::rules) fn roots(sentence: &str) -> BTreeSet<String> {
    let content = words(sentence)
        .into_iter()
        .filter(|word| word.len() > 2 && word.starts_with(char::is_alphabetic) && !EMPTY.contains(&word.as_str()));
    let content = content.filter(|word| !TIMES.contains(&word.trim_end_matches('s')));
    let numbered = content.filter(|word| NUMBERS.iter().all(|(name, _)| name != word));
    numbered.map(|word| word.trim_end_matches('s').chars().take(5).collect()).collect()
}

//! Placeholders such as `TBD` or `[name]` in any text.

use std::ops::Range;

/// Words that mark a placeholder if they stand in square brackets with others.
const ASKING: [&str; 7] = ["insert", "enter", "specify", "fill", "add", "to", "tbd"];
/// Words that mark a placeholder if they stand in brackets alone.
const ASKED: [&str; 17] = [
    "name", "date", "amount", "number", "address", "company", "country", "currency", "title", "day", "month", "year",
    "price", "rate", "x", "n", "blank",
];

/// Every placeholder of a text, such as `TBD`, `[•]`, `____`, `<name>` or `{{ name }}`.
pub(in crate::rules) fn all(text: &str) -> Vec<Range<usize>> {
    let mut out = words(text);
    if !text.bytes().any(|byte| b"_?[<{".contains(&byte)) {
        return out;
    }
    for (at, letter) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let run = |letter: char| rest.len() - rest.trim_start_matches(letter).len();
        let goes_on = text.get(..at).unwrap_or_default().ends_with(letter);
        let length = match letter {
            '_' | '?' if !goes_on && run(letter) >= 3 => Some(run(letter)),
            '[' => inner(rest, ']').filter(|inner| asks(inner)).map(|inner| inner.len() + 2),
            '<' => inner(rest, '>')
                .filter(|inner| inner.starts_with(char::is_alphabetic) && is_name(inner))
                .map(|inner| inner.len() + 2),
            '{' if !goes_on => {
                let named = until(rest.trim_start_matches('{'), '}').filter(|name| is_name(name));
                named.map(|name| name.len() + 2 * run('{'))
            }
            _ => None,
        };
        out.extend(length.map(|length| at..(at + length).min(text.len())));
    }
    out.sort_by_key(|span| span.start);
    out
}

/// The text between the first letter and the next `end`.
fn inner(rest: &str, end: char) -> Option<&str> {
    until(rest.get(1..)?, end)
}

/// The text before the next `end`, if that is near. The search is bounded, because placeholders are short and texts may be
/// long.
fn until(rest: &str, end: char) -> Option<&str> {
    let (at, _) = rest.char_indices().take(60).find(|(_, letter)| *letter == end)?;
    rest.get(..at)
}

fn asks(inner: &str) -> bool {
    let inner = inner.trim().to_lowercase();
    let first = inner.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    inner.chars().all(|c| matches!(c, '•' | '●' | '…' | '.' | '_' | '*' | '-' | ' '))
        || ASKED.contains(&inner.as_str())
        || (ASKING.contains(&first) && inner.contains(' '))
}

/// Whether it is letters with underscores or spaces between them.
fn is_name(inner: &str) -> bool {
    let inner = inner.trim();
    inner.starts_with(char::is_alphabetic)
        && inner.len() <= 40
        && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'))
}

/// Words that can only be placeholders. Before a capital they belong to a name, such as that of a bank.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    // Nearly all texts contain none of these words, so a quick test comes first.
    let begins = |&[first, second, third]: &[u8; 3]| match first {
        b'T' => matches!((second, third), (b'B', b'A' | b'C' | b'D') | (b'O', b'D')),
        b't' => second == b'b' && matches!(third, b'c' | b'd'),
        b'F' => second == b'I' && third == b'X',
        b'X' | b'x' => second == first && third == first,
        b'L' | b'l' => matches!((second, third), (b'O' | b'o', b'R' | b'r')),
        _ => false,
    };
    if !text.as_bytes().array_windows().any(begins) {
        return out;
    }
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let stand_in = matches!(bare, "TBD" | "TBC" | "TBA" | "tbd" | "tbc" | "TODO" | "FIXME")
            || (bare.len() >= 3 && (bare.bytes().all(|byte| byte == b'X') || bare.bytes().all(|byte| byte == b'x')));
        let rest = text.get(at + word.len()..).unwrap_or_default();
        let named = word.ends_with(' ') && rest.starts_with(char::is_uppercase);
        if stand_in && !named {
            out.push(at..at + bare.len());
        }
        if bare.eq_ignore_ascii_case("lorem") && rest.get(..5).is_some_and(|next| next.eq_ignore_ascii_case("ipsum")) {
            out.push(at..at + word.len() + 5);
        }
        at += word.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn a_stand_in_is_told_from_words() {
        for (text, found) in [
            ("Licence TBD", "TBD"),
            ("about [•] days", "[•]"),
            ("[insert the name]", "[insert the name]"),
            ("to ____ by", "____"),
            ("<company name>", "<company name>"),
            ("{{ name }}", "{{ name }}"),
            ("{name}", "{name}"),
            ("+1 XXX", "XXX"),
            ("Lorem ipsum dolor", "Lorem ipsum"),
            ("what ???", "???"),
        ] {
            let spans: Vec<&str> = all(text).into_iter().filter_map(|span| text.get(span)).collect();
            assert_eq!(spans, [found], "{text}");
        }
        for text in [
            "TBC Bank, Tbilisi",
            "a < b > c",
            "<noc@straits.example>",
            "[Reserved]",
            "what?",
            "a__b",
            "{1}",
            "[the Party]",
            "XX",
        ] {
            assert!(all(text).is_empty(), "{text}: {:?}", all(text));
        }
    }
}

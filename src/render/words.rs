//! The characters of a document that may stand in a text file, and the words that a line does not part.

/// The words of a run on one line: line ends, tabs and repeated spaces become one space. Controls and noncharacters are
/// removed, because no font has them and HTML forbids them.
pub(super) fn printable(words: &str) -> String {
    // Most runs are.
    if words.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !words.contains("  ") {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    for character in words.chars() {
        // No-break and fixed-width spaces are deliberate and stay.
        let is_space = matches!(character, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if is_space {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !character.is_control() && !is_noncharacter(character) {
            out.push(character);
        }
    }
    out
}

/// Printable words with a no-break space wherever those on both sides of a space belong together. Markdown goes without: it is searched
/// and compared as text, and whoever shows it chooses its lines.
pub(super) fn bound(words: &str) -> String {
    let words = printable(words);
    let is_figure = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'%');
    let bytes = words.as_bytes();
    let spaces = bytes.iter().enumerate().filter(|(_, byte)| **byte == b' ').map(|(at, _)| at);
    // One of the two is a figure, so most words are asked nothing.
    let held: Vec<usize> = spaces
        .filter(|at| is_figure(bytes.get(at + 1)) || is_figure(at.checked_sub(1).and_then(|before| bytes.get(before))))
        .filter(|at| belong(&words, at + 1))
        .collect();
    if held.is_empty() {
        return words;
    }
    let mut out = String::with_capacity(words.len() + held.len());
    let mut from = 0;
    for at in held {
        out.push_str(words.get(from..at).unwrap_or_default());
        out.push('\u{a0}');
        from = at + 1;
    }
    out.push_str(words.get(from..).unwrap_or_default());
    out
}

/// Words that a number belongs to.
const LABELS: [&str; 14] = [
    "clause",
    "clauses",
    "paragraph",
    "paragraphs",
    "schedule",
    "schedules",
    "part",
    "article",
    "section",
    "annex",
    "rfc",
    "no.",
    "cap.",
    "rule",
];

/// Words that belong to the figure before them.
const UNITS: [&str; 31] = [
    "ms",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "times",
    "per",
    "business",
    "calendar",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether the words on both sides of a space belong together: a label and its number, a figure and its unit, a day and its month.
pub(super) fn belong(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let before = before.trim_end_matches(' ').rsplit([' ', '\n']).next().unwrap_or_default();
    let after = after.split([' ', '\n']).next().unwrap_or_default();
    let is_figure = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b':'))
            && !word.ends_with([',', '.', ':'])
    };
    if after.starts_with('%') {
        return true;
    }
    if after.starts_with(|first: char| first.is_ascii_digit()) && text.get(..at).is_some_and(is_telephone) {
        return true;
    }
    // A label may stand in brackets, and the code of a currency stands before its sum.
    let label = before.trim_start_matches(['(', '[', '“', '"']);
    let is_currency = label.len() == 3 && label.bytes().all(|byte| byte.is_ascii_uppercase());
    let small = |word: &str| word.trim_end_matches([',', ';', '.', ')']).to_ascii_lowercase();
    after.starts_with(|first: char| first.is_ascii_digit())
        && (is_currency || LABELS.contains(&label.to_ascii_lowercase().as_str()))
        || is_figure(before.trim_start_matches('(')) && UNITS.contains(&small(after).as_str())
}

/// Whether a text ends inside a telephone number in international form: a plus, then digits in groups.
fn is_telephone(text: &str) -> bool {
    let Some((_, number)) = text.rsplit_once('+') else { return false };
    number.len() <= 20
        && number.starts_with(|first: char| first.is_ascii_digit())
        && number.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '(' | ')' | '-' | '\u{a0}'))
}

/// The 66 code points that Unicode reserves for internal use.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn white_space_collapses_and_controls_go() {
        assert_eq!(printable("a \t\r\n b\0\u{7f}\u{1b}[1m\u{fffe}\u{1ffff}"), "a b[1m");
    }

    #[test]
    fn what_belongs_together_is_not_parted() {
        for (words, held) in [
            ("under clause 26.1, within 30 Business Days", "under clause\u{a0}26.1, within 30\u{a0}Business Days"),
            ("on 1 February 2027 (20 %)", "on 1\u{a0}February 2027 (20\u{a0}%)"),
            ("RFC 3261 and paragraph 4", "RFC\u{a0}3261 and paragraph\u{a0}4"),
            ("call +1 302 555 0110 or 12 others", "call +1\u{a0}302\u{a0}555\u{a0}0110 or 12 others"),
            ("in 2027 each party may", "in 2027 each party may"),
            (" 5 ", " 5 "),
        ] {
            assert_eq!(super::bound(words), held);
        }
    }

    #[test]
    fn chosen_spaces_and_every_script_stay() {
        assert_eq!(printable("10\u{a0}ms שלום 🤝 e\u{301}"), "10\u{a0}ms שלום 🤝 e\u{301}");
    }
}

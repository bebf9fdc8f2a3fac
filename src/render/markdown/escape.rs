//! Escapes what a CommonMark or GFM parser would take for mark-up, and nothing else, so that the text reads well as it is.

/// The place of a run of words; each has mark-up of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surrounding {
    /// A paragraph, whose lines could be read as the start of a list, quotation, heading or rule.
    Line,
    /// A heading, whose closing `#` would vanish.
    Heading,
    /// A cell, where `\|` is read before any other mark-up.
    Cell,
}

/// The context of a run of words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    pub place: Surrounding,
    /// Whether the run starts a line.
    pub starts_line: bool,
    /// Whether mark-up follows the run directly, so that its last token may continue.
    pub runs_on: bool,
    /// Whether a link follows directly, which `!` would turn into an image.
    pub before_link: bool,
    /// Whether the run is the text of a link, which `]` would end.
    pub in_link: bool,
}

/// Escapes a run of words without line ends.
pub(super) fn escape(words: &str, around: Surroundings) -> String {
    let characters: Vec<char> = words.chars().collect();
    let line_mark = if around.starts_line && around.place == Surrounding::Line { line_mark(&characters) } else { None };
    let mut out = String::with_capacity(words.len() + 8);
    for (index, &character) in characters.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|at| characters.get(at)).copied();
        let rest = characters.get(index + 1..).unwrap_or_default();
        let next = rest.first().copied();
        // `\\|` ends a cell for some parsers and not for others; an entity is read alike by all.
        if character == '\\' && around.place == Surrounding::Cell && next == Some('|') {
            out.push_str("&#92;");
            continue;
        }
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | '~' | '|' => true,
            ']' => around.in_link,
            '_' => !(is_word(previous) && is_word(next)),
            '<' => next.is_none_or(|next| !next.is_whitespace() && !next.is_ascii_digit() && next != '='),
            '&' => starts_entity(rest, around.runs_on),
            '!' => next.is_none() && around.before_link,
            '#' => around.place == Surrounding::Heading && next.is_none(),
            // GFM turns bare addresses into links; a value must not become one. GitHub's own parser links an e-mail address even
            // so, after it has read the escape; only raw HTML would prevent that, which other renderers print as words.
            ':' => starts_url(&characters, index),
            '.' => starts_www(&characters, index),
            '@' => is_word(previous) && is_word(next),
            _ => false,
        };
        if is_markup || line_mark == Some(index) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// The index of the character that would turn a line into something other than a paragraph.
fn line_mark(characters: &[char]) -> Option<usize> {
    let first = *characters.first()?;
    let ends_word = |index: usize| characters.get(index).is_none_or(|next| next.is_whitespace());
    match first {
        '#' | '>' | '=' => Some(0),
        // `--`, `-:` and a lone `-` underline a heading or a table's header.
        '-' => (ends_word(1) || matches!(characters.get(1), Some('-' | ':'))).then_some(0),
        ':' => (ends_word(1) || characters.get(1) == Some(&'-')).then_some(0),
        '+' => ends_word(1).then_some(0),
        '0'..='9' => {
            let digits = characters.iter().take_while(|character| character.is_ascii_digit()).count();
            (matches!(characters.get(digits), Some('.' | ')')) && ends_word(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// Whether what follows an ampersand makes it a character reference.
fn starts_entity(rest: &[char], runs_on: bool) -> bool {
    let length = rest.iter().take_while(|character| character.is_ascii_alphanumeric() || **character == '#').count();
    match rest.get(length) {
        Some(end) => length > 0 && *end == ';',
        None => runs_on,
    }
}

/// Whether the colon at `index` belongs to an address that GFM turns into a link.
fn starts_url(characters: &[char], index: usize) -> bool {
    let scheme: String = characters.get(..index).unwrap_or_default().iter().rev().take(5).rev().collect();
    let scheme = scheme.to_ascii_lowercase();
    let known = ["http", "https", "ftp"].iter().any(|known| scheme.ends_with(known));
    known && characters.get(index + 1..index + 3) == Some(&['/', '/'])
}

/// Whether the full stop at `index` is the first of a `www.` name, which GFM turns into a link.
fn starts_www(characters: &[char], index: usize) -> bool {
    let before = index.checked_sub(3).and_then(|start| characters.get(start..index)).unwrap_or_default();
    before.len() == 3 && before.iter().all(|character| matches!(character, 'w' | 'W'))
}

#[cfg(test)]
mod tests {
    use super::{Surrounding, Surroundings, escape};

    fn in_place(words: &str, place: Surrounding) -> String {
        escape(words, Surroundings { place, starts_line: true, runs_on: false, before_link: false, in_link: false })
    }

    #[test]
    fn words_that_are_no_markup_stay_as_they_are() {
        for words in [
            "(a) the Supplier's rate (USD 0.0180) is < 5 % + tax; R&D, AT&T!",
            "snake_case 2.5 - 3 #4 > 2",
            "1.1 Term",
            "At noon @ the gate: see 3:4.",
            "-5 dB",
        ] {
            assert_eq!(in_place(words, Surrounding::Line), words);
        }
    }

    #[test]
    fn markup_is_escaped() {
        for (words, escaped) in [
            ("A*B_[x](y) <b>{{ 7*7 }}", r"A\*B\_\[x](y) \<b>{{ 7\*7 }}"),
            ("1. One", r"1\. One"),
            ("12) One", r"12\) One"),
            ("- One", r"\- One"),
            ("===", r"\==="),
            ("&amp; & &#35;", r"\&amp; & \&#35;"),
            ("https://x.example/a*b", r"https\://x.example/a\*b"),
            ("www.a_.example", r"www\.a\_.example"),
            (
                "Write to noc@straits.example or https://straits.example/noc.",
                r"Write to noc\@straits.example or https\://straits.example/noc.",
            ),
            ("WWW.x.example ftp://x", r"WWW\.x.example ftp\://x"),
        ] {
            assert_eq!(in_place(words, Surrounding::Line), escaped);
        }
    }

    #[test]
    fn each_place_has_its_own_markup() {
        assert_eq!(in_place("# C#", Surrounding::Heading), r"# C\#");
        assert_eq!(in_place(r"a\|b", Surrounding::Cell), r"a&#92;\|b");
    }
}

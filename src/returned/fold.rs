//! Words as they are compared: without what a program changes by itself.

use unicode_normalization::UnicodeNormalization as _;

use crate::render::docx::returned::NUMBER;

/// A text with quotation marks, spaces and hyphens folded. Letters are not: a changed case is a change, and so is a letter of another
/// script.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The sign for a number is itself one that normalising takes apart.
    let letters =
        text.split(NUMBER).enumerate().flat_map(|(at, part)| (at > 0).then_some(NUMBER).into_iter().chain(part.nfkc()));
    for letter in letters {
        match letter {
            '\u{ad}' => {}
            letter if is_unseen(letter) => {}
            '‘' | '’' | '‚' | '‛' | '′' => out.push('\''),
            '“' | '”' | '„' | '‟' | '″' => out.push('"'),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            letter if letter.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
    }
    out.trim().to_owned()
}

/// Whether a character draws nothing and may hide something.
pub(super) fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text without the number that somebody typed before it; `None` if it begins with none.
pub(super) fn without_number(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(' ')?;
    let inner = first.trim_start_matches('(').trim_end_matches([')', '.']);
    let counts = inner.chars().all(|letter| letter.is_ascii_digit() || letter == '.') && inner.len() <= 8;
    let letters = inner.chars().all(|letter| letter.is_ascii_alphabetic()) && inner.len() <= 4 && first != inner;
    if !inner.is_empty() && (counts || letters) {
        return Some(rest);
    }
    if matches!(first, "Part" | "Schedule") { rest.split_once(' ').map(|(_, rest)| rest) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{folded, without_number};

    #[test]
    fn what_a_program_changes_by_itself_is_folded() {
        assert_eq!(folded("the “Term”\u{a0} of non\u{2011}CLI"), folded("the \"Term\" of non-CLI"));
        assert_ne!(folded("Term"), folded("term"));
        assert_eq!(folded("di\u{ad}vide\u{200b}d"), "divided");
    }

    #[test]
    fn typed_numbers_are_found() {
        assert_eq!(without_number("1.2 The Customer"), Some("The Customer"));
        assert_eq!(without_number("(iv) a sum"), Some("a sum"));
        assert_eq!(without_number("Schedule 3 Rates"), Some("Rates"));
        assert_eq!(without_number("The Customer"), None);
        assert_eq!(without_number("a sum"), None);
    }
}

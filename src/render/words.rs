//! The characters of a document that may stand in a text file.

/// The words of a run on one line: line ends, tabs and repeated spaces become one space. Controls and noncharacters are
/// removed, because no font has them and HTML forbids them.
pub(super) fn printable(words: &str) -> String {
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
    fn chosen_spaces_and_every_script_stay() {
        assert_eq!(printable("10\u{a0}ms שלום 🤝 e\u{301}"), "10\u{a0}ms שלום 🤝 e\u{301}");
    }
}

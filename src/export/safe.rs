//! How words become part of a file that a program reads.
//!
//! Names that become identifiers and words that stand in comments are the only text of a deal that an export holds; both are cut
//! down to characters that mean nothing in any target. Addresses, numbers and choices are typed and print in one way each.

/// Most characters of an identifier: the shortest limit of a target is 23 (Ribbon's profiles).
const IDENTIFIER: usize = 23;
/// Most characters of a comment's line.
const COMMENT: usize = 160;

/// An identifier from the key of a party: a letter first, then letters, digits and hyphens.
#[must_use]
pub fn identifier(key: &str) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = key.chars().map(fit).collect();
    let name = name.trim_matches('-');
    let lead = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "p" };
    format!("{lead}{name}").chars().take(IDENTIFIER).collect()
}

/// Words for a comment: one line of letters, digits and mild marks. No target has a comment that these could end.
#[must_use]
pub fn comment(words: &str) -> String {
    let fit = |c: char| if c.is_alphanumeric() || " .,:()/+_-".contains(c) { c } else { ' ' };
    let mut out = String::new();
    for c in words.chars().map(fit).take(COMMENT) {
        // Two hyphens end a comment of XML, and two slashes or a slash and a star begin one elsewhere.
        let doubled = matches!(c, '-' | '/' | ' ') && out.ends_with(c);
        if !doubled {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_comment_ends_it() {
        let hostile = "a\r\nb-->--\u{2028}c*/ // <!--#exec ls --> $${x} ${y} {{ query }} #include ]]> \"';`\u{202e}";
        let said = comment(hostile);
        for mark in [
            "\r", "\n", "--", "*/", "//", "<", ">", "$", "{", "}", "#", "\"", "'", ";", "`", "]", "\u{2028}",
            "\u{202e}",
        ] {
            assert!(!said.contains(mark), "{said} holds {mark:?}");
        }
        assert_eq!(comment("Zürich Telecom (Schweiz) AG, 東京"), "Zürich Telecom (Schweiz) AG, 東京");
    }

    #[test]
    fn an_identifier_begins_with_a_letter_and_fits_everywhere() {
        for (key, name) in [
            ("straits", "straits"),
            ("1_a", "p1-a"),
            ("__", "p"),
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvw"),
        ] {
            assert_eq!(identifier(key), name);
        }
    }
}

//! Words and inline content as HTML.

use std::collections::BTreeSet;

use crate::document::{Inline, furniture};
use crate::render::words::{printable, turns_direction};

/// Words, escaped for text and for attributes alike.
pub(super) fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for character in printable(words).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

/// A run of inline content. A reference is a link only if it leads to one of `places`.
pub(super) fn inline(text: &[Inline], places: &BTreeSet<&str>) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Plain(words) => out.push_str(&escape(words)),
            Inline::Value(words) => out.push_str(&value(words)),
            Inline::Blank(_) => out.push_str(&format!("<span class=\"blank\">{}</span>", escape(furniture::BLANK))),
            Inline::Strong(inner) => out.push_str(&format!("<strong>{}</strong>", self::inline(inner, places))),
            Inline::Emphasis(inner) => out.push_str(&format!("<em>{}</em>", self::inline(inner, places))),
            Inline::Ref { target, text } if places.contains(target.as_str()) => {
                out.push_str(&format!("<a href=\"#{}\">{}</a>", escape(target), escape(text)));
            }
            Inline::Ref { text, .. } => out.push_str(&escape(text)),
            Inline::Break => out.push_str("<br>"),
        }
    }
    out
}

/// A value of the deal; one that could turn the words around it is set apart from them.
fn value(words: &str) -> String {
    if words.chars().any(turns_direction) { format!("<bdi>{}</bdi>", escape(words)) } else { escape(words) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Inline, escape, inline};

    #[test]
    fn no_word_is_markup() {
        assert_eq!(escape("</style><b a='\"'>&amp;\u{0}"), "&lt;/style&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;amp;");
    }

    #[test]
    fn a_reference_to_nowhere_is_words() {
        let text = vec![Inline::Ref { target: "gone".into(), text: "clause 1".into() }];
        assert_eq!(inline(&text, &BTreeSet::new()), "clause 1");
        assert_eq!(inline(&text, &BTreeSet::from(["gone"])), "<a href=\"#gone\">clause 1</a>");
    }

    #[test]
    fn a_value_cannot_turn_the_line() {
        assert_eq!(inline(&[Inline::Value("\u{202e}cod".into())], &BTreeSet::new()), "<bdi>\u{202e}cod</bdi>");
    }
}

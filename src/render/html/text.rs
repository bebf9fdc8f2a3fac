//! Words and inline content as HTML.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Inline, fixed_words};
use crate::path::Path;
use crate::render::direction::turns;
use crate::render::words::bound;

/// Escapes words for text and for attributes alike.
pub(super) fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for character in bound(words).chars() {
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

/// What inline content may link to or ask.
#[derive(Debug, Default)]
pub(super) struct LinkTargets<'a> {
    /// The places that a link may lead to.
    pub(super) places: BTreeSet<&'a str>,
    /// In a review copy, the question for each blank.
    pub(super) questions: Option<&'a BTreeMap<Path, String>>,
}

/// A run of inline content. A reference is a link only if it leads to a place that is known.
pub(super) fn inline(text: &[Inline], known: &LinkTargets<'_>) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Plain(words) => out.push_str(&escape(words)),
            Inline::Value(words) => out.push_str(&value(words)),
            Inline::Blank(path) => {
                let question = known.questions.zip(path.as_ref()).and_then(|(questions, path)| questions.get(path));
                let title = question.map_or_else(String::new, |question| format!(" title=\"{}\"", escape(question)));
                out.push_str(&format!("<span class=\"blank\"{title}>{}</span>", escape(fixed_words::BLANK)));
            }
            Inline::Strong(inner) => out.push_str(&format!("<strong>{}</strong>", self::inline(inner, known))),
            Inline::Emphasis(inner) => out.push_str(&format!("<em>{}</em>", self::inline(inner, known))),
            Inline::Ref { target, text } if known.places.contains(&**target) => {
                out.push_str(&format!("<a href=\"#{}\">{}</a>", escape(target), escape(text)));
            }
            Inline::Ref { text, .. } => out.push_str(&escape(text)),
            Inline::Break => out.push_str("<br>"),
            Inline::Inserted(inner) => out.push_str(&format!("<ins>{}</ins>", self::inline(inner, known))),
            Inline::Deleted(inner) => out.push_str(&format!("<del>{}</del>", self::inline(inner, known))),
        }
    }
    out
}

/// A value of the deal. It is isolated if it holds right-to-left text, may break anywhere if it is long and has no
/// space, so that it cannot push a table off the sheet, and stays on one line if it is a short name with a hyphen, such as `in-mobile`.
fn value(words: &str) -> String {
    let long = if words.split_whitespace().any(|word| word.chars().count() > LONG) {
        " class=\"long\""
    } else if words.contains(['-', '–']) && !words.contains(char::is_whitespace) {
        " class=\"whole\""
    } else {
        ""
    };
    match words.chars().any(turns) {
        true => format!("<bdi{long}>{}</bdi>", escape(words)),
        false if !long.is_empty() => format!("<span{long}>{}</span>", escape(words)),
        false => escape(words),
    }
}

/// Longest word that a column keeps on one line; an e-mail address is longer.
const LONG: usize = 16;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Inline, LinkTargets, escape, inline};

    #[test]
    fn no_word_is_markup() {
        assert_eq!(escape("</style><b a='\"'>&amp;\u{0}"), "&lt;/style&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;amp;");
    }

    #[test]
    fn a_reference_to_nowhere_is_words() {
        let text = vec![Inline::Ref { target: "gone".into(), text: "clause 1".into() }];
        assert_eq!(inline(&text, &LinkTargets::default()), "clause\u{a0}1");
        let known = LinkTargets { places: BTreeSet::from(["gone"]), ..LinkTargets::default() };
        assert_eq!(inline(&text, &known), "<a href=\"#gone\">clause\u{a0}1</a>");
    }

    #[test]
    fn a_blank_shows_its_question_in_a_review_copy_alone() {
        let text = [Inline::Blank(Some("term.start".into()))];
        assert_eq!(inline(&text, &LinkTargets::default()), "<span class=\"blank\">[•]</span>");
        let questions = BTreeMap::from([("term.start".into(), "When \"?".to_owned())]);
        let known = LinkTargets { questions: Some(&questions), ..LinkTargets::default() };
        assert_eq!(inline(&text, &known), "<span class=\"blank\" title=\"When &quot;?\">[•]</span>");
        assert_eq!(inline(&[Inline::Blank(None)], &known), "<span class=\"blank\">[•]</span>");
    }

    #[test]
    fn a_value_without_a_space_can_be_broken() {
        let shown = |words: &str| inline(&[Inline::Value(words.into())], &LinkTargets::default());
        assert_eq!(shown("noc@carrier.example"), "<span class=\"long\">noc@carrier.example</span>");
        assert_eq!(shown("in-mobile"), "<span class=\"whole\">in-mobile</span>");
        assert_eq!(shown("Network Operations Centre"), "Network Operations Centre");
    }

    #[test]
    fn a_value_cannot_turn_the_line() {
        assert_eq!(inline(&[Inline::Value("\u{202e}cod".into())], &LinkTargets::default()), "<bdi>\u{202e}cod</bdi>");
    }
}

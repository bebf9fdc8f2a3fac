//! Carries out the edits that findings suggest; the rest of the text stays as it is.

use std::collections::BTreeMap;

use crate::diagnostic::{Edit, Finding};

/// A text with edits carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text with the edits.
    pub text: String,
    /// How many findings were fixed.
    pub mended: usize,
}

/// Carries out the edits of findings in `text`. The edits of a finding are carried out together or not at all; a finding whose
/// edits overlap earlier ones is left for another run.
#[must_use]
pub fn apply<'a>(text: &str, findings: impl IntoIterator<Item = &'a Finding>) -> Fixed {
    let mut taken: Vec<&Edit> = Vec::new();
    // Where those taken begin and end; none touches another, so that the last to begin is the last to end.
    let mut spans: BTreeMap<usize, usize> = BTreeMap::new();
    let mut mended = 0;
    for finding in findings.into_iter().filter(|finding| !finding.edits.is_empty()) {
        let mut edits: Vec<&Edit> = finding.edits.iter().collect();
        edits.sort_by_key(|edit| edit.span.start);
        let sound = |edit: &&Edit| text.get(edit.span.clone()).is_some();
        let free =
            |edit: &&Edit| spans.range(..=edit.span.end).next_back().is_none_or(|(_, end)| *end < edit.span.start);
        let apart = edits.windows(2).all(|pair| matches!(pair, [one, next] if one.span.end <= next.span.start));
        if apart && edits.iter().all(|edit| sound(edit) && free(edit)) {
            for edit in &edits {
                let end = spans.entry(edit.span.start).or_default();
                *end = edit.span.end.max(*end);
            }
            taken.extend(edits);
            mended += 1;
        }
    }
    taken.sort_by_key(|edit| edit.span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in taken {
        out.push_str(text.get(at..edit.span.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Fixed { text: out, mended }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(edits: &[(std::ops::Range<usize>, &str)]) -> Finding {
        let mut finding = Finding::error("X", "x");
        finding.edits = edits.iter().map(|(span, text)| Edit { span: span.clone(), text: (*text).into() }).collect();
        finding
    }

    #[test]
    fn edits_change_their_bytes_alone() {
        let findings = [finding(&[(7..9, "ζ"), (0..1, "A")]), finding(&[(3..3, "!")])];
        assert_eq!(apply("abc def gh", &findings), Fixed { text: "Abc! defζh".into(), mended: 2 });
    }

    #[test]
    fn edits_that_touch_wait_and_those_outside_are_left() {
        let findings = [finding(&[(0..3, "x")]), finding(&[(3..4, "y"), (8..9, "z")]), finding(&[(90..91, "w")])];
        assert_eq!(apply("abc def gh", &findings), Fixed { text: "x def gh".into(), mended: 1 });
        assert_eq!(apply("é", &[finding(&[(1..2, "x")])]), Fixed { text: "é".into(), mended: 0 });
        let crossing = [finding(&[(0..3, "x"), (1..2, "y")]), finding(&[(1..1, "z")])];
        assert_eq!(apply("abc", &crossing), Fixed { text: "azbc".into(), mended: 1 });
        assert_eq!(apply("abc", &[]), Fixed { text: "abc".into(), mended: 0 });
    }
}

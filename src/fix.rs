//! Carries out the edits that findings suggest; the rest of the text stays as it is.

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
    let mut mended = 0;
    for finding in findings.into_iter().filter(|finding| !finding.edits.is_empty()) {
        let sound = |edit: &Edit| text.get(edit.span.clone()).is_some();
        let free = |edit: &Edit| !taken.iter().any(|other| touch(edit, other));
        if finding.edits.iter().all(|edit| sound(edit) && free(edit)) {
            taken.extend(&finding.edits);
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

fn touch(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
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
        assert_eq!(apply("abc", &[]), Fixed { text: "abc".into(), mended: 0 });
    }
}

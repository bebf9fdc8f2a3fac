//! Brackets and quotation marks without a partner.

/// The remedy for an unpaired mark.
pub(in crate::rules) const REMEDY: &str = "close it where it is meant to end, or delete it";

/// The first bracket or quotation mark without a partner, and its byte; bytes for which `skip` holds are ignored.
/// Apostrophes, labels of items such as `a)`, and inch marks need no partner.
pub(in crate::rules) fn lone(text: &str, skip: impl Fn(usize) -> bool) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, mark) in text.char_indices() {
        if !matches!(mark, '(' | ')' | '[' | ']' | '“' | '”' | '„' | '"') || skip(at) {
            continue;
        }
        let last = open.last().map(|(_, mark)| *mark);
        match (mark, last) {
            (')', Some('(')) | (']', Some('[')) | ('”', Some('“' | '„')) | ('“', Some('„')) | ('"', Some('"')) =>
            {
                open.pop();
            }
            ('"', _) if text.get(..at).unwrap_or_default().ends_with(|c: char| c.is_ascii_digit()) => {}
            ('(' | '[' | '“' | '„' | '"', _) => open.push((at, mark)),
            (')', _) if labels(text.get(..at).unwrap_or_default()) => {}
            _ => return Some((at, mark)),
        }
    }
    open.first().copied()
}

/// Whether a text ends in the label of an item: `a`, `iv`, `12`.
fn labels(before: &str) -> bool {
    let label = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    (1..=2).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit())
        || label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic())
        || (1..=4).contains(&label.len()) && label.bytes().all(|byte| b"ivx".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::lone;

    #[test]
    fn only_what_has_no_partner_is_found() {
        for sound in
            ["a (b) “c (d)” [e]", "a) one, ii) two, 3) three", "19\" of a rack", "„so“ and \"so\"", "Party’s", ""]
        {
            assert_eq!(lone(sound, |_| false), None, "{sound}");
        }
        for (text, found) in [
            ("a (b", '('),
            ("“a", '“'),
            ("\"a”", '”'),
            ("a (b] c", ']'),
            ("so) it is", ')'),
            ("Decision 4711) of it", ')'),
            ("(a (b)", '('),
        ] {
            assert_eq!(lone(text, |_| false).map(|(_, mark)| mark), Some(found), "{text}");
        }
    }
}

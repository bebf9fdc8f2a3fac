//! Where tags end, and the bars of a row outside of them.

/// The length of the tag or comment at the start of a text. A closing mark in quotation marks does not end it.
pub(super) fn tag(text: &str) -> Option<usize> {
    let close = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        _ => return Some(text.find("#>")? + 2),
    };
    let mut quote = None;
    for (at, letter) in text.char_indices().skip(2) {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if letter == open => quote = None,
            (None, _) if text.get(at..)?.starts_with(close) => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// The bars that separate the cells of a row, without those inside tags.
pub(super) fn bars(row: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = row.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("{{") || rest.starts_with("{%") {
            at += tag(rest).unwrap_or(rest.len());
            continue;
        }
        let letter = rest.chars().next().map_or(1, char::len_utf8);
        if rest.starts_with('|') && !row.get(..at).is_some_and(|before| before.ends_with('\\')) {
            out.push(at);
        }
        at += letter;
    }
    out
}

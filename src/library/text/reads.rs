//! Which paths of its context a template reads.

use std::collections::BTreeSet;

/// Words of the engine and of the assembler that are not fields of the deal.
const NO_PATHS: [&str; 21] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "in",
    "not",
    "and",
    "or",
    "is",
    "set_global",
    "true",
    "false",
    "defined",
    "loop",
    "printed",
    "written",
    "position",
    "final",
    "break",
];

/// The context paths that a template reads, with the list in place of a loop's name: `flows.sla.cap`.
#[must_use]
pub fn paths(template: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut loops: Vec<(String, String)> = Vec::new();
    let mut hidden: BTreeSet<String> = BTreeSet::new();
    let mut rest = template;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        rest = rest.get(at..).unwrap_or_default();
        let length = super::tags::tag(rest).unwrap_or(rest.len());
        let inner = rest.get(2..length.saturating_sub(2)).unwrap_or_default();
        rest = rest.get(length..).unwrap_or_default();
        let tokens = tokens(inner);
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["for", name, "in", path, ..] => {
                let path = resolve(path, &loops, &hidden);
                out.extend(path.clone());
                loops.push(((*name).to_owned(), path.unwrap_or_default()));
            }
            ["endfor"] => drop(loops.pop()),
            ["set_global", name, ..] => drop(hidden.insert((*name).to_owned())),
            words => {
                let mut before = "";
                // A test whether a field is defined also tests what it stands in; that does not count as reading.
                let asked = |at: usize| words.get(at + 1..at + 3) == Some(&["is", "defined"]);
                let guards = |at: usize, word: &str| {
                    asked(at)
                        && words.iter().any(|other| other.strip_prefix(word).is_some_and(|rest| rest.starts_with('.')))
                };
                for (at, word) in words.iter().enumerate() {
                    // A filter follows a bar, a test follows `is`, and the name of an argument comes before `=`.
                    let argument = words.get(at + 1) == Some(&"=");
                    if !["|", "is"].contains(&before) && !argument && !guards(at, word) {
                        out.extend(resolve(word, &loops, &hidden));
                    }
                    if *word != "not" {
                        before = word;
                    }
                }
            }
        }
    }
    out
}

fn resolve(word: &str, loops: &[(String, String)], hidden: &BTreeSet<String>) -> Option<String> {
    let (first, rest) = word.split_once('.').unwrap_or((word, ""));
    let is_path = first.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_path || NO_PATHS.contains(&first) || hidden.contains(first) {
        return None;
    }
    let root = loops.iter().rev().find(|(name, _)| name == first).map_or(first, |(_, path)| path);
    Some(if rest.is_empty() { root.to_owned() } else { format!("{root}.{rest}") })
}

/// Words and marks of a tag; texts, indices and the marks that trim blanks are left out.
fn tokens(tag: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut characters = tag.trim_matches('-').chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' => {
                let _ = characters.by_ref().find(|next| *next == character);
            }
            '[' => {
                let _ = characters.by_ref().find(|next| *next == ']');
                // What follows an index belongs to the path before it.
                if let (Some(path), Some('.')) = (out.last_mut(), characters.peek()) {
                    while let Some(next) = characters.next_if(|next| next.is_alphanumeric() || "_.".contains(*next)) {
                        path.push(next);
                    }
                }
            }
            '|' => out.push("|".into()),
            '=' if characters.peek() != Some(&'=') && !out.is_empty() => out.push("=".into()),
            '=' => drop(characters.next()),
            '!' | '<' | '>' => drop(characters.next_if(|next| *next == '=')),
            first if first.is_alphanumeric() || first == '_' => {
                let mut word = String::from(first);
                while let Some(next) = characters.next_if(|next| next.is_alphanumeric() || "_.".contains(*next)) {
                    word.push(next);
                }
                out.push(word);
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn the_scanner_sees_what_a_template_reads() {
        let found = paths(
            "{% for flow in flows -%}{{ flow.id | said(of=\"flow.kind\", by=\"; \") }}{% if \"x.y\" in printed and flows[0].sla.cap == \"a.b\" -%}\
             {% for line in flow.lines %}{{ line.rate }}{% endfor %}{% endif %}{%- endfor %}{{ term.start }}\
             {% if not scope.fax %}{% if term is not array and 1 in list and not big.deep is defined %}{% endif %}{% endif %}\
             {% set_global some_1 = false %}{% if some_1 %}{% endif %}",
        );
        let expected = [
            "big.deep",
            "flows",
            "flows.id",
            "flows.lines",
            "flows.lines.rate",
            "flows.sla.cap",
            "list",
            "scope.fax",
            "term",
            "term.start",
        ];
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }
}

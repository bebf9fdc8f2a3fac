//! Converts a clause of the library's first format to the second.
//!
//! In the first format one file was one template with `form == "short"` wherever the forms differ. The text of each form is
//! what is left of the template once that condition is decided.

use super::tags::tag;
use crate::assets::{self, Assets};
use crate::library::front::split;
use crate::library::{FORMAT, VERSION};

/// The files of a library that migration changes, each with its place on disk and its text in the second format.
///
/// # Errors
/// The place on disk of a file that cannot be converted, and why.
pub fn library(assets: &Assets) -> Result<Vec<(String, String)>, (String, String)> {
    let mut out = Vec::new();
    for (path, asset) in assets.below("") {
        let text = assets::source(asset).text.to_string();
        if path == VERSION && format(&text) < FORMAT {
            out.push((asset.name.clone(), format!("{}\nformat {FORMAT}\n", text.trim())));
        } else if path.starts_with("clauses/")
            && path.ends_with(".md")
            && let Some((_, older)) = split(&text)
        {
            let front = without_reads(text.get(..text.len() - older.len()).unwrap_or_default());
            let newer = body(older).map_err(|reason| (asset.name.clone(), reason))?;
            let newer = format!("{front}{newer}");
            if newer != text {
                out.push((asset.name.clone(), newer));
            }
        }
    }
    Ok(out)
}

/// The format that a library's version file names: a line `format 2` below the version. The first format had no such line.
#[must_use]
pub fn format(version: &str) -> u32 {
    version
        .lines()
        .filter_map(|line| line.trim().strip_prefix("format "))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(1)
}

/// The front matter of a clause without its `reads` list, which the second format works out from the text.
fn without_reads(front: &str) -> String {
    let mut inside = false;
    let kept = front.split_inclusive('\n').filter(|line| {
        inside = line.starts_with("reads:")
            || (inside && line.starts_with([' ', '\t', ']', '-']) && !line.starts_with("---"));
        !inside
    });
    kept.collect()
}

/// Whether the body of a clause is in the first format: one of its tags tests the form.
#[must_use]
pub fn is_older(body: &str) -> bool {
    let mut rest = body;
    while let Some(at) = rest.find("{%") {
        rest = rest.get(at..).unwrap_or_default();
        let length = tag(rest).unwrap_or(rest.len());
        if words(rest.get(..length).unwrap_or_default()).any(|word| word == "form") {
            return true;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    false
}

/// The words of a tag, without what stands in quotation marks.
fn words(tag: &str) -> impl Iterator<Item = &str> {
    let outside = tag.split('"').step_by(2);
    outside.flat_map(|part| part.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')))
}

/// The body of a clause in the second format; unchanged if it does not test the form.
///
/// # Errors
/// A tag does not end, or an `if` and its `endif` do not match.
pub fn body(older: &str) -> Result<String, String> {
    if !is_older(older) {
        return Ok(older.to_owned());
    }
    let pieces = pieces(older)?;
    let mut at = 0;
    let tree = tree(&pieces, &mut at)?;
    if at < pieces.len() {
        return Err("a tag closes what was not opened".into());
    }
    let text = |form| {
        let mut out = Vec::new();
        answer(&tree, form, &mut out);
        write(&out)
    };
    let (short, full) = (text("short"), text("full"));
    let (short, full) = (short.trim(), full.trim());
    Ok(if short == full { format!("{full}\n") } else { format!("--- short ---\n{short}\n\n--- full ---\n{full}\n") })
}

/// A run of text, or a tag with the blanks that it trims.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TemplatePiece<'a> {
    Text(&'a str),
    Tag { inner: String, left: bool, right: bool },
}

fn pieces(text: &str) -> Result<Vec<TemplatePiece<'_>>, String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{%") {
        let (before, here) = rest.split_at(at);
        out.push(TemplatePiece::Text(before));
        let length = tag(here).ok_or("a tag does not end")?;
        let inner = here.get(2..length - 2).unwrap_or_default();
        let (left, right) = (inner.starts_with('-'), inner.ends_with('-'));
        let inner =
            inner.trim_start_matches('-').trim_end_matches('-').split_whitespace().collect::<Vec<_>>().join(" ");
        out.push(TemplatePiece::Tag { inner, left, right });
        rest = here.get(length..).unwrap_or_default();
    }
    out.push(TemplatePiece::Text(rest));
    Ok(out)
}

/// A template as a tree of blocks.
enum Tree<'a> {
    Piece(TemplatePiece<'a>),
    /// Each tag with what follows it, and the tag that closes.
    If(Vec<(TemplatePiece<'a>, Vec<Tree<'a>>)>, TemplatePiece<'a>),
}

fn tree<'a>(pieces: &[TemplatePiece<'a>], at: &mut usize) -> Result<Vec<Tree<'a>>, String> {
    let mut out = Vec::new();
    while let Some(piece) = pieces.get(*at) {
        let first = match piece {
            TemplatePiece::Tag { inner, .. } => inner.split_whitespace().next().unwrap_or_default(),
            TemplatePiece::Text(_) => "",
        };
        match first {
            "if" => {
                let mut branches = Vec::new();
                let mut head = piece.clone();
                loop {
                    *at += 1;
                    let inside = tree(pieces, at)?;
                    branches.push((head, inside));
                    head = pieces.get(*at).cloned().ok_or("an `if` is not closed")?;
                    if matches!(&head, TemplatePiece::Tag { inner, .. } if *inner == "endif") {
                        break;
                    }
                }
                out.push(Tree::If(branches, head));
            }
            "elif" | "endif" => return Ok(out),
            // The `else` of a loop is kept.
            "else" if !in_loop(pieces, *at) => return Ok(out),
            _ => out.push(Tree::Piece(piece.clone())),
        }
        *at += 1;
    }
    Ok(out)
}

/// Whether the `else` at a piece belongs to a loop: the nearest block that is open there is one.
fn in_loop(pieces: &[TemplatePiece<'_>], at: usize) -> bool {
    let mut closed = 0;
    for piece in pieces.get(..at).unwrap_or_default().iter().rev() {
        let TemplatePiece::Tag { inner, .. } = piece else { continue };
        match inner.split_whitespace().next() {
            Some("endfor" | "endif") => closed += 1,
            Some("for" | "if") if closed > 0 => closed -= 1,
            Some("for") => return true,
            Some("if") => return false,
            _ => {}
        }
    }
    false
}

/// A part of the result: text or tag as it stands, or blanks to trim.
enum Out<'a> {
    Piece(TemplatePiece<'a>),
    /// A tag with another condition: word, condition, and the blanks it takes away.
    Tag(&'static str, String, bool, bool),
    TrimBefore,
    TrimAfter,
}

fn answer<'a>(tree: &[Tree<'a>], form: &str, out: &mut Vec<Out<'a>>) {
    for node in tree {
        match node {
            Tree::Piece(piece) => out.push(Out::Piece(piece.clone())),
            Tree::If(branches, end) => choose(branches, end, form, out),
        }
    }
}

fn choose<'a>(
    branches: &[(TemplatePiece<'a>, Vec<Tree<'a>>)],
    end: &TemplatePiece<'a>,
    form: &str,
    out: &mut Vec<Out<'a>>,
) {
    let trims = |piece: &TemplatePiece<'_>| match piece {
        TemplatePiece::Tag { left, right, .. } => (*left, *right),
        TemplatePiece::Text(_) => (false, false),
    };
    // Each branch that is left, with what remains of its condition, and the tag that followed it.
    let mut left: Vec<(Option<String>, &TemplatePiece<'a>, &Vec<Tree<'a>>, &TemplatePiece<'a>)> = Vec::new();
    let asks = |(head, _): &(TemplatePiece<'a>, Vec<Tree<'a>>)| matches!(head, TemplatePiece::Tag { inner, .. } if words(inner).any(|word| word == "form"));
    if !branches.iter().any(asks) {
        for (head, inside) in branches {
            out.push(Out::Piece(head.clone()));
            answer(inside, form, out);
        }
        out.push(Out::Piece(end.clone()));
        return;
    }
    for (at, (head, inside)) in branches.iter().enumerate() {
        let next = branches.get(at + 1).map_or(end, |(next, _)| next);
        let TemplatePiece::Tag { inner, .. } = head else { continue };
        let condition = inner.strip_prefix("if ").or_else(|| inner.strip_prefix("elif "));
        match condition.map(|condition| answered(condition, form)) {
            Some(Answer::No) => {}
            Some(Answer::Open(condition)) => left.push((Some(condition), head, inside, next)),
            Some(Answer::Yes) | None => {
                left.push((None, head, inside, next));
                break;
            }
        }
    }
    if let Some((first, _)) = branches.first()
        && trims(first).0
    {
        out.push(Out::TrimBefore);
    }
    match left.as_slice() {
        [] => {}
        [(None, head, inside, next)] => {
            if trims(head).1 {
                out.push(Out::TrimAfter);
            }
            answer(inside, form, out);
            if trims(next).0 {
                out.push(Out::TrimBefore);
            }
        }
        several => {
            let mut before = false;
            for (at, (condition, head, inside, next)) in several.iter().enumerate() {
                let right = trims(head).1;
                match (condition, at) {
                    (Some(condition), 0) => out.push(Out::Tag("if ", condition.clone(), false, right)),
                    (Some(condition), _) => out.push(Out::Tag("elif ", condition.clone(), before, right)),
                    (None, _) => out.push(Out::Tag("else", String::new(), before, right)),
                }
                answer(inside, form, out);
                before = trims(next).0;
            }
            out.push(Out::Tag("endif", String::new(), before, false));
        }
    }
    if trims(end).1 {
        out.push(Out::TrimAfter);
    }
}

enum Answer {
    Yes,
    No,
    Open(String),
}

/// A condition once the form is known. The first format had no parentheses around a test of the form.
fn answered(condition: &str, form: &str) -> Answer {
    let mut either = Vec::new();
    for part in condition.split(" or ") {
        let mut all = Vec::new();
        let mut no = false;
        for atom in part.split(" and ") {
            let words: Vec<&str> = atom.split_whitespace().collect();
            match words.as_slice() {
                ["form", "==", wanted] => no |= wanted.trim_matches('"') != form,
                ["form", "!=", wanted] => no |= wanted.trim_matches('"') == form,
                ["not", "form", "==", wanted] => no |= wanted.trim_matches('"') == form,
                _ => all.push(atom),
            }
        }
        match (no, all.is_empty()) {
            (true, _) => {}
            (false, true) => return Answer::Yes,
            (false, false) => either.push(all.join(" and ")),
        }
    }
    if either.is_empty() { Answer::No } else { Answer::Open(either.join(" or ")) }
}

fn write(pieces: &[Out<'_>]) -> String {
    let mut out = String::new();
    // From where in the text blanks may be trimmed, and whether the next text is trimmed.
    let (mut from, mut after) = (0, false);
    for piece in pieces {
        match piece {
            Out::Piece(TemplatePiece::Text(text)) => {
                let text = if after { text.trim_start() } else { text };
                from = out.len();
                after = false;
                out.push_str(text);
            }
            Out::Piece(TemplatePiece::Tag { inner, left, right }) => {
                add(&mut out, inner, "", *left, *right);
                (from, after) = (out.len(), false);
            }
            Out::Tag(word, condition, left, right) => {
                add(&mut out, word, condition, *left, *right);
                (from, after) = (out.len(), false);
            }
            Out::TrimBefore => {
                let text = out.get(from..).unwrap_or_default();
                let end = from + text.trim_end().len();
                out.truncate(end);
            }
            Out::TrimAfter => after = true,
        }
    }
    out
}

fn add(out: &mut String, word: &str, condition: &str, left: bool, right: bool) {
    let (left, right) = (if left { "-" } else { "" }, if right { "-" } else { "" });
    out.push_str(&format!("{{%{left} {word}{condition} {right}%}}"));
}

#[cfg(test)]
mod tests {
    use super::{body, is_older};

    #[test]
    fn each_form_gets_the_text_that_it_printed() {
        let older =
            "{% if form == \"short\" -%}\nShort{% if x %} y{% endif %}.\n{%- else -%}\nFull.\n\nMore.\n{%- endif %}\n";
        assert!(is_older(older));
        let expected = "--- short ---\nShort{% if x %} y{% endif %}.\n\n--- full ---\nFull.\n\nMore.\n";
        assert_eq!(body(older).as_deref(), Ok(expected));
        let inside = "A{% if form == \"full\" and x %} b{% elif y -%} c{% endif %}.";
        let expected =
            "--- short ---\nA{% if y -%} c{% endif %}.\n\n--- full ---\nA{% if x %} b{% elif y -%} c{% endif %}.\n";
        assert_eq!(body(inside).as_deref(), Ok(expected));
        let loops = "{% for a in b %}{% if form == \"full\" or loop.first %}x{% endif %}{% else %}none{% endfor %}";
        let expected = "--- short ---\n{% for a in b %}{% if loop.first %}x{% endif %}{% else %}none{% endfor %}\n\n--- full ---\n{% for a in b %}x{% else %}none{% endfor %}\n";
        assert_eq!(body(loops).as_deref(), Ok(expected));
    }

    #[test]
    fn a_text_of_the_second_format_stays_as_it_is() {
        assert!(!is_older("The form. {{ form }} {% if x == \"form\" %}y{% endif %}"));
        assert_eq!(body("A {% if x %}y{% endif %}.").as_deref(), Ok("A {% if x %}y{% endif %}."));
    }
}

//! Writes changed answers as edits of a deal file; all other bytes stay as they are.

use std::ops::Range;

use serde_json::{Map, Value};

use super::answers::{Answer, Answers};
use super::{write, yaml};
use crate::deal::tree::{self, Node, NodeKind};
use crate::path::{Path, Step};
use crate::source::Source;

/// The text of a deal file with the answers that differ; `None` if they cannot be inserted without rewriting more of the file.
#[must_use]
pub fn apply(source: &Source, answers: &Answers) -> Option<String> {
    let mut text = source.text.to_string();
    let first = tree::read(source, &mut Vec::new())?;
    let differing = differing(&Answers::of(&first), answers);
    if differing > MOST_CHANGES {
        return None;
    }
    // Changes are applied one after the other, each to the current text, because one may create the place for the next. What has no
    // place at all, such as the third entry of an empty list, would be put there and taken away without end.
    for _ in 0..2 * differing + 2 {
        let source = Source::new(source.name.clone(), text.as_str());
        let tree = tree::read(&source, &mut Vec::new())?;
        let now = Answers::of(&tree);
        let Some(next) = change(&source, &tree, &now, answers) else {
            return same(&now, answers).then_some(text);
        };
        if next == text {
            return None;
        }
        text = next;
    }
    None
}

const MOST_CHANGES: usize = 2_000;

/// How many answers differ.
fn differing(now: &Answers, wanted: &Answers) -> usize {
    let other = wanted.of_deal().filter(|(path, answer)| now.get(*path) != Some(*answer)).count();
    other + now.of_deal().filter(|(path, _)| wanted.get(*path).is_none()).count()
}

/// Whether two sets of answers make the same deal, in any order.
#[must_use]
pub fn same(one: &Answers, other: &Answers) -> bool {
    one.nested() == other.nested()
}

/// The text after the first remaining change, if there is one.
fn change(source: &Source, tree: &Node, now: &Answers, wanted: &Answers) -> Option<String> {
    for (path, answer) in wanted.of_deal().filter(|(path, _)| **path != "parties") {
        if now.get(path) != Some(answer) {
            return Some(put(source, tree, path, answer));
        }
    }
    let gone = now.of_deal().find(|(path, _)| **path != "parties" && wanted.get(*path).is_none())?.0.to_owned();
    Some(remove(source, tree, &gone, wanted))
}

fn put(source: &Source, tree: &Node, path: &Path, answer: &Answer) -> String {
    let value = match answer {
        Answer::Blank => Value::Null,
        Answer::Text(text) => text.as_str().into(),
        Answer::List(items) => items.iter().map(String::as_str).collect(),
    };
    let mut here = tree;
    let mut way = Path::root();
    for (at, step) in path.steps().iter().enumerate() {
        let rest = path.steps().get(at + 1..).unwrap_or_default();
        match here.step(step) {
            Some(below) if rest.is_empty() => return replace(source, below, &value, path),
            Some(below) if matches!(below.kind, NodeKind::Map(_) | NodeKind::List(_)) => here = below,
            // What stands below a blank or a word replaces it.
            Some(below) => return replace(source, below, &nest(rest, value), &way.then(step.clone())),
            None => return insert(source, tree, (here, &way), step, nest(rest, value)),
        }
        way.push(step.clone());
    }
    source.text.to_string()
}

/// A value wrapped in further steps.
fn nest(steps: &[Step], value: Value) -> Value {
    steps.iter().rev().fold(value, |inner, step| match step {
        Step::Index(_) => vec![inner].into(),
        Step::Key(key) => Value::Object(Map::from_iter([(key.clone(), inner)])),
    })
}

/// The text with a span replaced. An alias has its bytes elsewhere: an invalid span changes nothing, and [`apply`] then reports
/// that.
fn splice(source: &Source, span: Range<usize>, new: &str) -> String {
    match (source.text.get(..span.start), source.text.get(span.end..)) {
        (Some(before), Some(after)) => [before, new, after].concat(),
        _ => source.text.to_string(),
    }
}

fn replace(source: &Source, node: &Node, value: &Value, path: &Path) -> String {
    let text = source.text.get(node.span.clone()).unwrap_or_default();
    // A block stands on lines of its own, and its span may end after its last line.
    let kept = text.trim_end();
    let span = node.span.start..node.span.start + kept.len();
    let lead = if span.is_empty() && source.text.get(..span.start).is_some_and(|before| before.ends_with(':')) {
        " "
    } else {
        ""
    };
    splice(source, span, &format!("{lead}{}", yaml::inside(value, path)))
}

fn insert(source: &Source, tree: &Node, (here, path): (&Node, &Path), step: &Step, value: Value) -> String {
    let below = path.then(step.clone());
    let key = step.as_key().unwrap_or_default();
    let text = &source.text;
    let kept = text.get(here.span.clone()).unwrap_or_default().trim_end();
    let end = here.span.start + kept.len();
    let flowing = kept.starts_with(['{', '[']);
    let empty = match &here.kind {
        NodeKind::Map(entries) => entries.is_empty(),
        NodeKind::List(items) => items.is_empty(),
        _ => true,
    };
    if flowing {
        let new = if matches!(here.kind, NodeKind::List(_)) {
            yaml::inside(&value, &path.index(0))
        } else {
            format!("{}: {}", yaml::word(key), yaml::inside(&value, &below))
        };
        let lead = if empty { "" } else { ", " };
        return splice(source, end - 1..end - 1, &format!("{lead}{new}"));
    }
    // After the last line of the block, including its comment.
    let (last_end, column) = match &here.kind {
        NodeKind::Map(entries) => (
            entries.last().map(|entry| end_of(source, &entry.value, entry.key_span.end)),
            entries.first().map(|entry| entry.key_span.start),
        ),
        NodeKind::List(items) => {
            (items.last().map(|item| end_of(source, item, item.span.start)), items.first().map(|item| item.span.start))
        }
        _ => (None, None),
    };
    let indent = if std::ptr::eq(here, tree) {
        0
    } else {
        column.map_or(0, |at| at - source.line_span(source.line_column(at).0).start)
    };
    let at = last_end.unwrap_or(end);
    let line = source.line_span(source.line_column(at).0);
    let mut new = String::new();
    if let NodeKind::List(_) = here.kind {
        let dash = indent.saturating_sub(2);
        write::item(&value, path, dash, &mut new);
    } else {
        write::entry(key, &value, &below, indent, &Answers::default(), &mut new);
    }
    let broken = text.get(line.clone()).is_some_and(|line| line.ends_with('\n'))
        || text.get(line.end..).is_some_and(|rest| rest.starts_with('\n'));
    let place = if text.get(line.clone()).is_some_and(|line| line.ends_with('\n')) {
        line.end
    } else {
        (line.end + usize::from(broken)).min(text.len())
    };
    let lead = if broken || place == 0 { "" } else { "\n" };
    splice(source, place..place, &format!("{lead}{new}"))
}

/// Where the text of a node ends; for a block, where its last part ends.
fn end_of(source: &Source, node: &Node, at_least: usize) -> usize {
    let text = source.text.get(node.span.clone()).unwrap_or_default();
    (node.span.start + text.trim_end().len()).max(at_least).max(last(node))
}

fn last(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Map(entries) => entries.last().map_or(0, |entry| last(&entry.value).max(entry.key_span.end)),
        NodeKind::List(items) => items.last().map_or(0, last),
        _ => node.span.start,
    }
}

/// Removes an answer that no longer holds: its line, or its part of a line, and each parent that would be empty.
fn remove(source: &Source, tree: &Node, path: &Path, wanted: &Answers) -> String {
    let mut gone = path.clone();
    while let Some(above) = gone.parent().filter(|above| !above.is_root() && !wanted.holds(above)) {
        gone = above;
    }
    let (Some(last), Some(parent)) = (gone.last(), gone.parent().and_then(|above| tree.find(&above))) else {
        return source.text.to_string();
    };
    let spans: Vec<Range<usize>> = match &parent.kind {
        NodeKind::Map(entries) => {
            entries.iter().map(|entry| entry.key_span.start..end_of(source, &entry.value, entry.key_span.end)).collect()
        }
        NodeKind::List(items) => {
            items.iter().map(|item| item.span.start..end_of(source, item, item.span.start)).collect()
        }
        _ => return source.text.to_string(),
    };
    let at = match &parent.kind {
        NodeKind::Map(entries) => entries.iter().position(|entry| Some(entry.key.as_str()) == last.as_key()),
        _ => last.as_index(),
    };
    let Some((at, span)) = at.and_then(|at| Some((at, spans.get(at)?.clone()))) else { return source.text.to_string() };
    let flowing = source.text.get(parent.span.clone()).is_some_and(|text| text.starts_with(['{', '[']));
    if flowing {
        let span = match (at.checked_sub(1).and_then(|before| spans.get(before)), spans.get(at + 1)) {
            (Some(before), _) => before.end..span.end,
            (None, Some(next)) => span.start..next.start,
            (None, None) => span,
        };
        return splice(source, span, "");
    }
    let first = source.line_span(source.line_column(span.start).0);
    let final_line = source.line_span(source.line_column(span.end).0);
    let before = source.text.get(first.start..span.start).unwrap_or_default();
    // A block's first key may follow a dash, which then moves to the next key.
    if before.trim_start().starts_with('-') && matches!(parent.kind, NodeKind::Map(_)) {
        return match spans.get(at + 1) {
            Some(next) => splice(source, span.start..next.start, ""),
            None => splice(source, span, "{}"),
        };
    }
    let newline = usize::from(source.text.get(final_line.end..).is_some_and(|rest| rest.starts_with('\n')));
    splice(source, first.start..final_line.end + newline, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(text: &str, change: impl FnOnce(&mut Answers)) -> String {
        let source = Source::new("d", text);
        let mut answers = Answers::of(&tree::read(&source, &mut Vec::new()).unwrap());
        change(&mut answers);
        apply(&source, &answers).expect("it can be edited")
    }

    #[test]
    fn only_what_changed_changes() {
        let text = "# top\na: {x: 1, y: 2}   # flow\nb:\n  c: 3  # block\n  d: ~\n# end\n";
        assert_eq!(edit(text, |_| {}), text);
        assert_eq!(edit(text, |answers| answers.set("b.c", "4 days".into())), text.replace("c: 3", "c: 4 days"));
        assert_eq!(edit(text, |answers| answers.set("b.d", "x".into())), text.replace("d: ~", "d: x"));
        assert_eq!(edit(text, |answers| answers.set("a.z", "9".into())), text.replace("y: 2", "y: 2, z: 9"));
        assert_eq!(edit(text, |answers| answers.set("b.e", "5".into())), text.replace("  d: ~\n", "  d: ~\n  e: 5\n"));
        assert_eq!(edit(text, |answers| answers.remove("a.x")), text.replace("x: 1, ", ""));
        assert_eq!(edit(text, |answers| answers.remove("a.y")), text.replace(", y: 2", ""));
        assert_eq!(edit(text, |answers| answers.remove("b.c")), text.replace("  c: 3  # block\n", ""));
    }

    #[test]
    fn what_stands_under_an_alias_is_left_to_whoever_wrote_it() {
        let source = Source::new("d", "a: &x {k: 1}\nb: *x\nc: [é]\n");
        let mut answers = Answers::of(&tree::read(&source, &mut Vec::new()).unwrap());
        answers.set("b.k", "2".into());
        assert_eq!(apply(&source, &answers), None);
        answers.set("b.k", "1".into());
        answers.set("b.z", "3".into());
        assert_eq!(apply(&source, &answers), None);
    }

    #[test]
    fn lists_grow_and_shrink() {
        let text = "l:\n  - {a: 1}\n  - {a: 2}\nm: [x]\n";
        assert_eq!(
            edit(text, |answers| answers.set("l[2].a", "3".into())),
            text.replace("- {a: 2}\n", "- {a: 2}\n  - {a: 3}\n")
        );
        assert_eq!(
            edit(text, |answers| answers.set("m", Answer::List(vec!["x".into(), "z".into()]))),
            text.replace("[x]", "[x, z]")
        );
        assert_eq!(edit(text, |answers| answers.remove("l[1]")), text.replace("  - {a: 2}\n", ""));
        assert_eq!(edit(text, |answers| answers.set("p.o", "1".into())), format!("{text}p:\n  o: 1\n"));
    }
}

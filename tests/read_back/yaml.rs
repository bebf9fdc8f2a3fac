//! Deals as values that a test may change, and as text again: JSON, which is YAML.

use peerpact::deal::tree::{self, Node, NodeKind};
use peerpact::source::Source;
use serde_json::{Map, Value};

/// A deal's text as a value, in which every scalar is the text of the file.
pub fn value(text: &str) -> Value {
    let mut findings = Vec::new();
    let tree = tree::read(&Source::new("deal.yaml", text), &mut findings);
    assert!(findings.is_empty(), "{}", super::list(&findings));
    node(&tree.expect("a deal"))
}

fn node(from: &Node) -> Value {
    match &from.kind {
        NodeKind::Blank => Value::Null,
        NodeKind::Scalar(text) => text.as_str().into(),
        NodeKind::List(items) => items.iter().map(node).collect(),
        NodeKind::Map(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), node(&entry.value))).collect::<Map<_, _>>().into()
        }
    }
}

/// A value that is written as it would stand after a key.
pub fn flow(text: &str) -> Value {
    value(&format!("it: {text}"))["it"].take()
}

/// The steps of a path such as `rates.lines[0].rate`.
pub fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty())
}

/// Takes out what stands at a path, which has to be there.
pub fn take(deal: &mut Value, path: &str) -> Option<Value> {
    let steps: Vec<&str> = steps(path).collect();
    let (last, above) = steps.split_last()?;
    let above = above.iter().try_fold(deal, |here, step| match here {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        other => other.get_mut(step),
    })?;
    match above {
        Value::Array(items) => {
            let at = last.parse::<usize>().ok().filter(|at| *at < items.len())?;
            Some(items.remove(at))
        }
        other => other.as_object_mut()?.shift_remove(*last),
    }
}

/// A value as the text of a deal.
pub fn text(value: &Value) -> String {
    let mut out = serde_json::to_string_pretty(value).expect("JSON");
    out.push('\n');
    out
}

/// Sets what stands at a path such as `parties.straits.name` or `rates.lines[0].rate`; mappings on the way are made.
pub fn set(deal: &mut Value, path: &str, to: impl Into<Value>) {
    let mut here = deal;
    for step in steps(path) {
        here = match (step.parse::<usize>(), here.is_array()) {
            (Ok(at), true) => here.get_mut(at).unwrap_or_else(|| panic!("{path}: no such entry")),
            _ => {
                if here.is_null() {
                    *here = Value::Object(Map::new());
                }
                here.as_object_mut().unwrap_or_else(|| panic!("{path}: no mapping")).entry(step).or_insert(Value::Null)
            }
        };
    }
    *here = to.into();
}

/// What stands at a path.
pub fn get<'a>(deal: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path).try_fold(deal, |here, step| match here {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// A deal's text with other values at some paths.
pub fn patched(deal: &str, changes: &[(&str, Value)]) -> String {
    let mut deal = value(deal);
    for (path, to) in changes {
        set(&mut deal, path, to.clone());
    }
    text(&deal)
}

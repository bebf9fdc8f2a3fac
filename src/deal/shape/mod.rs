//! The comparison of a tree with the deal's schema, which reports every fault of shape at its place in one run.

mod keys;
mod scalar;

use serde_json::{Map, Value};

use self::keys::{is_name, misspelt, other_spelling};
use super::schema::{allows, find, required};
use super::tree::{MapEntry, Node, NodeKind};
use crate::diagnostic::{Finding, Remedy};
use crate::path::Path;
use crate::source::{Place, Source};

/// A comparison of a tree with a schema.
pub struct SchemaComparison<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its whole tree.
    pub tree: &'a Node,
    /// What was found so far.
    pub findings: &'a mut Vec<Finding>,
    /// How many faults are told: those of a file with more are not.
    pub most: usize,
    /// Gives lines that show how to write a missing field, by its path.
    pub example: &'a dyn Fn(&Path) -> Option<String>,
}

impl SchemaComparison<'_> {
    /// Compares a mapping or value with its schema, and returns it as JSON in which every scalar is the text of the file.
    pub fn value(&mut self, node: &Node, schema: &Value, path: &Path) -> Value {
        if takes_anything(schema) {
            return raw(node);
        }
        // A file with so many faults is not a deal, and nobody reads a hundred thousand findings.
        if self.findings.len() >= self.most {
            return Value::Null;
        }
        match &node.kind {
            NodeKind::Blank => self.blank(node, schema, path),
            NodeKind::Scalar(text) => self.scalar(node, text, schema, path),
            NodeKind::List(items) => self.list(node, items, schema, path),
            NodeKind::Map(entries) => self.map(node, entries, schema, path),
        }
    }

    fn fault(&mut self, code: &'static str, node: &Node, path: &Path, message: String, help: impl Into<Remedy>) {
        let place = Place::new(self.source, node.span.clone());
        self.findings.push(Finding::error(code, message).on(path).at(place).help(help));
    }

    fn list(&mut self, node: &Node, items: &[Node], schema: &Value, path: &Path) -> Value {
        let Some(item_schema) = find(schema, "items") else {
            self.fault("DEAL004", node, path, format!("`{path}` is not a list"), "write one value");
            return Value::Null;
        };
        let least = find(schema, "minItems").and_then(Value::as_u64).unwrap_or(0);
        if (items.len() as u64) < least {
            let help = (self.example)(path).map_or_else(
                || format!("write at least {least}"),
                |text| format!("write at least {least}, for instance:\n{text}"),
            );
            self.fault("DEAL005", node, path, format!("`{path}` is empty"), help);
        }
        items.iter().enumerate().map(|(at, item)| self.value(item, item_schema, &path.index(at))).collect()
    }

    fn map(&mut self, node: &Node, entries: &[MapEntry], schema: &Value, path: &Path) -> Value {
        let properties = find(schema, "properties").and_then(Value::as_object);
        let additional = find(schema, "additionalProperties").filter(|schema| schema.is_object());
        if properties.is_none() && additional.is_none() {
            self.fault("DEAL004", node, path, format!("`{path}` is not a mapping"), "write one value");
            return Value::Null;
        }
        let names = find(schema, "propertyNames").is_some();
        let mut out = Map::new();
        // Keys that a misspelt one stands for, and those that stand in the file outside this mapping.
        let mut meant: Vec<String> = Vec::new();
        let mut rest = entries;
        while let Some((entry, after)) = rest.split_first() {
            let comma = after.iter().take_while(|next| self.is_split(node, next)).count();
            let (split, after) = after.split_at(comma);
            rest = after;
            let below = path.key(&entry.key);
            if names && !is_name(&entry.key) {
                self.findings.push(
                    Finding::error("DEAL004", format!("`{}` cannot name anything", entry.key))
                        .on(path)
                        .at(Place::new(self.source, entry.key_span.clone()))
                        .help("write letters, digits, `-` and `_`"),
                );
                continue;
            }
            let also = || properties.and_then(|properties| other_spelling(properties, &entry.key));
            let known = properties.and_then(|properties| properties.get_key_value(&entry.key)).or_else(also);
            let known = known.or(additional.map(|schema| (&entry.key, schema)));
            if let Some(last) = split.last() {
                self.comma(entry, last, path);
                continue;
            }
            let near = if known.is_some() { None } else { misspelt(entry, entries, properties) };
            match (known, near) {
                (Some((key, schema)), _) => {
                    let value = self.value(&entry.value, schema, &below);
                    if out.insert(key.clone(), value).is_some() {
                        let fact = format!("`{}` is another spelling of `{key}`, which is there too", entry.key);
                        self.fault("DEAL004", &entry.value, path, fact, "keep one of them");
                    }
                }
                (None, Some((near, schema))) => {
                    self.misspelt(entry, near, path);
                    let value = self.value(&entry.value, schema, &path.key(near));
                    out.insert(near.to_owned(), value);
                    meant.push(near.to_owned());
                }
                (None, None) => meant.extend(self.unknown(entry, entries, properties, path)),
            }
        }
        let chosen = |key: &str| {
            let entry = entries.iter().find(|entry| entry.key == key)?;
            match &entry.value.kind {
                NodeKind::Scalar(text) => Some(text.clone()),
                _ => None,
            }
        };
        for key in required(schema, &chosen) {
            if !entries.iter().any(|entry| entry.key == key)
                && !meant.iter().any(|near| near == key)
                && !self.stray(&path.key(key))
            {
                let part = properties.and_then(|properties| properties.get(key));
                let section =
                    path.is_root() && part.is_some_and(|part| allows(part, "object") || allows(part, "array"));
                self.missing(&path.key(key), part.unwrap_or(&Value::Null), section);
            }
        }
        Value::Object(out)
    }
}

/// Whether a schema accepts a value of any shape.
fn takes_anything(schema: &Value) -> bool {
    const SHAPES: [&str; 6] = ["type", "anyOf", "oneOf", "enum", "const", "properties"];
    schema
        .as_object()
        .map_or_else(|| schema == &Value::Bool(true), |object| SHAPES.iter().all(|key| !object.contains_key(*key)))
}

/// A node as JSON, every scalar as the text of the file.
fn raw(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Blank => Value::Null,
        NodeKind::Scalar(text) => text.as_str().into(),
        NodeKind::List(items) => items.iter().map(raw).collect(),
        NodeKind::Map(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), raw(&entry.value))).collect::<Map<_, _>>().into()
        }
    }
}

//! Keys of a mapping: missing, unknown, misspelt, or torn off by a comma or an indentation.

use serde_json::{Map, Value};

use super::SchemaComparison;
use crate::deal::schema::{allows, below, choices, deal, find, named, sections_with};
use crate::deal::syntax;
use crate::deal::tree::{MapEntry, Node, NodeKind};
use crate::diagnostic::{Edit, Finding};
use crate::misspelt::nearest;
use crate::path::{Path, Step};
use crate::source::Place;

impl SchemaComparison<'_> {
    /// Whether an entry is in truth what follows a comma in the value before it: `{rate: 0,0180}`.
    pub(super) fn is_split(&self, map: &Node, entry: &MapEntry) -> bool {
        let starts =
            |at: usize, sign: char| self.source.text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(sign));
        starts(map.span.start, '{')
            && matches!(entry.value.kind, NodeKind::Blank)
            && !starts(entry.key_span.end, ':')
            && !starts(entry.key_span.start, '?')
            && entry.value.span.is_empty()
    }

    /// Reports a value in `{}` that a comma cuts into pieces.
    pub(super) fn comma(&mut self, entry: &MapEntry, last: &MapEntry, path: &Path) {
        let span = entry.value.span.start..last.key_span.end;
        let whole = self.source.text.get(span.clone()).unwrap_or_default();
        let decimal = whole.split_once(',').filter(|(one, two)| {
            let digits = |text: &str| {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b" %".contains(&byte))
            };
            digits(one) && digits(two) && two.starts_with(|first: char| first.is_ascii_digit())
        });
        let place = Place::new(self.source, span.clone());
        let key = &entry.key;
        let finding = match decimal {
            Some((one, two)) => {
                let mut finding = Finding::error("DEAL004", format!("a comma ends the value of `{key}` after `{one}`"));
                let digits = two.bytes().take_while(u8::is_ascii_digit).count();
                if one == "0" || digits != 3 {
                    finding.edits = vec![Edit { span, text: format!("{one}.{two}") }];
                    finding.help(format!("write the decimal comma as a point: {one}.{two}"))
                } else {
                    finding.help(format!(
                        "write {one}.{two} if it is a decimal comma, and {one}{two} if it stands between thousands"
                    ))
                }
            }
            None => {
                let mut finding = Finding::error("DEAL004", format!("a comma ends the value of `{key}` inside `{{}}`"));
                finding.edits = syntax::quote(whole, span.start);
                finding.help(format!("put the value in quotation marks: {}", syntax::quoted(whole)))
            }
        };
        self.findings.push(finding.on(path.key(key)).at(place));
    }

    /// Whether a field that a mapping lacks stands in the file at column 1, where it ended the mapping.
    pub(super) fn stray(&self, path: &Path) -> bool {
        let [Step::Key(section), Step::Key(field)] = path.steps() else { return false };
        let NodeKind::Map(entries) = &self.tree.kind else { return false };
        let mut here = entries.iter().skip_while(|entry| entry.key != *section).skip(1);
        here.next().is_some_and(|next| next.key == *field)
            && named(deal(), field).is_none()
            && named(deal(), section).is_some_and(|section| named(section, field).is_some())
    }

    pub(super) fn misspelt(&mut self, entry: &MapEntry, near: &str, path: &Path) {
        let whole = if path.is_root() { "a deal".to_owned() } else { format!("`{path}`") };
        let mut finding = Finding::error("DEAL002", format!("`{}` is not a key of {whole}", entry.key))
            .on(path.key(&entry.key))
            .at(Place::new(self.source, entry.key_span.clone()))
            .help(format!("did you mean `{near}`?"));
        finding.edits = vec![Edit { span: entry.key_span.clone(), text: near.to_owned() }];
        self.findings.push(finding);
    }

    /// Reports a key that a mapping does not have, and returns the keys that it stands for.
    pub(super) fn unknown(
        &mut self,
        entry: &MapEntry,
        entries: &[MapEntry],
        properties: Option<&Map<String, Value>>,
        path: &Path,
    ) -> Option<String> {
        let known: Vec<&str> = properties.into_iter().flat_map(|map| map.keys().map(String::as_str)).collect();
        let whole = if path.is_root() { "a deal".to_owned() } else { format!("`{path}`") };
        let mut finding = Finding::error("DEAL002", format!("`{}` is not a key of {whole}", entry.key))
            .on(path.key(&entry.key))
            .at(Place::new(self.source, entry.key_span.clone()));
        let before = entries.iter().take_while(|other| other.key_span.start < entry.key_span.start).last();
        let above = before
            .and_then(|before| Some((before, below(properties?.get(&before.key)?, &Step::Key(entry.key.clone()))?)));
        finding = if let Some(mark) = ["//", "--", ";"].into_iter().find(|mark| entry.key.starts_with(mark)) {
            let at = entry.key_span.start;
            finding.message = format!("`{mark}` begins no comment");
            finding.edits = vec![Edit { span: at..at + mark.len(), text: "#".to_owned() }];
            finding.help("begin a comment with `#`")
        } else if let Some((before, _)) = above.filter(|(before, _)| {
            // Any key fits where keys are names, so a slip in one of the keys known here is likelier.
            matches!(before.value.kind, NodeKind::Map(_)) && nearest(&entry.key, known.iter().copied()).is_none()
        }) {
            let deeper = match &before.value.kind {
                NodeKind::Map(inner) => {
                    inner.first().map_or(0, |first| self.source.line_column(first.key_span.start).1)
                }
                _ => 0,
            };
            let column = self.source.line_column(entry.key_span.start).1;
            let written = self.source.text.get(entry.value.span.clone()).unwrap_or_default();
            if deeper > column && !written.trim_end().contains('\n') {
                let at = entry.key_span.start;
                finding.edits = vec![Edit { span: at..at, text: " ".repeat(deeper - column) }];
            }
            finding.help(format!("it is a key of `{}`: indent it as the others there", before.key))
        } else if !path.is_root() && named(deal(), &entry.key).is_some() {
            finding.help(format!("`{}` is a section of the deal: begin it at column 1", entry.key))
        } else if let Some(near) = nearest(&entry.key, known.iter().copied()) {
            finding.help(format!("`{near}` is there already: remove one of the two"))
        } else if let Some(section) = sections_with(&entry.key).filter(|_| path.is_root()) {
            finding.help(format!("it is a key of `{section}`"))
        } else {
            finding.help(format!("the keys here are {}", known.join(", ")))
        };
        self.findings.push(finding);
        (!path.is_root() && named(deal(), &entry.key).is_some()).then(|| entry.key.clone())
    }

    pub(super) fn missing(&mut self, path: &Path, schema: &Value, section: bool) {
        let example = (self.example)(path).or_else(|| sample(path, schema));
        let above = path.parent().unwrap_or_default();
        let code = if above.is_root() { "DEAL001" } else { "DEAL009" };
        let message = if section { format!("section `{path}` is missing") } else { format!("`{path}` is missing") };
        let blank = if allows(schema, "null") { ", or `~` if it is not known yet" } else { "" };
        let help = match (example, section) {
            (Some(text), true) => format!("add it; the smallest that holds:\n{text}"),
            (Some(text), false) => format!("add it{blank}; for instance:\n{text}"),
            (None, _) => format!("add it{blank}"),
        };
        // What the whole file lacks is reported at its first key: above it stand comments.
        let place =
            self.tree.locate(&above).or_else(|| self.tree.first_key()).unwrap_or_else(|| self.source.line_span(1));
        self.findings.push(Finding::error(code, message).on(path).at(Place::new(self.source, place)).help(help));
    }
}

/// The field that another spelling of its key names.
pub(super) fn other_spelling<'a>(properties: &'a Map<String, Value>, key: &str) -> Option<(&'a String, &'a Value)> {
    let spelt = |schema: &Value| {
        let others = schema.get("x-also").and_then(Value::as_array);
        others.is_some_and(|others| others.iter().any(|other| other == key))
    };
    properties.iter().find(|(_, schema)| spelt(schema))
}

/// A line that gives a field its first choice, or its type's example.
fn sample(path: &Path, schema: &Value) -> Option<String> {
    let key = path.field();
    let example = |schema| find(schema, "examples")?.get(0)?.as_str().map(str::to_owned);
    let shown = || example(schema);
    let listed = || Some(format!("[{:?}]", example(find(schema, "items")?)?));
    let least = || {
        let least = find(schema, "minimum").and_then(Value::as_i64).unwrap_or(0);
        allows(schema, "integer").then(|| least.to_string())
    };
    Some(format!("{key}: {}", choices(schema).into_iter().next().or_else(shown).or_else(listed).or_else(least)?))
}

/// The key that a mapping lacks and a misspelt one stands for, with its schema.
pub(super) fn misspelt<'a>(
    entry: &MapEntry,
    entries: &[MapEntry],
    properties: Option<&'a Map<String, Value>>,
) -> Option<(&'a str, &'a Value)> {
    // The nearest key of all is meant. If it is there, the entry is a second one, and no slip in a key that is farther off.
    let near = nearest(&entry.key, properties?.keys().map(String::as_str))?;
    let taken = entries.iter().any(|other| other.key == near);
    properties?.get_key_value(near).filter(|_| !taken).map(|(key, schema)| (key.as_str(), schema))
}

pub(super) fn is_name(key: &str) -> bool {
    (1..=40).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

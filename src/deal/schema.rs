//! The deal's JSON Schema, and the comparison of a tree with it, which reports every fault of shape at its place in one
//! run.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::slips::{self, Meant};
use super::tree::{MapEntry, Node, NodeKind};
use super::{Deal, scalars, superseded, syntax};
use crate::budget::DEAL_FAULTS;
use crate::diagnostic::{Edit, Finding, Remedy};
use crate::misspelt::nearest;
use crate::path::{Path, Step};
use crate::source::{Place, Source};

/// The schema of a type, every part written in place.
#[must_use]
pub fn of<T: JsonSchema>() -> Schema {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    if let Some(schema) = schema.as_object_mut() {
        schema.values_mut().for_each(without_null_defaults);
    }
    schema
}

/// Removes null defaults. A type that is left out by default serialises as null, but in a deal null means blank, which no
/// field has by default.
fn without_null_defaults(schema: &mut Value) {
    fn without_nulls(value: &mut Value) {
        if let Value::Object(object) = value {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(without_nulls);
        }
    }
    match schema {
        Value::Object(object) => {
            object.retain(|key, value| key != "default" || !value.is_null());
            for (key, value) in object {
                if key == "default" { without_nulls(value) } else { without_null_defaults(value) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_null_defaults),
        _ => {}
    }
}

/// The schema of a deal.
#[must_use]
pub fn deal() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut schema = of::<Deal>();
        schema.insert("title".into(), "A peerpact deal".into());
        schema.to_value()
    })
}

/// The schema at a deal path; `None` if no deal has such a path.
#[must_use]
pub fn at(path: &Path) -> Option<&'static Value> {
    path.steps().iter().try_fold(deal(), below)
}

/// The schema one step down: of a field, of an entry under a key that the deal chooses, or of an item of a list.
pub(crate) fn below<'a>(schema: &'a Value, step: &Step) -> Option<&'a Value> {
    let inner = |key: &str| find(schema, key).filter(|inner| inner.is_object());
    match step {
        Step::Key(key) => named(schema, key).or_else(|| inner("additionalProperties")),
        Step::Index(_) => inner("items"),
    }
}

/// The schema of a field that the schema lists by name.
pub(crate) fn named<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    find(schema, "properties").and_then(|fields| fields.get(key))
}

/// The schema of the entries of a list, or of a mapping with keys that the deal chooses.
pub(crate) fn entry(schema: &Value) -> Option<&Value> {
    ["additionalProperties", "items"].iter().find_map(|key| find(schema, key).filter(|inner| inner.is_object()))
}

/// The steps of a path without what a deal chooses: indices, the keys of parties and flows, and the flow of a departure.
pub fn general(path: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let mut here = Some(deal());
    let mut steps = path.steps().iter();
    while let Some(step) = steps.next() {
        let field = step.as_key().and_then(|key| Some((key, named(here?, key)?)));
        match field {
            Some((BY_FLOW, _)) => {
                steps.next();
                continue;
            }
            Some((key, _)) => out.push(key.to_owned()),
            None if here.and_then(|schema| below(schema, step)).is_none() => {
                out.extend(step.as_key().map(str::to_owned))
            }
            None => {}
        }
        here = here.and_then(|schema| below(schema, step));
    }
    out
}

/// The only section with a field of this name; `None` if there is none, or more than one.
pub(crate) fn sections_with(field: &str) -> Option<&'static str> {
    let sections = find(deal(), "properties").and_then(Value::as_object)?;
    let has = |schema: &&Value| find(schema, "properties").is_some_and(|fields| fields.get(field).is_some());
    let mut with = sections.iter().filter(|(_, schema)| has(schema)).map(|(name, _)| name.as_str());
    with.next().filter(|_| with.next().is_none())
}

/// The key under which a section holds departures for single flows.
pub(crate) const BY_FLOW: &str = "by_flow";

/// Whether flows may depart from a section.
pub(crate) fn departs_by_flow(section: &str) -> bool {
    named(deal(), section).is_some_and(|schema| named(schema, BY_FLOW).is_some())
}

/// The `format` of a schema's scalar, such as `duration`.
pub(crate) fn format(schema: &Value) -> Option<&str> {
    find(schema, "format").and_then(Value::as_str)
}

/// The field that another spelling of its key names.
fn also<'a>(properties: &'a Map<String, Value>, key: &str) -> Option<(&'a String, &'a Value)> {
    let spelt = |schema: &Value| {
        let others = schema.get("x-also").and_then(Value::as_array);
        others.is_some_and(|others| others.iter().any(|other| other == key))
    };
    properties.iter().find(|(_, schema)| spelt(schema))
}

/// A comparison of a tree with a schema.
pub struct SchemaComparison<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its whole tree.
    pub tree: &'a Node,
    /// What was found so far.
    pub findings: &'a mut Vec<Finding>,
    /// Gives lines that show how to write a missing field, by its path.
    pub example: &'a dyn Fn(&Path) -> Option<String>,
}

impl SchemaComparison<'_> {
    /// Compares a mapping or value with its schema, and returns it as JSON in which every scalar is the text of the file.
    pub fn value(&mut self, node: &Node, schema: &Value, path: &Path) -> Value {
        if takes_anything(schema) {
            return raw(node);
        }
        // A file with so many faults is no deal, and nobody reads a hundred thousand findings.
        if self.findings.len() >= DEAL_FAULTS {
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

    fn blank(&mut self, node: &Node, schema: &Value, path: &Path) -> Value {
        if format(schema).is_some_and(slips::is_text) && self.is_cut(node, path) {
            return Value::Null;
        }
        if !allows(schema, "null") {
            let choices = choices(schema);
            let help = if choices.is_empty() {
                (self.example)(path)
                    .map_or_else(|| "write a value".into(), |text| format!("write it, for instance:\n{text}"))
            } else {
                format!("choose one of {}", choices.join(", "))
            };
            let required_section = path.steps().len() == 1 && (allows(schema, "object") || allows(schema, "array"));
            let (code, message) = if required_section {
                ("DEAL001", format!("section `{path}` is empty"))
            } else {
                ("DEAL004", format!("`{path}` cannot be blank: it decides which words are printed"))
            };
            self.fault(code, node, path, message, help);
        }
        Value::Null
    }

    /// Reports free text whose end, or the whole of which, a `#` made a comment.
    fn is_cut(&mut self, node: &Node, path: &Path) -> bool {
        let (start, end) = (node.span.start, node.span.end);
        let behind = self.source.text.get(end..).unwrap_or_default();
        let written = self.source.text.get(start..end).unwrap_or_default();
        // The place of a value that is not there may be that of its key's colon.
        let behind = behind.strip_prefix(':').unwrap_or(behind);
        if written.starts_with(['"', '\'', '|', '>']) || written == "~" || !slips::cut_by_comment(behind) {
            return false;
        }
        let from = if written.is_empty() { self.source.text.len() - behind.len() + 1 } else { start };
        let line = self.source.text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
        let whole = from..from + line.len();
        let mut finding =
            Finding::error("DEAL030", format!("`#` begins a comment here, and `{written}` is all that is left"))
                .on(path)
                .at(Place::new(self.source, whole))
                .help(format!(
                    "put the value in quotation marks: {}; or write two spaces before `#` if it is a comment",
                    syntax::quoted(line)
                ));
        finding.edits = syntax::quote(line, from);
        if written.is_empty() {
            finding.message = "`#` begins a comment here, and nothing is left of the value".to_owned();
        }
        self.findings.push(finding);
        true
    }

    /// Reports a value and offers a text for it.
    fn meant(&mut self, code: &'static str, node: &Node, path: &Path, message: String, meant: &Meant) {
        let written = self.source.text.get(node.span.clone()).unwrap_or_default();
        let text = match written.chars().next() {
            Some(mark @ ('"' | '\'')) => format!("{mark}{}{mark}", meant.text),
            _ => meant.text.clone(),
        };
        let place = Place::new(self.source, node.span.clone());
        let mut finding = Finding::error(code, message).on(path).at(place);
        if meant.sure {
            finding = finding.help(Remedy::Write(format!("write {text}")));
            finding.edits = vec![Edit { span: node.span.clone(), text }];
        } else {
            finding = finding.help(Remedy::Write(format!("write {text}, if that is meant")));
        }
        self.findings.push(finding);
    }

    fn scalar(&mut self, node: &Node, text: &str, schema: &Value, path: &Path) -> Value {
        let choices = choices(schema);
        if let Some(inner) = slips::without_marks(text) {
            let meant = Meant { text: format!("{inner:?}"), fact: "", sure: true };
            let message = format!("`{text}` keeps its quotation marks: YAML knows the straight ones alone");
            self.meant("DEAL030", node, path, message, &meant);
            return Value::Null;
        }
        if format(schema).is_some_and(slips::is_text) && self.is_cut(node, path) {
            return Value::Null;
        }
        let known = || superseded::remedy(path, text);
        if !choices.is_empty() {
            if !choices.iter().any(|choice| choice == text) {
                if let Some(same) =
                    choices.iter().find(|choice| choice.eq_ignore_ascii_case(text.trim_end_matches([',', ';'])))
                {
                    let meant = Meant { text: same.clone(), fact: "", sure: true };
                    self.meant("DEAL004", node, path, format!("`{text}` is not a choice for `{path}`"), &meant);
                    return text.into();
                }
                let near = nearest(text, choices.iter().map(String::as_str));
                let help = match (known(), near) {
                    (Some(remedy), _) => remedy.to_owned(),
                    (None, Some(near)) => format!("did you mean {near}? The choices are {}", choices.join(", ")),
                    (None, None) => format!("choose one of {}", choices.join(", ")),
                };
                self.fault("DEAL004", node, path, format!("`{text}` is not a choice for `{path}`"), help);
            }
            return text.into();
        }
        if let Some(format) = format(schema)
            && let Some((_, check)) = scalars::ALL.iter().find(|(name, _)| *name == format)
        {
            if let Err(reason) = check(text) {
                if let Some(meant) = slips::instead(format, text, *check).filter(|_| known().is_none()) {
                    self.meant("DEAL004", node, path, format!("`{path}`: `{text}` {}", meant.fact), &meant);
                    return text.into();
                }
                let joint = if reason.fact.starts_with("is ") { "" } else { ":" };
                let remedy = known().map_or(reason.remedy, str::to_owned);
                self.fault("DEAL004", node, path, format!("`{path}`{joint} {}", reason.fact), Remedy::Write(remedy));
            }
            return text.into();
        }
        if allows(schema, "boolean") {
            return match text {
                "true" => true.into(),
                "false" => false.into(),
                _ => {
                    let message = format!("`{path}`: `{text}` is neither true nor false");
                    match slips::truth(text) {
                        Some(word) => {
                            let meant = Meant { text: word.to_owned(), fact: "", sure: true };
                            self.meant("DEAL004", node, path, message, &meant);
                        }
                        None => self.fault("DEAL004", node, path, message, "write true or false"),
                    }
                    Value::Null
                }
            };
        }
        if allows(schema, "integer") {
            return self.integer(node, text, schema, path);
        }
        if allows(schema, "object") || allows(schema, "array") {
            let kind = if allows(schema, "object") { "a mapping" } else { "a list" };
            let help = (self.example)(path).map_or_else(|| shape(schema), |text| format!("for instance:\n{text}"));
            self.fault("DEAL004", node, path, format!("`{path}` is {kind}, not `{text}`"), help);
            return Value::Null;
        }
        if text.trim().is_empty() {
            self.fault("DEAL004", node, path, format!("`{path}` is empty"), "write `~` for what is not known yet");
        }
        text.into()
    }

    fn integer(&mut self, node: &Node, text: &str, schema: &Value, path: &Path) -> Value {
        let least = find(schema, "minimum").and_then(Value::as_i64).unwrap_or(0);
        let most = find(schema, "maximum").and_then(Value::as_i64).unwrap_or(i64::from(u32::MAX));
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if path.steps() == Path::from("peerpact").steps() && text != "1" {
            let later = digits && text.parse::<u32>().is_ok_and(|format| format > 1);
            let (message, help) = if later {
                (
                    format!("this is a deal of format {text}, and this program reads format 1"),
                    "read it with a later peerpact",
                )
            } else {
                (
                    format!("`{text}` is not the format of a deal"),
                    "write `peerpact: 1`: it is the format of the file, and not the version of the program",
                )
            };
            self.fault("DEAL005", node, path, message, help);
            return 1.into();
        }
        if let Some(whole) = slips::whole(text).filter(|_| superseded::remedy(path, text).is_none()) {
            let meant = Meant { text: whole, fact: "", sure: true };
            self.meant("DEAL004", node, path, format!("`{path}`: `{text}` is not a whole number"), &meant);
            return Value::Null;
        }
        match text.parse::<i64>() {
            Ok(number) if digits && (least..=most).contains(&number) => number.into(),
            Ok(_) if digits => {
                let help = if most == i64::from(u32::MAX) {
                    format!("write a whole number from {least}")
                } else {
                    format!("write a whole number from {least} to {most}")
                };
                self.fault("DEAL005", node, path, format!("`{path}` is out of range: {text}"), help);
                Value::Null
            }
            _ => {
                self.fault(
                    "DEAL004",
                    node,
                    path,
                    format!("`{path}`: `{text}` is not a whole number"),
                    superseded::remedy(path, text).unwrap_or("write digits alone"),
                );
                Value::Null
            }
        }
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
            let also = || properties.and_then(|properties| also(properties, &entry.key));
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

    /// Whether an entry is no entry, but what follows a comma in the value before it: `{rate: 0,0180}`.
    fn is_split(&self, map: &Node, entry: &MapEntry) -> bool {
        let starts =
            |at: usize, sign: char| self.source.text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(sign));
        starts(map.span.start, '{')
            && matches!(entry.value.kind, NodeKind::Blank)
            && !starts(entry.key_span.end, ':')
            && !starts(entry.key_span.start, '?')
            && entry.value.span.is_empty()
    }

    /// Reports a value in `{}` that a comma cuts into pieces.
    fn comma(&mut self, entry: &MapEntry, last: &MapEntry, path: &Path) {
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
    fn stray(&self, path: &Path) -> bool {
        let [Step::Key(section), Step::Key(field)] = path.steps() else { return false };
        let NodeKind::Map(entries) = &self.tree.kind else { return false };
        let mut here = entries.iter().skip_while(|entry| entry.key != *section).skip(1);
        here.next().is_some_and(|next| next.key == *field)
            && named(deal(), field).is_none()
            && named(deal(), section).is_some_and(|section| named(section, field).is_some())
    }

    fn misspelt(&mut self, entry: &MapEntry, near: &str, path: &Path) {
        let whole = if path.is_root() { "a deal".to_owned() } else { format!("`{path}`") };
        let mut finding = Finding::error("DEAL002", format!("`{}` is not a key of {whole}", entry.key))
            .on(path.key(&entry.key))
            .at(Place::new(self.source, entry.key_span.clone()))
            .help(format!("did you mean `{near}`?"));
        finding.edits = vec![Edit { span: entry.key_span.clone(), text: near.to_owned() }];
        self.findings.push(finding);
    }

    /// Reports a key that a mapping does not have, and returns the keys that it stands for.
    fn unknown(
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

    fn missing(&mut self, path: &Path, schema: &Value, section: bool) {
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

/// The keys that a mapping has to give. A condition of the schema (`if`, `then`, `else`) adds those that a choice in it asks for.
pub(crate) fn required<'a>(schema: &'a Value, chosen: &dyn Fn(&str) -> Option<String>) -> Vec<&'a str> {
    let mut out: Vec<&str> = keys(schema).collect();
    if let Some(condition) = find(schema, "if") {
        let mut fields = condition.get("properties").and_then(Value::as_object).into_iter().flatten();
        let holds = fields.all(|(key, one)| chosen(key).is_some_and(|word| choices(one).contains(&word)));
        let branch = find(schema, if holds { "then" } else { "else" });
        out.extend(branch.into_iter().flat_map(keys));
    }
    out
}

fn keys(schema: &Value) -> impl Iterator<Item = &str> {
    find(schema, "required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Says in a schema which keys a choice makes needless, and which it asks for: those that are needed unless `key` is one of `words`,
/// and those that are needed only then.
pub(crate) fn needs(schema: &mut Schema, key: &str, words: &[&str], otherwise: &[&str], then: &[&str]) {
    // What may be needed has no default of its own.
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, field) in fields.into_iter().flatten() {
        if let Some(field) = field.as_object_mut().filter(|_| otherwise.contains(&name.as_str())) {
            field.shift_remove("default");
        }
    }
    let said = schema.get("properties").and_then(|fields| fields.get(key)).and_then(|field| field.get("description"));
    let mut choice = json!({ "enum": words });
    if let (Some(said), Some(choice)) = (said, choice.as_object_mut()) {
        choice.insert("description".into(), said.clone());
    }
    schema.insert("if".into(), json!({ "properties": { key: choice }, "required": [key] }));
    schema.insert("then".into(), json!({ "required": then }));
    schema.insert("else".into(), json!({ "required": otherwise }));
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

/// How to write a mapping or a list for which there is no example.
fn shape(schema: &Value) -> String {
    if !allows(schema, "object") {
        return "write each entry on a line of its own, after `- `".into();
    }
    let keys: Vec<&str> = find(schema, "properties")
        .and_then(Value::as_object)
        .map_or_else(Vec::new, |keys| keys.keys().map(String::as_str).collect());
    match keys.as_slice() {
        [] => "write `KEY: VALUE`, one a line".into(),
        keys => format!("write `KEY: VALUE`, one a line; the keys are {}", keys.join(", ")),
    }
}

/// The key that a mapping lacks and a misspelt one stands for, with its schema.
fn misspelt<'a>(
    entry: &MapEntry,
    entries: &[MapEntry],
    properties: Option<&'a Map<String, Value>>,
) -> Option<(&'a str, &'a Value)> {
    // The nearest key of all is meant. If it is there, the entry is a second one, and no slip in a key that is farther off.
    let near = nearest(&entry.key, properties?.keys().map(String::as_str))?;
    let taken = entries.iter().any(|other| other.key == near);
    properties?.get_key_value(near).filter(|_| !taken).map(|(key, schema)| (key.as_str(), schema))
}

fn is_name(key: &str) -> bool {
    (1..=40).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
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

/// A key of a schema, or of its variant that is not null.
pub(crate) fn find<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    schema.get(key).or_else(|| schema.get("anyOf")?.as_array()?.iter().find_map(|variant| find(variant, key)))
}

/// Whether a schema accepts a JSON type.
pub(crate) fn allows(schema: &Value, kind: &str) -> bool {
    let here = match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(many)) => many.iter().any(|one| one == kind),
        _ => false,
    };
    here || schema
        .get("anyOf")
        .and_then(Value::as_array)
        .is_some_and(|variants| variants.iter().any(|one| allows(one, kind)))
}

/// The words that a schema accepts, if it accepts only certain words.
pub(crate) fn choices(schema: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut out: Vec<String> = Vec::new();
    if let Some(constant) = schema.get("const") {
        out.push(word(constant));
    }
    for constant in schema.get("enum").and_then(Value::as_array).into_iter().flatten() {
        if !constant.is_null() {
            out.push(word(constant));
        }
    }
    for key in ["oneOf", "anyOf"] {
        for variant in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            out.extend(choices(variant));
        }
    }
    out
}

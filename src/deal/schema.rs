//! The deal's JSON Schema, and what can be asked of it: the part at a path, its choices, what it requires.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::Deal;
use crate::path::{Path, Step};

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

/// A schema with its `$id`, by which an editor keeps it and another schema refers to it.
#[must_use]
pub fn identified(schema: Value, name: &str) -> Value {
    let mut out = Map::new();
    let Value::Object(fields) = schema else { return schema };
    for (key, value) in fields {
        let first = key == "$schema";
        out.insert(key, value);
        if first {
            out.insert("$id".into(), format!("urn:peerpact:schema:{name}").into());
        }
    }
    Value::Object(out)
}

/// The schema of a file of answers: each field of a deal by its path, and the answer as one types it.
#[must_use]
pub fn answers() -> Value {
    let one = json!({ "type": ["string", "number", "boolean", "null"] });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Answers for `peerpact new --answers`",
        "description": "Each field of a deal by its path, as `peerpact new --questions` lists them: `billing.pay`, `rates.lines[0].rate`; `~` is not known yet. \
                        A whole section may stand under its name.",
        "type": "object",
        "properties": {
            "parties": {
                "description": "The keys of the two parties, ours first.",
                "type": "array",
                "items": { "type": "string" },
                "minItems": 2,
                "maxItems": 2
            },
            "scope.flows": {
                "description": "Who sends calls to whom.",
                "anyOf": [{ "enum": ["buy", "sell", "both"] }, { "type": "object" }]
            }
        },
        "additionalProperties": {
            "anyOf": [one, { "type": "array" }, { "type": "object" }]
        },
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

/// What a word of a choice means, in a phrase; empty where the schema does not say.
#[must_use]
pub fn meaning(schema: &Value, word: &str) -> String {
    let own = schema.get("const").and_then(Value::as_str) == Some(word);
    if own {
        let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        return text.trim_end_matches('.').to_owned();
    }
    let below = ["oneOf", "anyOf", "items"].into_iter().filter_map(|key| schema.get(key));
    let inner = below.flat_map(|inner| match inner {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    });
    inner.map(|inner| meaning(inner, word)).find(|text| !text.is_empty()).unwrap_or_default()
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

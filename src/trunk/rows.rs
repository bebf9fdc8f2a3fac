//! The facts of the technical form as rows: one fact a row, both sides as columns.
//!
//! Rows are made by walking the schema of the form, so that a new field has a row in the schedule, in the form as a file and in
//! every comparison without being named there.

use serde_json::Value;

use super::groups::{AGREED, FactGroup, SIDES};
use crate::deal::technical_form::TechnicalForm;
use crate::deal::{Deal, PartyId, about, schema};
use crate::path::{Path, Step};
use crate::template::BLANK;

/// What a deal says about one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Nothing.
    Absent,
    /// That it is still open.
    Open,
    /// A value, by its words; a list has several.
    Given(Vec<String>),
}

impl FactValue {
    /// The words in one line; empty if nothing is given.
    #[must_use]
    pub fn joined(&self, between: &str) -> String {
        match self {
            Self::Given(words) => words.join(between),
            Self::Absent | Self::Open => String::new(),
        }
    }
}

/// A fact of the form as it stands in a deal.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Where the deal says it, or would say it.
    pub path: Path,
    /// What it says.
    pub value: FactValue,
}

/// One row: a matter, and what is said about it.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// Its place below a side, or below the form for what both sides keep alike.
    pub below: Path,
    /// The heading of its group.
    pub heading: &'static str,
    /// The matter, in words: `Signalling address 1: port`.
    pub label: String,
    /// For what each party brings, a fact for each party in the order of the deal; otherwise one fact.
    pub facts: Vec<Fact>,
}

impl FactRow {
    /// Whether anything is said, or left open, about the matter.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.facts.iter().any(|fact| fact.value != FactValue::Absent)
    }
}

/// Which rows of lists are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// One for each entry that the deal has.
    Given,
    /// At least one, so that a first entry can be filled in.
    AtLeastOne,
}

/// The rows of what each party brings, with a fact for each party of the deal.
#[must_use]
pub fn sides(deal: &Deal, entries: Entries) -> Vec<FactRow> {
    let form = written(deal.technical.form.as_ref());
    let root = Path::from("technical.form.sides");
    let parties: Vec<(&PartyId, Value)> = deal
        .parties
        .keys()
        .map(|party| (party, form.get("sides").and_then(|sides| sides.get(party)).cloned().unwrap_or_default()))
        .collect();
    let values: Vec<&Value> = parties.iter().map(|(_, value)| value).collect();
    let Some(schema) = schema::at(&root.key("x")) else { return Vec::new() };
    let mut rows = Vec::new();
    for group in SIDES {
        for below in leaves(schema, group, &values, entries) {
            let facts = parties.iter().map(|(party, value)| {
                let path = below.steps().iter().fold(root.key(party), |path, step| path.then(step.clone()));
                Fact { path, value: fact(value, &below) }
            });
            let facts = facts.collect();
            rows.push(row(group, schema, below, facts));
        }
    }
    rows
}

/// The rows of what both parties keep alike, with one fact each.
#[must_use]
pub fn agreed(deal: &Deal, entries: Entries) -> Vec<FactRow> {
    let form = written(deal.technical.form.as_ref());
    let root = Path::from("technical.form");
    let Some(schema) = schema::at(&root) else { return Vec::new() };
    let mut rows = Vec::new();
    for group in AGREED {
        for below in leaves(schema, group, &[&form], entries) {
            let path = below.steps().iter().fold(root.clone(), |path, step| path.then(step.clone()));
            let facts = vec![Fact { path, value: fact(&form, &below) }];
            rows.push(row(group, schema, below, facts));
        }
    }
    rows
}

fn written(form: Option<&TechnicalForm>) -> Value {
    form.and_then(|form| serde_json::to_value(form).ok()).unwrap_or_default()
}

fn row(group: &FactGroup, schema: &'static Value, below: Path, facts: Vec<Fact>) -> FactRow {
    let field = below.steps().iter().try_fold(schema, schema::below);
    let says = field.and_then(|field| schema::find(field, "description")).and_then(Value::as_str).unwrap_or_default();
    let says = says.trim_end_matches('.');
    let entry = below.steps().get(1).and_then(Step::as_index);
    let label = match entry {
        Some(at) => format!("{} {}: {}", group.entry, at + 1, lower_first(says)),
        None => says.to_owned(),
    };
    FactRow { below, heading: group.heading, label, facts }
}

/// A phrase as it continues a sentence: its first letter is small, unless the word is an abbreviation.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The places of all facts below a group's key.
fn leaves(schema: &'static Value, group: &FactGroup, values: &[&Value], entries: Entries) -> Vec<Path> {
    let mut out = Vec::new();
    let path = Path::root().key(group.key);
    let Some(part) = schema::named(schema, group.key) else { return out };
    let fields = |schema: &'static Value| schema::find(schema, "properties").and_then(Value::as_object);
    match schema::find(part, "items").filter(|items| fields(items).is_some()) {
        Some(items) => {
            let most =
                values.iter().filter_map(|value| value.get(group.key)?.as_array().map(Vec::len)).max().unwrap_or(0);
            let most = if entries == Entries::AtLeastOne { most.max(1) } else { most };
            for at in 0..most {
                out.extend(
                    fields(items).into_iter().flat_map(|fields| fields.keys()).map(|key| path.index(at).key(key)),
                );
            }
        }
        None => out.extend(fields(part).into_iter().flat_map(|fields| fields.keys()).map(|key| path.key(key))),
    }
    out
}

fn fact(value: &Value, below: &Path) -> FactValue {
    let found = below.steps().iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(at) => value.get(at),
    });
    match found {
        None | Some(Value::Null) => FactValue::Absent,
        Some(Value::String(text)) if text.chars().eq([BLANK]) => FactValue::Open,
        Some(Value::Array(items)) => FactValue::Given(items.iter().map(word).collect()),
        Some(one) => FactValue::Given(vec![word(one)]),
    }
}

/// A value in one word, as the form prints it.
pub(crate) fn word(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The unit of a fact's value, if it is a plain number.
#[must_use]
pub fn unit(path: &Path) -> Option<&'static str> {
    about::of(path).and_then(|about| about.unit())
}

/// The row of a setting beside the form, from `technical` as it is written; `below` is its path there, such as `dscp.media`.
#[must_use]
pub fn setting(technical: &Value, below: &'static str) -> FactRow {
    let below = Path::from(below);
    let path = below.steps().iter().fold(Path::from("technical"), |path, step| path.then(step.clone()));
    let says = about::of(&path).map(|about| about.description()).unwrap_or_default();
    let value = fact(technical, &below);
    FactRow {
        below,
        heading: "Settings",
        label: says.trim_end_matches('.').to_owned(),
        facts: vec![Fact { path, value }],
    }
}

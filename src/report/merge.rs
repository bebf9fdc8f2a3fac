//! Puts the reports of shards together: what comes out is the report that one run over all deals would have written.
//!
//! A report may have been changed since it was written. What it says is copied as text, by the same writers as in a run: no value of it
//! begins a line, ends an element or commands a runner.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::characters::visible_json;
use crate::diagnostic::Level;
use crate::report::region::parts;
use crate::report::{gitlab, junit, junit_read};
use crate::rules::catalogue;
use crate::rules::weights::AGE;

/// A kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Findings,
    Sarif,
    Junit,
    Gitlab,
    /// The manifest of drafts, or of a run.
    Manifests,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Findings => "findings in JSON",
            Self::Sarif => "SARIF",
            Self::Junit => "JUnit",
            Self::Gitlab => "GitLab's code quality",
            Self::Manifests => "manifests",
        }
    }
}

/// A report that was read.
enum Read {
    Json(Value),
    /// Suites with a case each.
    Cases(Vec<(String, Option<junit::Case>)>),
}

/// Puts reports of one kind together, each a file's name and text.
///
/// # Errors
///
/// One is not a report of ours, or they are of two kinds.
pub fn merge(reports: &[(String, String)]) -> Result<String, String> {
    let mut read: Vec<(&str, Kind, Read)> = Vec::new();
    for (name, text) in reports {
        let (kind, report) = kind(text).ok_or_else(|| format!("{name} is not a report or manifest of peerpact"))?;
        match read.first() {
            Some((first, other, _)) if *other != kind => {
                return Err(format!("{first} is {}, and {name} is {}", other.name(), kind.name()));
            }
            _ => read.push((name.as_str(), kind, report)),
        }
    }
    let Some((_, kind, _)) = read.first() else { return Err("there is none".into()) };
    let kind = *kind;
    let values = || {
        read.iter().filter_map(|(name, _, report)| match report {
            Read::Json(value) => Some((*name, value)),
            Read::Cases(_) => None,
        })
    };
    Ok(match kind {
        Kind::Findings => shown(&findings(values().map(|(_, value)| value))),
        Kind::Sarif => shown(&sarif(values().map(|(_, value)| value))),
        Kind::Gitlab => shown(&code_quality(values().map(|(_, value)| value))),
        Kind::Manifests => shown(&manifests(values())),
        Kind::Junit => {
            let cases = read.iter().filter_map(|(_, _, report)| match report {
                Read::Cases(cases) => Some(cases),
                Read::Json(_) => None,
            });
            suites(cases.flatten())
        }
    })
}

fn kind(text: &str) -> Option<(Kind, Read)> {
    if text.starts_with("<?xml") {
        return junit_read::read(text).map(|cases| (Kind::Junit, Read::Cases(cases)));
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let has = |key: &str| value.get(key).is_some();
    let is_ours = |entry: &Value| entry.get("fingerprint").is_some() && entry.get("check_name").is_some();
    let kind = if has("findings") && has("summary") {
        Kind::Findings
    } else if value.get("version").and_then(Value::as_str) == Some("2.1.0") && has("runs") {
        Kind::Sarif
    } else if value.as_array().is_some_and(|entries| entries.iter().all(is_ours)) {
        Kind::Gitlab
    } else if has("drafts") || has("provenance") && has("files") {
        Kind::Manifests
    } else {
        return None;
    };
    Some((kind, Read::Json(value)))
}

fn shown(value: &Value) -> String {
    visible_json(&format!("{value:#}\n"))
}

fn array<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

fn number(value: &Value, pointer: &str) -> u64 {
    value.pointer(pointer).and_then(Value::as_u64).unwrap_or(0)
}

fn findings<'a>(reports: impl Iterator<Item = &'a Value> + Clone) -> Value {
    let mut all: Vec<Value> = reports.clone().flat_map(|report| array(report, "/findings")).cloned().collect();
    once(&mut all, |entry| (text(entry, "/code"), text(entry, "/level"), text(entry, "/message")));
    all.sort_by_cached_key(|entry| {
        let place = (number(entry, "/line"), number(entry, "/column"));
        (parts(text(entry, "/file")), place, text(entry, "/code").to_owned(), text(entry, "/message").to_owned())
    });
    let of = |level: Level| -> u64 {
        let name = json!(level);
        let at = all.iter().filter(|entry| entry.get("level") == Some(&name));
        at.fold(0, |sum: u64, entry| sum.saturating_add(number(entry, "/count").max(1)))
    };
    json!({
        "version": reports.clone().map(|report| number(report, "/version")).max(),
        "summary": {
            "errors": of(Level::Error),
            "open_points": of(Level::OpenPoint),
            "warnings": of(Level::Warning),
            "notes": of(Level::Note),
        },
        "policies": policies(reports.flat_map(|report| array(report, "/policies"))),
        "findings": all,
    })
}

/// Leaves each note on the library's age once, as a run over all deals does. `facts` gives code, level and message.
fn once(entries: &mut Vec<Value>, facts: impl Fn(&Value) -> (&str, &str, &str)) {
    let mut said: Vec<(String, String)> = Vec::new();
    entries.retain(|entry| {
        let (code, level, message) = facts(entry);
        if level != Level::Note.name() || !AGE.contains(&code) {
            return true;
        }
        let note = (code.to_owned(), message.to_owned());
        let new = !said.contains(&note);
        if new {
            said.push(note);
        }
        new
    });
}

/// The policies of several reports: one entry for each, with all its deals.
fn policies<'a>(entries: impl Iterator<Item = &'a Value>) -> Vec<Value> {
    let mut merged: Vec<(Value, Vec<String>)> = Vec::new();
    for entry in entries {
        let mut policy = entry.clone();
        if let Some(fields) = policy.as_object_mut() {
            fields.insert("deals".into(), Value::Null);
        }
        let deals = array(entry, "/deals").iter().filter_map(Value::as_str).map(str::to_owned);
        match merged.iter_mut().find(|(known, _)| *known == policy) {
            Some((_, known)) => known.extend(deals),
            None => merged.push((policy, deals.collect())),
        }
    }
    for (_, deals) in &mut merged {
        deals.sort_by_cached_key(|deal| parts(deal));
    }
    merged.sort_by_cached_key(|(_, deals)| deals.first().map(|deal| parts(deal)));
    let whole = |(mut policy, deals): (Value, Vec<String>)| {
        if let Some(fields) = policy.as_object_mut() {
            fields.insert("deals".into(), deals.into());
        }
        policy
    };
    merged.into_iter().map(whole).collect()
}

fn sarif<'a>(reports: impl Iterator<Item = &'a Value> + Clone) -> Value {
    let mut rules: Vec<Value> = Vec::new();
    for rule in reports.clone().flat_map(|report| array(report, "/runs/0/tool/driver/rules")) {
        if !rules.iter().any(|known| known.get("id") == rule.get("id")) {
            rules.push(rule.clone());
        }
    }
    let order = catalogue();
    rules.sort_by_cached_key(|rule| order.iter().position(|known| known.code == text(rule, "/id")));
    let mut results: Vec<Value> =
        reports.clone().flat_map(|report| array(report, "/runs/0/results")).cloned().collect();
    once(&mut results, |result| {
        (text(result, "/ruleId"), text(result, "/properties/level"), text(result, "/message/text"))
    });
    results.sort_by_cached_key(|result| {
        let at = "/locations/0/physicalLocation";
        let region = |end: &str| number(result, &format!("{at}/region/{end}"));
        (
            parts(text(result, &format!("{at}/artifactLocation/uri"))),
            (region("startLine"), region("startColumn")),
            text(result, "/ruleId").to_owned(),
            text(result, "/message/text").to_owned(),
        )
    });
    for result in &mut results {
        let index = rules.iter().position(|rule| rule.get("id") == result.get("ruleId"));
        if let (Some(index), Some(fields)) = (index, result.as_object_mut()) {
            fields.insert("ruleIndex".into(), index.into());
        }
    }
    let mut whole = reports.clone().next().cloned().unwrap_or(Value::Null);
    let policies = policies(reports.flat_map(|report| array(report, "/runs/0/properties/policies")));
    for (pointer, value) in
        [("/runs/0/tool/driver/rules", rules), ("/runs/0/results", results), ("/runs/0/properties/policies", policies)]
    {
        if let Some(place) = whole.pointer_mut(pointer) {
            *place = value.into();
        }
    }
    whole
}

fn code_quality<'a>(reports: impl Iterator<Item = &'a Value>) -> Value {
    let mut all: Vec<Value> = reports.flat_map(|report| array(report, "")).cloned().collect();
    gitlab::sort(&mut all);
    // What holds for the library stands in the report of each shard.
    let mut known = BTreeSet::new();
    all.retain(|entry| known.insert(text(entry, "/fingerprint").to_owned()));
    all.into()
}

fn suites<'a>(cases: impl Iterator<Item = &'a (String, Option<junit::Case>)>) -> String {
    let mut suites = junit::Suites::new();
    for (suite, case) in cases {
        let known = suites.entry(suite.clone()).or_default();
        // What holds for the library stands in the report of each shard.
        if let Some(case) = case.as_ref().filter(|case| suite != junit::NOWHERE || !known.contains(case)) {
            known.push(case.clone());
        }
    }
    junit::document(&suites)
}

/// The manifest of a run, of the manifests of its drafts, each a file's name and text.
///
/// # Errors
///
/// One is not a manifest of ours.
pub fn manifest_of_run(drafts: &[(String, String)]) -> Result<String, String> {
    if drafts.is_empty() {
        return Ok(shown(&manifests(std::iter::empty())));
    }
    merge(drafts)
}

/// The manifests of a run's drafts, by the names of their files; `None` if it is not the manifest of a run.
#[must_use]
pub fn drafts_of_run(text: &str) -> Option<BTreeMap<String, Value>> {
    let value: Value = serde_json::from_str(text).ok()?;
    let drafts = value.get("drafts")?.as_object()?;
    Some(drafts.iter().map(|(name, manifest)| (name.clone(), manifest.clone())).collect())
}

/// The manifest of a run: that of each deal's drafts, by the name of its file.
fn manifests<'a>(reports: impl Iterator<Item = (&'a str, &'a Value)>) -> Value {
    let mut drafts: BTreeMap<String, Value> = BTreeMap::new();
    for (name, value) in reports {
        match value.get("drafts").and_then(Value::as_object) {
            Some(of_run) => drafts.extend(of_run.iter().map(|(name, value)| (name.clone(), value.clone()))),
            None => {
                let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
                drafts.insert(name.to_owned(), value.clone());
            }
        }
    }
    json!({"version": 1, "drafts": drafts.into_iter().collect::<Map<_, _>>()})
}

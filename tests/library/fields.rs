//! What each field of a deal says of itself: its defaults and examples hold, and the program reads them.

use std::collections::BTreeSet;

use crate::read_back::{deals, list, yaml};
use peerpact::deal::read::read;
use peerpact::deal::schema;
use peerpact::fields;
use peerpact::pipeline::{self, SchemaOf};
use peerpact::rules;
use peerpact::source::Source;
use regex::Regex;
use serde_json::{Value, json};

/// Why a value does not keep a schema; `None` if it does.
fn broken(value: &Value, schema: &Value) -> Option<String> {
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("a type that no test has met: {other}"),
    };
    let refused = match &schema["type"] {
        Value::String(kind) => !is(kind),
        Value::Array(kinds) => !kinds.iter().filter_map(Value::as_str).any(is),
        _ => false,
    };
    let among = |key: &str| schema[key].as_array().is_none_or(|all| all.iter().any(|one| broken(value, one).is_none()));
    if refused || !among("oneOf") || !among("anyOf") {
        return Some(format!("{value} is of another kind"));
    }
    if schema.get("const").is_some_and(|constant| constant != value)
        || schema["enum"].as_array().is_some_and(|words| !words.contains(value))
    {
        return Some(format!("{value} is no choice"));
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str())
        && !Regex::new(pattern).expect("a pattern").is_match(text)
    {
        return Some(format!("{value} does not match {pattern}"));
    }
    if let Some(number) = value.as_i64() {
        let least = schema["minimum"].as_i64().is_none_or(|least| number >= least);
        if !least || schema["maximum"].as_i64().is_some_and(|most| number > most) {
            return Some(format!("{value} is out of range"));
        }
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(fault) = broken(item, &schema["items"]) {
            return Some(format!("[{at}]: {fault}"));
        }
    }
    for (key, item) in value.as_object().into_iter().flatten() {
        let field =
            [&schema["properties"][key], &schema["additionalProperties"]].into_iter().find(|one| one.is_object());
        if let Some(fault) = field.map_or_else(|| Some("no such key".into()), |field| broken(item, field)) {
            return Some(format!("{key}: {fault}"));
        }
    }
    None
}

/// Calls `visit` with the path of each part of the deal's schema and the part.
fn parts(schema: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(path, schema);
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    for (key, field) in schema["properties"].as_object().into_iter().flatten() {
        parts(field, &below(key), visit);
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            parts(&schema[key], &below("*"), visit);
        }
    }
    for variant in schema["anyOf"].as_array().into_iter().flatten() {
        parts(variant, path, visit);
    }
}

#[test]
fn every_default_and_every_example_keeps_its_own_schema() {
    let (mut seen, mut faults) = (0, Vec::new());
    parts(&pipeline::schema(SchemaOf::Deal), "", &mut |path, schema| {
        let examples = schema["examples"].as_array().into_iter().flatten();
        for value in schema.get("default").into_iter().chain(examples) {
            seen += 1;
            faults.extend(broken(value, schema).map(|fault| format!("{path}: {fault}")));
        }
    });
    assert!(seen > 300, "hardly any default or example");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A value as the wizard's answers and a deal file hold it: every scalar is text.
fn texts(value: &Value) -> Value {
    match value {
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), texts(value))).collect(),
        Value::Array(items) => items.iter().map(texts).collect(),
        Value::String(_) | Value::Null => value.clone(),
        other => other.to_string().into(),
    }
}

#[test]
fn the_program_reads_every_default_and_every_example_as_the_schema_prints_it() {
    let (mut seen, mut faults) = (0, Vec::new());
    for base in [deals::rich(), deals::other()] {
        for field in deals::fields(&base) {
            let examples = field.schema["examples"].as_array().into_iter().flatten();
            for value in field.schema.get("default").into_iter().chain(examples).filter(|value| !value.is_null()) {
                let mut deal = base.clone();
                let value = texts(value);
                yaml::set(&mut deal, &field.path, if field.is_list { Value::Array(vec![value]) } else { value });
                let mut findings = Vec::new();
                seen += 1;
                let read = read(&Source::new("deal.yaml", yaml::text(&deal)), &mut findings);
                // A field alone does not make its entry whole.
                let whole = findings.iter().all(|finding| finding.code != "DEAL009");
                if read.is_none() && whole {
                    faults.push(format!("{}: {}", field.path, list(&findings)));
                }
            }
        }
    }
    assert!(seen > 300, "hardly any default or example");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn units_are_read_in_any_case_and_print_as_one() {
    use peerpact::deal::measure::Duration;
    use peerpact::deal::money::{Currency, Money};
    for (written, printed) in
        [("5 Business Days", "5 Business Days"), ("30 DAYS", "30 days"), ("100 MS", "100 ms"), ("1 H", "1 hour")]
    {
        assert_eq!(written.parse::<Duration>().map(|read| read.to_string()).ok().as_deref(), Some(printed));
    }
    assert_eq!("usd 250.00".parse::<Money>().map(|read| read.to_string()).ok().as_deref(), Some("USD 250.00"));
    assert_eq!("Eur".parse::<Currency>().map(|read| read.to_string()).ok().as_deref(), Some("EUR"));
    for wrong in ["5 M", "5 Businessdays", "5"] {
        assert!(wrong.parse::<Duration>().is_err(), "{wrong}");
    }
}

#[test]
fn a_word_that_is_a_key_says_of_what() {
    let mut seen = 0;
    parts(&pipeline::schema(SchemaOf::Deal), "", &mut |path, schema| {
        let bare = schema["type"] == "string" || schema["type"] == serde_json::json!(["string", "null"]);
        if bare && schema.get("format").is_none() && schema.get("const").is_none() && schema.get("enum").is_none() {
            seen += 1;
            let names = schema["x-names"].as_str().unwrap_or_default();
            assert!(["party", "flow", "clause", "rule"].contains(&names), "{path}: a key of what?");
        }
    });
    assert!(seen > 10);
}

#[test]
fn a_plain_number_says_what_it_counts() {
    let mut lists = BTreeSet::new();
    parts(&pipeline::schema(SchemaOf::Deal), "", &mut |path, schema| {
        let format = schema["format"].as_str().unwrap_or_default();
        if schema["x-unit"].is_string() {
            // The list says what its entries count.
            lists.insert(format!("{path}.*"));
        } else if matches!(format, "uint32" | "figure") && path != "peerpact" {
            assert!(lists.contains(path), "{path}: a number of what?");
        }
    });
}

#[test]
fn the_reference_is_the_one_of_this_program() {
    let path = crate::read_back::root().join("docs/fields.md");
    let text = fields::reference(crate::read_back::library());
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        crate::read_back::rewrite(&path, &text);
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == text,
        "docs/fields.md is not what the program says; run: UPDATE=1 cargo test --test library fields::"
    );
}

#[test]
fn the_table_of_what_rules_read_names_every_rule_and_only_fields() {
    let known: BTreeSet<String> =
        fields::all(crate::read_back::library()).into_iter().map(|entry| entry.path).collect();
    let table = std::fs::read_to_string(crate::read_back::root().join("docs/reads.csv")).expect("the table");
    let mut named = BTreeSet::new();
    for (code, read) in table.lines().skip(1).filter_map(|line| line.split_once(',')) {
        named.insert(code.to_owned());
        for path in read.split_whitespace() {
            assert!(known.contains(path), "{code} reads {path}, which no deal holds; run .ci/reads");
        }
    }
    let all: BTreeSet<String> = rules::all().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(named, all, "run .ci/reads");
}

#[test]
fn the_example_of_each_field_is_read_where_it_stands() {
    let entries = fields::all(crate::read_back::library());
    let leaves = deals::paths(true);
    let mut read_in = BTreeSet::new();
    let mut faults = Vec::new();
    for entry in entries.iter().filter(|entry| leaves.contains(&entry.path)) {
        assert!(entry.example.is_some(), "{} has no example", entry.path);
    }
    for mut base in [deals::rich(), deals::other(), deals::untaxed(deals::rich())] {
        let approval = json!({"clause": "sla.credits", "position": "fallback", "by": "Jo Lim", "on": "2026-11-20"});
        yaml::set(&mut base, "approvals", json!([approval]));
        let waiver = json!({"rule": "SLA003", "reason": "Known", "by": "Jo Lim", "until": "2027-06-30"});
        yaml::set(&mut base, "waivers", json!([waiver]));
        yaml::set(&mut base, "history", json!([{"state": "sent", "on": "2026-11-20"}]));
        let hash = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
        yaml::set(&mut base, "paper", json!({"theirs": "msa.pdf", "sha256": hash}));
        let paths = deals::fields(&base).into_iter().map(|field| field.path);
        for path in paths.chain(
            [
                "technical.sites",
                "technical.hosts",
                "rates.decks",
                "rates.columns.origins",
                "positions",
                "clauses",
                "approvals[0].values",
                "paper.places",
            ]
            .map(str::to_owned),
        ) {
            let general = schema::general(&path.parse().unwrap()).join(".");
            let Some(entry) = entries.iter().find(|entry| entry.path == general) else {
                panic!("{path} is not explained")
            };
            // One entry of a mapping is explained by the whole mapping.
            let Some(example) = entry
                .example
                .as_deref()
                .filter(|_| !["technical.sites.", "technical.hosts."].iter().any(|map| path.starts_with(map)))
            else {
                continue;
            };
            let mut deal = base.clone();
            yaml::set(&mut deal, &path, texts(&yaml::value(&format!("value: {example}\n"))["value"]));
            let mut findings = Vec::new();
            let read = read(&Source::new("deal.yaml", yaml::text(&deal)), &mut findings);
            if read.is_some() {
                read_in.insert(general);
            } else if findings.iter().all(|finding| finding.code != "DEAL009") {
                faults.push(format!("{path}: {example}: {}", list(&findings)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let missed: Vec<&String> = leaves.iter().filter(|path| !read_in.contains(*path)).collect();
    assert!(missed.is_empty(), "read in no deal: {missed:?}");
}

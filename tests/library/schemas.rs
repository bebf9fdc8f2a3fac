//! The JSON Schemas that lie beside the program are the ones that it reads by.

use std::path::PathBuf;

use peerpact::pipeline::{SchemaOf, schema};
use serde_json::Value;

/// What is written when a schema is not what it should be.
const COMMAND: &str = "UPDATE=1 cargo test --test library schemas::";

fn path(name: &str) -> PathBuf {
    crate::read_back::root().join("schemas").join(format!("{name}.json"))
}

/// Compares a schema with its file; with `UPDATE=1` in the environment, writes the file.
fn compare(name: &str, schema: &Value) {
    let mut text = serde_json::to_string_pretty(schema).expect("a schema is JSON");
    text.push('\n');
    let path = path(name);
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        crate::read_back::rewrite(&path, &text);
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == text, "schemas/{name}.json is not the schema of this program; run: {COMMAND}");
}

#[test]
fn schema_of_a_deal() {
    compare("deal", &schema(SchemaOf::Deal));
}

#[test]
fn schema_of_a_clause() {
    compare("clause", &schema(SchemaOf::Clause));
}

#[test]
fn schema_of_a_manifest() {
    compare("manifest", &schema(SchemaOf::Manifest));
}

#[test]
fn schema_of_a_record() {
    compare("record", &schema(SchemaOf::Record));
}

#[test]
fn schema_of_a_policy() {
    compare("policy", &schema(SchemaOf::Policy));
}

#[test]
fn schema_of_answers() {
    compare("answers", &schema(SchemaOf::Answers));
}

#[test]
fn schema_of_findings() {
    compare("findings", &peerpact::report::json::schema());
}

#[test]
fn every_schema_file_is_one_of_these() {
    let names: Vec<String> = crate::read_back::files_below(&crate::read_back::root().join("schemas"), "json")
        .iter()
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names,
        ["answers", "clause", "deal", "findings", "manifest", "policy", "record"],
        "the files of schemas/"
    );
    for name in names {
        let text = std::fs::read_to_string(path(&name)).expect("a schema is text");
        let value: Value = serde_json::from_str(&text).expect("a schema is JSON");
        assert_eq!(value["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert_eq!(value["$id"], format!("urn:peerpact:schema:{name}"));
    }
}

#[test]
fn every_example_tells_editors_its_schema() {
    for path in crate::read_back::files_below(&crate::read_back::root().join("examples"), "yaml") {
        let text = std::fs::read_to_string(&path).expect("an example is text");
        if yaml_is_no_deal(&text) {
            continue;
        }
        let line = text.lines().next().expect("a first line");
        let schema = line.strip_prefix("# yaml-language-server: $schema=");
        let schema = schema.unwrap_or_else(|| panic!("{} does not begin with its schema", path.display()));
        let to = path.parent().expect("a folder").join(schema);
        let to = to.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", to.display()));
        assert_eq!(to, schema_of_deals(), "{}", path.display());
    }
}

fn schema_of_deals() -> PathBuf {
    path("deal").canonicalize().unwrap_or_else(|error| panic!("schemas/deal.json: {error}; run: {COMMAND}"))
}

/// Answers of the wizard lie below the examples too.
fn yaml_is_no_deal(text: &str) -> bool {
    !text.lines().any(|line| line.starts_with("peerpact:"))
}

/// Calls `visit` with every property of a schema, wherever it stands.
fn properties(schema: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                if let ("properties", Some(fields)) = (key.as_str(), value.as_object()) {
                    for (field, schema) in fields {
                        let path = format!("{path}.{field}");
                        visit(&path, schema);
                        properties(schema, &path, visit);
                    }
                } else if key != "default" && key != "examples" {
                    properties(value, path, visit);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, path, visit)),
        _ => {}
    }
}

#[test]
fn every_field_is_described_in_a_sentence() {
    for (name, which) in [
        ("deal", SchemaOf::Deal),
        ("clause", SchemaOf::Clause),
        ("manifest", SchemaOf::Manifest),
        ("record", SchemaOf::Record),
    ] {
        let mut seen = 0;
        properties(&schema(which), name, &mut |path, schema| {
            seen += 1;
            let said = schema["description"].as_str().unwrap_or_default();
            assert!(said.len() > 3 && said.ends_with('.'), "{path} is described as `{said}`");
        });
        assert!(seen > 5, "{name} has hardly any field");
    }
}

#[test]
fn every_choice_is_described() {
    let mut seen = 0;
    properties(&schema(SchemaOf::Deal), "deal", &mut |path, schema| {
        // A value would have to be on both lists.
        assert!(schema.get("oneOf").is_none() || schema.get("enum").is_none(), "{path} has two lists of choices");
        let choices = |schema: &Value| schema["oneOf"].as_array().cloned().unwrap_or_default();
        for choice in [choices(schema), choices(&schema["items"]), choices(&schema["anyOf"][0])].concat() {
            if choice.get("const").is_some() {
                seen += 1;
                let said = choice["description"].as_str().unwrap_or_default();
                assert!(said.len() > 3, "{path}: the choice {} is not described", choice["const"]);
            }
        }
    });
    assert!(seen > 50, "hardly any choice was found");
}

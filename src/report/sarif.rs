//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show at the line.
//!
//! SARIF has no open points: they become warnings, and their own level stands under `properties`.

use serde_json::{Value, json};

use crate::characters::visible_json;
use crate::diagnostic::{Edit, Finding, Level};
use crate::report::fingerprint::fingerprints;
use crate::report::policies::JudgingPolicy;
use crate::report::region::Region;
use crate::rules::{StepCode, catalogue, pages};
use crate::source::{Place, Source};

/// The schema that the document is valid against.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Renders findings, in the order given, as one document that ends in a line break.
#[must_use]
pub fn render(findings: &[Finding], policies: &[JudgingPolicy]) -> String {
    let mut rules = catalogue();
    rules.retain(|rule| findings.iter().any(|finding| finding.code == rule.code));
    let known = fingerprints(findings);
    let results: Vec<Value> =
        findings.iter().zip(&known).map(|(finding, known)| result(finding, known, &rules)).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(descriptor).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {"policies": policies},
        }],
    });
    visible_json(&format!("{document:#}\n"))
}

fn descriptor(rule: &StepCode) -> Value {
    let page = pages::manual(rule.code).unwrap_or_else(|| rule.summary.to_owned());
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(rule.level)},
        "properties": {"level": rule.level.name()},
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::OpenPoint | Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn result(finding: &Finding, fingerprint: &str, rules: &[StepCode]) -> Value {
    let help = finding.remedy_text().map_or_else(String::new, |help| format!("\n{help}"));
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.level),
        "message": {"text": format!("{}{help}", finding.message)},
        "partialFingerprints": {"peerpact/v1": fingerprint},
        "properties": {"level": finding.level.name(), "path": finding.path_text()},
    });
    let Some(object) = result.as_object_mut() else { return result };
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        object.insert("ruleIndex".into(), index.into());
    }
    if finding.stands_for > 1 {
        object.insert("occurrenceCount".into(), finding.stands_for.into());
    }
    let Some(place) = &finding.place else { return result };
    object.insert("locations".into(), json!([{"physicalLocation": location(place)}]));
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(
            |(id, (place, what))| json!({"id": id, "physicalLocation": location(place), "message": {"text": what}}),
        );
        object.insert("relatedLocations".into(), related.collect());
    }
    if !finding.edits.is_empty() {
        object.insert("fixes".into(), json!([fix(finding, place)]));
    }
    result
}

fn location(place: &Place) -> Value {
    json!({"artifactLocation": {"uri": uri(&place.source.name)}, "region": region(Region::of(place))})
}

fn region(region: Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

fn fix(finding: &Finding, place: &Place) -> Value {
    let replacement = |edit: &Edit| replacement(&place.source, edit);
    json!({
        "description": {"text": finding.remedy_text().unwrap_or_else(|| finding.message.clone())},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(&place.source.name)},
            "replacements": finding.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

fn replacement(source: &Source, edit: &Edit) -> Value {
    json!({
        "deletedRegion": region(Region::between(source, &edit.span)),
        "insertedContent": {"text": edit.text},
    })
}

/// A file name as a URI reference (RFC 3986): an absolute path gets its scheme, and characters that a URI may not hold are
/// percent-encoded.
fn uri(name: &str) -> String {
    let path = name.replace('\\', "/");
    let mut out = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_a_uri() {
        assert_eq!(uri("examples/smallest.yaml"), "examples/smallest.yaml");
        assert_eq!(uri("/tmp/a b.yaml"), "file:///tmp/a%20b.yaml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
        assert_eq!(uri("größe:1.yaml"), "gr%C3%B6%C3%9Fe%3A1.yaml");
    }

    #[test]
    fn an_edit_is_a_replacement_of_its_region() {
        let deal = Source::new("deal.yaml", "a: é\nsla: 1 %\n");
        let mut finding = Finding::error("SLA003", "x").at(Place::of(&deal, "1 %"));
        finding.edits.push(Edit { span: 11..14, text: "2 %".into() });
        let value: Value = serde_json::from_str(&render(&[finding], &[])).unwrap();
        let change = &value["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["deletedRegion"], json!({"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 9}));
        assert_eq!(change["insertedContent"]["text"], "2 %");
    }
}

//! Findings as GitLab's code quality report: the format of Code Climate, of which GitLab reads these fields.

use serde_json::{Value, json};

use crate::characters::visible_json;
use crate::diagnostic::{Finding, Level};
use crate::report::fingerprint::fingerprints;
use crate::report::policies::JudgingPolicy;
use crate::report::region::parts;

/// Renders findings as one sorted array that ends in a line break.
///
/// GitLab wants a path for each. A finding without a place stands at the first deal, because it holds for the run.
#[must_use]
pub fn render(findings: &[Finding], policies: &[JudgingPolicy]) -> String {
    let first = policies.iter().flat_map(|policy| &policy.deals).next().map_or(".", String::as_str);
    let one = |(finding, fingerprint): (&Finding, String)| {
        let (path, line) = match &finding.place {
            Some(place) => (place.source.name.as_ref(), place.line_column().0),
            None => (first, 1),
        };
        let help = finding.remedy_text().map_or_else(String::new, |help| format!("\n{help}"));
        json!({
            "description": format!("{} {}: {}{help}", finding.level.name(), finding.code, finding.message),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": severity(finding.level),
            "location": {"path": path, "lines": {"begin": line}},
        })
    };
    let mut all: Vec<Value> = findings.iter().zip(fingerprints(findings)).map(one).collect();
    sort(&mut all);
    visible_json(&format!("{:#}\n", Value::from(all)))
}

/// Sorts entries by path, line, code and words, for they have no column.
pub(super) fn sort(entries: &mut [Value]) {
    let text = |entry: &Value, pointer: &str| entry.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
    entries.sort_by_cached_key(|entry| {
        let line = entry.pointer("/location/lines/begin").and_then(Value::as_u64);
        let path = parts(&text(entry, "/location/path"));
        (path, line, text(entry, "/check_name"), text(entry, "/description"))
    });
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "blocker",
        Level::OpenPoint => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}

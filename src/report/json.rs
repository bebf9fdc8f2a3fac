//! Findings for programs: one JSON document for each run, described by `peerpact schema findings`.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::characters::visible_json;
use crate::diagnostic::{Finding, Level};
use crate::report::Tally;
use crate::report::policies::JudgingPolicy;
use crate::report::region::Region;
use crate::repository::shard::inside;
use crate::source::Place;

/// The findings of one run of peerpact.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "peerpact findings")]
struct FindingsReport {
    /// Version of this format: raised when a field changes its meaning or goes away, not when one is added.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// Every finding, in the order of the files and of the places in them.
    findings: Vec<FindingEntry>,
    /// How many there are of each level, those that an entry only counts among them.
    summary: Summary,
    /// The policies by which the deals were judged.
    policies: Vec<JudgingPolicy>,
}

const VERSION: u32 = 1;

/// One fact about a deal or a clause file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingEntry {
    /// Stable code of the rule, such as `SLA003`.
    code: String,
    /// How much it weighs.
    level: Level,
    /// The fact, in one line.
    message: String,
    /// Path of the deal field, such as `rates.lines[0].rate`; empty if the place is not in a deal.
    path: String,
    /// The file as named on the command line; null if the fact has no place, as are the four numbers then.
    file: Option<String>,
    /// The file's path in its repository, from the root on; left out if it is `file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_repository: Option<String>,
    /// First line, counted from 1.
    line: Option<usize>,
    /// First column, in characters, counted from 1.
    column: Option<usize>,
    /// Last line.
    end_line: Option<usize>,
    /// Column after the last character; equal to `column` on one line if the place is a point.
    end_column: Option<usize>,
    /// How many findings it stands for, where those of a deck are counted and not listed one by one; left out if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    /// Other places that belong to it.
    related: Vec<Related>,
    /// The remedy; may hold several lines.
    help: Option<String>,
    /// The question that resolves it, if somebody has to be asked; otherwise left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Asked>,
    /// Id of the clause that departs from our standard position; otherwise left out, as are `position` and `approver`.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
    /// The position in which it stands: `fallback` or `walk_away`.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    /// Who must approve that, if the library says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    approver: Option<String>,
    /// If the remedy is mechanical: the edits of the file that carry it out, together; `check --fix` applies them.
    edits: Vec<Replacement>,
}

/// A question to somebody.
#[derive(Debug, Serialize, JsonSchema)]
struct Asked {
    /// A party by its name, `your own side`, or a desk of our house such as `finance`.
    whom: String,
    /// The question.
    question: String,
}

/// A change of the file.
#[derive(Debug, Serialize, JsonSchema)]
struct Replacement {
    /// First line of the text to remove, counted from 1.
    line: usize,
    /// First column, in characters, counted from 1.
    column: usize,
    /// Last line.
    end_line: usize,
    /// Column after the last character; equal to `column` on one line if text is only inserted.
    end_column: usize,
    /// The text to put there.
    text: String,
}

/// Another place that belongs to a finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Related {
    /// The file.
    file: String,
    /// First line, counted from 1.
    line: usize,
    /// First column, in characters, counted from 1.
    column: usize,
    /// What it shows.
    what: String,
}

/// How many findings there are of each level.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Findings that stop every draft.
    errors: usize,
    /// Facts still missing.
    open_points: usize,
    /// Likely mistakes.
    warnings: usize,
    /// Things worth knowing.
    notes: usize,
}

/// Renders findings, in the order given, as one document that ends in a line break.
#[must_use]
pub fn render(findings: &[Finding], policies: &[JudgingPolicy]) -> String {
    visible_json(&format!("{:#}\n", value(findings, policies)))
}

/// The document as a value.
pub(super) fn value(findings: &[Finding], policies: &[JudgingPolicy]) -> serde_json::Value {
    let tally = Tally::of(findings);
    let mut places: HashMap<Arc<str>, Option<String>> = HashMap::new();
    let mut place_of = |finding: &Finding| {
        let name = &finding.place.as_ref()?.source.name;
        let place = || inside(Path::new(&**name)).filter(|inside| **inside != **name);
        places.entry(name.clone()).or_insert_with(place).clone()
    };
    let document = FindingsReport {
        version: VERSION,
        findings: findings.iter().map(|finding| entry(finding, place_of(finding))).collect(),
        summary: Summary {
            errors: tally.errors,
            open_points: tally.open_points,
            warnings: tally.warnings,
            notes: tally.notes,
        },
        policies: policies.to_vec(),
    };
    // `{:#}` on a value cannot fail, while serde_json's functions return a Result that is never an error for these
    // types.
    serde_json::json!(document)
}

/// The JSON Schema of what [`render`] writes.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::deal::schema::identified(schemars::schema_for!(FindingsReport).to_value(), "findings")
}

fn entry(finding: &Finding, in_repository: Option<String>) -> FindingEntry {
    let region = finding.place.as_ref().map(Region::of);
    let edits = finding.place.iter().flat_map(|place| {
        finding.edits.iter().map(|edit| {
            let Region { line, column, end_line, end_column } = Region::between(&place.source, &edit.span);
            Replacement { line, column, end_line, end_column, text: edit.text.clone() }
        })
    });
    FindingEntry {
        code: finding.code.to_owned(),
        level: finding.level,
        message: finding.message.clone(),
        path: finding.path_text(),
        file: finding.place.as_ref().map(|place| place.source.name.to_string()),
        in_repository,
        line: region.map(|region| region.line),
        column: region.map(|region| region.column),
        end_line: region.map(|region| region.end_line),
        end_column: region.map(|region| region.end_column),
        count: Some(finding.stands_for).filter(|many| *many > 1),
        related: finding.related.iter().map(|(place, what)| related(place, what)).collect(),
        help: finding.remedy_text(),
        ask: finding.ask().map(|ask| Asked { whom: ask.whom.clone(), question: ask.question.clone() }),
        clause: finding.stand.as_ref().map(|stand| stand.clause.clone()),
        position: finding.stand.as_ref().map(|stand| stand.position.clone()),
        approver: finding.stand.as_ref().and_then(|stand| stand.approver.clone()),
        edits: edits.collect(),
    }
}

fn related(place: &Place, what: &str) -> Related {
    let (line, column) = place.line_column();
    Related { file: place.source.name.to_string(), line, column, what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn a_finding_keeps_its_place_in_lines_and_characters() {
        let deal = Source::new("deal.yaml", "a: é\nsla: 1 %\n");
        let finding = Finding::error("SLA003", "the cap is below one month's credit")
            .at(Place::of(&deal, "1 %"))
            .on("sla")
            .see(Place::of(&deal, "é"), "the other")
            .help("raise it");
        let value: serde_json::Value = serde_json::from_str(&render(&[finding], &[])).unwrap();
        assert_eq!(
            value,
            serde_json::json!({
                "version": 1,
                "findings": [{
                    "code": "SLA003", "level": "error", "message": "the cap is below one month's credit", "path": "sla",
                    "file": "deal.yaml", "line": 2, "column": 6, "end_line": 2, "end_column": 9,
                    "related": [{"file": "deal.yaml", "line": 1, "column": 4, "what": "the other"}],
                    "help": "raise it",
                    "edits": [],
                }],
                "summary": {"errors": 1, "open_points": 0, "warnings": 0, "notes": 0},
                "policies": [],
            })
        );
    }

    #[test]
    fn without_a_place_the_place_is_null() {
        let text = render(&[Finding::new("TAX001", Level::OpenPoint, "no tax")], &[]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["findings"][0]["file"], serde_json::Value::Null);
        assert_eq!(value["findings"][0]["level"], "open-point");
        assert!(text.ends_with("}\n"));
    }

    #[test]
    fn the_schema_knows_every_key() {
        let schema = schema();
        let text = render(&[Finding::error("X", "x")], &[]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        for key in value.as_object().unwrap().keys() {
            assert!(schema["properties"].get(key).is_some(), "{key} is not in the schema");
        }
        for key in value["findings"][0].as_object().unwrap().keys() {
            assert!(
                schema["$defs"]["Finding"]["properties"].get(key).is_some(),
                "{key} is not in the schema: {schema:#}"
            );
        }
    }
}

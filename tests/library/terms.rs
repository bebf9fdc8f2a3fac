//! `docs/terms.csv`: the terms of public carrier agreements, row by row, and where a deal says each of them. A row is exact when every case
//! that `tests/cases/terms.yaml` holds for it drafts in both forms without an error and prints the words that were agreed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::read_back::markdown::plain;
use crate::read_back::{csv, errors, library, list, options, root, smallest, yaml};
use peerpact::deal::schema;
use peerpact::render::Format;
use peerpact::source::Source;
use rayon::prelude::*;
use serde_json::{Value, json};

/// The rows of the list of terms.
const ROWS: usize = 79;

/// A row of the table.
struct Row {
    number: String,
    fields: Vec<String>,
    clauses: Vec<String>,
    test: String,
    state: String,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/terms.csv")).expect("the table of terms");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("row,term,field,clause,test,state"));
    let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
    lines
        .map(|line| {
            let [number, _, fields, clauses, test, state]: [String; 6] =
                csv::cells(line).try_into().expect("six cells");
            Row { number, fields: words(&fields), clauses: words(&clauses), test, state }
        })
        .collect()
}

/// The cases of each row: what is set in the smallest deal, and which words the paper then has and lacks.
fn cases() -> BTreeMap<String, Vec<Value>> {
    let text = fs::read_to_string(root().join("tests/cases/terms.yaml")).expect("the cases");
    let Value::Object(rows) = yaml::value(&text) else { panic!("no mapping") };
    rows.into_iter().map(|(row, cases)| (row, cases.as_array().expect("a list of cases").clone())).collect()
}

/// Whether a deal has such a field: a path without indices, keys and flows.
fn is_field(path: &str) -> bool {
    path.split('.')
        .try_fold(schema::deal(), |here, key| {
            let entry = ["items", "additionalProperties"].iter().find_map(|inner| find(here, inner)).unwrap_or(here);
            find(entry, "properties")?.get(key).or_else(|| find(here, "properties")?.get(key))
        })
        .is_some()
}

/// A keyword of a schema, in it or in one of its alternatives.
fn find<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let own = schema.get(key).filter(|value| value.is_object());
    own.or_else(|| {
        ["anyOf", "oneOf", "allOf"]
            .iter()
            .find_map(|of| schema.get(of)?.as_array()?.iter().find_map(|one| find(one, key)))
    })
}

#[test]
fn the_table_of_terms_is_whole() {
    let (rows, cases) = (rows(), cases());
    let numbers: Vec<String> = rows.iter().map(|row| row.number.clone()).collect();
    assert_eq!(numbers, (1..=ROWS).map(|number| number.to_string()).collect::<Vec<_>>());
    for row in &rows {
        let number = &row.number;
        for field in &row.fields {
            assert!(is_field(field), "row {number}: no deal has `{field}`");
        }
        for clause in &row.clauses {
            assert!(library().clauses.contains_key(clause.as_str()), "row {number}: no clause `{clause}`");
        }
        assert!(["exact", "near", "special", "no"].contains(&row.state.as_str()), "row {number}: {}", row.state);
        assert_eq!(row.test == format!("case {number}"), cases.contains_key(number), "row {number}: {}", row.test);
        assert!(row.state != "exact" || !row.test.is_empty(), "row {number} is exact, and nothing proves it");
    }
    let known: BTreeSet<&String> = rows.iter().map(|row| &row.number).collect();
    assert!(cases.keys().all(|row| known.contains(row)), "a case is of no row");
}

fn words<'a>(case: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    case.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[test]
fn each_exact_term_prints_as_it_was_agreed() {
    let cases: Vec<(String, Value)> =
        cases().into_iter().flat_map(|(row, cases)| cases.into_iter().map(move |case| (row.clone(), case))).collect();
    let faults: Vec<String> = cases
        .par_iter()
        .flat_map(|(row, case)| {
            ["full", "short"].into_iter().flat_map(|form| faults(row, case, form)).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a case lacks in one form.
fn faults(row: &str, case: &Value, form: &str) -> Vec<String> {
    let mut deal = yaml::value(&smallest());
    yaml::set(&mut deal, "legal.form", json!(form));
    for path in words(case, "take") {
        yaml::take(&mut deal, path).unwrap_or_else(|| panic!("row {row}: nothing at {path}"));
    }
    for (path, value) in case["set"].as_object().into_iter().flatten() {
        yaml::set(&mut deal, path, value.clone());
    }
    let drafted = options(&[Format::Markdown]).draft(&Source::new("deal.yaml", yaml::text(&deal)), library());
    let mut faults = Vec::new();
    let wrong = errors(&drafted.findings);
    if !wrong.is_empty() {
        faults.push(format!("row {row}, {form}: {}", list(&wrong)));
    }
    let paper = drafted.files.iter().find(|file| file.suffix == "md");
    let text = paper.map_or_else(String::new, |file| plain(&String::from_utf8_lossy(&file.bytes)));
    faults.extend(
        words(case, "says")
            .filter(|words| !text.contains(*words))
            .map(|words| format!("row {row}, {form}: does not say `{words}`")),
    );
    faults.extend(
        words(case, "lacks")
            .filter(|words| text.contains(*words))
            .map(|words| format!("row {row}, {form}: says `{words}`")),
    );
    faults
}

//! `docs/checks.csv`: what finds each mistake that the field's lists name, or why nothing has to.
//!
//! V is the list of validation rules, L the list of checks found in other tools; `docs/requirements.md` holds both.

use std::collections::BTreeSet;
use std::fs;

use peerpact::rules;

/// The ids of a list of `docs/requirements.md`, in its order.
fn required(list: char) -> Vec<String> {
    let text = fs::read_to_string(crate::read_back::root().join("docs/requirements.md")).unwrap();
    let ids = text.lines().filter_map(|line| line.strip_prefix("- ")?.split_once(": "));
    let ids = ids.filter(|(id, said)| id.starts_with(list) && said.len() > 3);
    ids.map(|(id, _)| id.to_owned()).collect()
}

/// Source, codes, remark.
fn rows() -> Vec<(String, Vec<String>, String)> {
    let text = fs::read_to_string(crate::read_back::root().join("docs/checks.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("source,codes,remark"));
    lines
        .map(|line| {
            let mut cells = line.splitn(3, ',');
            let mut cell = || cells.next().unwrap_or_else(|| panic!("three cells: {line}")).to_owned();
            let (source, codes, remark) = (cell(), cell(), cell().trim_matches('"').to_owned());
            (source, codes.split_whitespace().map(str::to_owned).collect(), remark)
        })
        .collect()
}

#[test]
fn a_list_of_requirements_is_numbered_without_a_gap() {
    for list in ['R', 'V', 'L'] {
        let ids = required(list);
        assert!(!ids.is_empty(), "no requirement begins with {list}");
        let wanted: Vec<String> = (1..=ids.len()).map(|at| format!("{list}{at:03}")).collect();
        assert_eq!(ids, wanted);
    }
}

#[test]
fn every_mistake_of_the_lists_stands_there_once_and_in_order() {
    let found: Vec<String> = rows().into_iter().map(|(source, ..)| source).collect();
    assert_eq!(found, [required('V'), required('L')].concat());
}

#[test]
fn every_requirement_of_an_agreement_has_a_row_and_no_row_has_another() {
    let text = fs::read_to_string(crate::read_back::root().join("docs/coverage.csv")).unwrap();
    let rows = text.lines().skip(1).filter_map(|line| line.split(',').next()).filter(|id| *id != "-");
    let found: BTreeSet<String> = rows.map(str::to_owned).collect();
    assert_eq!(found, required('R').into_iter().collect());
}

#[test]
fn every_mistake_has_a_code_or_a_reason() {
    let known: BTreeSet<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    for (source, codes, remark) in rows() {
        assert!(!codes.is_empty() || !remark.is_empty(), "{source} has neither");
        for code in &codes {
            assert!(known.contains(code.as_str()), "{source} names {code}, which no rule has");
        }
    }
}

#[test]
fn most_of_the_validation_rules_are_codes() {
    let without: Vec<String> = rows()
        .into_iter()
        .filter(|(source, codes, _)| source.starts_with('V') && codes.is_empty())
        .map(|row| row.0)
        .collect();
    assert!(without.len() <= 10, "{without:?} are held by construction");
}

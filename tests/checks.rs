//! `docs/checks.csv`: what finds each mistake that the field's lists name, or why nothing has to.
//!
//! V is the list of validation rules, L the list of checks found in other tools; the domain papers hold both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

use std::collections::BTreeSet;
use std::fs;

use peerpact::rules;

mod read_back;

/// How many rows each list has.
const LISTS: [(char, usize); 2] = [('V', 108), ('L', 127)];

/// Source, codes, remark.
fn rows() -> Vec<(String, Vec<String>, String)> {
    let text = fs::read_to_string(read_back::root().join("docs/checks.csv")).unwrap();
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
fn every_mistake_of_the_lists_stands_there_once_and_in_order() {
    let found: Vec<String> = rows().into_iter().map(|(source, ..)| source).collect();
    let wanted: Vec<String> =
        LISTS.iter().flat_map(|(list, count)| (1..=*count).map(move |at| format!("{list}{at:03}"))).collect();
    assert_eq!(found, wanted);
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

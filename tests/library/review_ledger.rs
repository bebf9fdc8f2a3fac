//! `docs/review.csv`: what became of each entry of the two readings by the other side, and that what was struck stays out.
//!
//! `tests/review/words.csv` says for an entry which words no draft of an example may hold any more, and which words drafts
//! of a deal hold now, in one form or both; or which words a file of the repository holds.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::read_back::markdown::plain;
use crate::read_back::{csv, examples, root, yaml};
use peerpact::pipeline;
use peerpact::policy::Policy;
use peerpact::render::Format;
use peerpact::source::Source;

/// The numbers of the entries of each table of the readings.
const TABLES: [(&str, &[u32]); 12] = [
    ("I-a-", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 21, 22, 24, 25, 26, 27]),
    ("I-b-", &[1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 15, 16]),
    ("I-c-", &[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26]),
    ("I-d-", &[1, 2, 3, 4, 5, 6, 7]),
    ("I-e-seller-", &[1, 2, 3, 4, 5, 6, 7, 8]),
    ("I-e-buyer-", &[1, 2, 3, 4, 5, 6]),
    ("I-R-", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ("II-A", &[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 18, 19, 20, 21, 22, 23]),
    ("II-B", &[1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 13, 14, 15, 16, 17, 18, 21, 22, 23]),
    ("II-C", &[1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16]),
    ("II-d-", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("N", &[1, 2, 3, 4, 5, 6]),
];

/// A row of the ledger.
struct Entry {
    id: String,
    verdict: String,
    changed: String,
    tests: String,
    source: String,
}

/// A row of the table of words.
struct Words {
    entry: String,
    deal: String,
    form: String,
    says: String,
    words: String,
}

fn table<const N: usize>(path: &str, header: &str) -> Vec<[String; N]> {
    let text = fs::read_to_string(root().join(path)).expect("a table of the review");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(header), "{path}");
    let row = |line| csv::cells(line).try_into().unwrap_or_else(|_| panic!("{path}: not {N} cells: {line}"));
    lines.map(row).collect()
}

fn ledger() -> Vec<Entry> {
    let rows = table("docs/review.csv", "entry,verdict,what changed,test or rule,source");
    rows.into_iter()
        .map(|[id, verdict, changed, tests, source]| Entry { id, verdict, changed, tests, source })
        .collect()
}

fn words() -> Vec<Words> {
    let rows = table("tests/review/words.csv", "entry,deal,form,says,words");
    rows.into_iter().map(|[entry, deal, form, says, words]| Words { entry, deal, form, says, words }).collect()
}

/// Each example in each form: its name, the form and its words.
fn drafts() -> Vec<(String, &'static str, String)> {
    let options = crate::read_back::Options {
        final_version: false,
        review: false,
        epoch: None,
        library: None,
        policy: Policy::merged(Vec::new()),
        as_of: "2026-12-01".parse().unwrap(),
        formats: vec![Format::Markdown],
        reference: None,
    };
    let library = pipeline::load(None).unwrap();
    let mut out = Vec::new();
    for (name, deal) in examples() {
        let id = Path::new(&name).file_stem().unwrap().to_string_lossy().into_owned();
        for form in ["full", "short"] {
            let source = Source::new(name.as_str(), yaml::patched(&deal, &[("legal.form", form.into())]));
            let drafted = options.draft(&source, &library);
            let paper = drafted.files.iter().find(|file| file.suffix == "md").expect("a draft");
            out.push((id.clone(), form, plain(&String::from_utf8_lossy(&paper.bytes))));
        }
    }
    out
}

#[test]
fn the_ledger_is_whole() {
    let ids: Vec<String> = ledger().into_iter().map(|entry| entry.id).collect();
    let wanted: BTreeSet<String> = TABLES
        .iter()
        .flat_map(|(table, numbers)| numbers.iter().map(move |number| format!("{table}{number}")))
        .collect();
    assert_eq!(ids.iter().cloned().collect::<BTreeSet<_>>(), wanted, "an entry is missing, or is none of the readings");
    assert_eq!(ids.len(), wanted.len(), "an entry has two rows");
}

#[test]
fn each_verdict_says_what_it_rests_on() {
    let held: BTreeSet<String> = words().into_iter().map(|row| row.entry).collect();
    for Entry { id, verdict, changed, tests, source } in ledger() {
        assert!(!changed.is_empty(), "{id}: what changed, or why nothing did?");
        match verdict.as_str() {
            "open" => {}
            "mended" => {
                assert!(!tests.is_empty() && !source.is_empty(), "{id}: which test holds it, and what was read?");
                for test in tests.split("; ") {
                    let page = root().join("docs/rules").join(format!("{test}.md"));
                    let there = match test.split_once("::") {
                        Some((file, name)) => fs::read_to_string(root().join(file))
                            .is_ok_and(|text| text.contains(&format!("fn {name}()"))),
                        None if test == "words" => held.contains(&id),
                        None => page.is_file(),
                    };
                    assert!(there, "{id}: no test {test}");
                }
            }
            "rejected" | "cannot be settled here" => assert!(!source.is_empty(), "{id}: on what ground?"),
            other => panic!("{id}: no verdict: {other}"),
        }
    }
}

#[test]
fn what_was_struck_is_gone_and_what_replaces_it_is_there() {
    let drafts = drafts();
    let mended: BTreeSet<String> =
        ledger().into_iter().filter(|entry| entry.verdict != "open").map(|entry| entry.id).collect();
    let mut faults = Vec::new();
    for Words { entry, deal, form, says, words } in words() {
        let there = says == "there";
        assert!(there || says == "gone", "{entry}: `{says}` is neither gone nor there");
        if !mended.contains(&entry) && !entry.starts_with("I-d-") {
            faults.push(format!("{entry}: words are held for an entry that is not mended"));
        }
        if form.contains('/') {
            let text = fs::read_to_string(root().join(&form)).unwrap_or_else(|error| panic!("{form}: {error}"));
            if plain(&text).contains(&plain(&words)) != there {
                faults.push(format!("{entry}: `{words}` is not {says} in {form}"));
            }
            continue;
        }
        let meant =
            |(id, kind, _): &&(String, &str, String)| (deal == "*" || deal == *id) && (form == "both" || form == *kind);
        let mut meant = drafts.iter().filter(meant).peekable();
        assert!(meant.peek().is_some(), "{entry}: no example `{deal}` in form `{form}`");
        for (id, kind, _) in meant.filter(|(.., text)| text.contains(&plain(&words)) != there) {
            faults.push(format!("{entry}: `{words}` is not {says} in {id}, {kind}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

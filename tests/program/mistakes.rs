//! What somebody who types a deal by hand gets wrong, and what the program then says: `tests/cases/mistakes.csv`.
//!
//! Each row takes words out of the smallest deal and puts others there; without words to take, it is the whole file. It says the
//! code, the line and the words of the finding, how many errors the file has, and whether `--fix` mends it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

struct Mistake {
    text: String,
    code: String,
    line: u64,
    words: Vec<String>,
    errors: usize,
    fixed: bool,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn smallest() -> String {
    fs::read_to_string(root().join("examples/smallest.yaml")).unwrap()
}

/// The table writes line breaks, tabs and what cannot be seen as escapes.
fn unescaped(cell: &str) -> String {
    cell.replace("\\n", "\n").replace("\\t", "\t").replace("\\u{a0}", "\u{a0}")
}

fn table() -> Vec<Mistake> {
    let mut rows = csv::Reader::from_path(root().join("tests/cases/mistakes.csv")).unwrap();
    let smallest = smallest();
    let rows = rows.records().map(|row| {
        let row = row.unwrap();
        let (take, put) = (unescaped(&row[0]), unescaped(&row[1]));
        assert!(take.is_empty() || smallest.matches(&take).count() == 1, "{take:?} is not one place of the deal");
        Mistake {
            text: if take.is_empty() { put } else { smallest.replacen(&take, &put, 1) },
            code: row[2].to_owned(),
            line: row[3].parse().unwrap(),
            words: row[4].split('|').map(str::to_owned).collect(),
            errors: row[5].parse().unwrap(),
            fixed: &row[6] == "yes",
        }
    });
    rows.collect()
}

/// The findings of files in a folder, by name.
fn findings(home: &Path, names: &[String], fix: bool) -> BTreeMap<String, Vec<Value>> {
    let mut command = Command::cargo_bin("peerpact").unwrap();
    command.current_dir(home).args(["check", "--format", "json", "--as-of", "2026-12-01"]).args(names);
    if fix {
        command.arg("--fix");
    }
    let report: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        by_file.entry(finding["file"].as_str().unwrap().to_owned()).or_default().push(finding.clone());
    }
    by_file
}

fn errors(findings: Option<&Vec<Value>>) -> usize {
    findings.into_iter().flatten().filter(|finding| finding["level"] == "error").count()
}

#[test]
fn each_mistake_is_told_once_at_its_line_in_words_and_mended_where_it_can_be() {
    let home = tempfile::tempdir().unwrap();
    let table = table();
    assert!(table.len() >= 80, "{}", table.len());
    let names: Vec<String> = (0..table.len()).map(|at| format!("{at:03}.yaml")).collect();
    for (name, mistake) in names.iter().zip(&table) {
        fs::write(home.path().join(name), &mistake.text).unwrap();
    }
    let before = findings(home.path(), &names, false);
    let mut wrong = Vec::new();
    for (name, mistake) in names.iter().zip(&table) {
        let found = before.get(name);
        let says = |finding: &&Value| {
            let text = format!("{} {}", finding["message"], finding["help"]).replace("\\\"", "\"");
            finding["code"] == *mistake.code
                && finding["line"] == mistake.line
                && mistake.words.iter().all(|word| text.contains(word.as_str()))
        };
        if found.into_iter().flatten().filter(says).count() != 1 || errors(found) != mistake.errors {
            wrong.push(format!("{} line {}: {:?}\n{found:#?}", mistake.code, mistake.line, mistake.words));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));

    let after = findings(home.path(), &names, true);
    let wrong: Vec<_> = names
        .iter()
        .zip(&table)
        .filter(|(name, mistake)| (errors(after.get(*name)) == 0) != (mistake.fixed || mistake.errors == 0))
        .map(|(name, mistake)| format!("{:?} {:?}", mistake.words, fs::read_to_string(home.path().join(name))))
        .collect();
    assert!(wrong.is_empty(), "mended or not against the table:\n{}", wrong.join("\n"));
}

#[test]
fn every_fault_of_a_file_is_found_in_one_run_whatever_its_kind() {
    let deal = smallest()
        .replacen("name: Harbour Telecom Ltd", "name: Harbour: Telecom Ltd", 1)
        .replacen("  sessions: 500", "  sessions 500", 1)
        .replacen("  currency: USD", "\tcurrency: usd", 1)
        .replacen("rate: 0.0180", "rate: 0,0180", 1)
        .replacen("increment: 1/1}", "increment: 1/1", 1)
        .replacen("billing:", "biling:", 1)
        .replacen("availability: 99.9 %", "availability: 99,9 %", 1)
        .replacen("mode: peer", "mode: pear", 1);
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("deal.yaml"), deal).unwrap();
    let found = findings(home.path(), &["deal.yaml".to_owned()], false);
    let mut lines: Vec<(u64, String)> = found["deal.yaml"]
        .iter()
        .filter(|finding| finding["level"] == "error")
        .map(|finding| (finding["line"].as_u64().unwrap(), finding["code"].as_str().unwrap().to_owned()))
        .collect();
    lines.sort();
    let expected = [
        (14, "DEAL007"),
        (21, "DEAL004"),
        (27, "DEAL007"),
        (31, "DEAL007"),
        (34, "DEAL004"),
        (34, "DEAL007"),
        (35, "DEAL002"),
        (37, "DEAL004"),
    ];
    assert_eq!(lines, expected.map(|(line, code)| (line, code.to_owned())));
}

#[test]
fn the_deal_of_the_guide_holds_and_each_of_its_lines_is_told() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/guide/deal.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("deal.yaml"), &text).unwrap();
    let found = findings(home.path(), &["deal.yaml".to_owned()], false);
    let errors: Vec<_> = found["deal.yaml"].iter().filter(|finding| finding["level"] == "error").collect();
    assert!(errors.is_empty(), "{errors:?}");
    let comments = text.lines().filter(|line| line.contains(" # ")).count();
    assert!(comments * 2 > text.lines().filter(|line| line.contains(':')).count(), "{comments} comments");
}

#[test]
fn a_text_that_is_no_text_is_told_by_its_line_and_what_to_save_it_as() {
    let home = tempfile::tempdir().unwrap();
    let latin: Vec<u8> = smallest()
        .replacen("Harbour Telecom Ltd", "G@teborg", 1)
        .bytes()
        .map(|byte| if byte == b'@' { 0xF6 } else { byte })
        .collect();
    fs::write(home.path().join("latin.yaml"), latin).unwrap();
    fs::write(home.path().join("good.yaml"), smallest()).unwrap();
    fs::write(home.path().join("paper.docx"), b"PK\x03\x04\xff\xfe").unwrap();
    let mut command = Command::cargo_bin("peerpact").unwrap();
    let out =
        command.current_dir(home.path()).args(["check", "latin.yaml", "paper.docx", "good.yaml"]).output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(said.contains("line 14") && said.contains("UTF-8"), "{said}");
    assert!(said.contains("paper.docx") && said.contains("Word document or a workbook"), "{said}");
    assert!(said.contains("good.yaml"), "the other deal is judged all the same: {said}");
}

//! The other side's paper, and the brief of a deal.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit code, standard output and standard error of a run in a folder.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_peerpact")).args(arguments).current_dir(folder).output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).expect("an example")
}

#[test]
fn the_brief_names_each_matter_with_its_clause_and_marks_defaults() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("d.yaml"), example("smallest.yaml")).expect("written");
    let (code, _, said) = run(home.path(), &["brief", "d.yaml"]);
    assert_eq!(code, 0, "{said}");
    for format in ["md", "html", "docx", "pdf"] {
        assert!(home.path().join(format!("out/review/d.review.brief.{format}")).exists(), "no {format}");
    }
    let brief = fs::read_to_string(home.path().join("out/review/d.review.brief.md")).expect("a brief");
    let row = |matter: &str| {
        brief.lines().find(|line| line.starts_with(&format!("| {matter} |"))).unwrap_or_else(|| panic!("no {matter}"))
    };
    assert!(row("Invoices").contains("due 30 days after") && row("Invoices").contains("clause"), "{}", row("Invoices"));
    assert!(!row("Invoices").contains("default"), "the deal says it: {}", row("Invoices"));
    assert!(row("Late payment").contains("default"), "the deal does not say it: {}", row("Late payment"));
}

#[test]
fn the_paper_of_the_other_side_is_judged_and_not_drafted() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("msa.txt"), "Master services agreement\n").expect("written");
    let paper = "paper: {theirs: msa.txt, places: {billing: clause 7}}\n";
    fs::write(home.path().join("d.yaml"), example("smallest.yaml") + paper).expect("written");
    let (code, _, said) = run(home.path(), &["check", "d.yaml"]);
    assert_eq!(code, 0, "{said}");
    for code in ["DEAL032", "DEAL033", "DEAL034"] {
        assert!(said.contains(code), "no {code}: {said}");
    }
    assert!(!said.contains("[DOC") && !said.contains("[LIB"), "our words are judged: {said}");
    run(home.path(), &["draft", "d.yaml"]);
    assert!(!home.path().join("out/d.md").exists(), "a paper was drafted");
    assert_eq!(run(home.path(), &["brief", "d.yaml", "-t", "md"]).0, 0);
    let brief = fs::read_to_string(home.path().join("out/review/d.review.brief.md")).expect("a brief");
    let late = brief.lines().find(|line| line.starts_with("| Late payment |")).expect("a row");
    assert!(late.contains("read their paper") && late.contains("clause 7"), "{late}");
    fs::write(home.path().join("msa.txt"), "Another agreement\n").expect("written");
    let hash = "paper: {theirs: msa.txt, sha256: 0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9}\n";
    fs::write(home.path().join("d.yaml"), example("smallest.yaml") + hash).expect("written");
    assert_eq!(run(home.path(), &["check", "d.yaml"]).0, 1);
}

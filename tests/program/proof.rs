//! Proof of a run: its manifest, those of its parts together, and `verify` over folders, by hashes and by printing anew.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::many::{repository, run, smallest, write};

/// The files that `verify` names, each with its verdict.
fn verdicts(json: &str) -> BTreeMap<String, String> {
    let value: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("{json}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    value["files"].as_array().unwrap().iter().map(|one| (text(&one["file"]), text(&one["is"]["verdict"]))).collect()
}

fn departs(json: &str) -> Vec<(String, String)> {
    let holds = ["as_listed", "same"];
    verdicts(json).into_iter().filter(|(_, verdict)| !holds.contains(&verdict.as_str())).collect()
}

fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(file, verdict)| ((*file).to_owned(), (*verdict).to_owned())).collect()
}

#[test]
fn the_manifest_of_a_run_is_that_of_its_parts_and_names_every_input_and_output() {
    let home = repository(5);
    let at = home.path();
    let draft = |more: &[&str]| {
        let (code, _, err) = run(at, &[&["draft", ".", "-t", "md,html", "-o", "out"], more].concat());
        assert_eq!(code, 0, "{err}");
    };
    draft(&["--manifest", "run.json"]);
    let whole = fs::read_to_string(at.join("run.json")).unwrap();
    // What stands and is not printed again belongs to the run.
    draft(&["--manifest", "run.json"]);
    assert_eq!(fs::read_to_string(at.join("run.json")).unwrap(), whole);
    for part in ["1/3", "2/3", "3/3"] {
        let name = format!("part{}.json", &part[..1]);
        draft(&["--shard", part, "--manifest", &name]);
    }
    let (code, merged, err) = run(at, &["merge", "part3.json", "part1.json", "part2.json"]);
    assert_eq!((code, &merged), (0, &whole), "{err}");
    // The same from the manifests beside the drafts.
    let manifests: Vec<String> = (0..5).map(|deal| format!("out/d00{deal}.manifest.json")).collect();
    let arguments: Vec<&str> = std::iter::once("merge").chain(manifests.iter().map(String::as_str)).collect();
    assert_eq!(run(at, &arguments).1, whole);
    // A change of any input changes it: deal, policy, library.
    let digest = |more: &[&str]| {
        draft(&[&["--manifest", "run.json", "--overwrite"], more].concat());
        fs::read_to_string(at.join("run.json")).unwrap()
    };
    write(at, "deals/1/d001.yaml", &smallest().replace("0.0180", "0.0999"));
    let of_deal = digest(&[]);
    assert_ne!(of_deal, whole);
    write(at, "peerpact.toml", "root = true\n[repository]\ndeals = [\"deals/**/*.yaml\"]\n# a word\n");
    let of_policy = digest(&[]);
    assert_ne!(of_policy, of_deal);
    assert_eq!(run(at, &["clauses", "--eject", "library"]).0, 0);
    let version = fs::read_to_string(at.join("library/templates/version.txt")).unwrap();
    write(at, "library/templates/version.txt", &version.replacen("1.0", "1.1", 1));
    assert_ne!(digest(&["--library", "library"]), of_policy);
    // It replaces no file but its own kind.
    write(at, "mine.json", "mine");
    let (code, _, err) = run(at, &["draft", ".", "-t", "md", "-o", "none", "--manifest", "mine.json"]);
    assert!(code == 2 && err.contains("it is not the manifest of a run"), "{err}");
    assert!(!at.join("none").exists() && fs::read_to_string(at.join("mine.json")).unwrap() == "mine");
}

#[test]
fn a_folder_is_verified_by_its_manifests_and_by_that_of_the_run() {
    let home = repository(4);
    let at = home.path();
    let draft = ["draft", ".", "-t", "md,html", "-o", "out", "--review", "--manifest", "run.json"];
    assert_eq!(run(at, &draft).0, 0);
    let verify = |more: &[&str]| {
        let (code, out, err) = run(at, &[&["verify", "out", "--format", "json"], more].concat());
        let departs = departs(&out);
        assert_eq!(code, i32::from(!departs.is_empty()), "{out}{err}");
        departs
    };
    assert_eq!(verify(&[]), []);
    assert_eq!(verify(&["--run", "run.json"]), []);
    let (_, out, _) = run(at, &["verify", "out"]);
    // Two formats and a manifest of each deal, for the other side and for our own.
    assert_eq!(out, format!("files that are as they were written: {}; that are not: 0\n", 4 * 6));
    let edit = |path: &str| {
        let text = fs::read_to_string(at.join(path)).unwrap();
        write(at, path, &(text.clone() + "<!-- x -->\n"));
        text
    };
    edit("out/d000.html");
    edit("out/review/d001.review.md");
    fs::remove_file(at.join("out/d002.md")).unwrap();
    write(at, "out/other.md", "somebody else's");
    let all = named(&[
        ("out/d000.html", "edited"),
        ("out/d002.md", "missing"),
        ("out/other.md", "unlisted"),
        ("out/review/d001.review.md", "edited"),
    ]);
    assert_eq!(verify(&[]), all);
    let (code, out, _) = run(at, &["verify", "out"]);
    assert_eq!(code, 1);
    assert!(out.contains("out/d000.html is not as its manifest names it"), "{out}");
    fs::remove_file(at.join("out/other.md")).unwrap();
    assert_eq!(run(at, &[&draft[..], &["--overwrite", "--force"]].concat()).0, 0);
    assert_eq!(verify(&["--run", "run.json"]), []);
    // A deal that was drafted again since: its files are as their manifest names them, and the run knows better.
    write(at, "deals/1/d001.yaml", &smallest().replace("0.0180", "0.0999"));
    assert_eq!(run(at, &["draft", "deals/1/d001.yaml", "-t", "md,html", "-o", "out"]).0, 0);
    write(at, "new.yaml", &smallest());
    assert_eq!(run(at, &["draft", "new.yaml", "-t", "md", "-o", "out"]).0, 0);
    for file in ["d003.md", "d003.html", "d003.manifest.json"] {
        fs::remove_file(at.join("out").join(file)).unwrap();
    }
    assert_eq!(verify(&[]), []);
    let of_run = [
        ("out/d001.manifest.json", "other_than_run"),
        ("out/d003.manifest.json", "missing"),
        ("out/new.manifest.json", "not_of_run"),
    ];
    assert_eq!(verify(&["--run", "run.json"]), named(&of_run));
    for (arguments, says) in [
        (&["verify", "out/d000.md"][..], "name its deal with --deal"),
        (&["verify", "deals"], "no manifest lies there"),
        (&["verify", "out", "--run", "new.yaml"], "it is not the manifest of a run"),
    ] {
        let (code, _, err) = run(at, arguments);
        assert!(code == 2 && err.contains(says), "{err}");
    }
}

#[test]
fn a_folder_of_drafts_is_verified_against_a_folder_of_deals() {
    let home = repository(3);
    let at = home.path();
    assert_eq!(run(at, &["draft", ".", "-t", "md,docx", "-o", "out", "--review"]).0, 0);
    let verify = |deals: &str| {
        let (code, out, err) = run(at, &["verify", "out", "--deal", deals, "--format", "json"]);
        (code, departs(&out), err)
    };
    assert_eq!((verify("deals").0, verify("deals").1), (0, vec![]));
    assert_eq!(verify("deals/**/*.yaml").0, 0);
    // Whoever edits the draft and its manifest alike is found by the deal.
    write(at, "deals/1/d001.yaml", &smallest().replace("0.0180", "0.0999"));
    write(at, "deals/2/more.yaml", &smallest());
    fs::write(at.join("deals/0/d000.yaml"), b"caf\xe9").unwrap();
    let (code, found, err) = verify("deals");
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("deals/0/d000.yaml"), "{err}");
    let all = [("deals/2/more.yaml", "other"), ("out/d001.docx", "departs"), ("out/d001.md", "other")];
    assert_eq!(found, named(&all), "{err}");
    fs::remove_file(at.join("deals/0/d000.yaml")).unwrap();
    let (code, found, _) = verify("deals");
    assert_eq!(code, 1);
    assert!(found.contains(&("out/d000.md".to_owned(), "other".to_owned())), "a draft without a deal: {found:?}");
}

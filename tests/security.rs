//! `SECURITY.md` says what is so: the tests that it names exist, its limits are those of the program, and each limit is one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

mod read_back;

use std::fs;
use std::path::{Path, PathBuf};

use peerpact::budget::TABLE;
use read_back::yaml;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).replace("\r\n", "\n")
}

/// The words between a pair of marks of code, wherever they stand.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether a test of that name stands where its path says: in `FILE.rs` of `tests` or of one of its programs, or in a module of `src`.
fn is_test(path: &str) -> bool {
    let Some((place, name)) = path.rsplit_once("::") else { return false };
    let module = place.replace("::", "/");
    let programs =
        ["", "judging/", "library/", "paper/", "program/"].map(|program| format!("tests/{program}{module}.rs"));
    let modules = ["", "/mod", "/tests"].map(|file| format!("src/{module}{file}.rs"));
    programs.iter().chain(&modules).filter_map(|file| fs::read_to_string(root().join(file)).ok()).any(|text| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let at = lines.iter().position(|line| line.starts_with(&format!("fn {name}(")));
        at.is_some_and(|at| {
            lines[..at]
                .iter()
                .rev()
                .take_while(|line| line.starts_with('#') || line.starts_with("//"))
                .any(|line| *line == "#[test]")
        })
    })
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let page = read("SECURITY.md");
    assert!(is_test("security::every_promise_names_a_test_that_exists") && !is_test("security::code"));
    for path in code(&page).filter(|code| code.contains("::") && !code.contains(' ') && code.len() > 4) {
        if path.starts_with("##") || path == "trust::name" || path == "rates::csv::name" {
            continue;
        }
        assert!(is_test(path), "SECURITY.md names {path}, and there is no such test");
    }
    for path in code(&page).filter(|code| code.starts_with(".ci/") && *code != ".ci/…") {
        assert!(root().join(path).is_file(), "SECURITY.md names {path}, and there is no such check");
    }
    // Each row of a table of promises has at least one.
    let mut promises = 0;
    for part in page.split("\n| Promised | Held by |\n|---|---|\n").skip(1) {
        for row in part.lines().take_while(|line| line.starts_with('|')) {
            let (promise, held) = row.trim_matches('|').rsplit_once(" | ").unwrap();
            assert!(code(held).any(|path| path.contains("::") || path.starts_with(".ci/")), "no test holds: {promise}");
            promises += 1;
        }
    }
    assert!(promises > 30);
    for input in ["deal", "deck", "firm's template", "clause library", "policy", "baseline", "runner"] {
        assert!(page.contains(&format!("\n## A {input}")), "SECURITY.md says nothing of a {input}");
    }
    assert!(page.contains("\n## Answers") && page.contains("\n## The terminal"));
}

/// The rows of a table that says of each attack which tests hold its guard.
fn attacks() -> Vec<[String; 3]> {
    let table = read("docs/attacks.csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(rows.headers().unwrap(), vec!["entry", "attack", "tests"]);
    rows.records().map(|row| [0, 1, 2].map(|at| row.as_ref().unwrap().get(at).unwrap().to_owned())).collect()
}

/// Attacks that worked once: each has a test that exists.
#[test]
fn every_attack_of_the_ledger_has_a_test() {
    let mut entries = std::collections::BTreeSet::new();
    for [entry, attack, tests] in attacks() {
        for test in tests.split("; ") {
            let is_there = if test.starts_with("benches/") { root().join(test).is_file() } else { is_test(test) };
            assert!(is_there, "{entry}, {attack}: there is no test {test}");
        }
        entries.insert(entry);
    }
    for number in 1..=21 {
        assert!(entries.contains(&format!("S{number}")), "S{number} is in no row");
    }
}

/// `.ci/guards` takes each guard away and sees its tests go red. Here: it still finds every guard, and the list of tests without one
/// is true.
#[test]
fn every_test_of_an_attack_has_a_guard_to_take_away() {
    let guards = yaml::value(&read(".ci/guards.yaml"));
    let text = |guard: &serde_json::Value, key: &str| guard[key].as_str().unwrap().to_owned();
    let mut tried = std::collections::BTreeSet::new();
    for guard in guards["guards"].as_array().unwrap() {
        let [attack, file, find, put] = ["attack", "file", "find", "put"].map(|key| text(guard, key));
        assert_eq!(read(&file).matches(&find).count(), 1, "{attack}: how often {file} holds its guard: {find}");
        assert_ne!(find, put, "{attack}");
        tried.extend(
            guard["tests"].as_array().unwrap().iter().map(|test| (attack.clone(), test.as_str().unwrap().to_owned())),
        );
    }
    let mut named = std::collections::BTreeSet::new();
    for [_, attack, tests] in attacks() {
        named.extend(
            tests
                .split("; ")
                .filter(|test| !test.starts_with("benches/"))
                .map(|test| (attack.clone(), test.to_owned())),
        );
    }
    // What nobody has taken away yet is listed as such.
    let untried: std::collections::BTreeSet<&str> =
        guards["untried"].as_array().unwrap().iter().map(|test| test.as_str().unwrap()).collect();
    assert!(tried.is_subset(&named), "{:?}", tried.difference(&named).collect::<Vec<_>>());
    let left: std::collections::BTreeSet<&str> = named.difference(&tried).map(|(_, test)| test.as_str()).collect();
    assert_eq!(left, untried);
}

/// A limit as a person reads it: MiB where it is a whole number of them, else digits in threes.
fn shown(limit: u64, what: &str) -> String {
    if what.starts_with("bytes") && limit.is_multiple_of(1 << 20) {
        return format!("{} MiB", limit >> 20);
    }
    let digits = limit.to_string();
    let threes: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|three| std::str::from_utf8(three).unwrap()).collect();
    threes.join(",")
}

#[test]
fn the_table_of_limits_is_the_programs() {
    let page = read("SECURITY.md");
    let (before, rest) = page.split_once("<!-- limits: ").unwrap();
    let (mark, rest) = rest.split_once("-->\n").unwrap();
    let (table, after) = rest.split_once("<!-- end -->").unwrap();
    let rows = TABLE.iter().map(|(input, what, limit)| format!("| {input} | {what} | {} |\n", shown(*limit, what)));
    let expected = format!("\n| Input | Of what | At most |\n|---|---|---:|\n{}\n", rows.collect::<String>());
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        let page = format!("{before}<!-- limits: {mark}-->\n{expected}<!-- end -->{after}");
        fs::write(root().join("SECURITY.md"), page).unwrap();
    } else {
        assert!(
            table == expected,
            "the limits in SECURITY.md are not those of src/budget.rs; run: UPDATE=1 cargo test --test security"
        );
    }
}

/// Every Rust file below a folder, without comments and without its tests.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.push((path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"), code.join("\n")));
        }
    }
}

#[test]
fn every_limit_is_in_the_table_and_is_held_somewhere() {
    let budget = read("src/budget.rs");
    let (constants, table) = budget.split_once("pub const TABLE").unwrap();
    let mut found = Vec::new();
    sources(&root().join("src"), &mut found);
    let names: Vec<&str> =
        constants.lines().filter_map(|line| line.strip_prefix("pub const ")?.split(':').next()).collect();
    assert!(names.len() > 15 && names.len() == TABLE.len());
    for name in names {
        assert!(
            table.contains(&format!(", {name})")) || table.contains(&format!(", {name} as u64)")),
            "{name} is not in TABLE"
        );
        let used = found.iter().any(|(file, text)| file != "src/budget.rs" && text.contains(name));
        assert!(used, "{name} limits nothing: no file of src names it");
    }
}

#[test]
fn it_runs_nothing_and_connects_to_nothing() {
    let mut found = Vec::new();
    sources(&root().join("src"), &mut found);
    for (file, text) in found.iter().filter(|(file, _)| !file.contains("/tests/")) {
        for word in [
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "UnixStream",
            "ToSocketAddrs",
            "process::Command",
            "Command::new(",
            "libc::",
        ] {
            // One file asks git, and nothing else, for a revision that the user names.
            let of_git = file == "src/repository/git.rs"
                && (word == "process::Command" || word == "Command::new(" && text.matches(word).count() == 1)
                && text.contains("Command::new(\"git\")");
            assert!(of_git || !text.contains(word), "{file} holds {word}");
        }
    }
    // Nor does a crate that exists to do so come in.
    let denied = read("deny.toml");
    for name in ["reqwest", "hyper", "tokio", "rustls", "openssl-sys"] {
        assert!(denied.contains(&format!("crate = \"{name}\"")), "deny.toml lets {name} in");
    }
}

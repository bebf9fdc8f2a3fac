//! The house stands as `src/lib.rs` and `docs/architecture.md` say. Textual, so that it reads the same code as a reviewer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file of `src`, relative to it with forward slashes, and its text without comment lines.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&src(), &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(src()).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (name, code.join("\n"))
    };
    found.into_iter().map(read).collect()
}

/// The modules that a text declares, in order: `mod x;`, whatever stands before `mod`, and those of a family's `rules![…]`.
fn declared(text: &str) -> Vec<String> {
    let module = |line: &str| {
        let name = line.trim().strip_suffix(';')?.rsplit_once("mod ")?;
        let before = name.0.trim();
        (before.is_empty() || before.starts_with("pub")).then(|| name.1.to_owned())
    };
    let rules = text.split_once("rules![").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    let rules = rules.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(str::to_owned);
    text.lines().filter_map(module).chain(rules).collect()
}

/// The modules of the crate that a text names by `crate::x` or `crate::{x, y::z}`.
fn named(text: &str) -> BTreeSet<String> {
    let word =
        |text: &str| -> String { text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut names = BTreeSet::new();
    for (at, path) in text.match_indices("crate::") {
        // `$crate::` and `some_crate::` are other paths.
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &text[at + path.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (end, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    names.insert(word(&group[start..end]));
                    start = end + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    names.remove("");
    names
}

#[test]
fn the_reader_of_paths_knows_groups() {
    let text = "use crate::{a::{b, c}, d,\n e::f};\nlet x = crate::g::h();\nserde_crate::i();";
    assert_eq!(named(text).into_iter().collect::<Vec<_>>(), ["a", "d", "e", "g"]);
    assert_eq!(declared("pub mod a;\nmod b;\npub(super) mod c;\nmod tests {\nlet d = \"mod e;\";"), ["a", "b", "c"]);
    assert_eq!(declared("mod with;\ncrate::rules::list::rules![\n    a, b,\n    c\n];"), ["with", "a", "b", "c"]);
}

/// The types that a text declares for other files, without those of macros: the name after `struct`, `enum`, `trait` or `type`.
fn types(text: &str) -> Vec<String> {
    let declared = |line: &str| {
        let line = line.trim_start().strip_prefix("pub")?;
        let line = match line.strip_prefix('(') {
            Some(rest) => rest.split_once(')')?.1,
            None => line,
        };
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        matches!(words.next()?, "struct" | "enum" | "trait" | "type").then_some(())?;
        words.next().map(str::to_owned)
    };
    text.lines().filter_map(declared).collect()
}

#[test]
fn no_two_types_share_a_name() {
    assert_eq!(types("pub struct A<'a>;\n    pub(super) enum B {\nstruct C;\npub type D = E;"), ["A", "B", "D"]);
    let mut first: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for (name, text) in files() {
        for of in types(&text) {
            if let Some(other) = first.insert(of.clone(), name.clone()) {
                panic!("src/{other} and src/{name} both declare {of}; say in the name of each which it is");
            }
        }
    }
}

#[test]
fn a_rule_stands_apart_from_what_rules_share() {
    for (name, text) in files() {
        let parts: Vec<&str> = name.split('/').collect();
        let holds = text.contains("static RULE: Rule");
        match parts[..] {
            ["rules", _, "mod.rs"] => assert!(text.contains("rules!["), "src/{name} lists no rules"),
            ["rules", _, _] => assert!(holds, "src/{name} holds no rule; what rules share stands in the folder `with`"),
            ["rules", _, "with", ..] => assert!(!holds, "src/{name} holds a rule; it stands beside the folder"),
            _ => {}
        }
    }
}

#[test]
fn a_module_names_only_modules_above_itself() {
    let files = files();
    let order = declared(&files.iter().find(|(name, _)| name == "lib.rs").unwrap().1);
    for (name, text) in &files {
        if name == "lib.rs" || name == "main.rs" {
            continue;
        }
        let own = name.split('/').next().unwrap().trim_end_matches(".rs");
        let place = order.iter().position(|module| module == own);
        let Some(place) = place else { continue };
        for other in named(text) {
            let other_place = order.iter().position(|module| *module == other);
            assert!(
                other_place.is_some_and(|other| other <= place),
                "src/{name} names crate::{other}, which does not stand above {own} in src/lib.rs"
            );
        }
    }
}

#[test]
fn no_path_climbs_two_floors() {
    for (name, text) in files() {
        assert!(!text.contains("super::super"), "src/{name}: write the path from `crate`");
    }
}

#[test]
fn only_the_command_line_and_the_prompt_print_and_exit() {
    for (name, text) in files() {
        if name == "main.rs" || name == "wizard/prompt.rs" || name.starts_with("cli/") {
            continue;
        }
        for word in ["println!", "print!", "eprintln!", "eprint!", "dbg!", "process::exit", "io::stdout", "io::stderr"]
        {
            assert!(!text.contains(word), "src/{name} holds {word}");
        }
    }
}

#[test]
fn every_file_is_reached_by_a_declaration() {
    let files = files();
    let mut reached: BTreeSet<String> = ["lib.rs".to_owned(), "main.rs".to_owned()].into();
    let mut open = vec!["lib.rs".to_owned()];
    while let Some(name) = open.pop() {
        let Some((_, text)) = files.iter().find(|(file, _)| *file == name) else { continue };
        let folder = match name.as_str() {
            "lib.rs" => String::new(),
            name => format!("{}/", name.trim_end_matches("/mod.rs").trim_end_matches(".rs")),
        };
        for module in declared(text) {
            for file in [format!("{folder}{module}.rs"), format!("{folder}{module}/mod.rs")] {
                if reached.insert(file.clone()) {
                    open.push(file);
                }
            }
        }
    }
    for (name, _) in &files {
        assert!(reached.contains(name), "src/{name} is compiled by nothing");
    }
}

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

/// The paths of a tree of imports, `a::{b::{self, c}, d as e}`.
fn imports(tree: &str) -> Vec<Vec<String>> {
    let mut depth = 0;
    let parts = tree.split(|c| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    });
    let mut out = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let steps = |path: &str| -> Vec<String> {
            path.split("::").map(|step| step.split(" as ").next().unwrap().trim().to_owned()).collect()
        };
        match part.split_once("::{") {
            Some((before, rest)) => {
                let inner = imports(rest.rsplit_once('}').unwrap().0);
                out.extend(inner.into_iter().map(|path| [steps(before), path].concat()));
            }
            None => out.push(steps(part)),
        }
    }
    for path in &mut out {
        path.pop_if(|last| last == "self" || last == "*");
    }
    out
}

/// The paths that a text names from `crate`, `super` or `self` on, or imports, each with whether it is passed on by `pub use`.
fn paths(text: &str) -> Vec<(Vec<String>, bool)> {
    let mut out = Vec::new();
    let mut rest = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        let import = line.split_once("use ").filter(|(before, _)| before.is_empty() || before.starts_with("pub"));
        let Some((before, tree)) = import.filter(|(before, _)| !before.contains('"')) else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            tree.push_str(lines.next().unwrap());
        }
        out.extend(imports(tree.split(';').next().unwrap()).into_iter().map(|path| (path, before.starts_with("pub"))));
    }
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    for root in ["crate", "super", "self"] {
        for (at, _) in rest.match_indices(&format!("{root}::")) {
            if rest[..at].ends_with(|c: char| in_word(c) || c == '$' || c == ':') {
                continue;
            }
            let path = &rest[at..];
            let end = path.find(|c: char| !in_word(c) && c != ':').unwrap_or(path.len());
            out.push((path[..end].trim_end_matches(':').split("::").map(str::to_owned).collect(), false));
        }
    }
    out
}

/// Modules by their paths, and the modules that each names, its own tests left out. What a module passes on stands for where
/// it is declared.
#[derive(Default)]
struct Modules {
    paths: std::collections::BTreeMap<Vec<String>, Vec<(Vec<String>, bool)>>,
    passed: std::collections::BTreeMap<(Vec<String>, String), Vec<String>>,
}

impl Modules {
    fn of(files: &[(String, String)]) -> Self {
        let mut modules = Self::default();
        for (name, text) in files.iter().filter(|(name, _)| name != "main.rs") {
            let mut path: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
            path.pop_if(|last| last == "mod" || last == "lib");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            modules.paths.insert(path, paths(code));
        }
        let absolute = modules.paths.iter().flat_map(|(own, paths)| {
            let paths = paths.iter().map(|(path, passed)| (modules.absolute(own, path), *passed));
            paths.map(|(path, passed)| (own.clone(), path, passed)).collect::<Vec<_>>()
        });
        let mut passed_on = std::collections::BTreeMap::new();
        for (own, path, passed) in absolute {
            if let Some(path) = path.filter(|_| passed) {
                passed_on.insert((own, path.last().unwrap().clone()), path);
            }
        }
        modules.passed = passed_on;
        modules
    }

    /// A path from the crate on; `None` if it leads to another crate.
    fn absolute(&self, own: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let inner = [own, std::slice::from_ref(first)].concat();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "super" => Some([&own[..own.len().checked_sub(1)?], rest].concat()),
            "self" => Some([own, rest].concat()),
            _ => self.paths.contains_key(&inner).then(|| [own, path].concat()),
        }
    }

    /// The module in which a path ends.
    fn module(&self, path: &[String]) -> Vec<String> {
        let mut at = 0;
        while at < path.len() && self.paths.contains_key(&path[..=at]) {
            at += 1;
        }
        let (module, rest) = path.split_at(at);
        let passed = rest.first().and_then(|name| self.passed.get(&(module.to_vec(), name.clone())));
        match passed {
            Some(target) if *target != *path => self.module(&[target, &rest[1..]].concat()),
            _ => module.to_vec(),
        }
    }

    /// Circles between modules of one folder, each as the modules on it, from the crate on.
    fn circles(&self) -> Vec<Vec<String>> {
        type Names = BTreeSet<String>;
        let mut folders: std::collections::BTreeMap<Vec<String>, std::collections::BTreeMap<String, Names>> =
            std::collections::BTreeMap::new();
        for (own, paths) in &self.paths {
            for path in paths.iter().filter_map(|(path, _)| self.absolute(own, path)) {
                let other = self.module(&path);
                let same = own.iter().zip(&other).take_while(|(own, other)| own == other).count();
                if same < own.len() && same < other.len() {
                    let folder = folders.entry(own[..same].to_vec()).or_default();
                    folder.entry(own[same].clone()).or_default().insert(other[same].clone());
                }
            }
        }
        let mut circles = Vec::new();
        for (folder, mut names) in folders {
            // A module that names none of those left is on no circle, and neither is one that only such modules name.
            loop {
                let left: Names =
                    names.iter().filter(|(_, named)| !named.is_empty()).map(|(own, _)| own.clone()).collect();
                let before: usize = names.values().map(Names::len).sum();
                names.retain(|own, _| left.contains(own));
                let named: Names = names.values().flatten().cloned().collect();
                names.retain(|own, others| {
                    others.retain(|other| left.contains(other));
                    named.contains(own)
                });
                if names.values().map(Names::len).sum::<usize>() == before {
                    break;
                }
            }
            if !names.is_empty() {
                circles.push(
                    names.keys().map(|name| [&folder[..], std::slice::from_ref(name)].concat().join("::")).collect(),
                );
            }
        }
        circles
    }
}

#[test]
fn no_modules_of_a_folder_name_each_other_in_a_circle() {
    let texts = |texts: &[(&str, &str)]| {
        let texts: Vec<_> = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Modules::of(&texts).circles()
    };
    let (root, door) = (("lib.rs", "mod a;"), ("a/mod.rs", "mod b;\nmod c;\nmod d;\npub use c::{C, D as E};"));
    let (b, d) = (("a/b.rs", "use super::{C,\n    d::{self}};\nuse std::fmt;"), ("a/d.rs", "struct D;"));
    assert!(texts(&[root, door, b, d, ("a/c.rs", "#[cfg(test)]\nmod tests {\nuse super::super::b;")]).is_empty());
    for back in ["use crate::a::b::B;", "let b = super::b::of();", "pub(super) use super::{b as other};"] {
        assert_eq!(texts(&[root, door, b, d, ("a/c.rs", back)]), [["a::b", "a::c"]], "{back}");
    }
    let circles = Modules::of(&files()).circles();
    assert!(circles.is_empty(), "on a circle, so that none can be read before the others: {circles:#?}");
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

/// What a run reads is a regular file, of a limited size, opened once: `input` sees to that for all.
#[test]
fn files_are_opened_by_the_limited_reader_alone() {
    let opens = ["fs::read(", "fs::read_to_string(", "File::open(", "OpenOptions", "fs::read_dir("];
    let mut found = BTreeSet::new();
    for (name, text) in files() {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let tests = name.contains("/tests/") || name.ends_with("/tests.rs");
        if opens.iter().any(|opening| code.contains(opening)) && !tests {
            found.insert(name);
        }
    }
    let may = ["assets/built_in.rs", "assets/mod.rs", "input.rs", "output/folder.rs", "output/mod.rs"];
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found, may,
        "files are read by `input`, which limits their size; only the second list may open them itself"
    );
    // A folder of a library is listed in `assets`, and each of its files is read by `input`.
    let (_, assets) = files().into_iter().find(|(name, _)| name == "assets/mod.rs").unwrap();
    assert!(opens.iter().filter(|opening| assets.contains(**opening)).eq(&["fs::read_dir("]));
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

#[test]
fn every_file_of_tests_belongs_to_its_program() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut programs = 0;
    for folder in fs::read_dir(tests).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(main) = fs::read_to_string(folder.join("main.rs")) else { continue };
        programs += 1;
        let declared = declared(&main);
        for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(name == "main" || declared.contains(&name), "{} is compiled by nothing", file.display());
        }
    }
    assert!(programs > 3, "the programs of tests are not found");
}

//! What the program is made of is told whole: crates, fonts and data with their licences, in the binary and in the bill of materials.
//! `.ci/supply.py` writes both; these tests hold them against `Cargo.lock` and the repository, and need neither network nor Python.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What is run when a crate came, went or changed.
const COMMAND: &str = "python3 .ci/supply.py";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).replace("\r\n", "\n")
}

fn toml(path: &str) -> toml::Table {
    read(path).parse().unwrap()
}

/// Name and version of each package of `Cargo.lock` but our own, with its checksum.
fn locked() -> BTreeMap<(String, String), String> {
    let lock = toml("Cargo.lock");
    let text = |package: &toml::Value, key: &str| package.get(key).and_then(|value| value.as_str().map(str::to_owned));
    let packages = lock["package"].as_array().unwrap().iter();
    packages
        .filter(|package| package.get("source").is_some())
        .map(|package| {
            let name = text(package, "name").unwrap();
            let checksum = text(package, "checksum").unwrap_or_else(|| panic!("{name} comes from no registry"));
            ((name, text(package, "version").unwrap()), checksum)
        })
        .collect()
}

fn bill() -> Value {
    serde_json::from_str(&read("peerpact.cdx.json")).unwrap()
}

/// The crates of the bill that the program is compiled from.
fn compiled(bill: &Value) -> BTreeSet<String> {
    let components = bill["components"].as_array().unwrap().iter();
    components
        .filter(|component| component["scope"] == "required" && component["purl"].is_string())
        .map(|component| format!("{} {}", component["name"].as_str().unwrap(), component["version"].as_str().unwrap()))
        .collect()
}

/// The notices that the program prints.
struct Notices {
    /// The list at their head: the licence of each crate and part.
    list: BTreeMap<String, String>,
    /// Each text, with the names that it is for.
    texts: Vec<(Vec<String>, String)>,
}

fn notices() -> Notices {
    let text = read("LICENSES/notices.txt");
    let rule = format!("\n{}\n", "-".repeat(80));
    let mut parts = text.split(&rule);
    let list = parts.next().unwrap().lines().filter_map(|line| {
        let (name, licence) = line.split_once("  ")?;
        Some((name.trim().to_owned(), licence.trim().to_owned()))
    });
    let list = list.collect();
    let mut texts = Vec::new();
    while let (Some(names), Some(text)) = (parts.next(), parts.next()) {
        let names = names.replace('\n', " ").split(", ").map(|name| name.trim().to_owned()).collect();
        texts.push((names, text.trim().to_owned()));
    }
    Notices { list, texts }
}

#[test]
fn the_bill_of_materials_names_every_package_of_the_lock_by_its_hash() {
    let bill = bill();
    let named: BTreeMap<(String, String), String> = bill["components"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|component| component["purl"].is_string())
        .map(|component| {
            let text = |key: &str| component[key].as_str().unwrap().to_owned();
            let licences = component["licenses"][0]["expression"].as_str().unwrap_or_default();
            assert!(!licences.is_empty() && !licences.contains('/'), "{}: {licences}", text("name"));
            ((text("name"), text("version")), component["hashes"][0]["content"].as_str().unwrap().to_owned())
        })
        .collect();
    assert!(named == locked(), "peerpact.cdx.json is not that of Cargo.lock; run: {COMMAND}");
    assert_eq!(bill["metadata"]["component"]["version"], env!("CARGO_PKG_VERSION"), "run: {COMMAND}");
    // Every direct dependency is compiled, and none that only tests need.
    let manifest = toml("Cargo.toml");
    let compiled = compiled(&bill);
    let holds = |name: &String| compiled.iter().any(|crate_| crate_.split(' ').next() == Some(name.as_str()));
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        assert!(holds(name), "{name} is not in peerpact.cdx.json as required; run: {COMMAND}");
    }
    assert!(!holds(&"assert_cmd".to_owned()) && !holds(&"typst-assets".to_owned()));
    // Nothing in it changes by itself.
    assert!(bill.get("serialNumber").is_none() && bill["metadata"].get("timestamp").is_none());
    assert!(!read("peerpact.cdx.json").contains("/root") && !read("peerpact.cdx.json").contains("/home"));
}

#[test]
fn every_crate_and_part_has_its_licence_and_a_text() {
    let Notices { list, texts } = notices();
    let bill = bill();
    let mut expected = compiled(&bill);
    assert!(expected.len() > 100);
    let parts = toml("LICENSES/parts.toml");
    for part in parts["part"].as_array().unwrap() {
        let name = part["name"].as_str().unwrap();
        let version = part.get("version").map(|version| format!(" {}", version.as_str().unwrap()));
        expected.insert(format!("{name}{}", version.unwrap_or_default()));
    }
    let listed: BTreeSet<String> = list.keys().cloned().collect();
    assert_eq!(listed, expected, "LICENSES/notices.txt is out of date; run: {COMMAND}");
    // What a text says where it is that of a licence.
    let says = BTreeMap::from([
        ("MIT", "permission is hereby granted, free of charge"),
        ("Apache-2.0", "apache license version 2.0"),
        ("Unicode-3.0", "unicode license v3"),
        ("BSD-2-Clause", "redistributions of source code must retain"),
        ("BSD-3-Clause", "neither the name of"),
        ("Zlib", "altered source versions must be plainly marked"),
        ("CC0-1.0", "cc0 1.0 universal"),
        ("BSL-1.0", "boost software license - version 1.0"),
        ("OFL-1.1", "sil open font license version 1.1"),
    ]);
    for (name, licences) in &list {
        let own: Vec<String> = texts
            .iter()
            .filter(|(names, _)| names.contains(name))
            .map(|(_, text)| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert!(!own.is_empty(), "{name} has no text");
        for licence in licences.split(" AND ") {
            if licence.starts_with("LicenseRef-") {
                continue;
            }
            let words = says
                .get(licence)
                .unwrap_or_else(|| panic!("{name}: {licence} is a licence of which this test knows nothing"));
            assert!(own.iter().any(|text| text.contains(words)), "{name} has no text of {licence}");
        }
    }
}

/// Every file below a folder.
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

#[test]
fn every_font_and_table_in_the_binary_says_whose_it_is() {
    let parts = toml("LICENSES/parts.toml");
    let files = |table: &toml::Value| -> Vec<String> {
        let files = table.get("files").and_then(toml::Value::as_array).cloned().unwrap_or_default();
        files.iter().map(|file| file.as_str().unwrap().to_owned()).collect()
    };
    let mut known: Vec<String> = parts["part"].as_array().unwrap().iter().flat_map(files).collect();
    known.extend(files(&parts["own"]));
    let mut found = Vec::new();
    ["src", "templates", "clauses"].iter().for_each(|folder| below(&root().join(folder), &mut found));
    // Text that we write ourselves; whatever else is compiled in has to be named.
    let ours = ["rs", "md", "yaml", "css", "xml"];
    let own_text = ["templates/names.txt", "templates/version.txt"];
    for path in found {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        let licence = parts["part"].as_array().unwrap().iter().any(|part| part["text"].as_str() == Some(name.as_str()));
        if ours.contains(&kind) || own_text.contains(&name.as_str()) || licence {
            continue;
        }
        let named = known.iter().any(|pattern| match pattern.split_once('*') {
            Some((before, after)) => name.starts_with(before) && name.ends_with(after),
            None => *pattern == name,
        });
        assert!(named, "{name} is in no entry of LICENSES/parts.toml: whose is it, and under which licence?");
    }
}

#[test]
fn the_program_prints_its_notices() {
    let output = Command::new(env!("CARGO_BIN_EXE_peerpact")).arg("licences").output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert!(output.stdout == read("LICENSES/notices.txt").as_bytes());
    for words in ["SIL OPEN FONT LICENSE Version 1.1", "Reserved Font Name", "Gerard D.C. Kuiken", "UNICODE LICENSE V3"]
    {
        assert!(String::from_utf8_lossy(&output.stdout).contains(words), "{words}");
    }
}

#[test]
fn no_code_of_ours_may_be_unsafe() {
    let manifest = toml("Cargo.toml");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    // A `build.rs` or another target would have to say the same; there is one crate, with the lints of its manifest.
    assert!(!root().join("build.rs").exists() && manifest.get("workspace").is_none());
}

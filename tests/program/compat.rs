//! Files that 0.1.0 wrote or read, kept under `tests/compat/0.1.0`: today's program reads each with the same meaning.
//!
//! What is promised stands in `docs/compatibility.md`, whose tables are held here too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::read_back::{Options, files_below, list, options, root, yaml};
use peerpact::pipeline::{self, Library, SchemaOf};
use peerpact::rules;
use peerpact::source::Source;
use serde_json::Value;
use tempfile::TempDir;

fn kept(path: &str) -> PathBuf {
    root().join("tests/compat/0.1.0").join(path)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a name")
}

/// A folder that holds a copy of what 0.1.0 left.
fn copy(path: &str) -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let from = kept(path);
    for file in walk(&from) {
        let to = home.path().join(file.strip_prefix(&from).expect("below"));
        fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
        fs::copy(&file, to).expect("a copy");
    }
    home
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { out.extend(walk(&path)) } else { out.push(path) }
    }
    out
}

/// Runs the program on a day that never changes: exit code, standard output, standard error.
fn run(home: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_peerpact"))
        .current_dir(home)
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .args(arguments)
        .output()
        .expect("the program runs");
    let words = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), words(output.stdout), words(output.stderr))
}

/// The library that 0.1.0 copied out, brought to today's format.
fn old_library() -> (TempDir, Library) {
    let home = copy("library");
    let folder = home.path().display().to_string();
    let (code, _, err) = run(home.path(), &["clauses", "--migrate", &folder]);
    assert_eq!(code, Some(0), "{err}");
    let options = Options { library: Some(home.path().to_owned()), ..options(&[]) };
    let library = pipeline::load(options.library.as_deref()).expect("the migrated library can be read");
    assert!(library.findings.is_empty(), "{}", list(&library.findings));
    (home, library)
}

#[test]
fn an_older_library_is_told_at_its_first_line() {
    let options = Options { library: Some(kept("library")), ..options(&[]) };
    let findings = pipeline::load(options.library.as_deref()).expect("a library").findings;
    assert!(!findings.is_empty(), "the library of 0.1.0 is read as if it were of today");
    for finding in findings {
        let place = finding.place.clone().expect("a place");
        assert_eq!((finding.code, place.line_column().0), ("LIB012", 1), "{}", place.source.name);
        assert!(finding.remedy_text().is_some_and(|help| help.contains("--migrate")), "{}", place.source.name);
    }
}

/// The hash of each clause's words, as a manifest of 0.1.0 says it.
fn words(manifest: &Value) -> BTreeMap<String, String> {
    let clauses = manifest["record"]["clauses"].as_array().expect("clauses");
    let word = |clause: &Value, key: &str| clause[key].as_str().expect("a word").to_owned();
    clauses.iter().map(|clause| (word(clause, "id"), word(clause, "text"))).collect()
}

#[test]
fn a_deal_prints_the_same_words_from_the_same_library() {
    let (_home, library) = old_library();
    let deals = files_below(&kept("deals"), "yaml");
    assert_eq!(deals.len(), 9);
    for deal in deals {
        for form in ["full", "short"] {
            let mut value = yaml::value(&text(&deal));
            if form == "short" {
                yaml::set(&mut value, "legal.form", form);
            }
            let name = deal.display().to_string();
            let source = Source::new(name.as_str(), yaml::text(&value));
            let paper = pipeline::paper(&source, &options(&[]).run(&library));
            let (file, draft) = paper.unwrap_or_else(|| panic!("{name}, {form}: no paper"));
            let clauses = draft.document.clauses.into_iter();
            let now: BTreeMap<String, String> = clauses.map(|clause| (clause.id, clause.sha256)).collect();
            let then = words(&json(&kept(&format!("manifests/{form}/{}.manifest.json", stem(&deal)))));
            assert!(then.len() > 50, "{name}: hardly a clause");
            let ids: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
            // A special term stands behind a mark now, whatever library prints it.
            let marked: Vec<&str> = value["special_terms"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|term| term["after"].as_str())
                .collect();
            // 0.1.0 printed "none set" for a credit limit that nobody had stated. It is a blank now, in any library.
            // Contacts that nobody has named share a row now, in any library.
            let unnamed = !peerpact::deal::contacts::lacking(&file.deal).is_empty();
            let blank = |id: &str| {
                id == "schedule.credit" && value["credit"]["limit"].is_null() || id == "schedule.contacts" && unnamed
            };
            let other: Vec<_> = ids
                .into_iter()
                .filter(|id| now.get(*id) != then.get(*id) && !marked.contains(&id.as_str()) && !blank(id))
                .collect();
            assert!(other.is_empty(), "{name}, {form}: other words in {other:?}");
        }
    }
}

/// What an older schema says of a document that reads otherwise by a newer one. A reader may take more; a report may say more.
fn narrowed(old: &Value, new: &Value, is_read: bool, path: &str, out: &mut Vec<String>) {
    let (old, new) = (variant(old), variant(new));
    if is_read && !stays(&old["default"], &new["default"]) {
        out.push(format!("{path}: the default {} became {}", old["default"], new["default"]));
    }
    for word in words_of(old).difference(&words_of(new)) {
        out.push(format!("{path}: no longer takes {word}"));
    }
    let required = |schema: &Value| -> BTreeSet<String> {
        let names = schema["required"].as_array().into_iter().flatten();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let (before, after) = if is_read { (new, old) } else { (old, new) };
    for name in required(before).difference(&required(after)) {
        out.push(format!("{path}: {name} is {}", if is_read { "required now" } else { "no longer always there" }));
    }
    for (name, schema) in old["properties"].as_object().into_iter().flatten() {
        let below = format!("{path}.{name}");
        match new["properties"].get(name) {
            Some(now) => narrowed(schema, now, is_read, &below, out),
            None => out.push(format!("{below} is gone")),
        }
    }
    for key in ["items", "additionalProperties"] {
        if old[key].is_object() {
            narrowed(&old[key], &new[key], is_read, &format!("{path}[]"), out);
        }
    }
}

/// Whether a default is what it was: a section's may have more fields, and one that is not there may be written as null.
fn stays(old: &Value, new: &Value) -> bool {
    match (old.as_object(), new.as_object()) {
        (Some(old), Some(_)) => old.iter().all(|(key, value)| stays(value, &new[key])),
        _ => old == new,
    }
}

/// The variant of a schema that is not null.
fn variant(schema: &Value) -> &Value {
    let variants = schema["anyOf"].as_array();
    variants.and_then(|variants| variants.iter().find(|one| one["type"] != "null")).map_or(schema, variant)
}

/// The words that a field chooses from.
fn words_of(schema: &Value) -> BTreeSet<String> {
    let own = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const")).map(ToString::to_string);
    own.chain(schema["oneOf"].as_array().into_iter().flatten().flat_map(words_of)).collect()
}

#[test]
fn a_deal_keeps_every_field_choice_and_default() {
    let mut faults = Vec::new();
    narrowed(&json(&kept("schemas/deal.json")), &pipeline::schema(SchemaOf::Deal), true, "deal", &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_report_keeps_every_field() {
    let mut faults = Vec::new();
    let (_, now, _) = run(root().as_path(), &["schema", "findings"]);
    narrowed(
        &json(&kept("schemas/findings.json")),
        &serde_json::from_str(&now).expect("JSON"),
        false,
        "findings",
        &mut faults,
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_narrows_a_schema_is_seen() {
    let old = serde_json::json!({"required": ["a"], "properties": {"a": {"enum": ["x", "y"]}, "b": {"default": "1"}, "c": {}}});
    let new = serde_json::json!({"required": ["a", "b"], "properties": {"a": {"oneOf": [{"const": "x"}]}, "b": {"default": "2"}}});
    let mut faults = Vec::new();
    narrowed(&old, &new, true, "deal", &mut faults);
    assert_eq!(faults.len(), 4, "{faults:?}");
}

#[test]
fn answers_make_the_same_deal() {
    let answers = files_below(&kept("answers"), "yaml");
    let answers: Vec<_> = answers.iter().filter(|path| path.parent() == Some(&kept("answers"))).collect();
    assert_eq!(answers.len(), 8);
    for path in answers {
        let home = tempfile::tempdir().expect("a folder");
        let file = path.display().to_string();
        let (_, _, err) = run(home.path(), &["new", "deal.yaml", "--answers", &file, "-t", "md"]);
        let deal = home.path().join("deal.yaml");
        assert!(deal.exists(), "{file}:\n{err}");
        let then = text(&kept("answers/deals").join(path.file_name().expect("a name")));
        assert_eq!(yaml::value(&text(&deal)), yaml::value(&then), "{file}");
    }
}

#[test]
fn a_baseline_hides_what_it_hid_but_for_errors() {
    let home = copy("deals");
    let report = kept("reports/check.json").display().to_string();
    let names: Vec<String> = json(&kept("reports/check.json"))["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["file"].as_str().map(str::to_owned))
        .collect();
    let deals: BTreeSet<&str> = names.iter().map(String::as_str).filter(|name| name.ends_with(".yaml")).collect();
    let check = |more: &[&str]| {
        let mut arguments = vec!["check", "--format", "json", "--as-of", "2027-03-15"];
        arguments.extend(more);
        arguments.extend(deals.iter().filter(|name| !name.contains('/')));
        let (_, out, err) = run(home.path(), &arguments);
        let document: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}:\n{err}"));
        document["findings"].as_array().expect("findings").clone()
    };
    let key = |finding: &Value| [&finding["file"], &finding["code"], &finding["path"]].map(ToString::to_string);
    let count = |findings: &[Value]| {
        let mut out: BTreeMap<[String; 3], usize> = BTreeMap::new();
        findings.iter().filter(|one| one["level"] != "error").for_each(|one| *out.entry(key(one)).or_default() += 1);
        out
    };
    let then = count(json(&kept("reports/check.json"))["findings"].as_array().expect("findings"));
    let (all, left) = (count(&check(&[])), count(&check(&["--baseline", &report])));
    for (key, found) in &all {
        let known = then.get(key).copied().unwrap_or_default();
        assert_eq!(left.get(key).copied().unwrap_or_default(), found.saturating_sub(known), "{key:?}");
    }
    assert!(all.iter().any(|(key, _)| then.contains_key(key)), "nothing of 0.1.0 is found today");
}

#[test]
fn a_set_of_drafts_that_0_1_0_wrote_is_drafted_again() {
    let home = copy("drafts");
    let deal = text(&kept("deals/smallest.yaml")).replace("SH-2027-01", "SH-2027-02");
    fs::write(home.path().join("smallest.yaml"), deal).expect("a deal");
    let (code, _, err) = run(home.path(), &["draft", "smallest.yaml", "-t", "md", "--review", "-o", "."]);
    assert_eq!(code, Some(0), "{err}");
    let draft = text(&home.path().join("smallest.md"));
    assert!(draft.contains("SH-2027-02") && !draft.contains("SH-2027-01"), "the draft is the old one");
}

#[test]
fn a_house_policy_weighs_as_it_did() {
    let home = copy("policy");
    let (_, out, err) = run(home.path(), &["check", "deal.yaml", "--format", "json", "--as-of", "2026-11-22"]);
    let levels = |report: &Value| -> BTreeSet<(String, String, String)> {
        let word = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let findings = report["findings"].as_array().expect("findings").iter();
        findings.map(|one| (word(one, "code"), word(one, "path"), word(one, "level"))).collect()
    };
    let now = levels(&serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}:\n{err}")));
    let then = levels(&json(&kept("policy/check.json")));
    assert!(then.is_subset(&now), "{:?} are not found as they were", then.difference(&now).collect::<Vec<_>>());
    assert!(!now.iter().any(|(code, ..)| code == "RISK003"), "a code that is off is reported");
}

#[cfg(unix)]
#[test]
fn answers_of_a_killed_wizard_go_on_to_the_same_deal() {
    const ANSWERS: &[(&str, &str)] = &[
        ("parties.@they.country", "HK"),
        ("scope.flows", "buy"),
        ("scope.traffic", "mobile, inter"),
        ("technical.sessions", "500"),
        ("technical.sites.@we", "203.0.113.9"),
        ("rates.effective", "2027-01-01"),
        ("rates.lines[*].destination", "Hong Kong Mobile"),
        ("rates.lines[*].codes", "8525, 8526"),
        ("rates.lines[*].rate", "0.0180"),
        ("jurisdiction.law", "England and Wales"),
        // What a deal of 0.1.0 did not say.
        ("legal.form", ":clear"),
    ];
    let then = yaml::value(&text(&kept("partial/deal.yaml")));
    for point in ["early", "middle", "late", "review"] {
        let home = tempfile::tempdir().expect("a folder");
        fs::copy(kept(&format!("partial/{point}.yaml.partial")), home.path().join("deal.yaml.partial"))
            .expect("answers");
        let mut wizard = crate::pty::Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
        wizard.until_review(ANSWERS);
        let end = wizard.done();
        assert_eq!(end.code, 0, "{}", end.text());
        assert_eq!(yaml::value(&text(&home.path().join("deal.yaml"))), then, "{point}");
    }
}

/// The cells of the rows of a page's tables, header rows and rules left out.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with('|'));
    lines.skip(2).map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()).collect()
}

fn page() -> String {
    text(&root().join("docs/compatibility.md"))
}

/// What stands between back-ticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The words that are flags, and those before them.
fn parted<'a>(words: impl Iterator<Item = &'a str>) -> (String, BTreeSet<String>) {
    let (flags, command): (Vec<&str>, Vec<&str>) = words.partition(|word| word.starts_with('-'));
    (command.join(" "), flags.into_iter().map(str::to_owned).collect())
}

/// The flags of each command, by its words, as `--help` lists them; those of the program itself under no word, and not repeated.
fn of_help() -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut open = vec![Vec::<String>::new()];
    while let Some(command) = open.pop() {
        let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let (code, help, err) = run(root().as_path(), &arguments);
        assert_eq!(code, Some(0), "{command:?}: {err}");
        let (mut section, mut flags) = ("", BTreeSet::new());
        for line in help.lines().filter(|line| !line.trim().is_empty()) {
            let indent = line.len() - line.trim_start().len();
            let mut words = line.split_whitespace().map(|word| word.trim_end_matches(','));
            match section {
                _ if indent == 0 => section = line,
                "Commands:" if indent == 2 && !line.trim_start().starts_with("help ") => {
                    open.push(command.iter().cloned().chain(words.next().map(str::to_owned)).collect())
                }
                "Options:" if indent <= 6 => {
                    flags.extend(words.take_while(|word| word.starts_with('-')).map(str::to_owned))
                }
                _ => {}
            }
        }
        if let Some(everywhere) = out.get("") {
            flags = &flags - everywhere;
        }
        out.insert(command.join(" "), flags);
    }
    out
}

/// The flags of each command on the page: those of 0.1.0, and those since; `None` before the first if 0.1.0 lacked the command.
fn of_page(page: &str) -> BTreeMap<String, (Option<BTreeSet<String>>, BTreeSet<String>)> {
    let flags = |cell: &str| -> BTreeSet<String> { quoted(cell).into_iter().map(str::to_owned).collect() };
    let row = |row: &Vec<String>| {
        let command = quoted(&row[0]).first().map(|command| (*command).to_owned()).unwrap_or_default();
        (command, ((row[1].trim() != "not there").then(|| flags(&row[1])), flags(&row[2])))
    };
    rows(page, "Commands and flags").iter().map(row).collect()
}

#[test]
fn the_page_names_every_command_and_flag_and_which_are_of_0_1_0() {
    let page = of_page(&page());
    let help = of_help();
    assert!(help.len() > 15 && help[""].contains("--help"), "{help:?}");
    let old: BTreeMap<String, BTreeSet<String>> =
        text(&kept("commands.txt")).lines().map(|line| parted(line.split(' '))).collect();
    for (command, flags) in &help {
        let Some((of_old, since)) = page.get(command) else {
            assert!(flags.is_empty() && old.contains_key(command), "`{command}` is not on the page");
            continue;
        };
        assert_eq!(of_old.as_ref(), old.get(command), "what `{command}` had in 0.1.0");
        let new = flags - &old.get(command).cloned().unwrap_or_default();
        assert_eq!(*since, new, "what `{command}` has had since");
    }
    for command in page.keys().chain(old.keys()) {
        assert!(help.contains_key(command), "`{command}` is gone");
    }
}

#[test]
fn every_command_and_flag_of_0_1_0_is_taken() {
    for line in text(&kept("commands.txt")).lines() {
        let (command, flags) = parted(line.split(' '));
        let command: Vec<&str> = command.split_whitespace().collect();
        for flag in &flags {
            let (_, _, err) = run(root().as_path(), &[&command[..], &[flag.as_str()]].concat());
            assert!(!err.contains("unexpected argument"), "{command:?} {flag}: {err}");
        }
    }
}

#[test]
fn codes_and_clauses_are_there_or_retired_for_good() {
    let page = page();
    let codes: BTreeSet<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    let ids: BTreeSet<&str> = crate::read_back::library().clauses.keys().map(String::as_str).collect();
    for (file, now, heading) in
        [("codes.txt", codes, "Codes that are retired"), ("clauses.txt", ids, "Clauses that are retired")]
    {
        let rows = rows(&page, heading);
        let retired: BTreeSet<&str> = rows.iter().flat_map(|row| quoted(&row[0])).collect();
        for name in text(&kept(file)).lines() {
            assert!(now.contains(name) || retired.contains(name), "{name} is neither there nor under `{heading}`");
        }
        let back: Vec<_> = retired.intersection(&now).collect();
        assert!(back.is_empty(), "{back:?} are retired and used again");
    }
}

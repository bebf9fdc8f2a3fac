//! A repository of deals between two states: the comment on a pull request says what was changed, and nothing in it is obeyed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::many::{files, program, run, smallest, write};

pub fn git(home: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]);
    let output = git.args(arguments).current_dir(home).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository by `init` with so many deals beside the first, each with a reference and a price of its own, in one commit.
pub fn house(count: usize) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let (code, _, err) = run(home.path(), &["init", "."]);
    assert_eq!(code, 0, "{err}");
    for at in 0..count {
        let deal = smallest().replace("SH-2027-01", &format!("R-{at}")).replace("0.0180", &format!("0.0{}", 100 + at));
        write(home.path(), &format!("deals/{}/d{at:03}.yaml", at % 7), &deal);
    }
    fs::create_dir(home.path().join("out")).unwrap();
    git(home.path(), &["init", "-q", "-b", "main", "."]);
    git(home.path(), &["add", "-A"]);
    git(home.path(), &["commit", "-q", "-m", "base"]);
    home
}

pub fn change(home: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(home.join(path)).unwrap();
    assert!(text.contains(from), "{path} holds no {from}");
    write(home, path, &text.replace(from, to));
}

fn json(home: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let (code, out, err) = run(home, &[&["summary", "--format", "json"], arguments].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}")), err)
}

fn deals(summary: &Value) -> BTreeMap<String, Value> {
    let deals = summary["deals"].as_array().unwrap().iter();
    deals.map(|deal| (deal["path"].as_str().unwrap().to_owned(), deal.clone())).collect()
}

/// How many deals the large tests have: 300 in `.ci/full`.
pub fn count() -> usize {
    std::env::var("PEERPACT_DEALS").map_or(14, |count| count.parse().unwrap())
}

#[test]
fn a_pull_request_that_changes_five_deals_is_told_by_what_was_changed() {
    let home = house(count());
    let home = home.path();
    git(home, &["checkout", "-q", "-b", "change"]);
    change(home, "deals/0/d000.yaml", "rate: 0.0100", "rate: 0.0110");
    change(home, "deals/1/d001.yaml", "pay: 30 days", "pay: 45 days");
    change(
        home,
        "deals/2/d002.yaml",
        "legal: {reviewed_by: ~}",
        "legal: {reviewed_by: ~}\npositions: {sla.credits: walk_away}",
    );
    change(home, "deals/3/d003.yaml", "courts: England and Wales", "courts: Singapore");
    change(home, "deals/4/d004.yaml", "increment: 1/1", "increment: 60/1");
    git(home, &["commit", "-q", "-a", "-m", "change"]);
    let (code, summary, err) = json(home, &["main", "change"]);
    assert_eq!(code, 0, "{err}");
    let told = deals(&summary);
    let paths: Vec<&str> = told.keys().map(String::as_str).collect();
    let changed =
        ["deals/0/d000.yaml", "deals/1/d001.yaml", "deals/2/d002.yaml", "deals/3/d003.yaml", "deals/4/d004.yaml"];
    assert_eq!(paths, changed);
    assert_eq!(summary["unchanged"], count() + 1 - 5);
    // The price, and by how much.
    let fields = |path: &str| told[path]["fields"].as_array().unwrap().clone();
    let price = fields(changed[0]);
    assert_eq!(price.len(), 1, "{price:?}");
    assert!(price[0]["old"].as_str().unwrap().contains("0.0100 at 1/1"), "{price:?}");
    assert!(price[0]["new"].as_str().unwrap().contains("0.0110 at 1/1"), "{price:?}");
    assert_eq!(price[0]["by"], "+0.001 (+10 %)");
    assert_eq!(told[changed[0]]["weight"], "money");
    // The time.
    let pay = fields(changed[1]);
    let said = (&pay[0]["path"], &pay[0]["old"], &pay[0]["new"], &pay[0]["by"]);
    assert_eq!(said, (&"billing.pay".into(), &"30 days".into(), &"45 days".into(), &"+15 days (+50 %)".into()));
    let clauses = |path: &str| -> Vec<String> {
        let parts = told[path]["parts"].as_array().unwrap().iter();
        parts.filter_map(|part| part["clause"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(clauses(changed[1]), ["bill.payment"]);
    // The position left, who must approve it, and the finding that says so.
    let position = &told[changed[2]]["positions"];
    assert_eq!(
        (&position[0]["clause"], &position[0]["new"]),
        (&"sla.credits".into(), &"walk_away".into()),
        "{position}"
    );
    let missing = &told[changed[2]]["approvals_missing"];
    assert!(missing.as_array().unwrap().iter().any(|one| one["clause"] == "sla.credits"), "{missing}");
    let new = told[changed[2]]["findings"]["new"].as_array().unwrap();
    assert!(new.iter().any(|finding| finding["code"].as_str().unwrap().starts_with("GOV")), "{new:?}");
    // The courts are a term without a figure.
    let courts = fields(changed[3]);
    assert_eq!((&courts[0]["path"], &courts[0]["weight"]), (&"jurisdiction.courts".into(), &"duty".into()));
    // An increment is no distance.
    assert_eq!(fields(changed[4])[0].get("by"), None);
    // Two revisions, a revision and a folder, and two folders say the same.
    let (_, with_folder, _) = json(home, &["main", "."]);
    assert_eq!(with_folder["deals"], summary["deals"]);
    let base = tempfile::tempdir().unwrap();
    git(home, &["worktree", "add", "-q", "--detach", &base.path().join("base").display().to_string(), "main"]);
    let (_, folders, _) = json(home, &[&base.path().join("base").display().to_string(), "."]);
    assert_eq!(folders["deals"], summary["deals"]);
    // Below a folder, only its deals count.
    let (_, below, _) = json(&home.join("deals/1"), &["main", "."]);
    assert_eq!(deals(&below).keys().collect::<Vec<_>>(), ["d001.yaml"]);
    assert_eq!(json(home, &["main", "main", "--exit-code"]).0, 0);
}

#[test]
fn the_comment_links_to_redlines_and_is_written_beside_the_json() {
    let home = house(3);
    let home = home.path();
    change(home, "deals/0/d000.yaml", "rate: 0.0100", "rate: 0.0110");
    let link = "https://ci.example/artifacts/";
    let arguments = ["summary", "HEAD", ".", "-t", "md,docx", "-o", "out/changes", "--link", link];
    let (code, out, err) = run(home, &arguments);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("## Deals: 1 changed, 3 unchanged"), "{out}");
    assert!(out.contains(&format!("[DOCX](<{link}deals/0/d000.redline.docx>)")), "{out}");
    let written = files(&home.join("out/changes"));
    assert_eq!(written[Path::new("summary.md")], out.as_bytes());
    let summary: Value = serde_json::from_slice(&written[Path::new("summary.json")]).unwrap();
    let redlines = summary["deals"][0]["redlines"].as_array().unwrap();
    assert!(redlines.iter().all(|one| written.contains_key(Path::new(one["path"].as_str().unwrap()))), "{redlines:?}");
    // The same redline as that of the two files.
    let (code, ..) = run(home, &["redline", "HEAD:deals/0/d000.yaml", "deals/0/d000.yaml", "-t", "md", "-o", "one"]);
    assert_eq!(code, 0);
    assert_eq!(
        written[Path::new("deals/0/d000.redline.md")],
        fs::read(home.join("one/d000.redline.md")).unwrap(),
        "the redline differs from that of `redline`"
    );
    assert_eq!(json(home, &["HEAD", ".", "--exit-code"]).0, 4);
    // A second time it replaces its own files; what somebody wrote stays.
    assert_eq!(run(home, &arguments).0, 0);
    assert!(written == files(&home.join("out/changes")));
    write(home, "out/changes/summary.md", "mine");
    assert_eq!(run(home, &arguments).0, 2);
}

#[test]
fn deals_come_go_move_and_fail_each_by_itself() {
    let home = house(6);
    let home = home.path();
    fs::remove_file(home.join("deals/0/d000.yaml")).unwrap();
    fs::rename(home.join("deals/1/d001.yaml"), home.join("deals/1/moved.yaml")).unwrap();
    write(home, "deals/new.yaml", &smallest().replace("SH-2027-01", "NEW"));
    change(home, "deals/2/d002.yaml", "rate: 0.0102", "rate: -1");
    write(home, "deals/3/d003.yaml", &(fs::read_to_string(home.join("deals/3/d003.yaml")).unwrap() + "# a word\n"));
    fs::write(home.join("deals/4/d004.yaml"), b"caf\xe9").unwrap();
    let (code, summary, err) = json(home, &["HEAD", "."]);
    assert_eq!(code, 2, "a deal that cannot be read fails the run\n{err}");
    let told = deals(&summary);
    let fate = |path: &str| (told[path]["fate"].clone(), told[path]["was"].clone(), told[path]["not_compared"].clone());
    assert_eq!(fate("deals/0/d000.yaml"), ("removed".into(), Value::Null, Value::Null));
    assert_eq!(fate("deals/1/moved.yaml"), ("changed".into(), "deals/1/d001.yaml".into(), Value::Null));
    assert_eq!(fate("deals/new.yaml").0, "added");
    assert_eq!(fate("deals/2/d002.yaml").2, "the new deal has errors");
    assert_eq!(told["deals/3/d003.yaml"]["weight"], Value::Null, "only a comment changed");
    assert!(summary["faults"][0].as_str().unwrap().contains("deals/4/d004.yaml"), "{}", summary["faults"]);
    assert_eq!(told.len(), 5, "{:?}", told.keys());
    // An error alone is exit code 1, and the summary is whole.
    git(home, &["checkout", "-q", "--", "deals/4/d004.yaml"]);
    assert_eq!(json(home, &["HEAD", "."]).0, 1);
    // What has no deal yet is compared with nothing, and what is no revision is said.
    fs::create_dir(home.join("empty")).unwrap();
    let (_, summary, _) = json(home, &["empty", "deals/5"]);
    assert_eq!(deals(&summary).len(), 1);
    let (code, _, err) = run(home, &["summary", "nowhere", "."]);
    assert!(code == 2 && err.contains("cannot read the revision nowhere"), "{err}");
    assert_eq!(run(home, &["summary", "--", "--upload-pack=x", "."]).0, 2);
}

#[test]
fn a_change_of_the_policy_shows_what_it_does_to_every_deal() {
    let home = house(2);
    let home = home.path();
    change(home, "peerpact.toml", "[repository]", "[levels]\nCREDIT002 = \"error\"\n[repository]");
    let (code, summary, err) = json(home, &["HEAD", "."]);
    assert_eq!(code, 1, "{err}");
    assert_eq!(deals(&summary).len(), 3);
    assert!(summary["deals"][0]["findings"]["new"][0]["code"] == "CREDIT002", "{summary:#}");
    // One that does nothing to a deal shows none.
    change(home, "peerpact.toml", "CREDIT002 = \"error\"", "RATE009 = \"error\"");
    let (code, summary, err) = json(home, &["HEAD", "."]);
    assert_eq!((code, deals(&summary).len()), (0, 0), "{err}");
}

/// What a runner or a code host would obey, in what other people wrote into a deal.
#[test]
fn nothing_that_a_deal_says_is_obeyed() {
    let home = house(1);
    let home = home.path();
    let evil = "\"##[add-path]/tmp @everyone ##vso[task.x] `|` <!-- /approve --> ![x](https://evil.example/p.png) \\n::set-output name=a::b\"";
    change(home, "deals/0/d000.yaml", "name: Harbour Telecom Ltd", &format!("name: {evil}"));
    change(home, "deals/0/d000.yaml", "reference: R-0", "reference: \"::error::@jo #1\"");
    let (_, out, err) = run(home, &["summary", "HEAD", "."]);
    assert!(out.contains("everyone") || out.contains("error"), "{out}\n{err}");
    for line in out.lines() {
        assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
        assert!(!line.trim_start().starts_with("::") && !line.trim_start().starts_with('/'), "{line}");
        // Outside of code spans nothing comes from the deal: read as a Markdown reader does.
        let mut rest = line.replace("\\|", "|");
        let mut outside = String::new();
        while let Some(start) = rest.find('`') {
            let fence = rest[start..].chars().take_while(|letter| *letter == '`').count();
            let (fence, after) = ("`".repeat(fence), rest[start + fence..].to_owned());
            outside.push_str(&rest[..start]);
            let closed = after
                .match_indices(&fence)
                .find(|(at, _)| !after[..*at].ends_with('`') && !after[at + fence.len()..].starts_with('`'));
            rest = closed.map_or_else(String::new, |(at, _)| after[at + fence.len()..].to_owned());
        }
        outside.push_str(&rest);
        assert!(
            !outside.contains('@') && !outside.contains("evil") && !outside.contains("/approve"),
            "{line}\n{outside}"
        );
    }
}

/// A repository that keeps the library of today as `libraries/1.0`, another as the one of the run, and two deals that pin the first.
fn upgraded() -> TempDir {
    let home = house(2);
    let at = home.path();
    let (code, _, err) = run(at, &["clauses", "--eject", "libraries/one"]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = run(at, &["clauses", "--eject", "new"]);
    assert_eq!(code, 0, "{err}");
    change(at, "new/templates/version.txt", "1.0\n", "1.1\n");
    let ending = fs::read_to_string(at.join("new/clauses/term/termination-convenience.md")).unwrap();
    assert!(ending.contains(" may "), "{ending}");
    write(at, "new/clauses/term/termination-convenience.md", &ending.replace(" may ", " can "));
    change(at, "peerpact.toml", "[repository]", "[repository]\nlibraries = \"libraries\"");
    for deal in ["deals/0/d000.yaml", "deals/1/d001.yaml"] {
        change(at, deal, "peerpact: 1 ", "library: \"1.0\"\npeerpact: 1 ");
    }
    home
}

#[test]
fn an_upgrade_shows_each_deal_what_changes_on_the_paper_and_then_moves_the_pin() {
    let home = upgraded();
    let home = home.path();
    let text = |path: &str| fs::read_to_string(home.join(path)).unwrap();
    let before = text("deals/0/d000.yaml");
    let arguments = ["upgrade", "deals", "--from", "1.0", "--library", "new", "--format", "json"];
    let (code, out, err) = run(home, &[&arguments[..], &["-t", "md", "-o", "out/up"]].concat());
    assert_eq!(code, 0, "{err}");
    let summary: Value = serde_json::from_str(&out).unwrap();
    let told = deals(&summary);
    assert_eq!(told.len(), 3, "two pinned deals and one that pins nothing\n{out}");
    let clauses = |deal: &Value| -> Vec<String> {
        let parts = deal["parts"].as_array().unwrap().iter();
        parts.filter_map(|part| part["clause"].as_str().map(str::to_owned)).collect()
    };
    for (path, deal) in &told {
        assert_eq!(clauses(deal), ["term.termination-convenience"], "{path}");
        let redline = text(&format!("out/up/{}", deal["redlines"][0]["path"].as_str().unwrap()));
        assert!(redline.contains("can"), "{path}");
    }
    assert!(err.contains("--write would pin deals/0/d000.yaml to 1.1"), "{err}");
    assert!(err.contains("1 deal pins no library"), "{err}");
    assert_eq!(text("deals/0/d000.yaml"), before, "nothing is written without --write");
    // The pin alone moves, and the deal is then that of the new library.
    let (code, _, err) = run(home, &[&arguments[..], &["--write"]].concat());
    assert_eq!(code, 0, "{err}");
    assert_eq!(text("deals/0/d000.yaml"), before.replace("library: \"1.0\"", "library: \"1.1\""));
    assert_eq!(run(home, &["check", "deals/0/d000.yaml", "--library", "new"]).0, 0);
    let (code, _, err) = run(home, &["check", "deals/0/d000.yaml"]);
    assert!(code == 1 && err.contains("LIB009"), "{err}");
    // What cannot be drafted by the new library keeps its pin.
    change(home, "deals/0/d000.yaml", "library: \"1.1\"", "library: \"1.0\"");
    change(home, "deals/0/d000.yaml", "rate: 0.0100", "rate: -1");
    assert_eq!(run(home, &[&arguments[..], &["--write"]].concat()).0, 1);
    assert!(text("deals/0/d000.yaml").contains("library: \"1.0\""));
    let (code, _, err) = run(home, &["upgrade", "deals", "--from", "0.7"]);
    assert!(code == 2 && err.contains("keeps no such version"), "{err}");
}

#[test]
fn a_pinned_deal_is_drafted_by_the_library_that_the_house_keeps() {
    let home = upgraded();
    let home = home.path();
    // The run's own library is another: the kept one is drafted from, and its hash stands in the manifest.
    let (_, clauses, _) = run(home, &["clauses", "--format", "json"]);
    let digest = |text: &str| serde_json::from_str::<Value>(text).unwrap()["library"].clone();
    change(home, "libraries/one/templates/version.txt", "1.0\n", "0.9\n");
    change(home, "deals/0/d000.yaml", "library: \"1.0\"", "library: \"0.9\"");
    let (code, _, err) = run(home, &["draft", "deals/0/d000.yaml", "deals/1/d001.yaml", "-t", "md"]);
    assert_eq!(code, 0, "{err}");
    let manifest = |stem: &str| digest(&fs::read_to_string(home.join(format!("out/{stem}.manifest.json"))).unwrap());
    assert_ne!(manifest("d000"), manifest("d001"));
    assert!(clauses.contains(manifest("d001").as_str().unwrap()), "the other is of the built-in library");
    assert_eq!(run(home, &["approvals", "deals/0/d000.yaml"]).0, 0);
    let (code, out, err) = run(home, &["redline", "HEAD:deals/0/d000.yaml", "deals/0/d000.yaml"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("library"), "{out}");
    // A kept library that cannot be used fails the deals that pin it, and no other.
    write(home, "libraries/one/clauses/term/termination-convenience.md", "no clause");
    let (code, _, err) = run(home, &["check", "deals/0/d000.yaml", "deals/1/d001.yaml"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("cannot use the library at") && err.contains("1 of 2 deals failed"), "{err}");
    // One that is named takes the place of every other.
    assert_eq!(run(home, &["check", "deals/0/d000.yaml", "--library", "new"]).0, 1);
}

#[test]
fn a_baseline_knows_a_deal_from_whatever_folder_it_is_called() {
    let home = house(3);
    let home = home.path();
    let left = |from: &str, arguments: &[&str]| {
        let (code, _, err) = run(&home.join(from), &[&["check", "--baseline"], arguments].concat());
        assert_eq!(code, 0, "{err}");
        err.contains("No findings") || err.contains("no findings")
    };
    for (from, folder) in [(".", "."), ("deals", "."), ("deals/0", ".."), (".", "./deals/../deals")] {
        let (_, report, _) = run(&home.join(from), &["check", folder, "--format", "json"]);
        write(home, "known.json", &report);
        assert!(left(".", &["known.json", "deals"]), "from the root, written in {from}");
        assert!(left("deals/1", &["../../known.json", "d001.yaml"]), "from a folder, written in {from}");
        assert!(left("out", &["../known.json", &home.join("deals/2/d002.yaml").display().to_string()]));
    }
    // A deal of the same name elsewhere is another.
    write(home, "deals/5/d001.yaml", &fs::read_to_string(home.join("deals/1/d001.yaml")).unwrap());
    assert!(!left("deals/5", &["../../known.json", "d001.yaml"]));
}

/// Stores an object in a repository as it is, and returns its name.
fn object(home: &Path, kind: &str, bytes: &[u8]) -> String {
    use std::io::Write as _;
    let mut git = Command::new("git")
        .args(["hash-object", "-w", "-t", kind, "--literally", "--stdin"])
        .current_dir(home)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    git.stdin.take().unwrap().write_all(bytes).unwrap();
    String::from_utf8(git.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}

/// A tree with entries that git itself would not write: a mode, a name and an object each.
fn tree(home: &Path, entries: &[(&str, &str, &str)]) -> String {
    let mut bytes = Vec::new();
    for (mode, name, object) in entries {
        bytes.extend(format!("{mode} {name}\0").bytes());
        bytes.extend((0..object.len()).step_by(2).map(|at| u8::from_str_radix(&object[at..at + 2], 16).unwrap()));
    }
    object(home, "tree", &bytes)
}

/// A repository from elsewhere is read, and decides nothing about our disk: neither what is written to it nor what is read from it.
#[cfg(unix)]
#[test]
fn a_revision_from_elsewhere_writes_and_reads_nothing_outside() {
    let outside = tempfile::tempdir().unwrap();
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(outside.path().join("secret.yaml"), "peerpact: 1\nsecret words: 1\n").unwrap();
    git(home, &["init", "-q", "."]);
    let words = object(home, "blob", b"peerpact: 1\n");
    // One after the other, links that each stay inside lead to the root of the disk, from a folder up to three levels below it.
    let up = object(home, "blob", b"../..");
    let inner = tree(home, &[("120000", "up", &up)]);
    let folder = tree(home, &[("40000", "b", &inner)]);
    let climb = |path: &str| object(home, "blob", format!("a/b/up/../../..{path}").as_bytes());
    let to_outside = climb(outside.path().to_str().unwrap());
    let to_secret = climb(outside.path().join("secret.yaml").to_str().unwrap());
    let below = tree(home, &[("100644", "written.yaml", &words)]);
    let mut bomb = tree(home, &[("100644", "d.yaml", &words)]);
    for _ in 0..9 {
        let entries: Vec<(&str, &str, &str)> =
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"].map(|name| ("40000", name, bomb.as_str())).to_vec();
        bomb = tree(home, &entries);
    }
    let trees = [
        (
            "a link and a folder",
            tree(home, &[("40000", "a", &folder), ("120000", "m", &to_outside), ("40000", "m", &below)]),
        ),
        (
            "a link and a file",
            tree(home, &[("40000", "a", &folder), ("120000", "m", &to_secret), ("100644", "m", &words)]),
        ),
        ("a link to a file", tree(home, &[("40000", "a", &folder), ("120000", "m.yaml", &to_secret)])),
        ("trees in trees", bomb),
    ];
    for (what, tree) in trees {
        let output = Command::new(program()).args(["summary", &tree, &tree]).current_dir(home).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{what}: {said}");
        assert!(!said.contains("secret words"), "{what}: {said}");
        let there: Vec<_> = fs::read_dir(outside.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(there, ["secret.yaml"], "{what}");
        let secret = fs::read_to_string(outside.path().join("secret.yaml")).unwrap();
        assert_eq!(secret, "peerpact: 1\nsecret words: 1\n", "{what}");
    }
}

#[test]
fn the_page_of_versions_says_what_the_program_writes() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/compatibility.md")).unwrap();
    let stated = |what: &str| {
        let row = page.lines().find(|line| line.starts_with(&format!("| {what} |"))).unwrap();
        row.split(" | ").nth(1).unwrap().to_owned()
    };
    let home = house(1);
    let home = home.path();
    let version = |text: &str| serde_json::from_str::<Value>(text).unwrap()["version"].to_string();
    let said = |arguments: &[&str]| run(home, arguments).1;
    assert_eq!(said(&["--version"]).trim(), format!("peerpact {}", stated("The crate and the program")));
    let schema: Value = serde_json::from_str(&said(&["schema", "deal"])).unwrap();
    assert_eq!(schema["properties"]["peerpact"]["maximum"].to_string(), stated("A deal"));
    let library: Value = serde_json::from_str(&said(&["clauses", "--format", "json"])).unwrap();
    assert_eq!(library["library"]["version"], stated("The clause library"));
    assert_eq!(run(home, &["clauses", "--eject", "library"]).0, 0);
    let text = fs::read_to_string(home.join("library/templates/version.txt")).unwrap();
    assert_eq!(text.lines().nth(1).unwrap(), format!("format {}", stated("The format of a library")));
    assert_eq!(version(&said(&["check", "deals", "--format", "json"])), stated("Findings in JSON"));
    let pair = ["redline", "deals/first.yaml", "deals/0/d000.yaml", "--format", "json"];
    assert_eq!(version(&said(&pair)), stated("A redline in JSON"));
    assert_eq!(version(&said(&["summary", "HEAD", ".", "--format", "json"])), stated("A summary in JSON"));
    assert_eq!(run(home, &["draft", "deals", "-t", "md"]).0, 0);
    let manifest = fs::read_to_string(home.join("out/d000.manifest.json")).unwrap();
    assert_eq!(version(&manifest), stated("The manifest of a draft"));
    let of_run = said(&["merge", "out/d000.manifest.json", "out/first.manifest.json"]);
    assert_eq!(version(&of_run), stated("The manifest of a run (`merge`, `draft --manifest`)"));
}

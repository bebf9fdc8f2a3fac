//! `redline` over many deals: whatever names them, each is the redline of its two files, and one that fails stops no other.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::many::{files, run, smallest, write};
use super::repository::{change, git, house};

/// What a redline of many says of each deal.
fn fates(json: &str) -> BTreeMap<String, String> {
    let value: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("{json}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    value["deals"].as_array().unwrap().iter().map(|one| (text(&one["deal"]), text(&one["fate"]))).collect()
}

#[test]
fn redlines_of_many_are_those_of_each_whatever_names_them() {
    let home = house(8);
    let home = home.path();
    let elsewhere = tempfile::tempdir().unwrap();
    let base = elsewhere.path().join("base");
    git(home, &["worktree", "add", "-q", "--detach", &base.display().to_string(), "HEAD"]);
    change(home, "deals/0/d000.yaml", "rate: 0.0100", "rate: 0.0110");
    change(home, "deals/0/d007.yaml", "pay: 30 days", "pay: 45 days");
    fs::rename(home.join("deals/1/d001.yaml"), home.join("deals/2/moved.yaml")).unwrap();
    fs::remove_file(home.join("deals/3/d003.yaml")).unwrap();
    write(home, "deals/new.yaml", &smallest().replace("SH-2027-01", "NEW"));
    let redline = |arguments: &[&str], output: &str| {
        let more = ["-t", "md,docx", "-o", output, "--format", "json"];
        let (code, out, err) = run(home, &[&["redline"], arguments, &more].concat());
        assert_eq!(code, 0, "{err}");
        let mut fates = fates(&out);
        for fate in fates.values_mut().filter(|fate| *fate == "unchanged") {
            fate.clear();
        }
        fs::create_dir_all(home.join(output)).unwrap();
        (fates, files(&home.join(output)), err)
    };
    let (fates, written, err) = redline(&["HEAD", "deals"], "a");
    let told: Vec<(&str, &str)> =
        fates.iter().filter(|(_, fate)| !fate.is_empty()).map(|(deal, fate)| (deal.as_str(), fate.as_str())).collect();
    let all = [
        ("HEAD:deals/3/d003.yaml", "removed"),
        ("deals/0/d000.yaml", "changed"),
        ("deals/0/d007.yaml", "changed"),
        ("deals/new.yaml", "added"),
    ];
    assert_eq!(told, all, "{err}");
    assert!(fates.contains_key("deals/2/moved.yaml"), "{fates:?}");
    assert!(err.contains("] deals/0/d000.yaml: terms changed") && !err.contains("/tmp/.tmp"), "{err}");
    let names: Vec<String> = written.keys().map(|path| path.display().to_string()).collect();
    let ends = ["docx", "manifest.json", "md"];
    let expected = ["d000", "d007"].iter().flat_map(|deal| ends.map(|end| format!("{deal}.redline.{end}")));
    assert_eq!(names, expected.collect::<Vec<_>>());
    // Each is the redline of the two files, alone.
    let one = ["redline", "HEAD:deals/0/d007.yaml", "deals/0/d007.yaml", "-t", "md,docx", "-o", "one"];
    assert_eq!(run(home, &one).0, 0);
    for (path, bytes) in files(&home.join("one")) {
        assert!(written[&path] == bytes, "{}", path.display());
    }
    // Folders, revisions of a folder, patterns and the files that a shell makes of one.
    let base_deals = base.join("deals").display().to_string();
    assert_eq!(redline(&[&base_deals, "deals"], "b").1, written);
    assert_eq!(redline(&["HEAD:deals", "deals"], "c").1, written);
    assert_eq!(redline(&["HEAD", "deals/**/*.yaml"], "d").1, written);
    assert_eq!(redline(&["HEAD", "deals/0/d000.yaml", "deals/0/d007.yaml"], "e").1, written);
    let (of_pattern, written_by_pattern, _) = redline(&["HEAD", "deals/0/*7.yaml"], "f");
    assert_eq!((of_pattern.len(), written_by_pattern.len()), (1, 3), "{of_pattern:?}");
    // In parts, and however many at once.
    for part in ["1/2", "2/2"] {
        redline(&["HEAD", "deals", "--jobs", "1", "--shard", part], "parts");
    }
    assert_eq!(files(&home.join("parts")), written);
    // Two revisions; what both of them print is named as git has it.
    git(home, &["add", "-A"]);
    git(home, &["commit", "-q", "-m", "change"]);
    let (of_revisions, written_by_revisions, _) = redline(&["HEAD~1", "HEAD"], "g");
    assert!(of_revisions["HEAD:deals/0/d000.yaml"] == "changed", "{of_revisions:?}");
    assert_eq!(written_by_revisions, written);
    let (code, _, err) = run(home, &["redline", "HEAD~1", "deals", "--exit-code"]);
    assert_eq!(code, 4, "{err}");
    assert_eq!(run(home, &["redline", "HEAD", "deals", "--exit-code"]).0, 0);
    // What no longer changed leaves no redline that looks like one of today.
    let (_, _, err) = redline(&["HEAD", "deals"], "a");
    assert!(err.contains("a/d000.redline.docx is of an earlier run"), "{err}");
}

#[test]
fn a_redline_that_fails_stops_no_other() {
    let home = house(6);
    let home = home.path();
    change(home, "deals/0/d000.yaml", "rate: 0.0100", "rate: 0.0110");
    change(home, "deals/1/d001.yaml", "rate: 0.0101", "rate: -1");
    fs::write(home.join("deals/2/d002.yaml"), b"caf\xe9").unwrap();
    change(home, "deals/4/d004.yaml", "pay: 30 days", "pay: 45 days");
    write(home, "out/d004.redline.md", "somebody else's");
    let (code, out, err) = run(home, &["redline", "HEAD", "deals", "missing.yaml", "-t", "md"]);
    assert_eq!(code, 2, "{err}");
    assert!(out.contains("deals/0/d000.yaml\n  fields of the deal\n"), "{out}");
    assert!(home.join("out/d000.redline.md").exists());
    assert_eq!(fs::read_to_string(home.join("out/d004.redline.md")).unwrap(), "somebody else's");
    let end = err.split(" deals failed:\n").nth(1).unwrap();
    for name in ["missing.yaml", "deals/1/d001.yaml", "deals/2/d002.yaml", "deals/4/d004.yaml"] {
        assert!(end.contains(&format!("  {name}: ")), "{name} is not in the end of\n{err}");
    }
    assert!(err.contains("--> deals/1/d001.yaml:"), "{err}");
    let (code, _, err) = run(home, &["redline", "HEAD", "deals", "--fail-fast"]);
    assert!(code != 0 && err.contains("stopped there (--fail-fast)"), "{err}");
    // An error in the older state is told where it stands.
    git(home, &["commit", "-q", "-a", "-m", "bad"]);
    git(home, &["checkout", "-q", "HEAD~1", "--", "deals"]);
    let (_, _, err) = run(home, &["redline", "HEAD", "deals"]);
    assert!(err.contains("--> HEAD:deals/1/d001.yaml:") && !err.contains("/tmp/.tmp"), "{err}");
    // Two that would write the same file are told before anything is written; without files there is nothing to refuse.
    write(home, "deals/5/d000.yaml", &smallest());
    let (code, _, err) = run(home, &["redline", "HEAD", "deals", "-t", "md", "-o", "none"]);
    assert!(code == 2 && err.contains("both deals/0/d000.yaml and deals/5/d000.yaml"), "{err}");
    assert!(!home.join("none").exists());
    // One file on the older side is no state.
    let (code, _, err) = run(home, &["redline", "deals/0/d000.yaml", "deals"]);
    assert!(code == 2 && err.contains("name a folder, a pattern or a revision of git as the older side"), "{err}");
}

#[test]
fn many_deals_are_compared_with_their_standard() {
    let home = house(3);
    let home = home.path();
    change(
        home,
        "deals/2/d002.yaml",
        "legal: {reviewed_by: ~}",
        "legal: {reviewed_by: ~}\nclauses: {tech.testing: none}",
    );
    let (_, out, err) = run(home, &["redline", "deals", "--against", "standard", "--format", "json"]);
    let fates = fates(&out);
    assert_eq!(fates.len(), 4, "{err}");
    assert_eq!((&*fates["deals/0/d000.yaml"], &*fates["deals/2/d002.yaml"]), ("unchanged", "changed"), "{err}");
}

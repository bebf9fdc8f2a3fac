use super::*;
use crate::provenance::sha256;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn refusal(result: Result<(), WriteError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn nothing_is_there_until_everything_is() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("a/b");
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&out.join("one.md"), b"1").unwrap();
    batch.add(&out.join("two.md"), b"2").unwrap();
    assert!(!out.join("one.md").exists() && !out.join("two.md").exists());
    assert_eq!(batch.commit().unwrap(), [out.join("one.md"), out.join("two.md")]);
    assert_eq!(names(&out), ["one.md", "two.md"]);
}

#[test]
fn a_run_that_is_given_up_leaves_the_old_file_and_no_folder() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("one.md"), "old").unwrap();
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&home.path().join("one.md"), b"new").unwrap();
    batch.add(&home.path().join("deep/er/two.md"), b"2").unwrap();
    drop(batch);
    assert_eq!(names(home.path()), ["one.md"]);
    assert_eq!(fs::read_to_string(home.path().join("one.md")).unwrap(), "old");
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused_and_the_other_way_round() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("one.md")).unwrap();
    fs::write(home.path().join("out"), "").unwrap();
    let mut batch = Batch::replacing(Vec::new());
    assert!(refusal(batch.add(&home.path().join("one.md"), b"")).ends_with("one.md: it is a folder"));
    assert!(refusal(batch.add(&home.path().join("out/two.md"), b"")).ends_with("out: it is not a folder"));
    let deep = batch.add(&home.path().join("out/deep/two.md"), b"").unwrap_err();
    assert!(deep.to_string().starts_with("cannot "), "{deep}");
    drop(batch);
    assert_eq!(names(home.path()), ["one.md", "out"]);
}

#[test]
fn one_name_twice_in_a_run_is_refused_and_the_first_survives() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("one.md");
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&target, b"1").unwrap();
    assert!(refusal(batch.add(&target, b"2")).ends_with("another file of this run has that name"));
    batch.commit().unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"1");
}

#[test]
fn what_the_run_reads_and_what_is_read_only_are_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let deal = home.path().join("deal.md");
    let signed = home.path().join("signed.md");
    fs::write(&deal, "deal").unwrap();
    fs::write(&signed, "signed").unwrap();
    let mut mode = fs::metadata(&signed).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(&signed, mode).unwrap();
    let mut batch = Batch::replacing(vec![fs::canonicalize(&deal).unwrap()]);
    assert!(refusal(batch.add(&deal, b"x")).ends_with("this run reads it"));
    assert!(refusal(batch.add(&signed, b"x")).ends_with("it is read-only"));
}

#[test]
fn a_run_that_creates_replaces_nothing() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("one.md");
    let mut batch = Batch::creating();
    batch.add(&target, b"new").unwrap();
    fs::write(&target, "came in between").unwrap();
    assert!(batch.commit().is_err());
    assert_eq!(fs::read_to_string(&target).unwrap(), "came in between");
    assert!(refusal(Batch::creating().add(&target, b"new")).ends_with("it exists"));
    assert_eq!(names(home.path()), ["one.md"]);
}

#[test]
fn a_rename_that_fails_in_the_middle_of_a_set_undoes_the_others() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    fs::write(path("a.md"), "old").unwrap();
    let mut batch = Batch::replacing(Vec::new());
    for name in ["a.md", "new/b.md", "c.md", "d.md"] {
        batch.add(&path(name), b"new").unwrap();
    }
    // As if somebody had opened the file, which on Windows nobody can replace then.
    fs::create_dir(path("c.md")).unwrap();
    let failed = batch.commit().unwrap_err().to_string();
    assert!(failed.starts_with("cannot put into place ") && failed.ends_with("c.md"), "{failed}");
    assert_eq!(names(home.path()), ["a.md", "c.md"]);
    assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "old");
}

#[test]
fn left_overs_of_a_dead_run_go() {
    let home = tempfile::tempdir().unwrap();
    let left = [".one.md.peerpact-AAAAAAAAAAAA.tmp", ".peerpact-AAAAAAAAAAAA.tmp", ".two.md.peerpact-BBBBBBBBBBBB.tmp"];
    let foreign = [".one.md.peerpact-short.tmp", ".other.tmp", "x.peerpact-CCCCCCCCCCCC.tmp"];
    for name in left.iter().chain(&foreign) {
        fs::write(home.path().join(name), "").unwrap();
    }
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&home.path().join("one.md"), b"1").unwrap();
    batch.commit().unwrap();
    assert_eq!(names(home.path()), [foreign[0], foreign[1], "one.md", foreign[2]]);
}

#[test]
fn two_runs_into_a_folder_never_mix() {
    let home = tempfile::tempdir().unwrap();
    let run = |mark: &[u8]| {
        let mut batch = Batch::replacing(Vec::new());
        for name in ["a.md", "b.md", "c.md", "d.md"] {
            batch.add(&home.path().join(name), mark).unwrap();
            std::thread::yield_now();
        }
        batch.commit().unwrap();
    };
    for _ in 0..10 {
        std::thread::scope(|scope| {
            for mark in [b"1", b"2", b"3"] {
                scope.spawn(|| run(mark));
            }
        });
        let held: Vec<Vec<u8>> =
            ["a.md", "b.md", "c.md", "d.md"].map(|name| fs::read(home.path().join(name)).unwrap()).into();
        assert!(held.windows(2).all(|pair| pair[0] == pair[1]), "{held:?}");
    }
    assert_eq!(names(home.path()), ["a.md", "b.md", "c.md", "d.md"]);
}

#[test]
fn the_next_run_finishes_the_renames_of_one_that_was_killed() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    // One of three is in place.
    write("a.md", "new");
    write("b.md", "old");
    write(".b.md.peerpact-AAAAAAAAAAAA.tmp", "new");
    write(".c.md.peerpact-AAAAAAAAAAAA.tmp", "new");
    write("kept", "kept");
    let pairs = [
        (".a.md.peerpact-AAAAAAAAAAAA.tmp", "a.md"),
        (".b.md.peerpact-AAAAAAAAAAAA.tmp", "b.md"),
        (".c.md.peerpact-AAAAAAAAAAAA.tmp", "c.md"),
        // Neither a file that is not ours nor a place elsewhere is touched.
        ("kept", "a.md"),
        (".b.md.peerpact-AAAAAAAAAAAA.tmp", "../b.md"),
    ];
    write(LIST, &serde_json::to_string(&pairs).unwrap());
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&home.path().join("d.md"), b"d").unwrap();
    batch.commit().unwrap();
    assert_eq!(names(home.path()), ["a.md", "b.md", "c.md", "d.md", "kept"]);
    for name in ["a.md", "b.md", "c.md"] {
        assert_eq!(fs::read_to_string(home.path().join(name)).unwrap(), "new", "{name}");
    }
}

#[test]
fn only_what_a_manifest_names_as_it_is_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    let add = |name: &str, overwrite| {
        let mut batch = Batch::drafts(Vec::new(), overwrite);
        batch.add(&path(name), b"new").map_err(|error| error.to_string())
    };
    fs::write(path("a.b.md"), "ours").unwrap();
    fs::write(path("a.b.rates.csv"), "edited").unwrap();
    fs::write(path("c.md"), "theirs").unwrap();
    // The shape of 0.1.0.
    let files = serde_json::json!({"md": sha256(b"ours"), "rates.csv": sha256(b"ours")});
    let manifest = serde_json::json!({"record": {"version": 1}, "provenance": "x", "files": files});
    fs::write(path("a.b.manifest.json"), manifest.to_string()).unwrap();
    fs::write(path("c.manifest.json"), "{}").unwrap();
    for name in ["a.b.md", "a.b.manifest.json", "new.md"] {
        assert_eq!(add(name, false), Ok(()), "{name}");
    }
    for name in ["a.b.rates.csv", "c.md", "c.manifest.json"] {
        assert!(add(name, false).unwrap_err().ends_with("--overwrite replaces it"), "{name}");
        assert_eq!(add(name, true), Ok(()), "{name}");
    }
}

#[test]
fn a_long_run_holds_few_files_open() {
    let home = tempfile::tempdir().unwrap();
    let open = || fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or_default();
    let before = open();
    let mut batch = Batch::replacing(Vec::new());
    for index in 0..200 {
        batch.add(&home.path().join(format!("{index}.md")), b"1").unwrap();
    }
    // Other tests run beside this one and open files too.
    assert!(open() < before + 100, "{} and then {}", before, open());
    assert_eq!(batch.commit().unwrap().len(), 200);
}

#[test]
fn a_name_as_long_as_a_file_system_takes_is_written() {
    let home = tempfile::tempdir().unwrap();
    let mut batch = Batch::replacing(Vec::new());
    for last in ["a", "b"] {
        batch.add(&home.path().join("x".repeat(251) + last + ".md"), b"1").unwrap();
    }
    assert_eq!(batch.commit().unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn modes_are_the_umasks_or_the_old_files_and_a_link_is_replaced() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let home = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let [ordinary, new, old, outside, link] =
        ["ordinary", "new.md", "old.md", "outside", "link.md"].map(|name| home.path().join(name));
    fs::write(&ordinary, "").unwrap();
    fs::write(&old, "").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
    fs::write(&outside, "kept").unwrap();
    symlink(&outside, &link).unwrap();
    let mut batch = Batch::replacing(Vec::new());
    for target in [&new, &old, &link] {
        batch.add(target, b"1").unwrap();
    }
    batch.commit().unwrap();
    assert_eq!(mode(&new), mode(&ordinary));
    assert_eq!(mode(&old), 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_file());
    assert_eq!(fs::read_to_string(&outside).unwrap(), "kept");
}

//! Many deals at once: folders and patterns, what fails and what goes on, the same output whatever the number of processors.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub fn smallest() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/smallest.yaml")).unwrap()
}

pub fn write(home: &Path, path: &str, text: &str) {
    let path = home.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The program under test: another build of it may be named, because 300 deals take a debug build minutes.
pub fn program() -> PathBuf {
    std::env::var_os("PEERPACT_BIN").map_or_else(|| env!("CARGO_BIN_EXE_peerpact").into(), PathBuf::from)
}

pub fn run(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(program())
        .args(arguments)
        .current_dir(home)
        .env_remove("NO_COLOR")
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().expect("ended by a signal"), text(output.stdout), text(output.stderr))
}

/// A repository of `count` sound deals, each with a price of its own.
pub fn repository(count: usize) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "peerpact.toml", "root = true\n[repository]\ndeals = [\"deals/**/*.yaml\"]\n");
    let text = smallest();
    assert!(text.contains("rate: 0.0180"), "the price of the smallest deal");
    for at in 0..count {
        let deal = text.replace("rate: 0.0180", &format!("rate: 0.0{}", 100 + at));
        write(home.path(), &format!("deals/{}/d{at:03}.yaml", at % 3), &deal);
    }
    home
}

/// Every file below a folder with its content.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_folder_a_pattern_and_a_list_are_the_same_deals() {
    let home = repository(5);
    let report = |arguments: &[&str]| run(home.path(), &[&["check", "--format", "json"], arguments].concat()).1;
    let folder = report(&["."]);
    assert_eq!(
        folder.matches("deals/2/d002.yaml").count(),
        report(&["deals/2/d002.yaml"]).matches("d002.yaml").count()
    );
    assert_eq!(folder, report(&["deals"]));
    assert_eq!(folder, report(&["deals/**/*.yaml"]));
    assert_eq!(folder, report(&["deals/0", "deals/1/*", "deals/2"]));
    assert_eq!(folder, report(&["deals", "deals/1/d001.yaml", "."]), "no deal is judged twice");
}

#[test]
fn the_output_is_the_same_whatever_the_number_of_processors() {
    let home = repository(18);
    let with = |jobs: &str| {
        let (code, report, err) = run(home.path(), &["check", ".", "--format", "sarif", "--jobs", jobs]);
        assert!(code == 0 && report.contains("deals/2/d017.yaml"), "{err}");
        let (code, _, said) = run(home.path(), &["draft", ".", "-t", "md", "-o", jobs, "--jobs", jobs]);
        assert_eq!(code, 0, "{said}");
        (report, said.replace(&format!("wrote {jobs}/"), "wrote "), files(&home.path().join(jobs)))
    };
    let one = with("1");
    assert_eq!(one.2.len(), 36);
    assert!(one == with("3"));
}

#[test]
fn what_fails_stops_nothing_else_and_is_named_at_the_end() {
    let home = repository(6);
    write(home.path(), "deals/1/bad.yaml", &smallest().replace("rate: 0.0180", "rate: -1"));
    write(home.path(), "deals/1/no.yaml", "this: is not a deal\n");
    write(home.path(), "deals/1/latin.yaml", "");
    fs::write(home.path().join("deals/1/latin.yaml"), b"caf\xe9").unwrap();
    write(home.path(), "out/d004.md", "somebody else's");
    let (code, _, err) = run(home.path(), &["draft", "missing.yaml", "nothing/*.yaml", ".", "-t", "md"]);
    assert_eq!(code, 2, "{err}");
    let drafted = fs::read_dir(home.path().join("out")).unwrap().count();
    assert_eq!(drafted, 2 * 5 + 1, "5 deals, and the file that stays\n{err}");
    assert_eq!(fs::read_to_string(home.path().join("out/d004.md")).unwrap(), "somebody else's");
    let end = err.split(" deals failed:\n").nth(1).unwrap();
    for name in ["missing.yaml", "deals/1/bad.yaml", "deals/1/no.yaml", "deals/1/latin.yaml", "deals/1/d004.yaml"] {
        assert!(end.contains(&format!("  {name}: ")), "{name} is not in the end of\n{err}");
    }
    assert_eq!(end.matches("\n  ").count() + 1, 5, "{end}");
    assert!(err.contains("nothing matches nothing/*.yaml"), "{err}");
    // A line for each deal, in their order.
    let lines: Vec<&str> = err.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(lines.len(), 10);
    assert!(lines[0].starts_with("[1/10] missing.yaml: cannot read"), "{}", lines[0]);
    assert!(lines[1].starts_with("[2/10] deals/0/d000.yaml: drafted"), "{}", lines[1]);
}

#[test]
fn a_policy_that_cannot_be_used_fails_its_own_deals() {
    let home = repository(4);
    write(home.path(), "deals/1/peerpact.toml", "[levels]\nNONE = \"errr\"\n");
    let (code, _, err) = run(home.path(), &["draft", ".", "-t", "md"]);
    assert_eq!(code, 2, "{err}");
    assert_eq!(fs::read_dir(home.path().join("out")).unwrap().count(), 2 * 3, "{err}");
    assert_eq!(err.matches("error: cannot use the policy").count(), 1, "{err}");
    assert!(err.contains("  deals/1/d001.yaml: cannot use the policy"), "{err}");
}

#[test]
fn fail_fast_stops_at_the_first_deal_that_fails() {
    let home = repository(20);
    write(home.path(), "deals/1/d007.yaml", "peerpact: 1\n");
    for (jobs, output) in [("1", "a"), ("5", "b")] {
        let (code, _, err) = run(home.path(), &["draft", ".", "-t", "md", "--fail-fast", "--jobs", jobs, "-o", output]);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("stopped there (--fail-fast)"), "{err}");
    }
    let written = files(&home.path().join("a"));
    assert_eq!(written.keys().map(|path| path.display().to_string()).collect::<Vec<_>>(), {
        let stems = ["d000", "d001", "d003", "d004", "d006", "d009", "d012", "d015", "d018"];
        stems.iter().flat_map(|stem| [format!("{stem}.manifest.json"), format!("{stem}.md")]).collect::<Vec<_>>()
    });
    assert_eq!(written, files(&home.path().join("b")));
    let (code, _, err) = run(home.path(), &["check", ".", "--fail-fast"]);
    assert_eq!(code, 1);
    assert!(err.contains("stopped there") && !err.contains("d010.yaml"), "{err}");
}

#[test]
fn two_deals_of_one_name_are_refused_before_anything_is_written() {
    let home = repository(3);
    write(home.path(), "deals/2/d000.yaml", &smallest());
    for shard in [&[][..], &["--shard", "1/7"]] {
        let (code, _, err) = run(home.path(), &[&["draft", "."], shard].concat());
        assert_eq!((code, home.path().join("out").exists()), (2, false), "{err}");
        assert!(err.contains("cannot draft both deals/0/d000.yaml and deals/2/d000.yaml"), "{err}");
    }
    assert_eq!(run(home.path(), &["check", "."]).0, 0);
}

#[test]
fn what_stands_is_not_printed_again() {
    let home = repository(3);
    let at = |path: &str| home.path().join(path);
    let draft = |more: &[&str]| run(home.path(), &[&["draft", "."], more].concat());
    let age = |path: &str| fs::metadata(at(path)).unwrap().modified().unwrap();
    assert_eq!(draft(&["-t", "md,html"]).0, 0);
    let (first, ages) = (files(&at("out")), ["out/d000.md", "out/d001.md", "out/d002.html"].map(age));
    let (_, _, err) = draft(&["-t", "md,html"]);
    assert!(err.contains("3 deals up to date") && err.contains("open point"), "it is judged all the same: {err}");
    assert!(!err.contains("wrote "), "{err}");
    assert_eq!(["out/d000.md", "out/d001.md", "out/d002.html"].map(age), ages);
    // A deal that changed is drawn again, and so is a file that is gone; the others stay.
    let changed = smallest().replace("rate: 0.0180", "rate: 0.0999");
    write(home.path(), "deals/1/d001.yaml", &changed);
    fs::remove_file(at("out/d002.html")).unwrap();
    let (_, _, err) = draft(&["-t", "md,html"]);
    assert!(err.contains("1 deal up to date"), "{err}");
    assert_eq!(
        (age("out/d000.md"), first[Path::new("d002.html")].clone()),
        (ages[0], fs::read(at("out/d002.html")).unwrap())
    );
    assert_ne!(first[Path::new("d001.md")], fs::read(at("out/d001.md")).unwrap());
    // A new run from nothing writes the same.
    let now = files(&at("out"));
    assert_eq!(run(home.path(), &["draft", ".", "-t", "md,html", "-o", "again"]).0, 0);
    assert_eq!(now, files(&at("again")));
    // A format that is added leaves the others as they are, and the manifest names all.
    assert_eq!(draft(&["-t", "docx"]).0, 0);
    assert_eq!(age("out/d000.md"), ages[0]);
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(at("out/d000.manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["files"].as_object().unwrap().keys().collect::<Vec<_>>(), ["docx", "html", "md"]);
    // `--force` draws again.
    let (_, _, err) = draft(&["-t", "md", "--force"]);
    assert!(err.contains("wrote out/d000.md"), "{err}");
    assert_eq!(now[Path::new("d000.md")], fs::read(at("out/d000.md")).unwrap());
}

#[test]
fn formats_of_an_earlier_draft_are_still_known_as_ours() {
    let home = repository(1);
    let draft = |to: &str| run(home.path(), &["draft", ".", "-t", to]);
    assert_eq!(draft("md,html").0, 0);
    let changed = smallest().replace("rate: 0.0180", "rate: 0.0999");
    write(home.path(), "deals/0/d000.yaml", &changed);
    assert_eq!(draft("md").0, 0);
    let (code, _, err) = draft("md,html");
    assert_eq!(code, 0, "{err}");
    assert!(fs::read_to_string(home.path().join("out/d000.html")).unwrap().contains("0.0999"));
    // One that somebody edited meanwhile is not.
    write(home.path(), "deals/0/d000.yaml", &smallest());
    assert_eq!(draft("md").0, 0);
    write(home.path(), "out/d000.html", "edited");
    assert_eq!(draft("html").0, 2);
}

#[test]
fn one_format_of_one_deal_goes_to_standard_output() {
    let home = repository(2);
    let deal = "deals/0/d000.yaml";
    let (code, out, err) = run(home.path(), &["draft", deal, "-t", "md", "-o", "-"]);
    assert_eq!(code, 0, "{err}");
    assert!(!home.path().join("-").exists() && !home.path().join("out").exists());
    assert_eq!(run(home.path(), &["draft", deal, "-t", "md"]).0, 0);
    assert_eq!(out, fs::read_to_string(home.path().join("out/d000.md")).unwrap());
    for (arguments, says) in [
        (&["draft", ".", "-t", "md", "-o", "-"][..], "it holds one deal"),
        (&["draft", deal, "-o", "-"], "it holds one format"),
        (&["draft", deal, "-t", "md", "-o", "-", "--review"], "leave out --review"),
        (&["draft", deal, "-t", "md", "-o", "-", "--format", "json"], "leave out --format"),
    ] {
        let (code, out, err) = run(home.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(says), "{err}");
    }
    write(home.path(), "bad.yaml", "peerpact: 1\n");
    assert_eq!(run(home.path(), &["draft", "bad.yaml", "-t", "md", "-o", "-"]).1, "");
}

#[test]
fn parts_together_are_all_deals_once() {
    let home = repository(9);
    let all = run(home.path(), &["draft", ".", "-t", "md", "-o", "all"]);
    assert_eq!(all.0, 0);
    for part in ["1/3", "2/3", "3/3"] {
        // The order of arguments does not matter.
        let (code, _, err) =
            run(home.path(), &["draft", "deals/2", "deals/0", "deals/1", "-t", "md", "-o", "parts", "--shard", part]);
        assert_eq!(code, 0, "{err}");
    }
    assert_eq!(files(&home.path().join("all")), files(&home.path().join("parts")));
    let (code, _, err) = run(home.path(), &["check", "deals/0/d000.yaml", "--shard", "1/1000000"]);
    assert_eq!(code, 0);
    assert!(err.contains("no deal is in part 1/1000000"), "{err}");
    assert_eq!(run(home.path(), &["check", "-", "--shard", "1/2"]).0, 2);
}

#[test]
fn the_policy_says_what_is_a_deal_and_prints_it() {
    let home = repository(1);
    write(home.path(), "other/x.yaml", &smallest());
    let (code, out, _) = run(home.path(), &["policy"]);
    assert_eq!(code, 0);
    assert!(out.contains("[repository]\ndeals = [\n  \"deals/**/*.yaml\",  # peerpact.toml\n]\n"), "{out}");
    let (_, _, err) = run(home.path(), &["check", "."]);
    assert!(err.contains("left out: other/x.yaml looks like a deal"), "{err}");
    write(home.path(), "peerpact.toml", "[repository]\ndeals = [\"a**\"]\n");
    let (code, _, err) = run(home.path(), &["check", "."]);
    assert_eq!(code, 2);
    assert!(err.contains("line 2") && err.contains("is no pattern of paths"), "{err}");
}

/// Deals with an error, with warnings and without.
fn mixed() -> TempDir {
    let home = repository(4);
    write(home.path(), "deals/1/bad.yaml", &smallest().replace("rate: 0.0180", "rate: 0.0180, colour: <\"red\"&>"));
    write(home.path(), "deals-old/x.yaml", &smallest());
    write(home.path(), "peerpact.toml", "root = true\n[repository]\ndeals = [\"deals*/**/*.yaml\"]\n");
    home
}

#[test]
fn reports_of_shards_together_are_the_report_of_one_run() {
    let home = mixed();
    for format in ["json", "sarif", "junit", "gitlab"] {
        let report = |more: &[&str]| run(home.path(), &[&["check", ".", "--format", format], more].concat()).1;
        let whole = report(&[]);
        let mut arguments = vec!["merge".to_owned()];
        for part in ["3/3", "1/3", "2/3"] {
            let name = format!("{}.{format}", part.replace('/', "-"));
            write(home.path(), &name, &report(&["--shard", part]));
            arguments.push(name);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (code, merged, err) = run(home.path(), &arguments);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(whole.contains("bad.yaml") && whole.contains("deals-old/x.yaml"), "{whole}");
        if format == "junit" || format == "gitlab" {
            assert_eq!(merged, whole);
        } else {
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(value(&merged), value(&whole));
        }
        // Once more changes nothing.
        write(home.path(), "merged", &merged);
        assert_eq!(run(home.path(), &["merge", "merged"]).1, merged);
    }
    let (code, out, err) = run(home.path(), &["merge", "1-3.json", "2-3.sarif"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("1-3.json is findings in JSON, and 2-3.sarif is SARIF"), "{err}");
    write(home.path(), "none.json", "{}");
    assert!(run(home.path(), &["merge", "none.json"]).2.contains("none.json is not a report or manifest"));
}

#[test]
fn manifests_together_are_the_manifest_of_the_run() {
    let home = repository(3);
    assert_eq!(run(home.path(), &["draft", ".", "-t", "md"]).0, 0);
    let name = |at: usize| format!("out/d00{at}.manifest.json");
    let (code, whole, _) = run(home.path(), &["merge", &name(0), &name(1), &name(2)]);
    assert_eq!(code, 0);
    let value: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let drafts = value["drafts"].as_object().unwrap();
    assert_eq!(drafts.keys().collect::<Vec<_>>(), ["d000.manifest.json", "d001.manifest.json", "d002.manifest.json"]);
    for (name, manifest) in drafts {
        let text = fs::read_to_string(home.path().join("out").join(name)).unwrap();
        assert_eq!(*manifest, serde_json::from_str::<serde_json::Value>(&text).unwrap());
    }
    // In parts, and those together.
    write(home.path(), "a.json", &run(home.path(), &["merge", &name(2)]).1);
    write(home.path(), "b.json", &run(home.path(), &["merge", &name(1), &name(0)]).1);
    assert_eq!(run(home.path(), &["merge", "a.json", "b.json"]).1, whole);
}

#[test]
fn junit_is_well_formed_and_counts_what_fails() {
    let home = mixed();
    let (code, text, _) = run(home.path(), &["check", ".", "--format", "junit"]);
    assert_eq!(code, 1);
    // What the schema of JUnit asks: suites of cases, each with a name, and attributes that count them.
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut suite, mut counted, mut suites) = ((0, 0), (0, 0), Vec::new());
    let attribute = |tag: &quick_xml::events::BytesStart<'_>, name: &str| {
        let value = tag.try_get_attribute(name).unwrap().unwrap_or_else(|| panic!("no {name} in {tag:?}"));
        value.value.into_owned()
    };
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => match tag.name().as_ref() {
                "testsuite" => {
                    let number = |name| attribute(&tag, name).parse::<usize>().unwrap();
                    suites.push((suite, counted));
                    (suite, counted) = ((number("tests"), number("failures")), (0, 0));
                    assert!(!attribute(&tag, "name").is_empty());
                }
                "testcase" => {
                    assert!(!attribute(&tag, "name").is_empty() && !attribute(&tag, "classname").is_empty());
                    counted.0 += 1;
                }
                "failure" => {
                    assert!(!attribute(&tag, "message").is_empty() && !attribute(&tag, "type").is_empty());
                    counted.1 += 1;
                }
                "testsuites" | "system-out" => {}
                other => panic!("{other}"),
            },
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    suites.push((suite, counted));
    assert!(suites.iter().all(|(said, counted)| said == counted), "{suites:?}");
    assert!(suites.iter().map(|(said, _)| said.1).sum::<usize>() > 0, "the bad deal fails");
}

#[test]
fn gitlab_and_sarif_know_a_finding_by_more_than_its_line() {
    let home = mixed();
    let report = |format: &str| -> serde_json::Value {
        serde_json::from_str(&run(home.path(), &["check", ".", "--format", format]).1).unwrap()
    };
    let prints = || -> (Vec<String>, Vec<String>) {
        let gitlab = report("gitlab");
        for entry in gitlab.as_array().unwrap() {
            // What GitLab requires of each entry.
            for field in ["description", "check_name", "fingerprint", "severity"] {
                assert!(entry[field].is_string(), "{entry}");
            }
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&entry["severity"].as_str().unwrap()));
            assert!(entry["location"]["path"].is_string() && entry["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        }
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let mut gitlab: Vec<String> =
            gitlab.as_array().unwrap().iter().map(|entry| text(&entry["fingerprint"])).collect();
        let sarif = report("sarif");
        let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
        let mut sarif: Vec<String> =
            results.map(|result| text(&result["partialFingerprints"]["peerpact/v1"])).collect();
        gitlab.sort();
        sarif.sort();
        (gitlab, sarif)
    };
    let before = prints();
    assert_eq!(before.0, before.1);
    let mut each = before.0.clone();
    each.sort();
    each.dedup();
    assert_eq!(each.len(), before.0.len(), "no two are the same");
    let moved = format!("# A line more.\n{}", fs::read_to_string(home.path().join("deals/1/bad.yaml")).unwrap());
    write(home.path(), "deals/1/bad.yaml", &moved);
    assert_eq!(before, prints());
}

#[test]
fn github_gives_errors_first() {
    let home = mixed();
    let (_, text, _) = run(home.path(), &["check", ".", "--format", "github"]);
    let words: Vec<&str> = text.lines().map(|line| line.trim_start_matches(':').split(' ').next().unwrap()).collect();
    let ranks: Vec<usize> = words
        .iter()
        .map(|word| ["error", "warning", "notice"].iter().position(|known| known == word).unwrap())
        .collect();
    assert!(ranks.is_sorted() && ranks.contains(&0) && ranks.contains(&2), "{ranks:?}");
}

#[cfg(unix)]
#[test]
fn a_repository_that_init_lays_out_passes_its_own_ci_and_is_never_replaced() {
    let home = tempfile::tempdir().unwrap();
    let (code, _, err) = run(home.path(), &["init", "house"]);
    assert_eq!(code, 0, "{err}");
    let house = home.path().join("house");
    let laid = files(&house);
    let deal = String::from_utf8(laid[Path::new("deals/first.yaml")].clone()).unwrap();
    assert!(deal.contains("form: short") && deal.contains("$schema=../schemas/deal.json"), "{deal}");
    let (code, _, err) = run(&house, &["check", "."]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = run(&house, &["policy"]);
    assert_eq!(code, 0, "{err}");
    // Its script, as CI runs it, from another folder.
    let program = program();
    let bin = program.parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let script = |more: &[&str]| {
        let mut command = Command::new("sh");
        command.arg("house/ci/check.sh").args(more).current_dir(home.path()).env("PATH", &path);
        command.env("PEERPACT_FORMAT", "gitlab").output().unwrap()
    };
    let done = script(&["--shard", "1/1"]);
    assert!(done.status.success(), "{done:?}");
    assert!(serde_json::from_slice::<serde_json::Value>(&done.stdout).unwrap().is_array());
    assert_eq!(fs::read_dir(house.join("out")).unwrap().count(), 5);
    write(&house, "deals/bad.yaml", "peerpact: 1\n");
    assert_eq!(script(&[]).status.code(), Some(1));
    // A second time, or over one file of somebody else's, nothing is written.
    fs::remove_file(house.join("README.md")).unwrap();
    let (code, _, err) = run(home.path(), &["init", "house"]);
    assert_eq!((code, house.join("README.md").exists()), (2, false), "{err}");
    write(home.path(), "other/.gitignore", "mine");
    assert_eq!(run(home.path(), &["init", "other"]).0, 2);
    assert_eq!(files(&home.path().join("other")).len(), 1);
}

/// Kills a run over many deals while it writes; what the next run leaves is what one run alone would.
#[cfg(unix)]
#[test]
fn a_run_that_was_killed_goes_on_to_the_same_bytes() {
    let home = repository(18);
    let start = |output: &str| {
        Command::new(program())
            .args(["draft", "-q", ".", "-t", "md", "-o", output])
            .current_dir(home.path())
            .env("SOURCE_DATE_EPOCH", "1795305600")
            .spawn()
            .unwrap()
    };
    assert!(start("whole").wait().unwrap().success());
    let whole = files(&home.path().join("whole"));
    let held = || fs::read_dir(home.path().join("killed")).map_or(0, Iterator::count);
    let mut partly = 0;
    // At the first file, in the middle of the first deals that are written together, and after them.
    for wait in [1, 20, 33] {
        let mut run = start("killed");
        while held() < wait && run.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        partly += usize::from(files(&home.path().join("killed")) != whole);
    }
    assert!(partly > 0, "no kill came while files were written");
    // Two runs at once after a kill harm nothing either.
    let mut others = [start("killed"), start("killed")];
    assert!(others.iter_mut().all(|run| run.wait().unwrap().success()));
    assert_eq!(whole, files(&home.path().join("killed")));
}

#[test]
fn many_deals_are_exported_each_into_a_folder_of_its_own() {
    let home = repository(3);
    let swap = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/germany-france.yaml")).unwrap();
    for deal in ["deals/a.yaml", "deals/b.yaml"] {
        write(home.path(), deal, &swap);
    }
    write(home.path(), "deals/bad.yaml", "peerpact: 1\n");
    let export = |deals: &[&str], output: &str| {
        run(home.path(), &[&["export"], deals, &["--as", "kamailio", "--side", "us", "-o", output]].concat())
    };
    let (code, _, err) = export(&["deals/a.yaml", "deals/b.yaml"], "two");
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = export(&["deals/a.yaml"], "one");
    assert_eq!(code, 0, "{err}");
    // The deal of one file lies in the folder itself, as ever, and says the same.
    let one = files(&home.path().join("one"));
    assert!(!one.is_empty());
    let two = files(&home.path().join("two"));
    assert_eq!(two.len(), 2 * one.len());
    for (path, bytes) in &one {
        assert!(two[&Path::new("a").join(path)] == *bytes, "{}", path.display());
    }
    // One that fails stops no other.
    let (code, _, err) = export(&["deals"], "all");
    assert_ne!(code, 0, "{err}");
    assert!(err.contains("deals/bad.yaml") && err.contains("deals failed:"), "{err}");
    assert!(files(&home.path().join("all")).len() >= two.len(), "{err}");
    // Two of one name are refused before anything is written.
    write(home.path(), "deals/0/a.yaml", &swap);
    let (code, _, err) = export(&["deals"], "none");
    assert!(code == 2 && err.contains("cannot export both"), "{err}");
    assert!(!home.path().join("none").exists());
}

/// A run of a few seconds on a terminal, and what it drew there.
#[cfg(unix)]
#[test]
fn a_terminal_shows_a_bar_and_no_line_for_each_deal() {
    use expectrl::Expect as _;
    let home = repository(150);
    let mut command = Command::new(program());
    command.args(["check", ".", "--jobs", "1"]).current_dir(home.path()).env("TERM", "xterm");
    let mut session = expectrl::Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(std::time::Duration::from_secs(120)));
    let drawn = session.expect(expectrl::Eof).unwrap();
    let drawn = String::from_utf8_lossy(drawn.as_bytes()).into_owned();
    assert!(drawn.contains(" of 150, ") && drawn.contains("[#"), "{drawn}");
    assert!(!drawn.contains("[1/150]"), "{drawn}");
    // It is erased before the report.
    let last = drawn.rfind(" of 150, ").unwrap();
    assert!(drawn[last..].contains("\r\u{1b}[2K"), "{drawn}");
}

/// Each of the folders has a lock; two runs that take them in two orders would wait for each other.
#[test]
fn two_exports_of_the_same_targets_in_two_orders_end() {
    let home = tempfile::tempdir().unwrap();
    let swap = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/germany-france.yaml")).unwrap();
    write(home.path(), "a.yaml", &swap);
    let export = |kinds: &str, output: &str| {
        let mut command = Command::new(program());
        command
            .args(["export", "a.yaml", "--as", kinds, "--side", "us", "-o", output, "--overwrite"])
            .current_dir(home.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let orders = ["kamailio,asterisk,prometheus,nftables", "nftables,prometheus,asterisk,kamailio,nftables"];
    assert!(export(orders[0], "one").wait().unwrap().success());
    let one = files(&home.path().join("one"));
    for _ in 0..6 {
        let mut runs = orders.map(|kinds| export(kinds, "both"));
        let start = std::time::Instant::now();
        while runs.iter_mut().any(|run| run.try_wait().unwrap().is_none()) {
            if start.elapsed() > std::time::Duration::from_secs(60) {
                runs.iter_mut().for_each(|run| run.kill().unwrap());
                panic!("the runs wait for each other");
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(runs.iter_mut().all(|run| run.wait().unwrap().success()));
        assert!(files(&home.path().join("both")) == one);
    }
}

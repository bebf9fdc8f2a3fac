//! The command line's contract, over the real program: exit codes, streams, files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

/// The program in a folder of its own, where nothing outside decides how it prints or what day it is.
fn peerpact(home: &TempDir) -> Command {
    let mut command = Command::cargo_bin("peerpact").unwrap();
    command.current_dir(home.path());
    for name in ["NO_COLOR", "SOURCE_DATE_EPOCH", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A folder that holds the smallest deal as `deal.yaml`.
fn with_deal() -> TempDir {
    let home = home();
    fs::write(home.path().join("deal.yaml"), smallest()).unwrap();
    home
}

fn smallest() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/smallest.yaml")).unwrap()
}

/// Exit code, standard output, standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().expect("ended by a signal"), text(output.stdout), text(output.stderr))
}

/// What stands in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

// Usage.

#[test]
fn help_and_version_go_to_standard_output() {
    let home = home();
    let (code, out, err) = run(peerpact(&home).arg("--help"));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("peerpact draft examples/smallest.yaml"), "{out}");
    let (code, out, _) = run(peerpact(&home).arg("--version"));
    assert_eq!((code, out), (0, format!("peerpact {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_readme_names_every_command() {
    let (_, out, _) = run(peerpact(&home()).arg("--help"));
    let commands: Vec<&str> = out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next().filter(|_| !line.starts_with("   ")))
        .collect();
    assert!(commands.contains(&"draft"), "{out}");
    let readme = include_str!("../../README.md");
    let table: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `peerpact ")).collect();
    for command in commands {
        let named = table.iter().any(|row| row.contains(&format!("`peerpact {command}")));
        assert!(named, "README.md has no row for `peerpact {command}`");
    }
}

#[test]
fn the_readme_quotes_the_agreement_as_it_is_drafted() {
    let home = home();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/us-india-mobile.yaml");
    let (code, _, err) = run(peerpact(&home).args(["draft", "-t", "md", "-o", "out"]).arg(example));
    assert_eq!(code, 0, "{err}");
    let drafted = fs::read_to_string(home.path().join("out/us-india-mobile.md")).unwrap();
    // Without links, anchors and the widths of columns.
    let plain = |text: &str| {
        let text =
            regex::Regex::new(r#"<a id="[^"]*"></a>|\]\(#[^)]*\)|\["#).unwrap().replace_all(text, "").into_owned();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let drafted = plain(&drafted);
    let readme = include_str!("../../README.md");
    let (_, part) = readme.split_once("and the agreement then says").unwrap();
    let (part, _) = part.split_once("![Two pages").unwrap();
    let quoted: Vec<&str> = part.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    let rows = part.lines().filter(|line| line.starts_with('|') && !line.contains("--"));
    let quotes: Vec<String> = std::iter::once(quoted.join(" ")).chain(rows.map(str::to_owned)).collect();
    assert!(quotes.len() > 4, "{quotes:?}");
    for quote in quotes {
        assert!(drafted.contains(&plain(&quote)), "the agreement does not say: {quote}");
    }
}

#[test]
fn bad_usage_exits_2_and_says_nothing_on_standard_output() {
    let home = with_deal();
    let cases: &[&[&str]] = &[
        &[],
        &["check"],
        &["draft"],
        &["nonsense"],
        &["check", "deal.yaml", "--format", "xml"],
        &["check", "deal.yaml", "--deny", "notes"],
        &["check", "deal.yaml", "--as-of", "2027-02-30"],
        &["check", "deal.yaml", "--as-of", "tomorrow"],
        &["check", "-", "-"],
        &["draft", "-", "-"],
        &["draft", "deal.yaml", "-t", "exe"],
        &["draft", "deal.yaml", "other/deal.yaml"],
        &["draft", "-", "deal.yaml"],
        &["draft", ".."],
        &["schema", "nonsense"],
        &["completions", "nonsense"],
    ];
    for case in cases {
        let (code, out, err) = run(peerpact(&home).args(*case));
        assert_eq!((code, out.as_str()), (2, ""), "{case:?}: {err}");
        assert!(!err.is_empty(), "{case:?}");
    }
    assert_eq!(names(home.path()), ["deal.yaml"]);
}

#[test]
fn two_deals_of_one_stem_are_refused_before_they_are_read() {
    let home = home();
    let (code, _, err) = run(peerpact(&home).args(["draft", "a/deal.yaml", "b/deal.yml"]));
    assert_eq!(code, 2);
    assert_eq!(err, "error: cannot draft both a/deal.yaml and b/deal.yml: their drafts would have the same names\n");
}

#[test]
fn a_bad_epoch_is_refused_unless_a_day_is_given() {
    let home = with_deal();
    let (code, _, err) = run(peerpact(&home).args(["check", "deal.yaml"]).env("SOURCE_DATE_EPOCH", "soon"));
    assert_eq!(code, 2);
    assert!(err.contains("SOURCE_DATE_EPOCH `soon`"), "{err}");
    let mut given = peerpact(&home);
    given.args(["check", "deal.yaml", "--as-of", "2027-01-01"]).env("SOURCE_DATE_EPOCH", "soon");
    assert_eq!(run(&mut given).0, 0);
    // A review copy would bear it.
    let mut copy = peerpact(&home);
    copy.args(["draft", "deal.yaml", "--review", "--as-of", "2027-01-01"]).env("SOURCE_DATE_EPOCH", "soon");
    assert_eq!(run(&mut copy).0, 2);
    assert_eq!(names(home.path()), ["deal.yaml"]);
}

// Reading.

#[test]
fn what_cannot_be_read_is_named_and_exits_2() {
    let home = home();
    fs::create_dir(home.path().join("folder.yaml")).unwrap();
    fs::write(home.path().join("latin1.yaml"), b"name: Caf\xe9\n").unwrap();
    fs::write(home.path().join("large.yaml"), vec![b'#'; (8 << 20) + 1]).unwrap();
    fs::write(home.path().join("file"), "").unwrap();
    for (path, says) in [
        ("missing.yaml", "cannot read missing.yaml: "),
        ("folder.yaml", "cannot find a deal in folder.yaml: no YAML file in it has the key `peerpact`"),
        ("latin1.yaml", "latin1.yaml is not text (UTF-8): line 1 holds the byte 0xE9"),
        ("large.yaml", "cannot read large.yaml: it is larger than 8 MiB"),
        ("file/deal.yaml", "cannot read file/deal.yaml: "),
    ] {
        for command in ["check", "draft"] {
            let (code, out, err) = run(peerpact(&home).args([command, path]));
            assert_eq!((code, out.as_str()), (2, ""), "{command} {path}");
            assert!(err.starts_with(&format!("error: {says}")), "{err}");
            assert!(!home.path().join("out").exists());
        }
    }
}

#[cfg(unix)]
#[test]
fn a_device_that_never_ends_is_refused() {
    let (code, _, err) = run(peerpact(&home()).args(["check", "/dev/zero"]));
    assert_eq!(code, 2);
    assert!(err.contains("it is not a file, but a pipe or a device"), "{err}");
}

#[test]
fn a_deal_is_read_from_standard_input() {
    let home = home();
    let (code, out, err) = run(peerpact(&home).args(["check", "-"]).write_stdin(smallest()));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let (code, _, err) = run(peerpact(&home).args(["draft", "-", "-t", "md"]).write_stdin(smallest()));
    assert_eq!(code, 0, "{err}");
    assert_eq!(names(&home.path().join("out")), ["deal.manifest.json", "deal.md"]);
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_the_others_from_being_judged() {
    let home = with_deal();
    let (code, _, err) = run(peerpact(&home).args(["draft", "missing.yaml", "deal.yaml", "-t", "md"]));
    assert_eq!(code, 2);
    assert!(err.contains("cannot read missing.yaml"), "{err}");
    assert!(home.path().join("out/deal.md").exists(), "{err}");
}

// Judging.

#[test]
fn the_smallest_deal_is_clean_and_its_blanks_are_open_points() {
    let home = with_deal();
    let (code, out, err) = run(peerpact(&home).args(["check", "deal.yaml"]));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("open point["), "{err}");
    assert!(err.contains("--> deal.yaml:"), "{err}");
    // Last come the counts, and the command that explains the codes.
    let last: Vec<&str> = err.trim_end().lines().rev().take(2).collect();
    assert!(last[0].contains("`peerpact rules ") && last[1].contains(" open point"), "{err}");
    let (code, _, err) = run(peerpact(&home).args(["check", "deal.yaml", "--final"]));
    assert_eq!(code, 1, "{err}");
}

#[test]
fn a_slip_is_mended_though_the_deal_behind_it_has_more_faults_than_it_hid() {
    let home = with_deal();
    let path = home.path().join("deal.yaml");
    let deal = fs::read_to_string(&path).unwrap();
    let line = deal.lines().find(|line| line.contains("codes: [")).unwrap();
    // Three lines whose key is misspelt; once it is mended, each has the codes of another.
    let slip = line.replace("codes: [", "code: [");
    fs::write(&path, deal.replace(line, &[line, &slip, &slip, &slip].join("\n"))).unwrap();
    let (code, _, err) = run(peerpact(&home).args(["check", "deal.yaml", "--fix"]));
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("mended 3 findings in deal.yaml"), "{err}");
    assert!(!fs::read_to_string(&path).unwrap().contains("code: ["), "{err}");
    let (_, _, again) = run(peerpact(&home).args(["check", "deal.yaml", "--fix"]));
    assert!(!again.contains("mended") && !again.contains("DEAL002"), "{again}");
}

#[test]
fn a_fault_in_a_deal_is_a_finding_and_exits_1() {
    let home = home();
    fs::write(home.path().join("deal.yaml"), "peerpact: [\n").unwrap();
    let (code, out, err) = run(peerpact(&home).args(["check", "deal.yaml"]));
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("error["), "{err}");
    let (code, _, err) = run(peerpact(&home).args(["draft", "deal.yaml"]));
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("not drafted: deal.yaml"), "{err}");
    assert_eq!(names(home.path()), ["deal.yaml"]);
}

#[test]
fn quiet_says_nothing_about_a_deal_without_errors() {
    let home = with_deal();
    assert_eq!(run(peerpact(&home).args(["check", "-q", "deal.yaml"])), (0, String::new(), String::new()));
    assert_eq!(run(peerpact(&home).args(["draft", "--quiet", "deal.yaml"])), (0, String::new(), String::new()));
}

#[test]
fn json_is_one_document_on_standard_output() {
    let home = with_deal();
    fs::write(home.path().join("other.yaml"), smallest()).unwrap();
    let (code, out, err) = run(peerpact(&home).args(["check", "--format", "json", "deal.yaml", "other.yaml"]));
    assert_eq!((code, err.as_str()), (0, ""));
    let report = json(&out);
    assert_eq!(report["version"], 1);
    let count = |level: &str| {
        let findings = report["findings"].as_array().unwrap();
        findings.iter().filter(|finding| finding["level"] == level).count()
    };
    for (level, key) in [("error", "errors"), ("open-point", "open_points"), ("warning", "warnings"), ("note", "notes")]
    {
        assert_eq!(report["summary"][key], count(level), "{level}");
    }
    assert!(count("open-point") > 0);
    let asked = "ask Harbour Telecom Ltd: Who signs for you, and with what title? (until then it prints as [•])";
    assert!(report["findings"].as_array().unwrap().iter().any(|finding| finding["help"] == asked), "{report}");
    for finding in report["findings"].as_array().unwrap() {
        for key in
            ["code", "level", "message", "path", "file", "line", "column", "end_line", "end_column", "related", "help"]
        {
            assert!(finding.get(key).is_some(), "{key}: {finding}");
        }
    }
}

#[test]
fn colour_is_only_written_where_it_is_asked_for() {
    let home = home();
    for (args, coloured) in [
        (&["check", "missing.yaml"][..], false),
        (&["check", "missing.yaml", "--color", "always"], true),
        (&["check", "missing.yaml", "--color", "never"], false),
    ] {
        for no_color in [false, true] {
            let mut command = peerpact(&home);
            command.args(args);
            if no_color {
                command.env("NO_COLOR", "1");
            }
            assert_eq!(run(&mut command).2.contains('\u{1b}'), coloured, "{args:?}");
        }
    }
}

#[test]
fn the_name_of_a_file_cannot_paint_the_terminal() {
    let (code, _, err) = run(peerpact(&home()).args(["check", "a\u{1b}[31mb\u{202e}.yaml"]));
    assert_eq!(code, 2);
    assert!(!err.contains(['\u{1b}', '\u{202e}']), "{err}");
}

// Writing.

#[test]
fn draft_writes_every_format_and_the_manifest_and_says_so() {
    let home = with_deal();
    let (code, out, err) = run(peerpact(&home).args(["draft", "deal.yaml"]));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let expected = ["deal.docx", "deal.html", "deal.manifest.json", "deal.md", "deal.pdf"];
    assert_eq!(names(&home.path().join("out")), expected);
    for name in expected {
        assert!(err.contains(&format!("wrote {}\n", Path::new("out").join(name).display())), "{err}");
    }
}

#[test]
fn a_form_asked_for_prints_as_if_the_deal_said_it() {
    let home = with_deal();
    let asks = |form: &str| {
        let folder = format!("asked-{form}");
        let (code, _, err) =
            run(peerpact(&home).args(["draft", "deal.yaml", "-t", "md", "--form", form, "-o", &folder]));
        assert_eq!(code, 0, "{err}");
        fs::read_to_string(home.path().join(folder).join("deal.md")).unwrap()
    };
    let (short, full) = (asks("short"), asks("full"));
    fs::write(home.path().join("deal.yaml"), smallest().replace("legal: {", "legal: {form: short, ")).unwrap();
    let (code, _, err) = run(peerpact(&home).args(["draft", "deal.yaml", "-t", "md", "-o", "said"]));
    assert_eq!(code, 0, "{err}");
    let said = fs::read_to_string(home.path().join("said/deal.md")).unwrap();
    // The deal's own hash is printed with each paper, so it alone differs.
    let words =
        |paper: &str| paper.lines().filter(|line| !line.contains("Record ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&short), words(&said));
    assert_ne!(words(&short), words(&full));
    assert_eq!(asks("full"), full, "the flag prevails over the deal's own form");
}

#[test]
fn draft_writes_where_it_is_told_and_writes_the_same_again() {
    let home = with_deal();
    let drafted = |to: &str| {
        let (code, _, err) =
            run(peerpact(&home).args(["draft", "deal.yaml", "-t", "md,pdf", "-o", to, "--as-of", "2027-01-01"]));
        assert_eq!(code, 0, "{err}");
        let folder = home.path().join(to);
        names(&folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect::<Vec<_>>()
    };
    let first = drafted("a/b");
    assert_eq!(
        first.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["deal.manifest.json", "deal.md", "deal.pdf"]
    );
    assert_eq!(drafted("a/b"), first);
    assert_eq!(drafted("c"), first);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named_and_nothing_is_left() {
    let home = with_deal();
    fs::write(home.path().join("file"), "kept").unwrap();
    fs::create_dir_all(home.path().join("taken/deal.md")).unwrap();
    for (to, says) in [
        ("file", "cannot write into file: it is not a folder"),
        ("file/deeper", "cannot "),
        ("taken", "deal.md: it is a folder"),
    ] {
        let (code, _, err) = run(peerpact(&home).args(["draft", "deal.yaml", "-o", to]));
        assert_eq!(code, 2, "{to}: {err}");
        assert!(err.contains(says), "{err}");
    }
    assert_eq!(names(home.path()), ["deal.yaml", "file", "taken"]);
    assert_eq!(names(&home.path().join("taken")), ["deal.md"]);
    assert_eq!(fs::read_to_string(home.path().join("file")).unwrap(), "kept");
}

#[test]
fn a_draft_never_replaces_a_deal() {
    let home = home();
    fs::write(home.path().join("deal.md"), smallest()).unwrap();
    let (code, _, err) = run(peerpact(&home).args(["draft", "deal.md", "-o", "."]));
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("this run reads it"), "{err}");
    assert_eq!(names(home.path()), ["deal.md"]);
    assert_eq!(fs::read_to_string(home.path().join("deal.md")).unwrap(), smallest());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_of_the_system_refuses_with_its_own_words() {
    // Not even root creates a file there.
    let (code, _, err) = run(peerpact(&home()).args(["man", "/proc/peerpact"]));
    assert_eq!(code, 2);
    assert!(err.starts_with("error: cannot create the folder /proc/peerpact: "), "{err}");
}

/// A run that is killed in the middle cannot tidy up: the next one does.
#[cfg(target_os = "linux")]
#[test]
fn the_next_run_tidies_up_after_one_that_was_killed() {
    let home = home();
    // No file may grow: the first byte written kills the program.
    let killed = format!("ulimit -c 0; ulimit -f 0; exec {} man pages", binary().display());
    let process = Process::new("sh").args(["-c", &killed]).current_dir(home.path()).output().unwrap();
    assert_eq!(process.status.code(), None);
    let pages = home.path().join("pages");
    assert!(
        names(&pages).iter().all(|name| name.ends_with(".tmp") || name == ".peerpact.lock")
            && !names(&pages).is_empty(),
        "{:?}",
        names(&pages)
    );
    assert_eq!(run(peerpact(&home).args(["man", "pages"])).0, 0);
    assert!(names(&pages).iter().all(|name| name.ends_with(".1")), "{:?}", names(&pages));
}

// Streams.

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_exits_2() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let process = Process::new(binary()).args(["schema", "findings"]).stdout(full).output().unwrap();
    assert_eq!(process.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&process.stderr).starts_with("error: cannot write to standard output: "));
}

#[test]
fn a_reader_who_leaves_is_no_fault() {
    for args in [&["schema", "findings"][..], &["completions", "bash"], &["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let process = Process::new(binary()).args(args).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(process.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&process.stderr), "", "{args:?}");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let process = Process::new(binary()).args(["check", "missing.yaml"]).stderr(writer).output().unwrap();
    assert_eq!(process.status.code(), Some(2));
}

fn binary() -> PathBuf {
    Command::cargo_bin("peerpact").unwrap().get_program().into()
}

// The other commands.

#[test]
fn completions_are_written_for_every_shell() {
    let home = home();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, err) = run(peerpact(&home).args(["completions", shell]));
        assert_eq!((code, err.as_str()), (0, ""), "{shell}");
        assert!(out.contains("peerpact") && out.contains("eject"), "{shell}");
    }
}

#[test]
fn a_field_is_explained_and_a_word_finds_fields_and_rules() {
    let home = home();
    let (code, out, _) = run(peerpact(&home).args(["explain", "sla.credits.cap"]));
    assert_eq!(code, 0);
    for part in [
        "sla.credits.cap: ",
        "per cent",
        "example    cap: 25 %",
        "sla.credits standard where we sell: <= 25 %",
        "schedule.sla",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    // A path as a deal has it is the same field; a part of a name, or a word, lists those that fit.
    assert_eq!(run(peerpact(&home).args(["explain", "sla.by_flow.x.credits.cap"])).1, out);
    let (code, found, _) = run(peerpact(&home).args(["explain", "dispute_"]));
    assert_eq!(code, 0);
    assert!(found.contains("billing.dispute_window ") && found.contains("billing.dispute_threshold "), "{found}");
    assert!(run(peerpact(&home).args(["explain", "SAVINGS"])).0 == 2);
    let (code, _, err) = run(peerpact(&home).args(["explain", "biling.pay"]));
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `billing.pay`?"), "{err}");
    let (code, found, _) = run(peerpact(&home).args(["rules", "jitter"]));
    assert_eq!(code, 0);
    assert!(found.lines().count() > 0 && found.lines().all(|line| line.len() > 20), "{found}");
    assert_eq!(run(peerpact(&home).args(["rules", "zeppelin"])).0, 2);
}

#[test]
fn manual_pages_are_written_one_a_command() {
    let home = home();
    assert_eq!(run(peerpact(&home).args(["man", "pages"])), (0, String::new(), String::new()));
    let (_, help, _) = run(peerpact(&home).arg("--help"));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = listed
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.contains(&"draft") && commands.contains(&"man"), "{help}");
    let of_decks = ["answer", "check", "compare", "diff", "export", "notice", "profile", "stats"]
        .map(|name| format!("peerpact-rates-{name}.1"));
    let mut expected: Vec<String> = commands.iter().map(|name| format!("peerpact-{name}.1")).collect();
    expected.extend(of_decks);
    expected.extend(["compare", "form", "import"].map(|name| format!("peerpact-technical-{name}.1")));
    expected.push("peerpact.1".to_owned());
    expected.sort();
    assert_eq!(names(&home.path().join("pages")), expected);
}

#[test]
fn help_says_of_each_command_what_its_exit_codes_mean() {
    let home = home();
    let (_, help, _) = run(peerpact(&home).arg("--help"));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let named = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let mut commands: Vec<Vec<&str>> =
        named.filter_map(|line| line.split_whitespace().next()).map(|one| vec![one]).collect();
    commands.retain(|command| !["help", "rates", "technical"].contains(&command[0]));
    commands.extend([vec!["rates", "diff"], vec!["technical", "form"]]);
    for command in commands {
        let (code, page, err) = run(peerpact(&home).arg("help").args(&command));
        assert_eq!((code, err.as_str()), (0, ""), "{command:?}");
        let last = page.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ");
        assert!(last.contains("Exit code: 0 ") && last.contains("2 could not run"), "{command:?}: {page}");
        assert_eq!(
            last.contains("3 wording"),
            page.contains("--exit-code\n") || page.contains("--exit-code "),
            "{command:?}"
        );
    }
    assert_eq!(run(peerpact(&home).args(["help", "zeppelin"])).0, 2);
}

#[test]
fn a_shell_completes_codes_clauses_and_examples() {
    let home = home();
    // The completions of fish hold no words for an argument without a flag.
    for shell in ["bash", "zsh"] {
        let (code, script, err) = run(peerpact(&home).args(["completions", shell]));
        assert_eq!((code, err.as_str()), (0, ""));
        for word in ["RATE002", "sla.credits", "germany-france"] {
            assert!(script.contains(word), "{shell} does not offer {word}");
        }
    }
    let (code, _, err) = run(peerpact(&home).args(["new", "x.yaml", "--from", "germany-frnce"]));
    assert_eq!(code, 2);
    assert!(err.contains("did you mean germany-france") && err.contains("us-india-mobile"), "{err}");
}

#[test]
fn a_report_ends_with_the_command_that_explains_it() {
    let home = home();
    fs::write(home.path().join("deal.yaml"), "peerpact: 1\nwe: a\n").unwrap();
    let (code, _, err) = run(peerpact(&home).args(["check", "deal.yaml"]));
    assert_eq!(code, 1);
    assert_eq!(err.lines().last(), Some("`peerpact rules DEAL001` explains it"), "{err}");
}

#[test]
fn every_schema_is_an_object_that_says_what_it_describes() {
    let home = home();
    for name in ["deal", "clause", "findings", "manifest", "policy", "answers"] {
        let (code, out, err) = run(peerpact(&home).args(["schema", name]));
        assert_eq!((code, err.as_str()), (0, ""), "{name}");
        assert_eq!(json(&out)["type"], "object", "{name}");
    }
}

#[test]
fn clauses_are_listed_and_shown() {
    let home = home();
    let (code, out, err) = run(peerpact(&home).arg("clauses"));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("sla.credits"), "{out}");
    let (code, out, _) = run(peerpact(&home).args(["clauses", "sla.credits"]));
    assert_eq!(code, 0);
    assert!(out.starts_with("sla.credits") && out.contains("version"), "{out}");
    // One text serves both forms, or each has its own; every wording stands there, and no mark-up of the template.
    assert!(out.contains("--- both forms ---") && !out.contains("--- full form ---"), "{out}");
    assert!(!out.contains("{%") && !out.contains("{{") && !out.contains("::"), "{out}");
    // An overlay may give each form its own text.
    let overlay = home.path().join("two/clauses/sla");
    fs::create_dir_all(&overlay).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("clauses/sla/reporting.md");
    let built_in = fs::read_to_string(built_in).unwrap();
    let (front, body) = built_in.split_once("\n---\n").unwrap();
    let two = format!("{front}\n---\n--- short ---\n{body}\n--- full ---\n{body}");
    fs::write(overlay.join("reporting.md"), two).unwrap();
    let (_, of_two, err) = run(peerpact(&home).args(["clauses", "sla.reporting", "--library", "two"]));
    for line in ["--- short form ---", "--- full form ---"] {
        assert!(of_two.contains(line), "{of_two}{err}");
    }
    assert!(!of_two.contains("{%") && !of_two.contains("{{") && !of_two.contains("::"), "{of_two}");
    let (_, source, _) = run(peerpact(&home).args(["clauses", "sla.credits", "--source"]));
    assert!(source.starts_with("---\n") && source.contains("\ntitle: Service Credits\n"), "{source}");
    let (code, out, _) = run(peerpact(&home).args(["clauses", "--format", "json"]));
    assert_eq!(code, 0);
    let listed = json(&out);
    assert!(listed["clauses"].as_array().unwrap().iter().any(|clause| clause["id"] == "sla.credits"), "{out}");
}

#[test]
fn clauses_are_found_by_a_word_of_their_id_title_or_text() {
    let home = home();
    for (word, id) in [("chronic", "sla.chronic-failure"), ("set-off", "bill.set-off"), ("escrow", "bill.disputes")] {
        let (code, out, err) = run(peerpact(&home).args(["clauses", word]));
        assert_eq!((code, err.as_str()), (0, ""), "{word}");
        let ids: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
        assert!(ids.contains(&id) && ids.len() < 60, "{word}: {out}");
    }
    let (code, _, err) = run(peerpact(&home).args(["clauses", "sla.creditz"]));
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `sla.credits`"), "{err}");
    assert_eq!(run(peerpact(&home).args(["clauses", "xylophone"])).0, 2);
}

#[test]
fn the_list_of_clauses_names_its_library() {
    let home = home();
    let library = &json(&run(peerpact(&home).args(["clauses", "--format", "json"])).1)["library"];
    let (version, hash) = (library["version"].as_str().unwrap(), library["sha256"].as_str().unwrap());
    assert_eq!(hash.len(), 64);
    let (_, out, _) = run(peerpact(&home).arg("clauses"));
    let first = out.lines().next().unwrap();
    assert!(
        first.starts_with(&format!("library {version} ({}), ", &hash[..12])) && first.ends_with(" clauses"),
        "{first}"
    );
    let (_, one, _) = run(peerpact(&home).args(["clauses", "sla.credits", "--format", "json"]));
    assert_eq!(json(&one)["library"], *library);
    // Whoever reads the list of the full form sees what the short one leaves out.
    let listed = json(&run(peerpact(&home).args(["clauses", "--format", "json"])).1);
    for clause in listed["clauses"].as_array().unwrap() {
        let id = clause["id"].as_str().unwrap();
        let line = out.lines().find(|line| line.split_whitespace().next() == Some(id)).unwrap();
        assert_eq!(line.ends_with("; not in the short form"), clause["forms"] == serde_json::json!(["full"]), "{line}");
    }
    // The manifest of a draft names the same one.
    fs::write(home.path().join("deal.yaml"), smallest()).unwrap();
    assert_eq!(run(peerpact(&home).args(["draft", "deal.yaml", "-t", "md"])).0, 0);
    let manifest = fs::read_to_string(home.path().join("out/deal.manifest.json")).unwrap();
    assert_eq!(json(&manifest)["library"], *hash);
}

/// A copy of the library, changed by hand: clauses of an older day in an older layout.
fn older_library(home: &TempDir) -> PathBuf {
    assert_eq!(run(peerpact(home).args(["clauses", "--eject", "old"])).0, 0);
    let old = home.path().join("old");
    let edit = |file: &str, from: &str, to: &str| {
        let path = old.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    let version = |file: &str| {
        let text = fs::read_to_string(old.join(file)).unwrap();
        text.lines().find_map(|line| line.strip_prefix("version: ").map(str::to_owned)).unwrap()
    };
    // The words alone; the words and the version; keys that this version would refuse.
    edit("clauses/sla/credits.md", "\n---\n", "\n---\nWords of an older day.\n\n");
    let now = format!("version: {}\n", version("clauses/bill/payment.md"));
    edit("clauses/bill/payment.md", &now, "version: 77\nolder_key: [1, 2]\n");
    fs::remove_file(old.join("clauses/sla/reporting.md")).unwrap();
    fs::write(old.join("clauses/sla/gone.md"), "---\ntitle: Gone\nversion: 3\n---\nGone.\n").unwrap();
    // Only its place changed, and only its ends of lines.
    fs::rename(old.join("clauses/reg/us/section.md"), old.join("clauses/reg/us.md")).unwrap();
    let text = fs::read_to_string(old.join("clauses/term/duration.md")).unwrap();
    fs::write(old.join("clauses/term/duration.md"), text.replace('\n', "\r\n")).unwrap();
    edit("clauses/reg/ng/country.yaml", "name: Nigeria", "name: The Nigeria");
    edit("templates/names.txt", "\n", "\nElsewhere\n");
    old
}

#[test]
fn a_library_that_did_not_change_says_so() {
    let home = home();
    assert_eq!(run(peerpact(&home).args(["clauses", "--eject", "old"])).0, 0);
    let (code, out, err) = run(peerpact(&home).args(["clauses", "--diff", "old"]));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("library ") && out.ends_with("\n\nnothing changed\n"), "{out}");
    let (code, out, _) = run(peerpact(&home).args(["clauses", "--diff", "old", "--format", "json"]));
    let changes = json(&out);
    assert_eq!((code, &changes["clauses"], &changes["files"]), (0, &serde_json::json!([]), &serde_json::json!([])));
    assert_eq!(changes["old"], changes["new"]);
}

#[test]
fn what_changed_since_a_library_was_copied_out_is_shown() {
    let home = home();
    older_library(&home);
    let (code, out, err) = run(peerpact(&home).args(["clauses", "--diff", "old"]));
    assert_eq!((code, err.as_str()), (0, ""));
    for line in [
        "  added    sla.reporting  version ",
        "  removed  sla.gone       version 3\n",
        "  changed  bill.payment   version 77 to ",
        ": the text changed, and the version did not\n",
        "  changed  clauses/reg/ng/country.yaml\n",
        "  changed  templates/names.txt\n",
        "--- clauses/sla/credits.md\n+++ clauses/sla/credits.md\n@@ ",
        "\n-Words of an older day.\n",
        "\n-older_key: [1, 2]\n",
    ] {
        assert!(out.contains(line), "{line}: {out}");
    }
    assert!(!out.contains("reg.us") && !out.contains("term.duration"), "{out}");
    let (code, data, _) = run(peerpact(&home).args(["clauses", "--diff", "old", "--format", "json"]));
    assert_eq!(code, 0);
    let changes = json(&data);
    let clauses = changes["clauses"].as_array().unwrap();
    let found: Vec<_> =
        clauses.iter().map(|one| (one["id"].as_str().unwrap(), one["change"].as_str().unwrap())).collect();
    let expected =
        [("bill.payment", "changed"), ("sla.credits", "changed"), ("sla.gone", "removed"), ("sla.reporting", "added")];
    assert_eq!(found, expected);
    assert_eq!((&clauses[0]["old"]["version"], &clauses[0]["same_version"]), (&77.into(), &false.into()));
    assert_eq!((&clauses[1]["same_version"], &clauses[2]["new"]), (&true.into(), &serde_json::Value::Null));
    assert!(clauses[1]["diff"].as_str().unwrap().contains("\n-Words of an older day.\n"), "{data}");
    let files: Vec<_> = changes["files"].as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["clauses/reg/ng/country.yaml", "templates/names.txt"]);
    assert_ne!(changes["old"]["sha256"], changes["new"]["sha256"]);
}

#[test]
fn one_clause_is_compared_alone_even_with_a_part_of_a_library() {
    let home = home();
    let old = older_library(&home);
    let (code, out, _) = run(peerpact(&home).args(["clauses", "sla.credits", "--diff", "old"]));
    assert_eq!(code, 0);
    assert!(
        out.contains("Words of an older day") && !out.contains("bill.payment") && !out.contains("templates"),
        "{out}"
    );
    let (code, out, _) = run(peerpact(&home).args(["clauses", "sla.gone", "--diff", "old"]));
    assert!(code == 0 && out.contains("removed  sla.gone"), "{out}");
    fs::remove_dir_all(old.join("templates")).unwrap();
    let (code, out, _) = run(peerpact(&home).args(["clauses", "reg.us", "--diff", "old"]));
    assert!(code == 0 && out.ends_with("nothing changed\n"), "{out}");
    let (code, out, err) = run(peerpact(&home).args(["clauses", "sla.credts", "--diff", "old"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: there is no clause `sla.credts` in either library; did you mean `sla.credits`?\n");
}

#[test]
fn a_folder_without_a_library_is_refused() {
    let home = with_deal();
    for folder in ["empty", "dress/templates/html", "part/clauses/sla"] {
        fs::create_dir_all(home.path().join(folder)).unwrap();
    }
    fs::write(home.path().join("part/clauses/sla/credits.md"), "---\ntitle: x\nversion: 1\n---\nx\n").unwrap();
    for (folder, says) in [
        ("missing", "cannot read the library at missing: there is no such folder"),
        ("deal.yaml", "cannot read the library at deal.yaml: it is not a folder"),
        ("empty", "cannot read the library at empty: it holds neither `clauses` nor `templates`"),
        ("dress", "cannot compare with the library at dress: it holds no clauses"),
        (
            "part",
            "cannot compare with the library at part: it holds no templates, so it is only a part; name the clause to compare",
        ),
    ] {
        let (code, out, err) = run(peerpact(&home).args(["clauses", "--diff", folder]));
        assert_eq!((code, out.as_str(), err), (2, "", format!("error: {says}\n")), "{folder}");
    }
    let (code, _, err) = run(peerpact(&home).args(["clauses", "--diff", "part", "--eject", "x"]));
    assert!(code == 2 && err.contains("cannot be used with"), "{err}");
}

#[test]
fn an_unknown_clause_is_refused_and_the_nearest_named() {
    let home = home();
    let (code, out, err) = run(peerpact(&home).args(["clauses", "zzzz"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: there is no clause `zzzz`; `peerpact clauses` lists them\n");
    let (code, _, err) = run(peerpact(&home).args(["clauses", "sla.kredits"]));
    assert_eq!(code, 2);
    assert_eq!(err, "error: there is no clause `sla.kredits`; did you mean `sla.credits`?\n");
    // The beginning of an id is a word that the library is searched for.
    let (code, out, err) = run(peerpact(&home).args(["clauses", "sla.credit"]));
    assert!(code == 0 && out.contains("sla.credits"), "{out}{err}");
}

#[test]
fn the_library_is_copied_out_once_and_never_over_a_file() {
    let home = home();
    let (code, out, err) = run(peerpact(&home).args(["clauses", "--eject", "ours"]));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let clause = home.path().join("ours/clauses/sla/credits.md");
    fs::write(&clause, "ours").unwrap();
    let (code, _, err) = run(peerpact(&home).args(["clauses", "--eject", "ours"]));
    assert_eq!(code, 2);
    assert!(err.contains("files that are there"), "{err}");
    assert_eq!(fs::read_to_string(&clause).unwrap(), "ours");
    let (code, _, err) = run(peerpact(&home).args(["clauses", "sla.credits", "--eject", "one"]));
    assert_eq!(code, 0, "{err}");
    assert_eq!(names(&home.path().join("one/clauses")), ["sla"]);
}

#[test]
fn every_rule_is_listed_and_has_its_page() {
    let home = TempDir::new().unwrap();
    let (code, out, err) = run(peerpact(&home).arg("rules"));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.lines().any(|line| line.starts_with("DEAL001 ")), "{out}");
    for line in out.lines() {
        let name = line.split_whitespace().next().unwrap();
        let (code, page, _) = run(peerpact(&home).args(["rules", name]));
        assert_eq!(code, 0, "{name}");
        assert!(page.starts_with(&format!("# {name}: ")), "{page}");
    }
    let (code, listed, _) = run(peerpact(&home).args(["rules", "--format", "json"]));
    assert_eq!(code, 0);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["rules"].as_array().unwrap().len(), out.lines().count());
    let (code, out, err) = run(peerpact(&home).args(["rules", "SLA03"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("SLA003"), "{err}");
}

/// Two decks of which the second raises a price nineteen times, and the deal that they belong to.
fn slipped(home: &TempDir) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    fs::write(home.path().join("deal.yaml"), read("smallest.yaml")).unwrap();
    fs::write(home.path().join("old.csv"), read("decks/harbour-2027-01.csv")).unwrap();
    let new = read("decks/harbour-2027-03.csv");
    let slip = new.replace("0.0050,1/1,2027-01-01", "0.0950,1/1,2027-03-10");
    assert_ne!(slip, new);
    // The example shortens notice on purpose; here the slip alone is to be found.
    fs::write(home.path().join("new.csv"), slip.replace("2027-03-03", "2027-03-10")).unwrap();
}

#[test]
fn a_comparison_and_a_notice_obey_the_house() {
    const DIFF: [&str; 9] =
        ["rates", "diff", "old.csv", "new.csv", "--deal", "deal.yaml", "--received", "2027-02-20", "--as-of"];
    const NOTICE: [&str; 9] = ["rates", "notice", "old.csv", "new.csv", "--deal", "deal.yaml", "-t", "md", "--as-of"];
    for by_file in [true, false] {
        let home = home();
        slipped(&home);
        if by_file {
            fs::write(home.path().join("peerpact.toml"), "[levels]\nDECK012 = \"error\"\n").unwrap();
        }
        let more: &[&str] = if by_file { &["2027-02-20"] } else { &["2027-02-20", "--deny", "DECK012"] };
        let (code, _, err) = run(peerpact(&home).args(DIFF).args(more));
        assert!(code == 1 && err.contains("error[DECK012]"), "{err}");
        let (code, out, _) = run(peerpact(&home).args(DIFF).args(more).args(["--format", "json"]));
        let report: serde_json::Value = serde_json::from_str(&out).unwrap();
        let found = report["findings"].as_array().unwrap();
        assert_eq!(code, 1);
        assert!(found.iter().any(|one| one["code"] == "DECK012" && one["level"] == "error"), "{out}");
        assert!(!report["changes"].as_array().unwrap().is_empty());
        let (_, out, _) = run(peerpact(&home).args(DIFF).args(more).args(["--format", "sarif"]));
        let sarif: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        assert!(out.contains("DECK012"), "{out}");
        let (_, out, _) = run(peerpact(&home).args(DIFF).args(more).args(["--format", "github"]));
        assert!(out.starts_with("::error ") && out.contains("DECK012"), "{out}");
        let (code, _, err) = run(peerpact(&home).args(NOTICE).args(more));
        assert!(code == 1 && err.contains("no notice is written"), "{err}");
        assert!(!home.path().join("out").exists());
    }
    // Without the house's word it is a warning, and the notice goes out.
    let home = home();
    slipped(&home);
    let (code, _, err) = run(peerpact(&home).args(NOTICE).arg("2027-02-20"));
    assert!(code == 0 && err.contains("warning[DECK012]"), "{err}");
    let (code, _, err) = run(peerpact(&home).args(NOTICE).args(["2027-02-20", "--allow", "DECK012", "-o", "other"]));
    assert!(code == 0 && !err.contains("DECK012"), "{err}");
}

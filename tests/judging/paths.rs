//! Odd keys and odd words: a key that is made of digits or holds a full stop stays that key, and no sign in a user's words tears
//! a finding apart.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use peerpact::deal::schema;
use peerpact::diagnostic::Finding;
use peerpact::report::baseline::Baseline;
use peerpact::report::json;
use serde_json::Value;

use crate::read_back::{check, yaml};

const SMALLEST: &str = include_str!("../../examples/smallest.yaml");

fn line(finding: &Finding) -> usize {
    finding.place.as_ref().expect("a place").line_column().0
}

fn peerpact(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_peerpact"))
        .current_dir(folder)
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1795000000")
        .output()
        .expect("the program runs")
}

#[test]
fn a_finding_on_a_position_stands_at_its_own_line() {
    let start = SMALLEST.lines().count() + 1;
    let deal = format!(
        "{SMALLEST}positions:\n  bill.payment: fallback\n  sla.creditz: fallback\n  term.duration: walk_away\n"
    );
    let findings = check(&deal);
    for (code, id, at) in [
        ("DEAL015", "bill.payment", 1),
        ("GOV002", "bill.payment", 1),
        ("DEAL013", "sla.creditz", 2),
        ("DEAL015", "term.duration", 3),
        ("GOV001", "term.duration", 3),
    ] {
        let path = peerpact::path::Path::from("positions").key(id);
        let found = findings.iter().find(|finding| finding.code == code && finding.path.as_ref() == Some(&path));
        let found = found.unwrap_or_else(|| panic!("no {code} at {path}"));
        assert_eq!(line(found), start + at, "{code} at {path}");
        assert_eq!(found.path_text(), format!("positions.{id}"), "a clause id prints as it is");
    }
    let mut baseline = Baseline::read(&json::render(&findings, &[])).expect("a baseline");
    let before = findings.len();
    let mut again = findings.clone();
    baseline.set_aside(&mut again);
    assert!(
        again.len() < before && !again.iter().any(|finding| finding.code == "GOV002"),
        "the baseline knows it again"
    );
}

#[test]
fn parties_and_flows_called_by_numbers_stay_parties_and_flows() {
    let home = tempfile::tempdir().expect("a folder");
    let answers = include_str!("../../examples/answers/bilateral-swap.yaml");
    let numbered =
        answers.replace("to-hk", "1").replace("to-ca", "2").replace("laurentide", "1").replace("kowloon", "2");
    let numbered: String = numbered
        .lines()
        .map(
            |line| if line.starts_with("parties: ") { "parties: [\"1\", \"2\"]\n".into() } else { format!("{line}\n") },
        )
        .collect();
    fs::write(home.path().join("answers.yaml"), &numbered).expect("answers");
    let made = peerpact(home.path(), &["new", "deal.yaml", "--answers", "answers.yaml", "-t", "md"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let deal = yaml::value(&fs::read_to_string(home.path().join("deal.yaml")).expect("a deal"));
    for (list, section) in [("parties", &deal["parties"]), ("flows", &deal["scope"]["flows"])] {
        let keys: Vec<&String> = section.as_object().unwrap_or_else(|| panic!("{list} is a mapping")).keys().collect();
        assert_eq!(keys, ["1", "2"], "{list}");
    }
    assert!(peerpact(home.path(), &["check", "deal.yaml"]).status.success());
}

#[test]
fn no_sign_in_a_value_tears_its_fault_apart() {
    let emails = "noc@harbour.example; fraud@harbour.example";
    let contacts = format!("contacts: [{{party: harbour, role: noc, email: \"{emails}\"}}]\n");
    let deal = SMALLEST.to_owned() + &contacts;
    let found = check(&deal).into_iter().find(|finding| finding.path_text() == "contacts[0].email");
    let found = found.expect("the address is refused");
    assert_eq!(found.message, format!("`contacts[0].email`: `{emails}` is not an e-mail address"));
    assert_eq!(found.remedy_text().as_deref(), Some("write it as noc@straits.example"));

    let mut deal = yaml::value(SMALLEST);
    yaml::set(&mut deal, "billing.pay", "30 days; end of month");
    let found = check(&yaml::text(&deal)).into_iter().find(|finding| finding.path_text() == "billing.pay");
    let found = found.expect("the time is refused");
    assert!(found.message.ends_with("`30 days; end of month` is not a duration"), "{}", found.message);
}

#[test]
fn whom_to_ask_is_told_whatever_a_company_is_called() {
    let odd = "Harbour: Voice; Data Ltd";
    let home = tempfile::tempdir().expect("a folder");
    let answers = include_str!("../../examples/answers/smallest.yaml");
    let named: String = answers
        .lines()
        .map(|line| match line.split_once("name: ") {
            Some((field, _)) if field == "parties.harbour." => format!("{field}name: \"{odd}\"\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(named.contains(odd));
    // A deposit of no given sum is an open point that finance answers.
    fs::write(home.path().join("answers.yaml"), named + "credit.mode: deposit\nleft.credit.security: \"yes\"\n")
        .expect("answers");
    let made = peerpact(home.path(), &["new", "deal.yaml", "--answers", "answers.yaml", "-t", "md"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let asked =
        fs::read_dir(home.path()).expect("files").chain(fs::read_dir(home.path().join("review")).into_iter().flatten());
    let asked = asked.filter_map(Result::ok).find(|file| file.file_name().to_string_lossy().ends_with("ask.md"));
    let asked = fs::read_to_string(asked.expect("a list of questions").path()).expect("the list");
    let theirs = fs::read_to_string(home.path().join("deal.ask.yaml")).expect("questions to the other side");
    assert!(theirs.contains(&format!("# For: {odd}\n")) && !asked.contains(odd), "{theirs}\n{asked}");
    assert!(asked.contains("Ask finance:\n") && asked.contains("(`credit.security`)"), "{asked}");
}

#[test]
fn json_says_whom_to_ask_and_who_approves() {
    let deal = SMALLEST.to_owned() + "positions: {bill.payment: fallback}\n";
    let report: Value = serde_json::from_str(&json::render(&check(&deal), &[])).expect("JSON");
    let of = |code: &str| {
        let all = report["findings"].as_array().expect("findings");
        all.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("no {code}")).clone()
    };
    let blank = of("DEAL010");
    assert!(
        blank["ask"]["whom"].is_string() && blank["ask"]["question"].as_str().is_some_and(|text| text.ends_with('?'))
    );
    let stand = of("GOV002");
    assert_eq!((&stand["clause"], &stand["position"]), (&"bill.payment".into(), &"fallback".into()));
    assert!(stand["ask"].is_null());
}

#[test]
fn a_path_of_an_odd_key_leads_to_it() {
    let deal = SMALLEST.to_owned() + "positions: {\"a[0].b\": fallback}\n";
    let found = check(&deal).into_iter().find(|finding| finding.code == "DEAL013").expect("an unknown clause");
    let path = found.path.clone().expect("a path");
    assert_eq!(path.to_string(), "positions[\"a[0].b\"]");
    assert_eq!(line(&found), deal.lines().count());
    assert!(schema::at(&path).is_some());
}

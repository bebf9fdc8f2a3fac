//! From the first draft to the end of an agreement: who may agree, what was sent and signed, what falls due.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

/// A deal with a service credit cap beyond our standard, and nothing approved.
fn deal() -> String {
    let text = example("uk-nigeria-transit.yaml");
    let start = text.find("approvals:").unwrap();
    let end = start + text[start..].find("\n\n").unwrap() + 2;
    format!("{}{}", &text[..start], &text[end..])
}

struct Home(TempDir);

impl Home {
    fn with(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(home.path().join(name), text).unwrap();
        }
        Self(home)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from}");
        fs::write(self.0.path().join(name), text.replace(from, to)).unwrap();
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_peerpact"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The findings of a check, as `CODE at path`.
    fn findings(&self, name: &str, flags: &[&str]) -> Vec<String> {
        let (_, json, said) = self.run(&[&["check", name, "--format", "json"], flags].concat());
        let json: Value = serde_json::from_str(&json).unwrap_or_else(|_| panic!("{said}"));
        let findings = json["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|one| format!("{} at {}", one["code"].as_str().unwrap(), one["path"].as_str().unwrap_or("")))
            .collect()
    }

    fn approvals(&self, name: &str) -> Vec<Value> {
        let (code, json, said) = self.run(&["approvals", name, "--format", "json"]);
        assert_eq!(code, 0, "{said}");
        serde_json::from_str::<Value>(&json).unwrap()["approvals"].as_array().unwrap().clone()
    }
}

#[test]
fn an_approval_is_recorded_and_covers_what_was_approved_alone() {
    let home = Home::with(&[("d.yaml", &deal()), ("peerpact.toml", "root = true\n")]);
    let before = home.read("d.yaml");
    let open = home.approvals("d.yaml");
    let credits = open.iter().find(|one| one["clause"] == "sla.credits").unwrap();
    assert_eq!((&credits["desk"], &credits["approval"]["state"]), (&"commercial".into(), &"missing".into()));
    // What it means in money is worked out, and set beside the standard.
    let money = credits["money"].to_string();
    assert!(money.contains("USD") && money.contains("than at the standard"), "{money}");

    let all: Vec<&str> = open.iter().map(|one| one["clause"].as_str().unwrap()).collect();
    let (code, _, said) = home.run(&[&["approve", "d.yaml", "--by", "Jo Lim, sales"], all.as_slice()].concat());
    assert_eq!(code, 0, "{said}");
    // Nothing but the entry is written, and the rest of the file stays as it is.
    let after = home.read("d.yaml");
    let kept: String = after.split_inclusive('\n').filter(|line| before.contains(line)).collect();
    assert_eq!(kept.trim_end(), before.trim_end());
    assert!(home.approvals("d.yaml").iter().all(|one| one["approval"]["state"] == "given"), "{after}");
    assert!(home.findings("d.yaml", &[]).iter().all(|one| !one.starts_with("GOV")), "{after}");

    // A worse value is another one; a better one needs no approval.
    home.change("d.yaml", "cap: 15 %}\n\nquality", "cap: 12 %}\n\nquality");
    let found = home.findings("d.yaml", &[]);
    assert!(found.iter().any(|one| one.starts_with("GOV005 at approvals[")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("GOV002 at sla.credits")), "{found:?}");
    let (_, human, _) = home.run(&["approvals", "d.yaml"]);
    assert!(human.contains("was 15 % and is now 12 %"), "{human}");
    let (code, _, said) = home.run(&["check", "d.yaml", "--final"]);
    assert!(code == 1 && said.contains("error[GOV002]"), "{said}");
    // The new approval takes the place of the old one.
    assert_eq!(home.run(&["approve", "d.yaml", "sla.credits", "--by", "Jo Lim, sales"]).0, 0);
    assert_eq!(home.read("d.yaml").matches("clause: sla.credits").count(), 1);
    assert!(home.findings("d.yaml", &["--final"]).iter().all(|one| !one.starts_with("GOV")));
}

#[test]
fn only_whom_the_house_lists_approves() {
    let house = "root = true\n[approvers]\ncommercial = [\"Jo Lim\"]\nfinance = [\"Al Otieno\"]\n";
    let home = Home::with(&[("d.yaml", &deal()), ("peerpact.toml", house)]);
    let before = home.read("d.yaml");
    let (code, _, said) = home.run(&["approve", "d.yaml", "sla.credits", "bill.payment", "--by", "Jo Lim"]);
    assert!(code == 2 && said.contains("bill.payment") && said.contains("Al Otieno"), "{said}");
    assert_eq!(home.read("d.yaml"), before, "all or nothing");
    assert_eq!(home.run(&["approve", "d.yaml", "sla.credits", "--by", "Jo Lim, head of sales"]).0, 0);
    assert_eq!(home.approvals("d.yaml").iter().filter(|one| one["approval"]["state"] == "given").count(), 1);
    // An entry by somebody else, however it came into the deal, counts for nothing.
    home.change("d.yaml", "by: \"Jo Lim, head of sales\"", "by: \"Jo Limb, head of sales\"");
    let found = home.findings("d.yaml", &[]);
    assert!(
        found.iter().any(|one| one.starts_with("GOV005"))
            && found.iter().any(|one| one.starts_with("GOV002 at sla.cr"))
    );
}

#[test]
fn what_cannot_be_approved_is_said() {
    let home = Home::with(&[("d.yaml", &deal())]);
    for (arguments, words) in [
        (vec!["approve", "d.yaml", "sla.credit", "--by", "Jo"], "did you mean `sla.credits`?"),
        (vec!["approve", "d.yaml", "sla.availability", "--by", "Jo"], "needs no approval"),
        (vec!["approve", "d.yaml", "sla.credits", "--by", " "], "name a person"),
        (vec!["approve", "d.yaml", "sla.credits", "--by", "Jo", "--date", "2027-03-01"], "it is after"),
        (vec!["approve", "-", "sla.credits", "--by", "Jo"], "name the deal file"),
    ] {
        let (code, _, said) = home.run(&arguments);
        assert!(code == 2 && said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn a_special_term_on_the_clause_voids_its_approval() {
    let home = Home::with(&[("d.yaml", &deal())]);
    assert_eq!(home.run(&["approve", "d.yaml", "sla.credits", "--by", "Jo"]).0, 0);
    let text = home.read("d.yaml");
    fs::write(
        home.0.path().join("d.yaml"),
        format!("{text}\nspecial_terms:\n  - {{after: sla.credits, text: No credit is due in the first month.}}\n"),
    )
    .unwrap();
    assert!(home.findings("d.yaml", &[]).iter().any(|one| one.starts_with("GOV005")));
}

#[test]
fn the_memo_to_the_approver_is_one_page_and_stays_at_home() {
    let home = Home::with(&[("d.yaml", &deal())]);
    let (code, _, said) = home.run(&["deviations", "d.yaml"]);
    assert_eq!(code, 0, "{said}");
    let folder = home.0.path().join("out");
    let names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["review"], "nothing lies among what is sent");
    let markdown = home.read("out/review/d.review.deviations.md");
    for words in ["Privileged", "sla.credits.cap is 15", "not approved", "commercial", "than at the standard"] {
        assert!(markdown.contains(words), "{words}: {markdown}");
    }
    let pdf = fs::read(folder.join("review/d.review.deviations.pdf")).unwrap();
    let pages = pdf.windows(11).filter(|bytes| *bytes == b"/Type /Page" || *bytes == b"/Type/Page/").count();
    assert!(pages <= 2, "the pages and their tree: {pages}");
    // A second run replaces its own files.
    assert_eq!(home.run(&["deviations", "d.yaml"]).0, 0);
}

#[test]
fn a_sent_draft_and_a_signed_deal_are_frozen() {
    let home = Home::with(&[("d.yaml", &example("smallest.yaml")), ("signed.pdf", "%PDF")]);
    let before = home.read("d.yaml");
    assert_eq!(home.run(&["state", "d.yaml", "sent", "--on", "2026-11-20"]).0, 0);
    let sent = home.read("d.yaml");
    let kept: String = sent.split_inclusive('\n').filter(|line| before.contains(line)).collect();
    assert_eq!(kept.trim_end(), before.trim_end(), "every byte of the deal stays");
    assert!(!home.findings("d.yaml", &[]).iter().any(|one| one.starts_with("GOV")));
    // The same number cannot stand for other terms; a new number can, and so can a remark.
    home.change("d.yaml", "availability: 99.9 %", "availability: 99.95 %   # better");
    assert!(home.findings("d.yaml", &[]).contains(&"GOV006 at draft".to_owned()));
    let (code, _, said) = home.run(&["state", "d.yaml", "sent"]);
    assert!(code == 2 && said.contains("raise `draft`"), "{said}");
    fs::write(home.0.path().join("d.yaml"), format!("{}draft: 2\n", home.read("d.yaml"))).unwrap();
    assert!(!home.findings("d.yaml", &[]).iter().any(|one| one.starts_with("GOV")));

    let (code, _, said) = home.run(&["state", "d.yaml", "signed", "--on", "2026-11-29", "--file", "signed.pdf"]);
    assert_eq!(code, 0, "{said}");
    let hash = peerpact::source::sha256(b"%PDF");
    assert!(home.read("d.yaml").contains(&hash));
    assert_eq!(home.run(&["draft", "d.yaml", "-t", "md"]).0, 0, "the same terms are printed");
    // What may be what was signed is not replaced, whoever wrote it.
    let (code, _, said) = home.run(&["draft", "d.yaml", "-t", "md", "--final"]);
    assert_ne!(code, 0, "{said}");
    let paper = home.read("out/d.md");
    assert_eq!(home.read("out/d.md"), paper);
    home.change("d.yaml", "99.95 %", "99.9 %");
    let (code, _, said) = home.run(&["draft", "d.yaml", "-t", "md", "--overwrite"]);
    assert!(code == 1 && said.contains("GOV007"), "{said}");
    assert_eq!(home.read("out/d.md"), paper);
    for (state, words) in [("sent", "can only end"), ("signed", "can only end"), ("draft", "can only end")] {
        let (code, _, said) = home.run(&["state", "d.yaml", state]);
        assert!(code == 2 && said.contains(words), "{said}");
    }
    let (_, shown, _) = home.run(&["state", "d.yaml"]);
    assert!(shown.contains("2026-11-29 signed, draft 2, other terms, signed.pdf"), "{shown}");
}

#[test]
fn a_state_typed_by_hand_is_found() {
    let home = Home::with(&[("d.yaml", &format!("{}state: signed\n", example("smallest.yaml")))]);
    assert!(home.findings("d.yaml", &[]).contains(&"GOV008 at state".to_owned()));
    assert_eq!(home.run(&["state", "d.yaml", "ended"]).0, 2, "it was never signed");
}

/// A deal that renews, with its dates.
fn renewing() -> String {
    let text = example("smallest.yaml");
    assert!(!text.contains("\nterm:"));
    format!(
        "{text}term: {{start: 2026-02-01, initial: 12 months, renewal: renews, renewal_length: 6 months, renewal_notice: 60 days}}\n"
    )
}

#[test]
fn what_falls_due_is_worked_out_for_all_deals() {
    let home = Home::with(&[("a.yaml", &renewing()), ("b.yaml", &example("smallest.yaml")), ("notes.yaml", "a: [1\n")]);
    let (code, json, said) = home.run(&["due", "--as-of", "2026-11-20", "--within", "90d", "--format", "json"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("notes.yaml is not a deal"), "{said}");
    let json: Value = serde_json::from_str(&json).unwrap();
    let days: Vec<(&str, &str)> = json["due"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|day| day["file"].as_str().unwrap().ends_with("a.yaml"))
        .map(|day| (day["date"].as_str().unwrap(), day["field"].as_str().unwrap()))
        .collect();
    // Twelve months from 1 February end with 31 January; sixty days before that is 2 December.
    assert!(days.contains(&("2026-12-02", "term.renewal_notice")), "{days:?}");
    assert!(days.contains(&("2027-01-31", "term.renewal_length")), "{days:?}");
    // The other deal binds from its signature, which nobody recorded: it is named, and no day is guessed.
    assert!(json["undated"].to_string().contains("b.yaml"), "{json}");
    // Later renewals are found too, and a notice whose term ends after the last day looked at.
    let (_, csv, _) = home.run(&["due", "a.yaml", "--as-of", "2028-11-20", "--within", "60d", "--format", "csv"]);
    assert!(csv.contains("2028-12-02,notice,"), "{csv}");
    let (code, _, said) = home.run(&["due", "missing.yaml"]);
    assert!(code == 2 && said.contains("missing.yaml"), "{said}");
}

#[test]
fn the_calendar_keeps_its_entries_when_a_day_moves() {
    let home = Home::with(&[("a.yaml", &renewing())]);
    let calendar = || home.run(&["due", "a.yaml", "--as-of", "2026-11-20", "--within", "90d", "--format", "ical"]).1;
    let before = calendar();
    assert!(before.starts_with("BEGIN:VCALENDAR\r\n") && before.ends_with("END:VCALENDAR\r\n"));
    assert!(before.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let notice = |calendar: &str| {
        let events: Vec<String> = calendar.split("BEGIN:VEVENT").map(|event| event.replace("\r\n ", "")).collect();
        let event = events.iter().find(|event| event.contains("shall not renew")).unwrap().clone();
        let line = |key: &str| event.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        (line("UID:"), line("DTSTART;VALUE=DATE:"))
    };
    home.change("a.yaml", "renewal_notice: 60 days", "renewal_notice: 30 days");
    let (old, new) = (notice(&before), notice(&calendar()));
    assert_eq!(old.0, new.0);
    assert_eq!((old.1.as_str(), new.1.as_str()), ("DTSTART;VALUE=DATE:20261202", "DTSTART;VALUE=DATE:20270101"));
}

#[test]
fn deals_are_listed_by_any_field() {
    let home = Home::with(&[("a.yaml", &renewing()), ("b.yaml", &deal()), ("c.yaml", "peerpact: 1\nparties: 3\n")]);
    let (code, json, said) =
        home.run(&["list", "--where", "term.renewal = renews", "--show", "sla.availability", "--format", "json"]);
    // A deal that cannot be read is named, and the table is not complete.
    assert!(code == 2 && said.contains("c.yaml"), "{said}");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["deals"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&json["deals"][0]["file"], &json["deals"][0]["sla.availability"]),
        (&"a.yaml".into(), &"99.9 %".into())
    );
    let (code, text, _) =
        home.run(&["list", "a.yaml", "b.yaml", "--where", "billing.pay<8 days", "--where", "parties.country=NG"]);
    assert!(code == 0 && text.contains("b.yaml") && !text.contains("a.yaml"), "{text}");
    let (code, _, said) = home.run(&["list", "--where", "biling.pay=3"]);
    assert!(code == 2 && said.contains("did you mean `billing`?"), "{said}");
}

#[test]
fn a_notice_is_addressed_and_its_last_day_worked_out() {
    let home = Home::with(&[("d.yaml", &deal())]);
    let write =
        |more: &[&str]| home.run(&[&["notice", "d.yaml"], more, &["--as-of", "2027-06-01", "--overwrite"]].concat());
    let (code, _, said) = write(&["breach", "--facts", "No call was answered on 3 May 2027 (*), <b>x</b>."]);
    assert_eq!(code, 0, "{said}");
    let letter = home.read("out/d.notice.breach.md");
    // Sent on a Tuesday, it counts at the latest two business days later; thirty days to remedy from there.
    for words in [
        "Lagoon Wireless Nigeria Limited",
        "Company Secretary",
        "No call was answered",
        "3 June 2027",
        "3 July 2027",
        "clause 70",
    ] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    for format in ["html", "docx", "pdf", "manifest.json"] {
        assert!(home.0.path().join(format!("out/d.notice.breach.{format}")).is_file(), "{format}");
    }
    // An agreement that runs on ends with its initial term at the earliest; an earlier day is refused.
    assert_eq!(write(&["termination", "-t", "md"]).0, 0);
    assert!(home.read("out/d.notice.termination.md").contains("31 January 2028"));
    for (arguments, words) in [
        (vec!["termination", "--effective", "2027-12-31"], "31 January 2028 at the earliest"),
        (vec!["non-renewal"], "does not renew by itself"),
        (vec!["breach"], "give it with --facts"),
        (vec!["suspension", "--facts", "Invoice 7"], "only the supplier"),
        (vec!["dispute", "--facts", "x", "--from", "nobody"], "its parties are"),
    ] {
        let (code, _, said) = write(&arguments);
        assert!(code == 2 && said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn a_notice_that_stops_a_renewal_says_which_one() {
    let home = Home::with(&[("d.yaml", &renewing())]);
    fs::write(
        home.0.path().join("d.yaml"),
        format!("{}{}", renewing(), if renewing().contains("\ncontacts:") { "" } else { CONTACTS }),
    )
    .unwrap();
    let ends = |sent: &str| {
        let (code, _, said) =
            home.run(&["notice", "d.yaml", "non-renewal", "-t", "md", "--as-of", sent, "--overwrite"]);
        assert_eq!(code, 0, "{said}");
        home.read("out/d.notice.non-renewal.md").replace('\n', " ")
    };
    assert!(ends("2026-12-02").contains("31 January 2027"));
    // A day late, the agreement renews once more.
    assert!(ends("2026-12-03").contains("31 July 2027"));
}

/// A legal contact of the other party of the smallest example.
const CONTACTS: &str = "contacts:\n  - {party: harbour, role: legal, name: Secretary, email: legal@harbour.example}\n";

#[test]
fn a_price_that_changed_stands_among_the_fields_of_a_redline() {
    let old = example("us-india-mobile.yaml");
    let line = old.lines().find(|line| line.contains("rate: 0.0080")).expect("the line of the rate");
    let dearer = old.replace("rate: 0.0080", "rate: 0.0085");
    let more =
        old.replace(line, &format!("{line}\n{}", line.replace("\"916\", \"917\", \"918\", \"919\"", "\"9111\"")));
    let home = Home::with(&[("old.yaml", &old), ("dearer.yaml", &dearer), ("more.yaml", &more)]);
    let prices = |new: &str| -> Vec<(Option<String>, Option<String>)> {
        let (code, json, said) = home.run(&["redline", "old.yaml", new, "--format", "json"]);
        assert_eq!(code, 0, "{said}");
        let json: Value = serde_json::from_str(&json).unwrap();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let fields = json["fields"].as_array().unwrap();
        let own = fields.iter().filter(|field| field["path"] == "rates.lines");
        own.map(|field| (text(&field["old"]), text(&field["new"]))).collect()
    };
    let at = |codes: &str, rate: &str| Some(format!("India, ranges 6 to 9 ({codes}): {rate} at 30/6"));
    assert_eq!(prices("dearer.yaml"), [(at("916, 917, 918, 919", "0.0080"), at("916, 917, 918, 919", "0.0085"))]);
    assert_eq!(prices("more.yaml"), [(None, at("9111", "0.0080"))]);
    assert_eq!(prices("old.yaml"), []);
}

const AMEND: [&str; 7] = ["amend", "signed.yaml", "new.yaml", "-t", "md,docx", "--signed-on", "2026-12-01"];

fn amended(from: &str, to: &str) -> Home {
    let text = example("germany-france.yaml");
    assert!(text.contains(from));
    Home::with(&[("signed.yaml", &text), ("new.yaml", &text.replace(from, to))])
}

/// The clauses and schedules that an amendment names before new words are those that a redline of the two deals names.
#[test]
fn an_amendment_says_what_changes_and_nothing_else() {
    let home = amended("limit: EUR 40000.00", "limit: EUR 80000.00");
    let (code, out, said) = home.run(&[&AMEND[..], &["--effective", "2027-04-01"]].concat());
    assert_eq!(code, 0, "{out}{said}");
    let text = home.read("out/new.amendment.md");
    for words in
        ["1 December 2026", "With effect from 1 April 2027", "EUR 80,000.00", "**was**", "the Parties affirm it"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!text.to_lowercase().contains("force majeure"), "{text}");
    let (_, json, _) = home.run(&["redline", "signed.yaml", "new.yaml", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let places: usize =
        json["parts"].as_array().unwrap().iter().map(|part| part["places"].as_array().unwrap().len()).sum();
    let told = text.lines().filter(|line| line.starts_with("2.")).count();
    assert_eq!(told, places, "{json:#}{text}");
}

#[test]
fn an_amendment_of_nothing_or_of_the_parties_is_refused() {
    let home = amended("limit: EUR 40000.00", "limit: EUR 40000.00 # as before");
    let (code, _, said) = home.run(&AMEND);
    assert!(code == 2 && said.contains("nothing to change"), "{said}");
    let home = amended("limit: EUR 40000.00", "limit: EUR 80000.00");
    let (code, _, said) = home.run(&AMEND[..5]);
    assert!(code == 2 && said.contains("when it was signed"), "{said}");
    let (code, _, said) = home.run(&[&AMEND[..], &["--effective", "2026-11-01"]].concat());
    assert!(code == 2 && said.contains("before it was signed"), "{said}");
    let text = example("germany-france.yaml");
    let name =
        text.lines().find_map(|line| line.trim().strip_prefix("name: ").filter(|name| name.contains("GmbH"))).unwrap();
    let home = amended(&format!("name: {name}\n"), "name: Other Carrier GmbH\n");
    let (code, _, said) = home.run(&AMEND);
    assert!(code == 2 && said.contains("novation"), "{said}");
    assert!(!home.0.path().join("out").exists());
}

#[test]
fn a_restatement_is_the_whole_new_agreement() {
    let home = amended("limit: EUR 40000.00", "limit: EUR 80000.00");
    let (code, _, said) = home.run(&[&AMEND[..], &["--restate"]].concat());
    assert_eq!(code, 0, "{said}");
    let text = home.read("out/new.restatement.md");
    assert!(text.contains("Amended and restated Voice Interconnection Agreement") && text.contains("1 December 2026"));
    assert_eq!(home.run(&["draft", "new.yaml", "-t", "md", "-o", "draft", "-q"]).0, 0);
    let draft = home.read("draft/new.md");
    let from = |text: &str| text[text.find("Parties").unwrap()..].matches("EUR 80,000.00").count();
    assert_eq!(from(&text), from(&draft));
}

/// The drafts of a deal, as they were sent.
fn sent() -> Home {
    let home = Home::with(&[("deal.yaml", &example("smallest.yaml"))]);
    assert_eq!(home.run(&["draft", "deal.yaml", "-t", "docx,pdf,md,html", "-o", "sent", "-q"]).0, 0);
    home
}

impl Home {
    fn verified(&self, file: &str) -> (i32, String) {
        let (code, out, said) = self.run(&["verify", file, "--deal", "deal.yaml"]);
        (code, out + &said)
    }
}

#[test]
fn a_draft_is_what_its_deal_prints_whatever_was_noted_since() {
    let home = sent();
    for file in ["sent", "sent/deal.md", "sent/deal.html"] {
        let (code, said) = home.verified(file);
        assert!(code == 0 && said.contains("byte by byte"), "{said}");
    }
    fs::write(home.0.path().join("deal.yaml"), format!("# a remark\n{}", home.read("deal.yaml"))).unwrap();
    let (code, said) = home.verified("sent");
    assert!(code == 0 && said.matches("byte by byte").count() == 2, "the manifest of a draft is not needed: {said}");
}

#[test]
fn what_departs_is_named_with_what_changed() {
    let home = sent();
    home.change("deal.yaml", "availability: 99.9 %", "availability: 99.8 %");
    let (code, said) = home.verified("sent/deal.docx");
    assert!(code == 1 && said.contains("[99.8 → 99.9]") && said.contains("(changed: the deal)"), "{said}");
    let (code, said) = home.verified("sent/deal.pdf");
    assert!(code == 1 && said.contains("the deal, its decks or the library changed"), "{said}");
    assert!(said.contains("what departs: ") && said.contains("Service Levels (changed: the deal)"), "{said}");
    assert!(!said.contains("Confidentiality"), "a clause that says the same is not named: {said}");
}

/// Signing appends an update that covers the whole file; whatever else is appended is told.
#[test]
fn a_signed_pdf_verifies_as_signed_and_a_doctored_one_does_not() {
    let home = sent();
    let printed = fs::read(home.0.path().join("sent/deal.pdf")).unwrap();
    let signed = |before: &str, after: &str| {
        let update = |range: &str| {
            format!(
                "\n{before}\n99001 0 obj\n<</Type/Sig/ByteRange[0 {range}]/Contents<00>>>\nendobj\nstartxref\n0\n%%EOF\n"
            )
        };
        let whole = printed.len() + update(&format!("{:010} {:010} {:010}", 0, 0, 0)).len();
        let range = format!("{:010} {:010} {:010}", printed.len() + 20, printed.len() + 24, whole - printed.len() - 24);
        fs::write(
            home.0.path().join("signed.pdf"),
            [&printed[..], update(&range).as_bytes(), after.as_bytes()].concat(),
        )
        .unwrap();
        home.verified("signed.pdf")
    };
    let (code, said) = signed("", "");
    assert!(code == 0 && said.contains("with 1 signature"), "{said}");
    for (before, after, told) in [
        ("", "more", "follows the last signature"),
        ("7 0 obj\n<</Length 0>>\nendobj", "", "replaces object 7"),
        ("99002 0 obj\n<</Subtype /FreeText>>\nendobj", "", "FreeText"),
        ("8 0 obj\n<</Type /Page /Contents 99003 0 R>>\nendobj", "", "other content"),
    ] {
        let (code, said) = signed(before, after);
        assert!(code == 1 && said.contains(told), "{told}: {said}");
    }
    fs::write(home.0.path().join("signed.pdf"), [&printed[..], b"\n% more"].concat()).unwrap();
    let (code, said) = home.verified("signed.pdf");
    assert!(code == 1 && said.contains("not a signature"), "{said}");
}

/// A final has a field for each signature. Signing in one replaces that field, at its place, and nothing else.
#[test]
fn a_final_is_signed_in_its_own_field() {
    let home = Home::with(&[("deal.yaml", &example("us-domestic-sip.yaml"))]);
    let (code, _, said) = home.run(&["draft", "deal.yaml", "--final", "-t", "pdf", "-o", "sent", "-q"]);
    assert_eq!(code, 0, "{said}");
    let printed = fs::read(home.0.path().join("sent/deal.pdf")).unwrap();
    let text = String::from_utf8_lossy(&printed).into_owned();
    let at = text.rfind("/Subtype/Widget/FT/Sig/T(signature-1)").expect("a field");
    let object: usize = text[..at].rsplit('\n').nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let field = text[at..].split("\nendobj").next().unwrap().to_owned();
    let signed = |field: &str| {
        let update = |range: &str| {
            format!(
                "\n{object} 0 obj\n<</Type/Annot{field}\nendobj\n99001 0 obj\n<</Type/Sig/ByteRange[0 {range}]/Contents<00>>>\n\
                 endobj\nstartxref\n0\n%%EOF\n"
            )
        };
        let whole = printed.len() + update(&format!("{:010} {:010} {:010}", 0, 0, 0)).len();
        let range = format!("{:010} {:010} {:010}", printed.len() + 20, printed.len() + 24, whole - printed.len() - 24);
        fs::write(home.0.path().join("signed.pdf"), [&printed[..], update(&range).as_bytes()].concat()).unwrap();
        home.verified("signed.pdf")
    };
    let (code, said) = signed(&field.replace("/TU", "/V 99001 0 R/TU"));
    assert!(code == 0 && said.contains("with 1 signature"), "{said}");
    let left = field.split_once("/Rect[").unwrap().1.split(' ').next().unwrap();
    let (code, said) = signed(&field.replace(&format!("/Rect[{left} "), "/Rect[0 "));
    assert!(code == 1 && said.contains("replaces object"), "a field that covers more than its line: {said}");
}

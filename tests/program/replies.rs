//! Questions to the other side go out with the draft, are filled in, and come back.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use peerpact::forms;
use peerpact::reply_form;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn peerpact(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_peerpact"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A deal that asks the other side, with its forms beside it.
fn sent() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let answers = fs::read_to_string(root().join("examples/answers/smallest.yaml")).unwrap();
    let open = answers
        .lines()
        .filter(|line| !line.contains("parties.harbour.registration") && !line.contains("parties.harbour.address"));
    let text: String = open.map(|line| format!("{line}\n")).collect();
    fs::write(home.path().join("answers.yaml"), text).unwrap();
    let made = peerpact(home.path(), &["new", "deal.yaml", "--answers", "answers.yaml", "-t", "md"]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    assert!(said(&made).contains("--from-reply FILE"), "{}", said(&made));
    home
}

const REGISTRATION: &str = "parties.harbour.registration";
const ADDRESS: &str = "parties.harbour.address";

/// The form as it was sent, filled in by whoever answers.
fn filled(home: &Path, kind: &str) -> PathBuf {
    let path = home.join(format!("deal.ask.{kind}"));
    let back = home.join(format!("back.{kind}"));
    match kind {
        "yaml" => {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace(&format!("{REGISTRATION}: ~"), &format!("{REGISTRATION}: \"7654321\""));
            fs::write(&back, text.replace(&format!("{ADDRESS}: ~"), &format!("{ADDRESS}: 8 Queen's Road, Hong Kong")))
                .unwrap();
        }
        _ => {
            let bytes = fs::read(&path).unwrap();
            let form = forms::read(&bytes, "deal.ask.xlsx").unwrap();
            assert!(form.fact("For") == Some("Harbour Telecom Ltd"), "{:?}", form.facts);
            assert_eq!(form.fact("Date"), Some("1 December 2026"), "{:?}", form.facts);
            assert_eq!(form.fact("Please answer by"), Some("15 December 2026"), "{:?}", form.facts);
            let rows = form.rows.iter().map(|row| {
                let theirs = match row.key.as_str() {
                    REGISTRATION => "7654321",
                    ADDRESS => "8 Queen's Road, Hong Kong",
                    _ => "",
                };
                forms::FormRow {
                    key: row.key.clone(),
                    label: row.label.clone(),
                    theirs: theirs.to_owned(),
                    ..forms::FormRow::default()
                }
            });
            let form = forms::ReplyForm {
                title: "Back".into(),
                facts: form.facts.clone(),
                notes: Vec::new(),
                rows: rows.collect(),
            };
            let bytes = if kind == "xlsx" { forms::xlsx(&form).unwrap() } else { forms::csv(&form).unwrap() };
            fs::write(&back, bytes).unwrap();
        }
    }
    back
}

/// A part of a Word file.
fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The same file with another text in one part.
fn with_part(file: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let own = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        out.start_file(own.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(if own == name { text.as_bytes() } else { &bytes }).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn what_came_back_is_filed_from_each_kind_of_form() {
    for kind in ["xlsx", "csv", "yaml"] {
        let home = sent();
        let before = fs::read_to_string(home.path().join("deal.yaml")).unwrap();
        let back = filled(home.path(), kind);
        let args = ["new", "deal.yaml", "--from-reply", back.to_str().unwrap(), "-t", "md"];
        let done = peerpact(home.path(), &args);
        assert_eq!(done.status.code(), Some(0), "{kind}: {}", said(&done));
        assert!(said(&done).contains("2 taken over, 0 not"), "{kind}: {}", said(&done));
        let after = fs::read_to_string(home.path().join("deal.yaml")).unwrap();
        assert!(after.contains("registration: \"7654321\"") && after.contains("8 Queen's Road, Hong Kong"), "{after}");
        let differ = before.lines().zip(after.lines()).filter(|(old, new)| old != new).count();
        assert_eq!((differ, before.lines().count()), (2, after.lines().count()), "{kind}: {after}");
        // What was answered is not asked again, and the draft says it.
        assert!(!fs::read_to_string(home.path().join("deal.ask.yaml")).unwrap_or_default().contains(REGISTRATION));
        assert!(fs::read_to_string(home.path().join("deal.md")).unwrap().contains("7654321"));
    }
}

#[test]
fn the_word_file_comes_back_with_its_answers() {
    let home = sent();
    let bytes = fs::read(home.path().join("deal.ask.docx")).unwrap();
    let empty = reply_form::read(&bytes, "deal.ask.docx").unwrap();
    let keys: Vec<&str> = empty.rows.iter().map(|row| row.key.as_str()).collect();
    assert!(keys.contains(&REGISTRATION) && keys.contains(&ADDRESS), "{keys:?}");
    assert!(empty.rows.iter().all(|row| row.theirs.is_empty()), "{:?}", empty.rows);
    // The third cell of a row is the answer.
    let document = part(&bytes, "word/document.xml");
    let at = document.find(REGISTRATION).expect("the row of the registration");
    let row_end = at + document[at..].find("</w:tr>").unwrap();
    let cell = document[..row_end].rfind("</w:p>").unwrap();
    let mut changed = document.clone();
    changed.insert_str(cell, "<w:r><w:t>7654321</w:t></w:r>");
    let back = with_part(&bytes, "word/document.xml", &changed);
    fs::write(home.path().join("back.docx"), back).unwrap();
    let done = peerpact(home.path(), &["new", "deal.yaml", "--from-reply", "back.docx", "-t", "md"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(fs::read_to_string(home.path().join("deal.yaml")).unwrap().contains("registration: \"7654321\""));
}

#[test]
fn a_contact_that_came_back_is_an_entry_of_its_own() {
    let home = sent();
    let text = fs::read_to_string(home.path().join("deal.ask.yaml")).unwrap();
    assert!(text.contains("contacts.noc.email: ~") && !text.contains("contacts[0]"), "{text}");
    // It was filled in where it lies.
    let filled = text.replace("contacts.noc.email: ~", "contacts.noc.email: noc@harbour.example");
    fs::write(
        home.path().join("deal.ask.yaml"),
        filled.replace("contacts.noc.phone: ~", "contacts.noc.phone: +852 5555 0113"),
    )
    .unwrap();
    let done = peerpact(home.path(), &["new", "deal.yaml", "--from-reply", "deal.ask.yaml", "-t", "md"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(said(&done).contains("left deal.ask.yaml as it is"), "{}", said(&done));
    let deal = fs::read_to_string(home.path().join("deal.yaml")).unwrap();
    for words in ["party: harbour", "role: noc", "email: noc@harbour.example", "+852 5555 0113"] {
        assert!(deal.contains(words), "no {words}:\n{deal}");
    }
    assert!(fs::read_to_string(home.path().join("deal.ask.yaml")).unwrap().contains("noc@harbour.example"));
}

#[test]
fn what_the_deal_says_otherwise_is_a_conflict_and_nothing_foreign_is_filed() {
    let home = sent();
    let back = "parties.harbour.country: SG\nparties.harbour.registration: \"7654321\"\nnothing.of.it: 1\n";
    fs::write(home.path().join("back.yaml"), back).unwrap();
    let done = peerpact(home.path(), &["new", "deal.yaml", "--from-reply", "back.yaml", "-t", "md"]);
    assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    assert!(said(&done).contains("the deal says `HK`, and `SG` came back"), "{}", said(&done));
    assert!(said(&done).contains("1 taken over, 2 not"), "{}", said(&done));
    assert!(fs::read_to_string(home.path().join("deal.yaml")).unwrap().contains("country: HK"));
    fs::write(home.path().join("other.yaml"), "reference: OTHER-1\nparties.harbour.registration: \"1\"\n").unwrap();
    let other = peerpact(home.path(), &["new", "deal.yaml", "--from-reply", "other.yaml"]);
    assert_eq!(other.status.code(), Some(2), "{}", said(&other));
    assert!(said(&other).contains("is of another deal"), "{}", said(&other));
}

/// Whoever sends a form back may write any field of a deal into it.
#[test]
fn what_was_not_asked_of_them_is_not_filed_with_the_flag_either() {
    let home = sent();
    let before = fs::read_to_string(home.path().join("deal.yaml")).unwrap();
    let fields = [
        ("credit.limit", "USD 900000.00"),
        ("special_terms[0].text", "The Supplier decides."),
        ("waivers[0].rule", "TERM001"),
        ("approvals[0].by", "Our chief executive"),
        ("legal.reviewed_by", "Our counsel"),
        ("rates.lines[0].rate", "9.99"),
        ("termination.notice", "2 days"),
        ("parties.straits.address", "Elsewhere"),
    ];
    let back: String = fields.iter().map(|(path, value)| format!("{path}: {value}\n")).collect();
    fs::write(home.path().join("back.yaml"), back).unwrap();
    for arguments in [&["--from-reply", "back.yaml"][..], &["--from-reply", "back.yaml", "--take"]] {
        let done = peerpact(home.path(), &[&["new", "deal.yaml", "-t", "md"], arguments].concat());
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        assert!(said(&done).contains("0 taken over, 8 not"), "{}", said(&done));
        assert_eq!(fs::read_to_string(home.path().join("deal.yaml")).unwrap(), before);
    }
}

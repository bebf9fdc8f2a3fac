//! What came back from the other side: `peerpact returned` for a Word file, `peerpact technical import` for the technical form.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::read_back::docx::parts;
use tempfile::TempDir;

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

/// A folder with a deal, `deal.yaml`, and what the program does there.
struct Home(TempDir);

impl Home {
    fn of(name: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("deal.yaml"), example(name)).unwrap();
        Self(home)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output =
            Command::new(env!("CARGO_BIN_EXE_peerpact")).args(arguments).current_dir(self.0.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Drafts the deal as it was sent, and writes a copy in which the other side changed the given words, none of them tracked.
    fn came_back(&self, changed: &[(&str, &str)]) {
        let (code, _, said) = self.run(&["draft", "deal.yaml", "-t", "docx", "-o", "sent", "-q"]);
        assert_eq!(code, 0, "{said}");
        let mut parts = parts(&fs::read(self.0.path().join("sent/deal.docx")).unwrap());
        let document = parts.get_mut("word/document.xml").unwrap();
        let mut text = String::from_utf8(document.clone()).unwrap();
        for (from, to) in changed {
            assert!(text.contains(from), "the draft does not say {from}");
            text = text.replacen(from, to, 1);
        }
        *document = text.into_bytes();
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        fs::write(self.0.path().join("back.docx"), zip.finish().unwrap().into_inner()).unwrap();
    }
}

const BACK: [&str; 4] = ["returned", "back.docx", "--deal", "deal.yaml"];

#[test]
fn a_copy_without_edits_reports_nothing() {
    for name in ["smallest.yaml", "germany-france.yaml"] {
        let home = Home::of(name);
        home.came_back(&[]);
        let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
        assert_eq!((code, out.as_str()), (0, "nothing changed\n"), "{name}");
    }
}

#[test]
fn an_edit_that_nobody_tracked_is_told_at_its_clause() {
    let home = Home::of("germany-france.yaml");
    home.came_back(&[("The Customer bears", "The Supplier bears")]);
    let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
    assert_eq!(code, 4, "{out}");
    assert!(out.contains("[Customer → Supplier]") && out.contains("NOT TRACKED"), "{out}");
    assert!(out.contains("Who bears the loss from fraud") && out.contains("\n1 change"), "{out}");
}

#[test]
fn what_is_accepted_is_written_into_the_deal_and_nothing_else_is() {
    let home = Home::of("germany-france.yaml");
    home.came_back(&[("40,000.00", "80,000.00"), ("40,000.00", "80,000.00")]);
    let before = home.text("deal.yaml");
    // The same figure stands in several places, and may be accepted at each.
    let (code, out, said) = home.run(&[&BACK[..], &["--accept", "E1,E2"]].concat());
    assert_eq!(code, 0, "{out}{said}");
    let wanted = before.replace("limit: EUR 40000.00", "limit: EUR 80000.00");
    assert!(
        wanted != before && home.text("deal.yaml") == wanted,
        "one value is another, and every other byte the same"
    );
    let (code, _, said) = home.run(&["check", "deal.yaml"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn two_values_of_one_field_are_not_both_accepted() {
    let home = Home::of("germany-france.yaml");
    home.came_back(&[("40,000.00", "80,000.00"), ("40,000.00", "90,000.00")]);
    let before = home.text("deal.yaml");
    let (code, _, said) = home.run(&[&BACK[..], &["--accept", "E1,E2"]].concat());
    assert_eq!(code, 2);
    assert!(said.contains("credit.limit") && said.contains("two values"), "{said}");
    assert_eq!(home.text("deal.yaml"), before);
}

#[test]
fn what_is_no_word_file_or_no_change_is_refused_by_name() {
    let home = Home::of("smallest.yaml");
    home.came_back(&[]);
    let (code, _, said) = home.run(&[&BACK[..], &["--accept", "E9"]].concat());
    assert!(code == 2 && said.contains("E9"), "{said}");
    let (code, _, said) = home.run(&["returned", "deal.yaml", "--deal", "deal.yaml"]);
    assert!(code == 2 && said.contains("deal.yaml") && said.contains("Word"), "{said}");
}

/// The technical form of the deal with other answers in some rows, by the ends of their items.
fn filled(home: &Home, answers: &[(&str, &str)]) {
    let (code, _, said) = home.run(&["technical", "form", "deal.yaml", "-o", "form"]);
    assert_eq!(code, 0, "{said}");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(home.0.path().join("form/deal.technical.csv"));
    let rows = reader.as_mut().unwrap().records().map(Result::unwrap);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(home.0.path().join("back.csv")).unwrap();
    for row in rows {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if let Some((_, answer)) = answers.iter().find(|(item, _)| cells[0].ends_with(item)) {
            cells[4] = (*answer).to_owned();
        }
        writer.write_record(&cells).unwrap();
    }
    writer.flush().unwrap();
}

const IMPORT: [&str; 5] = ["technical", "import", "back.csv", "--deal", "deal.yaml"];

#[test]
fn a_form_that_came_back_as_it_went_changes_nothing() {
    let home = Home::of("germany-france.yaml");
    filled(&home, &[]);
    let before = home.text("deal.yaml");
    let (code, out, said) = home.run(&IMPORT);
    assert_eq!(code, 0, "{out}{said}");
    assert_eq!(home.text("deal.yaml"), before);
}

#[test]
fn a_form_fills_what_is_open_and_overwrites_only_if_told() {
    let home = Home::of("germany-france.yaml");
    let city = "\"; rm -rf / #: {x";
    filled(
        &home,
        &[
            ("sides.aval.signalling[0].share", "60 %"),
            ("sides.aval.signalling[0].port", "5071"),
            ("sides.aval.points[0].city", city),
            ("sides.aval.signalling[1].share", "fifty"),
        ],
    );
    let before = home.text("deal.yaml");
    let (code, _, said) = home.run(&[&IMPORT[..], &["--dry-run"]].concat());
    assert_eq!((code, home.text("deal.yaml")), (1, before.clone()), "{said}");

    let (code, _, said) = home.run(&IMPORT);
    assert_eq!(code, 1, "what was not taken over is told: {said}");
    let told = |what: &str| said.lines().any(|line| what.split(' ').all(|word| line.contains(word)));
    assert!(told("conflict: port: 5061 5071") && told("conflict: city: Lyon") && told("fifty percentage"), "{said}");
    let open = before.replacen(
        "trunk: aval-rhein, sessions: 1500, cps: 15}",
        "trunk: aval-rhein, sessions: 1500, cps: 15, share: 60 %}",
        1,
    );
    assert_eq!(home.text("deal.yaml"), open, "only what was open is filled");

    let (code, _, said) = home.run(&[&IMPORT[..], &["--take"]].concat());
    assert_eq!(code, 1, "{said}");
    let deal = home.text("deal.yaml");
    assert!(deal.contains("port: 5071") && deal.contains(&format!("city: {}", serde_json::json!(city))), "{deal}");
    let (code, _, said) = home.run(&["check", "deal.yaml"]);
    assert_eq!(code, 0, "a hostile answer stays a value: {said}");
}

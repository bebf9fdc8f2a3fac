//! A form goes out and comes back, through other programs too.

use std::fs;
use std::path::Path;

use peerpact::forms::{FilledForm, FormRow, ReplyForm, csv, read, xlsx};

/// The form that `tests/forms/` holds as other programs saved it.
fn sample() -> ReplyForm {
    let row = |key: &str, ours: &str, theirs: &str| FormRow {
        key: key.to_owned(),
        group: "Values".to_owned(),
        label: format!("Matter of {key}"),
        ours: ours.to_owned(),
        theirs: theirs.to_owned(),
        ..FormRow::default()
    };
    let mut rows: Vec<FormRow> =
        VALUES.iter().enumerate().map(|(at, text)| row(&format!("v[{at}]"), text, text)).collect();
    rows.push(FormRow {
        allowed: vec!["yes".to_owned(), "no".to_owned()],
        unit: "ms".to_owned(),
        note: "An example: yes".to_owned(),
        ..row("choice", "yes", "")
    });
    ReplyForm {
        title: "Technical form: A/B [2027]".to_owned(),
        facts: vec![("Reference".to_owned(), "AB-2027-01".to_owned()), ("Due".to_owned(), "2027-03-01".to_owned())],
        notes: vec!["Fill in the column `Your value`.".to_owned()],
        rows,
    }
}

/// Values that a spreadsheet would gladly make something else of.
const VALUES: [&str; 19] = [
    "0.0180",
    "007",
    "1e5",
    "12345678901234567890",
    "+6561234567",
    "08:00",
    "2027-03-01",
    "1/2",
    "=1+1",
    "@SUM(A1)",
    "-cmd|' /C calc'!A0",
    "'quoted",
    "\"a\",\"b\"",
    "TRUE",
    "2001:db8::10",
    "<b>&amp;</b>",
    "Zürich; 東京",
    "50%",
    "sip:a@b;transport=tls",
];

fn given(form: &ReplyForm) -> Vec<(String, String, String)> {
    form.rows.iter().map(|row| (row.key.clone(), row.ours.clone(), row.theirs.clone())).collect()
}

fn got(back: &FilledForm) -> Vec<(String, String, String)> {
    back.rows.iter().map(|row| (row.key.clone(), row.ours.clone(), row.theirs.clone())).collect()
}

#[test]
fn a_form_reads_back_as_it_was_written() {
    let mut form = sample();
    // The escape of workbooks, as a text. openpyxl reads it as one letter and saves that, so the other programs are not asked for it.
    form.rows[0].ours = "_x0041_".to_owned();
    form.rows[1].theirs = "a\u{301}_x000D_".to_owned();
    for (name, bytes) in [("form.xlsx", xlsx(&form).unwrap()), ("form.csv", csv(&form).unwrap())] {
        let back = read(&bytes, name).unwrap();
        assert_eq!(got(&back), given(&form), "{name}");
        assert_eq!(back.facts, form.facts, "{name}");
        assert!(back.remarks.is_empty(), "{name}: {:?}", back.remarks);
        assert!(form.changed_by_them(&back).is_empty());
    }
    assert_eq!(xlsx(&form).unwrap(), xlsx(&form).unwrap());
}

#[test]
fn a_form_that_another_program_saved_reads_back_as_it_was_written() {
    for name in ["libreoffice.xlsx", "openpyxl.xlsx", "libreoffice.csv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms").join(name);
        let back = read(&fs::read(path).unwrap(), name).unwrap();
        assert_eq!(got(&back), given(&sample()), "{name}");
        assert_eq!(back.facts, sample().facts, "{name}");
    }
}

/// Writes the workbook from which `.ci/forms` makes the files of `tests/forms/`.
#[test]
#[ignore = "writes a file for .ci/forms"]
fn write_the_sample() {
    let path = std::env::var_os("FORM").expect("FORM names the file");
    fs::write(path, xlsx(&sample()).unwrap()).unwrap();
}

#[test]
fn no_cell_of_a_workbook_is_a_formula() {
    let bytes = xlsx(&sample()).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
    assert!(sheet.contains("<v>") && !sheet.contains("<f>") && !sheet.contains("<hyperlink"));
}

#[test]
fn columns_may_be_moved_and_rows_added() {
    let text = "My notes,,\nReference,AB-1,\n\nyour value,extra,ITEM\n5,x,a.b\n7,,\n,,\n";
    let back = read(text.as_bytes(), "back.csv").unwrap();
    assert_eq!(back.fact("Reference"), Some("AB-1"));
    let rows: Vec<_> =
        back.rows.iter().map(|row| (row.key.as_str(), row.theirs.as_str(), row.place.as_str())).collect();
    assert_eq!(rows, [("a.b", "5", "line 5, column 1"), ("", "7", "line 6, column 1")]);
}

#[test]
fn what_is_no_form_is_told() {
    let fact = |bytes: &[u8]| read(bytes, "back").unwrap_err().fact;
    assert_eq!(fact(b""), "is empty");
    assert_eq!(fact(b"\x7fELF\0"), "is neither a workbook nor separated values");
    assert_eq!(fact(b"a,b\n1,2\n"), "has no row with the headings `Item` and `Your value`");
    assert_eq!(
        fact(b"Item,Your value\na,1\na,2\n"),
        "has the item `a` twice, in line 2, column 1 and line 3, column 1"
    );
    assert!(fact(b"PK\x03\x04").starts_with("cannot be read: "));
}

#[test]
fn a_change_of_our_side_is_seen() {
    let form = sample();
    let mut altered = form.clone();
    altered.rows[0].ours = "0.018".to_owned();
    let back = read(&xlsx(&altered).unwrap(), "back.xlsx").unwrap();
    let changed: Vec<_> = form.changed_by_them(&back).into_iter().map(|(row, sent)| (row.ours.clone(), sent)).collect();
    assert_eq!(changed, [("0.018".to_owned(), "0.0180".to_owned())]);
}

/// Whoever strikes an answer out takes it back, and who writes it in the colour of the cell hides it.
#[test]
fn a_struck_answer_is_told() {
    let bytes = xlsx(&sample()).unwrap();
    let altered = |from: &str, to: &str| {
        let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
        let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for at in 0..old.len() {
            let mut part = old.by_index(at).unwrap();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).unwrap();
            new.start_file(part.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut new, text.replace(from, to).as_bytes()).unwrap();
        }
        read(&new.finish().unwrap().into_inner(), "back.xlsx").unwrap().remarks
    };
    assert!(altered("none", "none").is_empty());
    for to in ["<strike/><color theme=\"1\"/>", "<color theme=\"0\"/>"] {
        let remarks = altered("<color theme=\"1\"/>", to);
        assert!(remarks.iter().any(|remark| remark.code == "DECK007"), "{to}: {remarks:?}");
    }
}

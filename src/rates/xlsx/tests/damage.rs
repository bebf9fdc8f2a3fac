//! Damaged files are read or refused, and never panic.

use proptest::prelude::*;

use super::{Book, book, numbers, read_bytes, said, zipped};

/// A workbook with something of everything.
fn full() -> Book {
    let sheet = "<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>b_x0041_</t></is></c></row>\
        <row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"0\"><v>46388.5</v></c><c r=\"B2\" s=\"1\"><f>1</f><v>1.7999999999999999E-2</v></c></row>\
        </sheetData><mergeCells><mergeCell ref=\"C1:C2\"/></mergeCells></worksheet>";
    let mut book = book("").whole_sheet("Full", "visible", sheet).sheet("Old", "hidden", &numbers(1, &["1"]));
    book.sheets.remove(0);
    book.strings("<si><r><t>a&amp;</t></r></si>").formats(&["yyyy-mm-dd", "0.000%"])
}

/// Reads the file, and looks up the place of every finding.
fn judge(bytes: &[u8]) {
    let (sheet, findings) = read_bytes(bytes, None);
    said(&findings);
    match sheet {
        None => assert!(!findings.is_empty()),
        Some(sheet) => {
            for row in 0..sheet.grid.len() {
                for (column, cell) in sheet.grid.cells(row).enumerate() {
                    let place = sheet.place(row, column);
                    assert_eq!(&place.source.text[place.span], cell);
                }
            }
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_judged() {
    let bytes = full().bytes();
    judge(&bytes);
    for end in 0..bytes.len() {
        judge(&bytes[..end]);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), zip: bool) {
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        judge(&bytes);
    }

    #[test]
    fn any_damage_is_judged(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = full().bytes();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        judge(&bytes);
    }

    /// Damages parts before they are packed, so that only this reader can notice.
    #[test]
    fn any_damaged_part_is_judged(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[<>/&;\"=a-zA-Z0-9_.:-]|\\PC"), 1..6),
    ) {
        let mut parts = unzipped(&full().bytes());
        for (part, at, text) in flips {
            let part = part.index(parts.len());
            let content = &mut parts[part].1;
            let at = at.index(content.len());
            content.splice(at..=at, text.bytes());
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        judge(&zipped(&parts));
    }
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut content).unwrap();
        parts.push((file.name().unwrap().into_owned(), content));
    }
    parts
}

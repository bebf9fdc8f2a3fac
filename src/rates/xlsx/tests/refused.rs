//! Files that are refused, each with one finding.

use super::{Book, book, numbers, refusal, zipped};

#[test]
fn what_is_no_workbook_is_refused() {
    assert_eq!(refusal(b"", None), "it is no workbook (no zip file)");
    assert_eq!(refusal(b"Destination;Code;Rate", None), "it is no workbook (no zip file)");
    let whole = book(&numbers(1, &["1"])).bytes();
    assert_eq!(refusal(&whole[..whole.len() / 2], None), "it begins like a workbook, but is cut off or damaged");
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    assert_eq!(refusal(&old, None), "it is an old workbook (.xls), or has a password");
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refusal(&[old, wide].concat(), None), "it has a password");
    assert_eq!(refusal(&book("").part("xl/workbook.bin", "x").bytes(), None), "it is a binary workbook (.xlsb)");
    let open = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]);
    assert_eq!(refusal(&open, None), "none of its visible sheets holds anything");
    let text = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    assert_eq!(refusal(&text, None), "it is an OpenDocument file, and no spreadsheet");
    assert_eq!(refusal(&zipped(&[("a.txt", b"x")]), None), "it is a zip file, but holds no workbook");
    assert_eq!(
        book("").part("xl/workbook.xml", "<w:document/>").refused(None),
        "it is a zip file, but holds no workbook"
    );
    assert_eq!(book("").part("xl/workbook.xml", "").refused(None), "it is a zip file, but holds no workbook");
}

#[test]
fn a_sheet_whose_name_cannot_be_seen_is_refused() {
    for name in ["Rates\u{200b}", "\u{202e}Rates", "A&#x2060;"] {
        let book = book("").sheet(name, "visible", &numbers(1, &["1"]));
        assert!(book.refused(None).starts_with("the name of a sheet holds the character U+2"), "{name:?}");
    }
}

#[test]
fn a_sheet_that_is_not_there_is_refused() {
    assert_eq!(Book { sheets: Vec::new(), ..book("") }.refused(None), "it has no sheet with cells");
    assert_eq!(book("").refused(None), "none of its visible sheets holds anything");
    assert_eq!(book("").refused(Some("Rates")), "its sheet `Rates` is empty");
    let two = book(&numbers(1, &["1"])).sheet("Old", "hidden", "");
    assert_eq!(two.refused(Some("Price")), "it has no sheet `Price`");
    let (_, findings) = two.read(Some("Price"));
    assert_eq!(findings[0].remedy_text().as_deref(), Some("its sheets are `Rates` and `Old`"));
    let hidden = book("").sheet("Old", "hidden", &numbers(1, &["1"]));
    let (_, findings) = hidden.read(None);
    assert_eq!(
        findings[0].remedy_text().as_deref(),
        Some("to read a hidden sheet, name it under `rates.sheet`: `Old`")
    );
}

#[test]
fn cells_beyond_a_sheet_are_refused() {
    for (data, fact) in [
        ("<row r=\"1048577\"><c><v>1</v></c></row>", "it has a row 1048577, while a sheet has rows from 1 to 1048576"),
        ("<row r=\"0\"><c><v>1</v></c></row>", "it has a row 0, while a sheet has rows from 1 to 1048576"),
        ("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c><c><v>1</v></c></row>", "it names `XFE1`, which is no cell"),
        ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "it names `XFE1`, which is no cell"),
        ("<row r=\"1\"><c r=\"1A\"><v>1</v></c></row>", "it names `1A`, which is no cell"),
        ("<row r=\"x\"><c><v>1</v></c></row>", "it names `x`, which is no cell"),
        ("<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>", "its cell A3 stands in row 2"),
        ("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>", "its cell A1 stands after a later one"),
        ("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"/>", "its row 5 stands after row 5"),
        ("<row><c t=\"s\"><v>0</v></c></row>", "its cell A1 names a text that is not there"),
    ] {
        let refused = book(data).refused(None);
        assert!(refused.starts_with(fact), "{refused}");
    }
    let merge = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A\"/></mergeCells></worksheet>";
    assert!(
        book("").part("xl/worksheets/sheet0.xml", merge).refused(None).starts_with("it names `A1:A`, which is no cell")
    );
}

#[test]
fn a_number_format_that_nobody_can_find_is_refused() {
    let data = "<row><c s=\"0\"><v>.5</v></c></row>";
    for styles in [
        "<styleSheet><cellXfs><xf numFmtId=\"x\"/></cellXfs></styleSheet>",
        "<styleSheet><numFmts><numFmt numFmtId=\"x\" formatCode=\"0%\"/></numFmts><cellXfs><xf/></cellXfs></styleSheet>",
    ] {
        let refused = book(data).part("xl/styles.xml", styles).refused(None);
        assert!(refused.starts_with("it calls a number format `x`, which is not a number"), "{refused}");
    }
}

#[test]
fn bad_xml_is_refused_with_its_part() {
    let sheet = "xl/worksheets/sheet0.xml";
    for (xml, fact) in [
        (
            "<worksheet><sheetData><row><c><v>1</v></c></row>",
            "its part xl/worksheets/sheet0.xml is no well-formed XML: it ends early",
        ),
        (
            "<worksheet><sheetData><row><c><v>1</c></row></sheetData></worksheet>",
            "its part xl/worksheets/sheet0.xml is no well-formed XML: ",
        ),
        ("<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>", "its part xl/worksheets/sheet0.xml has a document type"),
        (
            "<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>",
            "its part xl/worksheets/sheet0.xml is no well-formed XML: an entity",
        ),
        ("<chartsheet/>", "its sheet is no worksheet"),
    ] {
        let refused = book("").part(sheet, xml).refused(Some("Rates"));
        assert!(refused.starts_with(fact), "{refused}");
    }
    let deep = format!("<worksheet>{}{}</worksheet>", "<a>".repeat(200), "</a>".repeat(200));
    assert!(book("").part(sheet, deep).refused(Some("Rates")).contains("nested more than 100 deep"));
    let latin = b"<worksheet><sheetData><row><c t=\"str\"><v>\xe9</v></c></row></sheetData></worksheet>";
    assert!(book("").part(sheet, *latin).refused(Some("Rates")).contains("sheet0.xml is no well-formed XML"));
    let strings = book(&numbers(1, &["1"])).part("xl/sharedStrings.xml", "<sst><si>");
    assert!(strings.refused(None).contains("its part xl/sharedStrings.xml is no well-formed XML"));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let text = "x".repeat(5 << 20);
    let long = book(&format!("<row><c t=\"str\"><v>{text}</v></c></row>"));
    assert!(long.refused(Some("Rates")).contains("holds a text of more than 4 MiB"));
    let cut = "x".repeat(1 << 19);
    let parts = book(&format!("<row><c t=\"str\"><v>{cut}<!---->{cut}<!---->{cut}</v></c></row>"));
    assert!(parts.refused(Some("Rates")).contains("a cell of it has a text of more than 1 MiB"));
    // 300 cells that share one text of a megabyte.
    let shared = book(&format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(300)))
        .strings(&format!("<si><t>{}</t></si>", &text[..1 << 20]));
    assert!(shared.refused(None).starts_with("its sheet is more than 8000000 cells or 64 MiB of text"));
    // A lone cell at the far right of a thousand rows and more.
    let rows: String = (1..=1025).map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>")).collect();
    assert!(book(&rows).refused(None).starts_with("its sheet is more than 8000000 cells"));
}

//! What each kind of cell becomes.

use super::{Book, book, cells, numbers, read_bytes};

/// One cell under each format.
fn shown(stored: &str, formats: &[&str]) -> Vec<String> {
    let data: String = (0..formats.len()).map(|style| format!("<c s=\"{style}\"><v>{stored}</v></c>")).collect();
    book(&format!("<row>{data}</row>")).formats(formats).cells().remove(0)
}

#[test]
fn texts_are_read_wherever_they_lie() {
    let data = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
        <c r=\"C1\" t=\"inlineStr\"><is><r><t>in</t></r><r><rPr/><t xml:space=\"preserve\">line </t></r></is></c>\
        <c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"b\"><v>0</v></c><c r=\"F1\" t=\"e\"><v>#N/A</v></c>\
        <c r=\"G1\" t=\"d\"><v>2027-01-01</v></c><c r=\"H1\" t=\"s\"><v>2</v></c></row>";
    let strings = "<si><t>A &amp; B &#xe9;<![CDATA[<x>]]></t></si>\
        <si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb=\"0\" eb=\"1\"><t>spoken</t></rPh><phoneticPr/></si>\
        <si><t>two_x000D_\nlines\tone cell</t></si>";
    let book = book(data).strings(strings);
    let row = ["A & B é<x>", "rich text", "inline", "TRUE", "FALSE", "#N/A", "2027-01-01", "two  lines one cell"];
    assert_eq!(book.cells(), [row.map(str::to_owned)]);
    let (sheet, _) = book.read(None);
    assert_eq!(&*sheet.unwrap().source.text, row.join("\t"));
}

#[test]
fn numbers_keep_their_digits_and_the_zeros_of_their_format() {
    assert_eq!(
        shown("0.01", &["General", "0.0000", "#,##0.00 \"USD\"", "0%", "[Red]0.000;0"]),
        ["0.01", "0.0100", "0.01 USD", "1%", "0.010"]
    );
    assert_eq!(shown("1.2340000000000001E-2", &["0.00", "0.000000"]), ["0.01234", "0.012340"]);
    assert_eq!(shown("4474", &["General", "000000", "@", "#,##0"]), ["4474", "004474", "4474", "4474"]);
    assert_eq!(shown("44740000000", &["General", "0.000E+00"]), ["44740000000", "44740000000"]);
    assert_eq!(shown("not a number", &["0.00"]), ["not a number"]);
}

#[test]
fn dates_and_times_are_those_of_iso_8601() {
    assert_eq!(
        shown("46388", &["yyyy-mm-dd", "dd/mm/yy hh:mm", "[h]:mm", "0"]),
        ["2027-01-01", "2027-01-01", "1113312:00", "46388"]
    );
    assert_eq!(shown("46388.354166666664", &["d mmm"]), ["2027-01-01T08:30:00"]);
    assert_eq!(shown("0.35416666666666669", &["h:mm", "hh:mm:ss", "yyyy"]), ["08:30", "08:30", "0.354166666666667"]);
    assert_eq!(shown("-1", &["yyyy-mm-dd"]), ["-1"]);
    let mut later = book("<row><c s=\"0\"><v>44926</v></c></row>").formats(&["yyyy"]);
    later.properties = "<workbookPr date1904=\"1\"/>".to_owned();
    assert_eq!(later.cells(), [["2027-01-01"]]);
}

#[test]
fn formats_that_need_no_code_are_known() {
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"2\"/><xf numFmtId=\"10\"/><xf/></cellXfs></styleSheet>";
    let data = "<row><c s=\"0\"><v>46388</v></c><c s=\"1\"><v>5</v></c><c s=\"2\"><v>.5</v></c><c s=\"3\"><v>5</v></c><c s=\"99\"><v>5</v></c></row>";
    assert_eq!(book(data).part("xl/styles.xml", styles).cells(), [["2027-01-01", "5.00", "50.00%", "5", "5"]]);
}

#[test]
fn a_cell_stands_in_its_column_and_row() {
    let data = "<row r=\"2\" spans=\"1:4\"><c r=\"B2\"><v>1</v></c><c r=\"D2\" s=\"0\"/></row><row r=\"3\"/>\
        <row r=\"5\"><c r=\"A5\"><v>2</v></c><c r=\"D5\"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>";
    let (sheet, findings) = book(data).read(None);
    let sheet = sheet.unwrap();
    assert!(findings.is_empty());
    assert_eq!(cells(&sheet), [vec!["", "1"], vec!["2", "", "", "3", "4"], vec!["5"]]);
    assert_eq!((sheet.grid.line(0), sheet.grid.line(1), sheet.grid.line(2)), (2, 5, 6));
    assert_eq!(&*sheet.source.text, "\n\t1\n\n\n2\t\t\t3\t4\n5");
    assert_eq!(sheet.name(1, 3), "cell D5");
    let place = sheet.place(1, 3);
    assert_eq!((place.line_column(), &sheet.source.text[place.span]), ((5, 5), "3"));
}

#[test]
fn prefixes_namespaces_and_odd_targets_are_read() {
    let sheet = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- made by hand --><x:worksheet \
        xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:dimension ref=\"A1:XFD1048576\"/><x:sheetData>\
        <x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>one</x:t></x:is></x:c></x:row></x:sheetData>\
        <x:extLst><x:ext><f>1</f><row/></x:ext></x:extLst></x:worksheet>";
    let workbook = "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:q=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><x:sheets><x:sheet name=\"S\" q:id=\"a\"/></x:sheets></x:workbook>";
    for target in ["/XL/deep/../Sheet.xml", "../xl/sheet.xml", "sheet.xml"] {
        let links = format!(
            "<Relationships><Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\" Target=\"{target}\"/>\
             <Relationship Id=\"b\" Type=\"x/styles\" Target=\"https://example.com\" TargetMode=\"External\"/></Relationships>"
        );
        let book = Book { sheets: Vec::new(), ..book("") };
        let book = book
            .part("xl/workbook.xml", workbook)
            .part("xl/_rels/workbook.xml.rels", links)
            .part("xl/sheet.xml", sheet);
        assert_eq!(book.cells(), [["one"]], "{target}");
    }
}

#[test]
fn a_file_without_links_of_its_own_is_read() {
    assert_eq!(book(&numbers(1, &["7"])).part("_rels/.rels", "<Relationships/>").cells(), [["7"]]);
}

#[test]
fn a_workbook_of_another_program_is_read() {
    let (sheet, findings) = read_bytes(include_bytes!("../../../../tests/decks/openpyxl.xlsx"), None);
    let sheet = sheet.unwrap();
    let found = cells(&sheet);
    assert_eq!(found[0], ["Destination", "Code", "Rate", "Effective", "Increment"]);
    assert_eq!(found[1], ["United Kingdom", "44", "0.0100", "2027-01-01", "1/1"]);
    assert_eq!(found[2], ["United Kingdom", "004474", "0.018", "2027-01-01T08:30:00", "60/60"]);
    assert_eq!(found[3], ["France & \"DOM\"", "33", "5.25%", "08:30"]);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["DECK005", "DECK006", "DECK007", "DECK007", "DECK007"]);
}

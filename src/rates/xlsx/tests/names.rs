//! What a spreadsheet passes over decides nothing: names of other namespaces, links of other types, parts that stand twice.

use super::{Book, RELATIONS, book, cells, numbers, read_bytes, said, zipped};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A sheet in its namespace, with a prefix of somebody else.
fn sheet(data: &str) -> Book {
    let xml = format!("<worksheet xmlns=\"{MAIN}\" xmlns:x=\"urn:x\"><sheetData>{data}</sheetData></worksheet>");
    let mut book = book("").whole_sheet("S", "visible", &xml);
    book.sheets.remove(0);
    book
}

#[test]
fn names_of_a_foreign_namespace_decide_nothing() {
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\" xmlns:x=\"urn:x\"><fonts><font/><font><strike/></font></fonts>\
         <cellXfs><x:xf fontId=\"0\"/><xf fontId=\"0\"/><xf fontId=\"1\" x:fontId=\"0\"/></cellXfs></styleSheet>"
    );
    let struck = sheet("<row r=\"1\"><c s=\"1\" x:s=\"0\"><v>1</v></c></row>").part("xl/styles.xml", styles);
    assert_eq!(struck.said(None).len(), 1, "{:?}", struck.said(None));
    let data =
        "<row r=\"1\"><c><v>1</v><x:v>2</x:v></c><x:c><v>8</v></x:c></row><x:row r=\"2\"><c><v>9</v></c></x:row>";
    assert_eq!(sheet(data).cells(), [["1"]]);
    let strings = format!(
        "<sst xmlns=\"{MAIN}\" xmlns:x=\"urn:x\"><x:si><t>9</t></x:si><si><t>0.01<x:t>8</x:t></t><x:t>7</x:t></si></sst>"
    );
    let shared = sheet("<row r=\"1\"><c t=\"s\"><v>0</v></c></row>").part("xl/sharedStrings.xml", strings);
    assert_eq!(shared.cells(), [["0.01"]]);
    // A prefix may be bound anew, and bound back.
    let data =
        "<row r=\"1\"><c><v>1</v></c><c xmlns=\"urn:y\"><v>2</v></c><y:c xmlns:y=\"urn:y\"/><c><v>3</v></c></row>";
    assert_eq!(sheet(data).cells(), [["1", "3"]]);
}

#[test]
fn what_each_program_reads_otherwise_is_refused() {
    let mc = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    let row = "<row r=\"1\"><c><v>1</v></c></row>";
    for (data, fact) in [
        (
            format!(
                "{row}<mc:AlternateContent {mc}><mc:Choice Requires=\"x\"><row r=\"2\"/></mc:Choice></mc:AlternateContent>"
            ),
            "it holds alternatives of its cells",
        ),
        (format!("<x:w {mc} mc:ProcessContent=\"x:w\">{row}</x:w>"), "it wraps its content"),
        (
            "<row r=\"1\"><c s=\"0\" s=\"1\"><v>1</v></c></row>".to_owned(),
            "it holds what is no well-formed XML: an element has `s` twice",
        ),
        ("<row xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"/>".to_owned(), "it mixes the two kinds"),
    ] {
        let refused = sheet(&data).refused(Some("S"));
        assert!(refused.starts_with(fact), "{refused}");
    }
    // Alternatives of what is not read, as spreadsheets write them.
    let xml = format!(
        "<worksheet xmlns=\"{MAIN}\" {mc}><sheetData>{row}</sheetData><mc:AlternateContent><mc:Choice Requires=\"x14\"><controls/></mc:Choice></mc:AlternateContent></worksheet>"
    );
    assert_eq!(book("").part("xl/worksheets/sheet0.xml", xml).cells(), [["1"]]);
}

#[test]
fn a_link_counts_by_its_whole_type_and_once() {
    let decoy = "<workbook><sheets/></workbook>";
    let main = format!("Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"");
    let root = |links: &str| {
        let root = format!("<Relationships>{links}</Relationships>");
        book(&numbers(1, &["1"])).part("xl2/workbook.xml", decoy).part("_rels/.rels", root)
    };
    let other = "<Relationship Id=\"a\" Type=\"urn:decoy/officeDocument\" Target=\"xl2/workbook.xml\"/>";
    assert_eq!(root(&format!("{other}<Relationship Id=\"b\" {main}/>")).cells(), [["1"]]);
    let foreign = format!("<x:Relationship xmlns:x=\"urn:x\" Id=\"a\" {}/>", main.replace("xl/", "xl2/"));
    assert_eq!(root(&format!("{foreign}<Relationship Id=\"b\" {main}/>")).cells(), [["1"]]);
    let twice = format!("<Relationship Id=\"a\" {main}/><Relationship Id=\"b\" {main}/>");
    assert!(root(&twice).refused(None).starts_with("it has two links to its officeDocument"));
    let one_name = format!("<Relationship Id=\"a\" {main}/><Relationship Id=\"a\" {main}/>");
    assert!(root(&one_name).refused(None).starts_with("two links of it between parts have one name"));
}

#[test]
fn a_part_that_stands_twice_is_refused() {
    let sheet = "<worksheet><sheetData><row><c><v>9</v></c></row></sheetData></worksheet>";
    let twice = book(&numbers(1, &["1"])).part("xl/worksheets/SHEET0.xml", sheet);
    assert!(twice.refused(None).starts_with("it has two parts that are one by their names"));
}

#[test]
fn an_open_document_passes_over_foreign_names_too() {
    let open = "urn:oasis:names:tc:opendocument:xmlns";
    let content = |cell: &str| {
        format!(
            "<office:document-content xmlns:office=\"{open}:office:1.0\" xmlns:table=\"{open}:table:1.0\" xmlns:text=\"{open}:text:1.0\" \
             xmlns:x=\"urn:x\"><office:body><office:spreadsheet><table:table table:name=\"S\"><table:table-row>{cell}</table:table-row>\
             </table:table></office:spreadsheet></office:body></office:document-content>"
        )
    };
    let table = |cell: &str| {
        let bytes = zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
            ("content.xml", content(cell).as_bytes()),
        ]);
        let (sheet, findings) = read_bytes(&bytes, None);
        assert_eq!(said(&findings), []);
        cells(&sheet.unwrap())
    };
    let seen = "<table:table-cell office:value-type=\"float\" office:value=\"0.5\" x:value=\"9\" value=\"8\"><text:p>0.5</text:p><x:p>9</x:p></table:table-cell>";
    let unseen = "<x:table-cell office:value-type=\"float\" office:value=\"9\"/><text:table-cell office:value-type=\"float\" office:value=\"9\"/>";
    assert_eq!(table(&format!("{seen}{unseen}")), [["0.5"]]);
}

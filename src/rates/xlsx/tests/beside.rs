//! What a table does not show: formulas, merged cells, hidden rows and columns, other sheets.

use super::{book, cells, numbers, said};
use crate::diagnostic::Level;

#[test]
fn formulas_are_said_once() {
    let data =
        "<row r=\"7\"><c r=\"D7\"><f>1+1</f><v>2</v></c><c r=\"E7\"><f t=\"shared\" si=\"0\"/><v>3</v></c></row>";
    let (sheet, findings) = book(data).read(None);
    let sheet = sheet.unwrap();
    assert_eq!(cells(&sheet), [["", "", "", "2", "3"]]);
    let fact = "cell D7 holds a formula (and 1 more cell); their last results are read";
    assert_eq!(said(&findings), [("DECK005", Level::Warning, fact.to_owned())]);
    let place = findings[0].place.clone().unwrap();
    assert_eq!(&place.source.text[place.span], "2");
    let text = "<row><c t=\"str\"><f>A2</f><v>x_x0041_</v></c><c t=\"str\"><f>A3</f><v></v></c></row>";
    assert_eq!(cells(&book(text).read(None).0.unwrap()), [["xA"]]);
}

#[test]
fn a_result_that_nobody_calculated_is_doubted() {
    let mut book = book("<row><c><f>1+1</f><v>0</v></c></row>");
    book.properties = "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>".to_owned();
    let fact =
        "cell A1 holds a formula; its last result is read, though the program that wrote the file did not calculate it";
    assert_eq!(book.said(None), [("DECK005", Level::Warning, fact.to_owned())]);
}

#[test]
fn a_formula_without_a_result_is_an_error() {
    let data = "<row><c><v>1</v></c></row><row r=\"3\"><c r=\"B3\"><f>1</f></c><c><f>2</f><v/></c></row>";
    let (sheet, findings) = book(data).read(None);
    assert_eq!(cells(&sheet.unwrap()), [["1"]]);
    let fact = "cell B3 holds a formula without a result (and 1 more cell)";
    assert_eq!(said(&findings), [("DECK005", Level::Error, fact.to_owned())]);
    let only = book("<row><c><f>1</f></c></row>").said(None);
    assert_eq!(only, [("DECK005", Level::Error, "cell A1 holds a formula without a result".to_owned())]);
}

/// Rows of three cells, and merges.
fn merged(rows: &str, ranges: &[&str]) -> super::Book {
    let ranges: String = ranges.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
    let xml = format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>");
    let mut book = book("").whole_sheet("Merged", "visible", &xml);
    book.sheets.remove(0);
    book
}

#[test]
fn a_value_stands_for_each_row_of_a_merge_in_its_column() {
    let rows = numbers(2, &["1", "2", "3"])
        + "<row r=\"3\"><c r=\"B3\"><v>4</v></c></row>"
        + &numbers(5, &["9", "5"])
        + "<row r=\"6\"><c r=\"D6\"><v>6</v></c></row>"
        + &numbers(7, &["7"]);
    let (sheet, findings) = merged(&rows, &["A2:A6", "C2:C3", "A1:D1", "B5:C6", "B7:B1048576"]).read(None);
    let sheet = sheet.unwrap();
    let table = [vec!["1", "2", "3"], vec!["1", "4", "3"], vec!["1", "5"], vec!["1", "", "", "6"], vec!["7"]];
    assert_eq!(cells(&sheet), table);
    assert_eq!(&*sheet.source.text, "\n1\t2\t3\n1\t4\t3\n\n1\t5\n1\t\t\t6\n7");
    let said = said(&findings);
    assert_eq!((said.len(), said[0].0, said[0].1), (1, "DECK006", Level::Warning));
    assert!(
        said[0].2.starts_with("cells A2:A6 are merged (and 4 more ranges); a value is read in each row"),
        "{said:?}"
    );
}

#[test]
fn a_merge_of_the_whole_sheet_adds_nothing() {
    let (sheet, _) = merged(&numbers(1, &["1", "2"]), &["A1:XFD1048576"]).read(None);
    assert_eq!(cells(&sheet.unwrap()), [["1", "2"]]);
    let (sheet, _) = merged(&numbers(1, &["1", "2"]), &["A1:A1048576"]).read(None);
    assert_eq!(sheet.unwrap().grid.len(), 1);
}

#[test]
fn hidden_rows_and_columns_are_read_and_said() {
    let xml = "<worksheet><cols><col min=\"1\" max=\"1\"/><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"2\" max=\"16384\" hidden=\"1\"/>\
        </cols><sheetData><row r=\"1\"><c><v>1</v></c><c><v>2</v></c></row><row r=\"2\" hidden=\"true\"><c r=\"D2\"><v>3</v></c></row>\
        <row r=\"3\" hidden=\"1\"/></sheetData></worksheet>";
    let mut book = book("").whole_sheet("S", "visible", xml);
    book.sheets.remove(0);
    let (sheet, findings) = book.read(None);
    assert_eq!(cells(&sheet.unwrap()), [vec!["1", "2"], vec!["", "", "", "3"]]);
    assert_eq!(
        said(&findings),
        [
            ("DECK007", Level::Warning, "row 2 is hidden and was read like the others".to_owned()),
            (
                "DECK007",
                Level::Warning,
                "column B (and 1 more column) are hidden and were read like the others".to_owned()
            ),
        ]
    );
}

#[test]
fn columns_and_rows_of_which_nothing_shows_are_hidden() {
    let facts = |before: &str, row: &str| {
        let data = format!("<row r=\"1\"{row}><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>");
        let xml = format!("<worksheet>{before}<sheetData>{data}</sheetData></worksheet>");
        let mut book = book("").whole_sheet("S", "visible", &xml);
        book.sheets.remove(0);
        book.said(None)
            .into_iter()
            .map(|(_, _, fact)| fact.split(" hidden").next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    let column = |at: usize, says: &str| format!("<col min=\"{at}\" max=\"{at}\" {says}/>");
    let out_of_order = format!("<cols>{}{}</cols>", column(3, "hidden=\"1\""), column(2, "hidden=\"1\""));
    assert_eq!(facts(&out_of_order, ""), ["column B (and 1 more column) are"]);
    assert_eq!(facts(&format!("<cols>{}</cols>", column(3, "width=\"0.05\"")), ""), ["column C is"]);
    assert_eq!(facts(&format!("<cols>{}</cols>", column(3, "width=\"0.9\"")), ""), none);
    assert_eq!(facts("", " ht=\"0.05\""), ["row 1 is"]);
    assert_eq!(facts("", " ht=\"5\""), none);
    assert_eq!(facts("<sheetFormatPr defaultRowHeight=\"0\"/>", ""), ["row 1 is"]);
    assert_eq!(facts("<sheetFormatPr defaultRowHeight=\"0\"/>", " ht=\"15\""), none);
    let narrow = format!("<sheetFormatPr defaultColWidth=\"0\"/><cols>{}</cols>", column(2, "width=\"9\""));
    assert_eq!(facts(&narrow, ""), ["column A (and 1 more column) are"]);
    // Rows that stand in the file show, though those that do not are hidden.
    assert_eq!(facts("<sheetFormatPr defaultRowHeight=\"15\" zeroHeight=\"1\"/>", ""), none);
}

#[test]
fn other_sheets_are_named() {
    let row = numbers(1, &["1"]);
    let all = book("<row><c s=\"1\"/></row>")
        .sheet("Empty", "hidden", "")
        .sheet("Old", "hidden", &row)
        .sheet("Data", "visible", &numbers(1, &["42"]))
        .sheet("Secret", "veryHidden", &row)
        .sheet("Notes", "visible", "<row><c t=\"inlineStr\"><is><t>x</t></is></c></row>");
    let (sheet, findings) = all.read(None);
    assert_eq!(cells(&sheet.unwrap()), [["42"]]);
    assert_eq!(
        said(&findings),
        [
            ("DECK007", Level::Warning, "the sheets `Old` and `Secret` are hidden and were not read".to_owned()),
            ("DECK007", Level::Note, "the sheet `Notes` was not read".to_owned()),
        ]
    );
    for (wanted, cell) in [("Old", "1"), ("data", "42"), (" NOTES ", "x")] {
        let (sheet, findings) = all.read(Some(wanted));
        assert_eq!(cells(&sheet.unwrap()), [[cell]], "{wanted}");
        assert_eq!(findings.len(), 2);
    }
}

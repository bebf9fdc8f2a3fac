//! Words that are not what they look like: struck out, unseen, or changed by a condition.

use super::{Book, book, read_bytes, said, zipped};
use crate::diagnostic::Level;

/// Styles of cells, each a font and a fill, beside formats that hang on conditions.
fn styled(data: &str, fonts: &[&str], fills: &[&str], dxfs: &str, beside: &str) -> Book {
    let list = |what: &str, items: &[&str]| {
        let items: String = items.iter().map(|item| format!("<{what}>{item}</{what}>")).collect();
        format!("<{what}s>{items}</{what}s>")
    };
    let xfs: String = (0..fonts.len().max(fills.len()))
        .map(|at| format!("<xf fontId=\"{}\" fillId=\"{}\"/>", at.min(fonts.len() - 1), at.min(fills.len() - 1)))
        .collect();
    let styles = format!(
        "<styleSheet>{}{}<cellXfs>{xfs}</cellXfs><dxfs>{dxfs}</dxfs></styleSheet>",
        list("font", fonts),
        list("fill", fills)
    );
    let xml = format!("<worksheet><sheetData>{data}</sheetData>{beside}</worksheet>");
    let mut book = book("").whole_sheet("S", "visible", &xml).part("xl/styles.xml", styles);
    book.sheets.remove(0);
    book
}

const PLAIN: &str = "<fill/>";
const CELLS: &str = "<row r=\"1\"><c s=\"0\"><v>1</v></c><c s=\"1\"><v>2</v></c></row>";

fn one(fonts: &[&str], fills: &[&str]) -> Vec<String> {
    let all = styled(CELLS, fonts, fills, "", "").said(None);
    assert!(all.iter().all(|(code, level, _)| (*code, *level) == ("DECK007", Level::Warning)), "{all:?}");
    all.into_iter().map(|(_, _, fact)| fact).collect()
}

#[test]
fn words_that_are_struck_out_or_unseen_are_said() {
    let solid = |colour: &str| format!("<patternFill patternType=\"solid\"><fgColor {colour}/></patternFill>");
    let (white, black) = (solid("rgb=\"FFFFFFFF\""), solid("indexed=\"8\""));
    let struck = "cell B1 is struck through and was read like the others";
    let unseen = "cell B1 has the colour of its ground or letters too small to be read, and was read like the others";
    for (font, fill, says) in [
        ("<strike/>", PLAIN, Some(struck)),
        ("<strike val=\"1\"/><sz val=\"11\"/>", PLAIN, Some(struck)),
        ("<strike val=\"0\"/>", PLAIN, None),
        ("<color rgb=\"FFFFFFFF\"/>", PLAIN, Some(unseen)),
        ("<color theme=\"0\"/>", PLAIN, Some(unseen)),
        ("<color indexed=\"9\"/>", white.as_str(), Some(unseen)),
        ("<color theme=\"1\" tint=\"0.99\"/>", PLAIN, Some(unseen)),
        ("<color rgb=\"FFFFFFFF\"/>", black.as_str(), None),
        ("<color auto=\"1\"/>", black.as_str(), Some(unseen)),
        ("<color rgb=\"FFFF0000\"/>", PLAIN, None),
        ("<sz val=\"1\"/>", PLAIN, Some(unseen)),
        ("<sz val=\"8\"/>", PLAIN, None),
    ] {
        assert_eq!(
            one(&["", font], &["", fill]),
            says.map(str::to_owned).into_iter().collect::<Vec<_>>(),
            "{font} {fill}"
        );
    }
}

#[test]
fn a_run_that_is_struck_out_or_unseen_is_said() {
    let item = |font: &str| format!("<si><r><t>0.05</t></r><r><rPr>{font}</rPr><t>0.09</t></r></si>");
    let shared = "<row r=\"1\"><c t=\"s\"><v>0</v></c></row>";
    let told = |font: &str| {
        book(shared).strings(&item(font)).said(None).into_iter().map(|(_, _, fact)| fact).collect::<Vec<_>>()
    };
    assert_eq!(told("<strike/>"), ["cell A1 is struck through and was read like the others"]);
    assert_eq!(told("<color rgb=\"FFFFFFFF\"/>").len(), 1);
    assert_eq!(told("<b/><color rgb=\"FF00B050\"/>").len(), 0);
    let inline = "<row r=\"1\"><c t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>0.05</t></r></is></c></row>";
    assert_eq!(book(inline).said(None).len(), 1);
}

#[test]
fn a_condition_that_can_change_words_is_said_and_one_that_paints_is_not() {
    let rule = |id: &str| {
        format!(
            "<conditionalFormatting sqref=\"B1:B9\"><cfRule type=\"cellIs\" dxfId=\"{id}\"/></conditionalFormatting>"
        )
    };
    let dxfs = "<dxf><numFmt numFmtId=\"200\" formatCode=\"0.00\"/></dxf>\
        <dxf><font><strike/></font></dxf>\
        <dxf><font><color rgb=\"FFFFFFFF\"/></font></dxf>\
        <dxf><fill><patternFill><bgColor rgb=\"FF000000\"/></patternFill></fill></dxf>\
        <dxf><font><color rgb=\"FF9C0006\"/></font><fill><patternFill><bgColor rgb=\"FFFFC7CE\"/></patternFill></fill></dxf>\
        <dxf><border/></dxf>";
    let facts = |beside: &str| styled(CELLS, &[""], &[""], dxfs, beside).said(None);
    let fact = "a conditional format can change or hide what cells B1:B9 show; what they store was read";
    for id in 0..4 {
        assert_eq!(facts(&rule(&id.to_string())), [("DECK007", Level::Warning, fact.to_owned())], "{id}");
    }
    for id in 4..7 {
        assert_eq!(facts(&rule(&id.to_string())), [], "{id}");
    }
    let bar = |value: &str| {
        format!(
            "<conditionalFormatting sqref=\"B1:B9\"><cfRule><dataBar showValue=\"{value}\"/></cfRule></conditionalFormatting>"
        )
    };
    assert_eq!((facts(&bar("0")).len(), facts(&bar("1")).len()), (1, 0));
    let later = "<extLst><ext><conditionalFormattings><conditionalFormatting><cfRule><dxf><font><strike/></font></dxf></cfRule>\
        <sqref>B1:B9</sqref></conditionalFormatting></conditionalFormattings></ext></extLst>";
    assert_eq!(facts(later), [("DECK007", Level::Warning, fact.to_owned())]);
    // Cells without content have no words to change.
    assert_eq!(facts(&rule("1").replace("B1:B9", "B2:B9")), []);
}

#[test]
fn two_tables_or_two_values_in_one_place_are_refused() {
    let two = "<worksheet><sheetData><row r=\"1\"><c><v>1</v></c></row></sheetData><sheetData><row r=\"2\"><c><v>9</v></c></row></sheetData></worksheet>";
    let mut twice = book("").whole_sheet("S", "visible", two);
    twice.sheets.remove(0);
    assert_eq!(twice.refused(None), "its sheet holds two tables of cells, of which a spreadsheet shows one");
    for cell in ["<v>1</v><v>2</v>", "<is><t>1</t></is><v>2</v>"] {
        assert_eq!(book(&format!("<row><c>{cell}</c></row>")).refused(None), "its cell A1 holds two values");
    }
}

/// An OpenDocument spreadsheet of one row, from its automatic styles, its shared ones, and what stands in its table.
fn open_document(shared: &str, own: &str, table: &str) -> Vec<String> {
    let styles = format!("<document-styles><styles>{shared}</styles></document-styles>");
    let content = format!(
        "<document-content><automatic-styles>{own}</automatic-styles><body><spreadsheet><table name=\"S\">{table}</table></spreadsheet></body></document-content>"
    );
    let bytes = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
        ("styles.xml", styles.as_bytes()),
        ("content.xml", content.as_bytes()),
    ]);
    said(&read_bytes(&bytes, None).1).into_iter().map(|(_, _, fact)| fact).collect()
}

#[test]
fn an_open_document_says_the_same() {
    let row = |style: &str, words: &str| {
        format!("<table-row><table-cell{style} value-type=\"string\"><p>{words}</p></table-cell></table-row>")
    };
    let cell = |properties: &str| {
        format!("<style name=\"a\" family=\"table-cell\" parent-style-name=\"p\">{properties}</style>")
    };
    let styled = row(" style-name=\"a\"", "0.05");
    let struck = "<text-properties text-line-through-style=\"solid\"/>";
    let white = "<text-properties color=\"#ffffff\"/>";
    let dark = "<table-cell-properties background-color=\"#000000\"/>";
    for (shared, own, table, all) in [
        ("", cell(struck), styled.clone(), 1),
        ("", cell(white), styled.clone(), 1),
        ("", cell(&format!("{white}{dark}")), styled.clone(), 0),
        ("", cell(dark), styled.clone(), 1),
        (
            "<style name=\"p\" family=\"table-cell\"><text-properties color=\"#fefefe\"/></style>",
            cell(""),
            styled.clone(),
            1,
        ),
        (
            "<default-style family=\"table-cell\"><text-properties color=\"#000000\"/></default-style>",
            cell(""),
            styled.clone(),
            0,
        ),
        ("", cell(struck), format!("<table-column default-cell-style-name=\"a\"/>{}", row("", "0.05")), 1),
        (
            "",
            format!("<style name=\"t\" family=\"text\">{struck}</style>"),
            row("", "<span style-name=\"t\">0.05</span>"),
            1,
        ),
        (
            "<style name=\"q\" family=\"table-cell\"><text-properties color=\"#ffffff\"/></style>",
            cell("<map condition=\"cell-content()=1\" apply-style-name=\"q\"/>"),
            styled.clone(),
            1,
        ),
        (
            "<style name=\"q\" family=\"table-cell\"><text-properties color=\"#ffffff\"/></style>",
            String::new(),
            format!(
                "{}<conditional-formats><conditional-format target-range-address=\"S.A1:S.A4\"><condition apply-style-name=\"q\"/></conditional-format></conditional-formats>",
                row("", "1")
            ),
            1,
        ),
    ] {
        let facts = open_document(shared, &own, &table);
        assert_eq!(facts.len(), all, "{own} {table}: {facts:?}");
    }
    // A circle of parents ends.
    let circle = "<style name=\"a\" family=\"table-cell\" parent-style-name=\"a\"/>";
    assert_eq!(open_document("", circle, &styled), [] as [&str; 0]);
}

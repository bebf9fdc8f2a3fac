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
fn grounds_colours_and_sizes_are_known_however_they_are_written() {
    let fill = |inner: &str| format!("<patternFill {inner}</patternFill>");
    let dark = fill("patternType=\"darkGray\"><fgColor rgb=\"FF000000\"/><bgColor rgb=\"FF000000\"/>");
    let grey = fill("patternType=\"darkGray\"><fgColor rgb=\"FF808080\"/><bgColor rgb=\"FFFFFFFF\"/>");
    let light = fill("patternType=\"gray0625\"><fgColor rgb=\"FF000000\"/><bgColor rgb=\"FFFFFFFF\"/>");
    let running = |one: &str, other: &str| {
        format!(
            "<gradientFill><stop position=\"0\"><color rgb=\"{one}\"/></stop><stop position=\"1\"><color rgb=\"{other}\"/></stop></gradientFill>"
        )
    };
    for (font, fill, told) in [
        ("<sz val=\"1E0\"/>", PLAIN.to_owned(), 1),
        ("<sz val=\"1.1E1\"/>", PLAIN.to_owned(), 0),
        ("<color rgb=\"FF000000\" tint=\"1E0\"/>", PLAIN.to_owned(), 1),
        ("", dark, 1),
        ("", grey, 0),
        ("", light.clone(), 0),
        ("<color rgb=\"FFFFFFFF\"/>", light, 1),
        ("", running("FF000000", "FF000000"), 1),
        ("", running("FFFFFFFF", "FFDDEBF7"), 0),
    ] {
        assert_eq!(one(&["", font], &["", &fill]).len(), told, "{font} {fill}");
    }
}

#[test]
fn a_colour_of_the_theme_is_known_by_its_name() {
    let told = |dark: &str| {
        let theme = format!(
            "<theme><themeElements><clrScheme><dk1>{dark}</dk1><lt1><srgbClr val=\"FFFFFF\"/></lt1></clrScheme></themeElements></theme>"
        );
        let book = styled(CELLS, &["", "<color theme=\"1\"/>"], &[""], "", "");
        let links = format!(
            "<Relationships><Relationship Id=\"s0\" Type=\"{0}/worksheet\" Target=\"worksheets/sheet0.xml\"/>\
             <Relationship Id=\"a\" Type=\"{0}/styles\" Target=\"styles.xml\"/><Relationship Id=\"t\" Type=\"{0}/theme\" Target=\"theme.xml\"/></Relationships>",
            super::RELATIONS
        );
        book.part("xl/_rels/workbook.xml.rels", links).part("xl/theme.xml", theme).said(None).len()
    };
    assert_eq!(told("<sysClr val=\"windowText\" lastClr=\"FFFFFF\"/>"), 0);
    assert_eq!(told("<sysClr val=\"window\" lastClr=\"000000\"/>"), 1);
    assert_eq!(told("<prstClr val=\"white\"/>"), 1);
    assert_eq!(told("<srgbClr val=\"000000\"><lumOff val=\"100000\"/></srgbClr>"), 1);
    assert_eq!(told("<srgbClr val=\"1F3864\"/>"), 0);
}

#[test]
fn a_number_that_its_cell_shows_otherwise_is_said() {
    let facts = |code: &str, stored: &str| {
        let all = book(&format!("<row><c s=\"0\"><v>{stored}</v></c></row>")).formats(&[code]).said(None);
        all.into_iter().map(|(_, _, fact)| fact).collect::<Vec<_>>()
    };
    let other = "cell A1 shows another value than it stores; what it stores was read";
    let unseen = "cell A1 has the colour of its ground or letters too small to be read, and was read like the others";
    for (code, stored, says) in [
        ("0\\.000", "18", Some(other)),
        ("0E+0", "18", Some(other)),
        ("0-0", "18", Some(other)),
        ("[White]0.0000", "0.018", Some(unseen)),
        ("[Color2]0.0000", "0.018", Some(unseen)),
        ("0.0000;[White]-0.0000", "0.018", None),
        ("[Red]0.0000", "0.018", None),
        ("0.00E+00", "18", None),
    ] {
        assert_eq!(facts(code, stored), says.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{code}");
    }
    let text = "<row><c s=\"0\" t=\"inlineStr\"><is><t>18</t></is></c></row>";
    assert_eq!(book(text).formats(&["@@"]).said(None).len(), 1);
}

#[test]
fn what_a_condition_lays_over_cells_is_held_against_those_cells() {
    let solid = |colour: &str| format!("<patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/></patternFill>");
    let rule =
        |cells: &str, inner: &str| format!("<conditionalFormatting sqref=\"{cells}\">{inner}</conditionalFormatting>");
    let named = |cells: &str| rule(cells, "<cfRule type=\"expression\" dxfId=\"0\"/>");
    let white = "<color rgb=\"FFFFFFFF\"/>";
    let told = |ground: &str, dxf: &str, beside: &str| {
        styled(CELLS, &["", white], &["", &solid(ground)], &format!("<dxf>{dxf}</dxf>"), beside).said(None).len()
    };
    let (navy, black) = ("FF000080", "FF000000");
    let white_ground = "<fill><patternFill><bgColor rgb=\"FFFFFFFF\"/></patternFill></fill>";
    let black_font = "<font><color rgb=\"FF000000\"/></font>";
    assert_eq!(told(navy, white_ground, &named("B1:B9")), 1);
    assert_eq!(told(black, black_font, &named("B1:B9")), 1);
    // The cell beside it is black on white.
    assert_eq!(told(navy, white_ground, &named("A1:A9")), 0);
    let scale = |colour: &str| {
        rule(
            "A1:A9",
            &format!(
                "<cfRule type=\"colorScale\"><colorScale><color rgb=\"FF63BE7B\"/><color rgb=\"{colour}\"/></colorScale></cfRule>"
            ),
        )
    };
    assert_eq!((told(navy, "", &scale(black)), told(navy, "", &scale("FFF8696B"))), (1, 0));
    let bar = "<cfRule type=\"dataBar\"><dataBar minLength=\"100\"><color rgb=\"FF000000\"/></dataBar></cfRule>";
    assert_eq!(told(navy, "", &rule("A1:A9", bar)), 1);
}

#[test]
fn what_hangs_on_a_sheet_is_said() {
    let links = |kind: &str| {
        format!(
            "<Relationships><Relationship Id=\"a\" Type=\"{}/{kind}\" Target=\"../beside.xml\"/></Relationships>",
            super::RELATIONS
        )
    };
    let styles = "<styleSheet><cellXfs><xf/></cellXfs><dxfs><dxf><font><strike/></font></dxf><dxf><font><b/></font></dxf></dxfs>\
        <tableStyles><tableStyle name=\"S\"><tableStyleElement type=\"wholeTable\" dxfId=\"0\"/></tableStyle>\
        <tableStyle name=\"B\"><tableStyleElement type=\"wholeTable\" dxfId=\"1\"/></tableStyle></tableStyles></styleSheet>";
    let told = |kind: &str, part: &str| {
        let book = book("<row><c><v>1</v></c></row>").part("xl/worksheets/_rels/sheet0.xml.rels", links(kind));
        let all = book.part("xl/beside.xml", part).part("xl/styles.xml", styles).said(None);
        all.into_iter().map(|(code, level, fact)| format!("{code} {level:?} {fact}")).collect::<Vec<_>>()
    };
    let table = |style: &str| format!("<table ref=\"A1:B9\"><tableStyleInfo name=\"{style}\"/></table>");
    let fact =
        "DECK007 Warning the style of a table can change or hide what cells A1:B9 show; what they store was read";
    assert_eq!(told("table", &table("S")), [fact]);
    assert_eq!(told("table", &table("B")).len() + told("table", &table("TableStyleMedium2")).len(), 0);
    let comments =
        "<comments><commentList><comment ref=\"A1\"><text><t>per second</t></text></comment></commentList></comments>";
    assert_eq!(told("comments", comments), ["DECK007 Note cell A1 has a comment, which was not read"]);
    let main = "http://schemas.openxmlformats.org/drawingml/2006/main";
    let drawing = format!(
        "<d:wsDr xmlns:d=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"{main}\"><d:sp><a:t>0.9</a:t></d:sp></d:wsDr>"
    );
    let fact = "DECK007 Note a text box or a shape of the sheet holds words, which were not read";
    assert_eq!(told("drawing", &drawing), [fact]);
    assert_eq!(told("drawing", &drawing.replace("0.9", "")), [] as [&str; 0]);
    let headed = |words: &str| {
        styled(CELLS, &[""], &[""], "", &format!("<headerFooter><oddHeader>{words}</oddHeader></headerFooter>"))
            .said(None)
    };
    assert_eq!((headed("&amp;CPage &amp;P of &amp;N").len(), headed("&amp;CPrices in EUR")[0].1), (0, Level::Note));
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
        // What stands behind a style is none of its, and either way of drawing a line draws it.
        (
            "",
            format!(
                "{}<number-style name=\"N\"><text-properties text-line-through-style=\"none\"/></number-style>",
                cell(struck)
            ),
            styled.clone(),
            1,
        ),
        (
            "",
            cell("<text-properties text-line-through-style=\"solid\" text-line-through-type=\"none\"/>"),
            styled.clone(),
            1,
        ),
        (
            "",
            format!(
                "<number-style name=\"N\">{white}</number-style><style name=\"a\" family=\"table-cell\" data-style-name=\"N\"/>"
            ),
            styled.clone(),
            1,
        ),
        ("", cell("<text-properties font-size=\"0.1mm\"/>"), styled.clone(), 1),
        ("", cell("<text-properties text-scale=\"1%\"/>"), styled.clone(), 1),
        ("", cell("<text-properties font-size=\"4mm\"/>"), styled.clone(), 0),
        (
            "",
            "<style name=\"c\" family=\"table-column\"><table-column-properties column-width=\"0cm\"/></style>"
                .to_owned(),
            format!("<table-column style-name=\"c\"/>{}", row("", "1")),
            1,
        ),
        (
            "",
            "<style name=\"c\" family=\"table-row\"><table-row-properties row-height=\"0.01cm\"/></style>".to_owned(),
            row("", "1").replace("<table-row>", "<table-row style-name=\"c\">"),
            1,
        ),
        (
            "",
            String::new(),
            format!(
                "<table-row-group display=\"false\"><table-row-group>{}</table-row-group></table-row-group>",
                row("", "1")
            ),
            1,
        ),
        ("", String::new(), format!("<table-row-group>{}</table-row-group>", row("", "1")), 0),
        (
            "",
            String::new(),
            format!("<shapes><frame><text-box><p>in EUR</p></text-box></frame></shapes>{}", row("", "1")),
            1,
        ),
        ("", String::new(), row("", "1").replace("<p>", "<annotation><p>in EUR</p></annotation><p>"), 1),
        ("", String::new(), row("", "0.1").replace("\"string\"", "\"float\" value=\"0.9\""), 1),
    ] {
        let facts = open_document(shared, &own, &table);
        assert_eq!(facts.len(), all, "{own} {table}: {facts:?}");
    }
    // A circle of parents ends.
    let circle = "<style name=\"a\" family=\"table-cell\" parent-style-name=\"a\"/>";
    assert_eq!(open_document("", circle, &styled), [] as [&str; 0]);
}

//! Templates as firms and their programs make them: each shows a fault that was seen in a real file, or a use that must keep working.
//!
//! What is taken is held against one list of properties; what is refused, against the words that tell its place.

use std::collections::BTreeSet;

use crate::read_back::docx::{Node, parts};
use crate::read_back::{files, options, root};
use crate::reference::{Parts, R, W, dressed, fault, firm, links, part, word};
use peerpact::render::Format;

/// What becomes of a template.
enum Becomes {
    /// It dresses the draft.
    Taken,
    /// It is refused, with these words.
    Refused(&'static str),
}
use Becomes::{Refused, Taken};

/// A template: what it shows, what becomes of it, and how it differs from a sound one.
type Template = (&'static str, Becomes, fn(&mut Parts));

fn styles(parts: &mut Parts, styles: &str) {
    part(parts, "word/styles.xml", word("styles", styles));
}

fn normal(parts: &mut Parts, paragraph: &str, run: &str) {
    let normal = format!(
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
    );
    styles(parts, &normal);
}

fn header(parts: &mut Parts, content: &str) {
    part(parts, "word/header1.xml", word("hdr", content));
}

fn footer(parts: &mut Parts, content: &str) {
    part(parts, "word/footer1.xml", word("ftr", content));
}

fn simple(code: &str) -> String {
    format!(
        r#"<w:p><w:fldSimple w:instr=" {} "><w:r><w:t>Old heading</w:t></w:r></w:fldSimple></w:p>"#,
        code.replace('"', "&quot;")
    )
}

fn complex(code: &str) -> String {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let code = format!("<w:r><w:instrText> {} </w:instrText></w:r>", code.replace('"', "&quot;"));
    let shown = "<w:r><w:t>Old heading</w:t></w:r>";
    format!("<w:p>{}{code}{}{shown}{}</w:p>", mark("begin"), mark("separate"), mark("end"))
}

/// A part under other prefixes than Word's.
fn renamed(parts: &mut Parts, name: &str, prefix: &str) {
    let text = String::from_utf8(parts[name].clone()).unwrap();
    let declared = text.replace("xmlns:w=", &format!("xmlns:{prefix}="));
    let renamed = declared.replace("<w:", &format!("<{prefix}:")).replace("</w:", &format!("</{prefix}:"));
    part(parts, name, renamed.replace(" w:", &format!(" {prefix}:")));
}

#[rustfmt::skip]
fn templates() -> Vec<Template> {
    vec![
        ("a sound template with a letterhead", Taken, |_| {}),
        ("no header and no footer at all", Taken, |parts| part(parts, "word/document.xml", word("document", "<w:body><w:sectPr/></w:body>"))),
        ("no styles", Taken, |parts| part(parts, "word/_rels/document.xml.rels", links(&[("rId5", "header", "header1.xml"), ("rId6", "header", "header2.xml"), ("rId7", "header", "header3.xml"), ("rId8", "footer", "footer1.xml")]))),
        // Indents, direction and spaces that would leak into the agreement.
        ("a right indent in the defaults", Taken, |parts| styles(parts, r#"<w:docDefaults><w:pPrDefault><w:pPr><w:ind w:right="2880"/></w:pPr></w:pPrDefault></w:docDefaults>"#)),
        ("a right indent of 5 cm in Normal", Taken, |parts| normal(parts, r#"<w:ind w:right="2835"/>"#, "")),
        ("text that leaves the margin", Taken, |parts| styles(parts, r#"<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:pPr><w:ind w:left="-300" w:right="-781"/></w:pPr></w:style>"#)),
        ("an Arabic Word: Normal runs right to left", Taken, |parts| normal(parts, "<w:bidi/>", "<w:rtl/>")),
        ("a Hebrew Word: headings run right to left", Taken, |parts| styles(parts, r#"<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:bidi/></w:pPr><w:rPr><w:rtl/></w:rPr></w:style>"#)),
        ("right to left in the defaults", Taken, |parts| styles(parts, r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rtl/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:bidi/></w:pPr></w:pPrDefault></w:docDefaults>"#)),
        ("wide spaces and double lines in Normal", Taken, |parts| normal(parts, r#"<w:spacing w:before="240" w:after="240" w:line="480" w:lineRule="auto"/>"#, "")),
        ("the language of another country", Taken, |parts| normal(parts, "", r#"<w:lang w:val="fr-FR"/>"#)),
        ("headings with numbers of their own", Taken, |parts| styles(parts, r#"<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>"#)),
        // Fields in a header.
        ("STYLEREF, simple", Refused("STYLEREF"), |parts| header(parts, &simple("STYLEREF \"Heading 1\""))),
        ("STYLEREF, in parts", Refused("STYLEREF"), |parts| header(parts, &complex("STYLEREF \"Heading 1\" \\n"))),
        ("STYLEREF in a footer", Refused("word/footer1.xml has the field STYLEREF"), |parts| footer(parts, &simple("STYLEREF 1"))),
        ("an error that the last reader saw", Refused("shows “Error! No text of specified style"), |parts| header(parts, "<w:p><w:r><w:t>Error! No text of specified style in document.</w:t></w:r></w:p>")),
        ("the same in German", Refused("shows “Fehler! "), |parts| header(parts, "<w:p><w:r><w:t>Fehler! Kein Text mit angegebener Formatvorlage im Dokument.</w:t></w:r></w:p>")),
        ("today's date", Refused("has the field DATE"), |parts| header(parts, &complex("DATE \\@ \"d MMMM yyyy\""))),
        ("the time", Refused("has the field TIME"), |parts| header(parts, &simple("TIME"))),
        ("the day of saving", Refused("has the field SAVEDATE"), |parts| header(parts, &simple("SAVEDATE"))),
        ("who wrote the template", Refused("has the field AUTHOR"), |parts| header(parts, &simple("AUTHOR"))),
        ("the client of another matter", Refused("has the field DOCPROPERTY"), |parts| header(parts, &simple("DOCPROPERTY Client"))),
        ("a path inside the firm", Refused("has the field FILENAME"), |parts| footer(parts, &simple("FILENAME \\p"))),
        ("a picture from a server", Refused("has the field INCLUDEPICTURE"), |parts| header(parts, &complex("INCLUDEPICTURE \"https://firm.example/x.png\""))),
        ("a button that runs a macro", Refused("has the field MACROBUTTON"), |parts| footer(parts, &complex("MACROBUTTON NoMacro click"))),
        ("a reference to a place of another text", Refused("has the field REF"), |parts| header(parts, &simple("REF _Ref1 \\h"))),
        ("a form field", Refused("has the field FORMTEXT"), |parts| header(parts, &complex("FORMTEXT"))),
        ("pages and the title", Taken, |parts| footer(parts, &(complex("PAGE") + &simple("NUMPAGES") + &complex("DOCPROPERTY Title")))),
        // XML that other programs write.
        ("python's ElementTree: ns0", Taken, |parts| ["word/styles.xml", "word/document.xml", "word/header2.xml"].iter().for_each(|name| renamed(parts, name, "ns0"))),
        ("docx4j: another prefix for relations", Taken, |parts| {
            let text = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
            part(parts, "word/document.xml", text.replace("xmlns:r=", "xmlns:ns6=").replace(" r:id=", " ns6:id="));
        }),
        ("Word's namespace as the default one", Taken, |parts| part(parts, "word/header2.xml", format!(r#"<hdr xmlns="{W}"><p><r><t>The whole letterhead</t></r></p></hdr>"#))),
        ("Google Docs: fractions of a twentieth of a point in the styles", Taken, |parts| styles(parts, r#"<w:style w:type="table" w:styleId="T"><w:name w:val="Table1"/><w:tblPr><w:tblCellMar><w:left w:w="115.0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#)),
        ("the same in a table of the header", Taken, |parts| header(parts, r#"<w:tbl><w:tblPr><w:tblW w:w="9360.5" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="9360.5"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>Firm</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"#)),
        ("Strict Open XML", Refused("Strict Open XML"), |parts| {
            let text = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
            part(parts, "word/document.xml", text.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"));
        }),
        ("a prefix of ours for something else", Refused("as `w`"), |parts| part(parts, "word/header1.xml", r#"<w:hdr xmlns:w="urn:other"/>"#)),
        ("a document type", Refused("document type"), |parts| part(parts, "word/header1.xml", format!(r#"<!DOCTYPE a><w:hdr xmlns:w="{W}"/>"#))),
        // What runs, fetches, or belongs to another text.
        ("macros beside the text", Taken, |parts| part(parts, "word/vbaData.xml", "<x/>")),
        ("marked changes and comments", Taken, |parts| header(parts, r#"<w:p><w:commentRangeStart w:id="1"/><w:ins w:id="1" w:author="Somebody"><w:r><w:t>Firm</w:t></w:r></w:ins><w:del w:id="2" w:author="Somebody"><w:r><w:delText>text of another matter</w:delText></w:r></w:del><w:commentRangeEnd w:id="1"/></w:p>"#)),
        ("a link out of the file", Taken, |parts| header(parts, r#"<w:p><w:hyperlink w:anchor="x"><w:r><w:t>firm.example</w:t></w:r></w:hyperlink></w:p>"#)),
        ("an embedded object", Refused("embedded object"), |parts| header(parts, "<w:p><w:r><w:object/></w:r></w:p>")),
        ("another file in the header", Refused("embedded object"), |parts| header(parts, &format!(r#"<w:altChunk xmlns:r="{R}" r:id="rId1"/>"#))),
        ("a picture that is fetched", Refused("from elsewhere"), |parts| part(parts, "word/_rels/header1.xml.rels", links(&[("rId1", "image", "https://firm.example/logo.png")]))),
        ("a picture that is none", Refused("which is no picture"), |parts| part(parts, "word/_rels/header1.xml.rels", links(&[("rId1", "image", "media/logo.exe")]))),
        ("margins that leave no text", Refused("its margins leave less than"), |parts| part(parts, "word/document.xml", word("document", r#"<w:body><w:sectPr><w:pgMar w:left="9000"/></w:sectPr></w:body>"#))),
        ("a draft of this program, of another matter", Taken, |parts| {
            styles(parts, r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="RunningHead"><w:name w:val="Running Head"/></w:style>"#);
            header(parts, r#"<w:p><w:pPr><w:pStyle w:val="RunningHead"/></w:pPr><w:r><w:t>text of another matter</w:t></w:r></w:p><w:p><w:r><w:t>Firm</w:t></w:r></w:p>"#);
        }),
    ]
}

#[test]
fn there_are_forty_kinds_of_template() {
    let names: BTreeSet<&str> = templates().iter().map(|(name, ..)| *name).collect();
    assert!(names.len() >= 40 && names.len() == templates().len());
}

#[test]
fn each_template_is_refused_with_its_place_or_dresses_the_draft() {
    let deal = std::fs::read_to_string(root().join("examples/smallest.yaml")).unwrap();
    let wanted = words(&files("smallest.yaml", &deal, &options(&[Format::Docx]))["docx"]);
    for (name, becomes, change) in templates() {
        let mut template = firm();
        change(&mut template);
        match becomes {
            Refused(why) => {
                let said = fault(&template);
                assert!(said.contains(why), "{name}: {said}");
            }
            Taken => holds(name, &dressed(&template), &wanted),
        }
    }
}

/// The words of the text, without the page numbers of the contents, which depend on margins and styles.
fn words(file: &[u8]) -> String {
    let parts = parts(file);
    let xml = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
    let mut pieces = xml.split(" PAGEREF ");
    let first = pieces.next().unwrap().to_owned();
    let rest = pieces.map(|piece| piece.split_once("w:fldCharType=\"end\"").expect("a field ends").1);
    let kept = rest.fold(first, |kept, piece| kept + piece);
    kept.split("</w:t>")
        .filter_map(|piece| Some(piece.rsplit_once("xml:space=\"preserve\">")?.1.to_owned() + " "))
        .collect()
}

/// What every dressed draft is, whatever the template.
fn holds(name: &str, file: &[u8], wanted: &str) {
    let parts = parts(file);
    assert!(words(file) == wanted, "{name}: other words");
    for (part, bytes) in &parts {
        let text = String::from_utf8_lossy(bytes);
        let edge = |edge: &str| part.starts_with(&format!("word/{edge}")) && part.ends_with(".xml");
        if edge("header") {
            assert!(text.contains("DRAFT"), "{name}: {part} has no mark");
        }
        if edge("footer") {
            assert!(text.contains("NUMPAGES"), "{name}: {part} has no page number");
        }
        for foreign in ["another matter", "Old heading\"", "Error!", "Somebody", "vba", "AutoOpen", "ns0:", "ns6:"] {
            assert!(!text.contains(foreign), "{name}: {part} holds {foreign}");
        }
        for length in ["w:w=\"", "w:left=\"", "w:right=\"", "w:before=\"", "w:after=\""] {
            for value in text.split(length).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(value.parse::<i64>().is_ok(), "{name}: {part} has {length}{value}");
            }
        }
    }
    let sheet = Node::parse(&parts["word/styles.xml"]);
    let known: BTreeSet<&str> = sheet.children.iter().map(|style| style.attribute("w:styleId")).collect();
    let document = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
    for style in document.split("<w:pStyle w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(known.contains(style), "{name}: no style {style}");
    }
    // Tables keep their width and their lines, and text runs as it is written.
    let table = sheet.children.iter().find(|style| style.val("w:name") == Some("Table Text")).unwrap();
    let property = |property: &str| table.child("w:pPr").and_then(|own| own.child(property)).cloned();
    let (indent, spacing) = (property("w:ind").expect(name), property("w:spacing").expect(name));
    assert_eq!((indent.attribute("w:left"), indent.attribute("w:right")), ("0", "0"), "{name}");
    assert_eq!((spacing.attribute("w:before"), spacing.attribute("w:after")), ("0", "0"), "{name}");
    let turned = String::from_utf8_lossy(&parts["word/styles.xml"]).contains("<w:bidi/>");
    assert!(!turned || property("w:bidi").is_some_and(|own| own.attribute("w:val") == "0"), "{name}: turned");
    let language = String::from_utf8_lossy(&parts["word/styles.xml"]).into_owned();
    assert!(!language.contains("fr-FR"), "{name}: the language of another text");
}

#[test]
fn the_table_of_what_was_found_in_documents_names_tests_that_exist() {
    let root = root();
    let mut reader = csv::Reader::from_path(root.join("docs/documents.csv")).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let (held, state) = (&row[2], &row[3]);
        assert!(!state.is_empty() && (!held.is_empty() || state.starts_with("open")), "{}", &row[0]);
        for test in held.split("; ").filter(|test| !test.is_empty() && !test.starts_with("looked at")) {
            match test.split_once("::") {
                Some((file, name)) => {
                    let text = std::fs::read_to_string(root.join(format!("tests/paper/{file}.rs"))).unwrap();
                    assert!(text.contains(&format!("fn {name}(")), "{}: {test} is no test", &row[0]);
                }
                None => assert!(root.join(test).exists(), "{}: {test} is not there", &row[0]),
            }
        }
    }
}

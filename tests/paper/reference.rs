//! A firm's template: what a DOCX takes from it, what stays behind, and what is refused with its reason.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::sync::{Arc, OnceLock};

use crate::read_back::{Options, draft, options, root};
use assert_cmd::Command;
use peerpact::render::Format;
use peerpact::render::docx::reference::Reference;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// One black point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\
    \0\0\0\nIDATx\xdac`\0\0\0\x02\0\x01\xe5'\xde\xfc\0\0\0\0IEND\xaeB`\x82";

/// The parts of a firm's file, by name.
pub type Parts = BTreeMap<String, Vec<u8>>;

pub fn part(parts: &mut Parts, name: &str, content: impl AsRef<[u8]>) {
    parts.insert(name.to_owned(), content.as_ref().to_vec());
}

/// Relationships: id, last word of the type, target.
pub fn links(links: &[(&str, &str, &str)]) -> String {
    let link = |(id, kind, target): &(&str, &str, &str)| {
        let mode = if target.contains("://") { r#" TargetMode="External""# } else { "" };
        format!(r#"<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"{mode}/>"#)
    };
    let links: String = links.iter().map(link).collect();
    format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
    )
}

pub fn word(root: &str, content: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml">{content}</w:{root}>"#
    )
}

/// A German firm's template: translated ids, numbered headings, a letterhead on the first page and a logo on the others.
pub fn firm() -> Parts {
    let mut parts = Parts::new();
    part(&mut parts, "[Content_Types].xml", "<Types/>");
    part(&mut parts, "_rels/.rels", links(&[("rId1", "officeDocument", "word/document.xml")]));
    let sections = r#"<w:p><w:pPr><w:sectPr><w:headerReference w:type="even" r:id="rId7"/><w:pgMar w:left="9"/></w:sectPr></w:pPr></w:p>
        <w:p><w:r><w:t>text of another matter</w:t></w:r></w:p>
        <w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/>
          <w:footerReference w:type="default" r:id="rId8"/>
          <w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="2000" w:right="1900" w:bottom="1800" w:left="1700" w:header="500" w:footer="510" w:gutter="0"/>
          <w:titlePg/></w:sectPr>"#;
    part(&mut parts, "word/document.xml", word("document", &format!("<w:body>{sections}</w:body>")));
    part(
        &mut parts,
        "word/_rels/document.xml.rels",
        links(&[
            ("rId1", "styles", "styles.xml"),
            ("rId2", "settings", "/word/settings.xml"),
            ("rId3", "theme", "theme/theme1.xml"),
            ("rId4", "fontTable", "fontTable.xml"),
            ("rId5", "header", "header1.xml"),
            ("rId6", "header", "header2.xml"),
            ("rId7", "header", "header3.xml"),
            ("rId8", "footer", "footer1.xml"),
            ("rId9", "vbaProject", "vbaProject.bin"),
        ]),
    );
    let styles = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="Kopfzeile"><w:name w:val="header"/><w:basedOn w:val="Standard"/></w:style>
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>
          <w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:color w:val="AA1122"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/>
          <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>"#;
    part(&mut parts, "word/styles.xml", word("styles", styles));
    part(
        &mut parts,
        "word/settings.xml",
        word("settings", r#"<w:attachedTemplate r:id="rId1"/><w:evenAndOddHeaders/>"#),
    );
    let a = "http://schemas.openxmlformats.org/drawingml/2006/main";
    part(&mut parts, "word/theme/theme1.xml", format!(r#"<a:theme xmlns:a="{a}" name="House"/>"#));
    let fonts = r#"<w:font w:name="House Sans"><w:altName w:val="Arial"/><w:embedRegular r:id="rId1" w:fontKey="{0}"/></w:font>"#;
    part(&mut parts, "word/fontTable.xml", word("fonts", fonts));
    let logo = r#"<w:p><w:pPr><w:pStyle w:val="Kopfzeile"/><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>
        <w:hyperlink r:id="rId2"><w:r><w:t>firm.example</w:t></w:r></w:hyperlink>
        <w:ins w:id="1" w:author="Somebody"><w:r><w:t>added</w:t></w:r></w:ins><w:del w:id="2" w:author="Somebody"><w:r><w:delText>struck words</w:delText></w:r></w:del>
        <w:r><w:pict><v:shape style="width:80pt;height:30pt" href="https://firm.example"><v:imagedata r:id="rId1" src="https://firm.example/logo.png"/></v:shape></w:pict></w:r></w:p>"#;
    part(&mut parts, "word/header1.xml", word("hdr", logo));
    let logo_links =
        links(&[("rId1", "image", "media/../media/Logo 1.PNG"), ("rId2", "hyperlink", "https://firm.example/")]);
    part(&mut parts, "word/_rels/header1.xml.rels", &logo_links);
    part(&mut parts, "word/header2.xml", word("hdr", "<w:p><w:r><w:t>The whole letterhead</w:t></w:r></w:p>"));
    part(
        &mut parts,
        "word/header3.xml",
        word("hdr", r#"<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></w:r></w:p>"#),
    );
    part(&mut parts, "word/_rels/header3.xml.rels", links(&[("rId9", "image", "/word/media/Logo 1.PNG")]));
    part(&mut parts, "word/footer1.xml", word("ftr", "<w:p/>"));
    part(&mut parts, "word/media/Logo 1.PNG", PNG);
    part(&mut parts, "word/vbaProject.bin", "Sub AutoOpen()");
    parts
}

pub fn pack(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn unpack(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.insert(file.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    parts
}

pub fn fault(parts: &Parts) -> String {
    Reference::read(&pack(parts)).map(|_| ()).expect_err("a firm's file that is refused").to_string()
}

/// A deal's DOCX in a firm's dress.
pub fn dressed(parts: &Parts) -> Vec<u8> {
    let reference = Reference::read(&pack(parts)).unwrap_or_else(|fault| panic!("{fault}"));
    let run = Options { reference: Some(Arc::new(reference)), ..options(&[Format::Docx]) };
    let deal = std::fs::read_to_string(root().join("examples/smallest.yaml")).unwrap();
    draft("smallest.yaml", &deal, &run).files.into_iter().find(|file| file.suffix == "docx").expect("a DOCX").bytes
}

/// The German firm's, which several tests read.
fn german() -> &'static BTreeMap<String, String> {
    static GERMAN: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    GERMAN.get_or_init(|| unpack(&dressed(&firm())))
}

#[test]
fn styles_are_the_firms_and_numbers_are_ours() {
    let styles = &german()["word/styles.xml"];
    let heading = styles.split("<w:style ").find(|style| style.contains(r#"w:styleId="berschrift2""#)).unwrap();
    assert!(!heading.contains("numPr"), "{heading}");
    let clause = styles.split("<w:style ").find(|style| style.contains(r#"w:styleId="ClauseHeading""#)).unwrap();
    assert!(
        clause.contains(r#"<w:basedOn w:val="berschrift2"/>"#) && clause.contains(r#"<w:numId w:val="2"/>"#),
        "{clause}"
    );
    assert!(styles.contains("minorHAnsi") && styles.contains("AA1122") && !styles.contains("de-DE"));
    assert!(!styles.contains(r#"w:styleId="Heading1""#), "the firm's heading 1 stands for ours");
    assert!(german()["word/theme/theme1.xml"].contains("House"));
    let fonts = &german()["word/fontTable.xml"];
    assert!(fonts.contains("House Sans") && !fonts.contains("embed"), "{fonts}");
}

#[test]
fn margins_are_the_firms_and_the_sheet_is_the_deals() {
    let document = &german()["word/document.xml"];
    let section = document.rsplit("<w:sectPr>").next().unwrap();
    assert!(section.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#), "{section}");
    let margins = r#"w:top="2000" w:right="1900" w:bottom="1800" w:left="1700" w:header="500" w:footer="510""#;
    assert!(section.contains(margins), "{section}");
    assert!(section.contains("<w:titlePg/>"), "{section}");
    assert!(german()["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
    // Tables and our own tab stops follow the width that is left.
    assert!(document.contains(&format!(r#"<w:tblW w:w="{}""#, 11906 - 1700 - 1900)));
    assert!(german()["word/styles.xml"].contains(&format!(r#"w:pos="{}""#, 11906 - 1700 - 1900)));
}

#[test]
fn every_page_has_the_firms_lines_and_ours() {
    let document = &german()["word/document.xml"];
    let relations = &german()["word/_rels/document.xml.rels"];
    for (edge, pages, theirs) in [
        ("header", "default", "added"),
        ("header", "first", "The whole letterhead"),
        ("header", "even", "imagedata"),
        ("footer", "default", ""),
        ("footer", "first", ""),
        ("footer", "even", ""),
    ] {
        let id = document.split(&format!(r#"<w:{edge}Reference w:type="{pages}" r:id=""#)).nth(1).unwrap();
        let id = id.split('"').next().unwrap();
        let target = relations.split(&format!(r#"Id="{id}""#)).nth(1).unwrap().split("Target=\"").nth(1).unwrap();
        let part = &german()[&format!("word/{}", target.split('"').next().unwrap())];
        let ours = if edge == "header" { "DRAFT" } else { "NUMPAGES" };
        assert!(part.contains(ours) && part.contains(theirs), "{edge} {pages}: {part}");
    }
}

#[test]
fn pictures_come_along_and_nothing_that_runs_fetches_or_tells() {
    let parts = german();
    assert_eq!(parts.get("word/media/reference1.png").map(String::as_str), Some(&*String::from_utf8_lossy(PNG)));
    assert_eq!(
        parts.keys().filter(|name| name.contains("media/")).count(),
        1,
        "one picture in two headers is one part"
    );
    assert!(parts["word/_rels/header1.xml.rels"].contains(r#"Target="media/reference1.png""#));
    assert!(parts["[Content_Types].xml"].contains("image/png"));
    for (name, text) in parts {
        for gone in [
            "another matter",
            "AutoOpen",
            "firm.example/",
            "External",
            "_GoBack",
            "struck words",
            "Somebody",
            "attachedTemplate",
        ] {
            assert!(!text.contains(gone), "{name} holds {gone}");
        }
    }
    let header = &parts["word/header1.xml"];
    assert!(header.contains("firm.example") && !header.contains("numPr"), "{header}");
}

#[test]
fn the_same_template_gives_the_same_bytes() {
    assert_eq!(dressed(&firm()), dressed(&firm()));
}

#[test]
fn a_template_may_say_next_to_nothing() {
    let mut parts = firm();
    parts.retain(|name, _| ["_rels/.rels", "word/document.xml"].contains(&name.as_str()));
    part(&mut parts, "word/document.xml", word("document", "<w:body/>"));
    let plain = unpack(&dressed(&parts));
    let run = options(&[Format::Docx]);
    let deal = std::fs::read_to_string(root().join("examples/smallest.yaml")).unwrap();
    let ours = unpack(&draft("smallest.yaml", &deal, &run).files[0].bytes);
    assert_eq!(plain, ours, "a template that says nothing changes nothing");
    // A firm without a style sheet of its own still has a header.
    let mut parts = firm();
    parts.remove("word/styles.xml");
    assert!(unpack(&dressed(&parts)).values().any(|text| text.contains("The whole letterhead")));
}

#[test]
fn what_cannot_be_used_is_refused_with_place_and_remedy() {
    type Change = fn(&mut Parts);
    let changes: &[(&str, Change)] = &[
        ("no word/document.xml", |parts| drop(parts.remove("word/document.xml"))),
        ("is a `workbook`", |parts| part(parts, "word/document.xml", "<workbook/>")),
        ("Strict Open XML", |parts| {
            part(
                parts,
                "word/document.xml",
                r#"<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>"#,
            );
        }),
        ("word/header1.xml cannot be read: it has a document type", |parts| {
            part(parts, "word/header1.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><w:hdr/>");
        }),
        ("its styles (word/styles.xml) cannot be read", |parts| part(parts, "word/styles.xml", "<w:styles")),
        ("word/document.xml cannot be read: it is no well-formed XML", |parts| {
            part(parts, "word/document.xml", "<w:document><w:body></w:document>");
        }),
        ("nested more than", |parts| part(parts, "word/settings.xml", "<w:a>".repeat(5000))),
        ("fetches https://tracker.example/pixel.png from elsewhere; insert it", |parts| {
            part(
                parts,
                "word/_rels/header1.xml.rels",
                links(&[("rId1", "image", "https://tracker.example/pixel.png")]),
            );
        }),
        ("embeddings/book.bin (oleObject), which is no picture", |parts| {
            part(parts, "word/_rels/header1.xml.rels", links(&[("rId1", "oleObject", "embeddings/book.bin")]));
        }),
        ("holds an embedded object (`w:object`)", |parts| {
            part(parts, "word/header1.xml", word("hdr", "<w:p><w:r><w:object/></w:r></w:p>"))
        }),
        ("has the field INCLUDEPICTURE", |parts| {
            let field = r#"<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE "https://x"</w:instrText></w:r></w:p>"#;
            part(parts, "word/footer1.xml", word("ftr", field));
        }),
        ("has the field ddeauto", |parts| {
            part(parts, "word/footer1.xml", word("ftr", r#"<w:p><w:fldSimple w:instr=" ddeauto c:\\cmd.exe"/></w:p>"#));
        }),
        ("has the field HYPERLINK", |parts| {
            part(
                parts,
                "word/footer1.xml",
                word("ftr", r#"<w:p><w:fldSimple w:instr="HYPERLINK&quot;http://x&quot;"/></w:p>"#),
            );
        }),
        ("is no name, or its prefix is not declared", |parts| {
            part(parts, "word/header1.xml", word("hdr", r#"<w:p a$b="1"/>"#));
        }),
        ("Logo 1.PNG, whose bytes are no PNG", |parts| part(parts, "word/media/Logo 1.PNG", "<svg onload='x()'/>")),
        ("unpacks to too much (at word/theme/theme1.xml)", |parts| {
            part(parts, "word/document.xml", word("document", &"<w:a/>".repeat(500_000)));
            part(parts, "word/theme/theme1.xml", format!("<a>{}</a>", "<a/>".repeat(500_000)));
        }),
        ("names `rId1`, which is not there", |parts| drop(parts.remove("word/_rels/header1.xml.rels"))),
        ("Logo 1.PNG, which is not there", |parts| drop(parts.remove("word/media/Logo 1.PNG"))),
        ("media/logo.exe, which is no picture", |parts| {
            part(parts, "word/_rels/header1.xml.rels", links(&[("rId1", "image", "media/logo.exe")]));
        }),
        ("word/header2.xml is a `w:ftr`", |parts| part(parts, "word/header2.xml", word("ftr", "<w:p/>"))),
        ("its margins leave less than", |parts| {
            part(
                parts,
                "word/document.xml",
                word("document", r#"<w:body><w:sectPr><w:pgMar w:left="9000"/></w:sectPr></w:body>"#),
            );
        }),
        ("unpacks to too much (at word/header2.xml)", |parts| {
            part(parts, "word/header2.xml", vec![b' '; (16 << 20) + 1]);
        }),
        ("more than 4096 parts", |parts| (0..4200).for_each(|number| part(parts, &format!("word/{number}"), ""))),
        ("unpacks to too much", |parts| {
            let names: Vec<(String, String)> = (0..6).map(|n| (format!("rId{n}"), format!("media/{n}.bmp"))).collect();
            let shapes = names.iter().map(|(id, _)| {
                format!(r#"<w:p><w:r><w:pict><v:shape><v:imagedata r:id="{id}"/></v:shape></w:pict></w:r></w:p>"#)
            });
            part(parts, "word/header1.xml", word("hdr", &shapes.collect::<String>()));
            let targets: Vec<(&str, &str, &str)> =
                names.iter().map(|(id, target)| (&**id, "image", &**target)).collect();
            part(parts, "word/_rels/header1.xml.rels", links(&targets));
            names.iter().for_each(|(_, target)| {
                part(parts, &format!("word/{target}"), [b"BM".as_slice(), &vec![0; 15 << 20]].concat())
            });
        }),
    ];
    for (expected, change) in changes {
        let mut parts = firm();
        change(&mut parts);
        let fault = fault(&parts);
        assert!(fault.contains(expected), "expected {expected}: {fault}");
    }
    for (bytes, expected) in [
        (&b""[..], "no zip file"),
        (b"PK\x03\x04", "no zip file"),
        (b"peerpact: 1\n", "no zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "old Word file, or has a password"),
    ] {
        let fault = Reference::read(bytes).expect_err("no Word file").to_string();
        assert!(fault.contains(expected), "{fault}");
    }
}

#[test]
fn a_cut_or_damaged_file_is_refused_or_read_and_never_a_crash() {
    let whole = pack(&firm());
    for step in 0..50 {
        let fault = Reference::read(&whole[..whole.len() * step / 50]).expect_err("a part of a file");
        assert!(!fault.to_string().is_empty());
    }
    // A generator of our own: the same bytes are damaged in every run.
    let mut state = 0x2545_F491_u32;
    for _ in 0..600 {
        let mut damaged = whole.clone();
        for _ in 0..4 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (state >> 8) as usize % damaged.len();
            damaged[at] ^= (state >> 3) as u8 | 1;
        }
        let _ = Reference::read(&damaged);
    }
    // Text of the parts, damaged before it is packed, reaches what stands behind the checksums.
    for name in
        ["word/styles.xml", "word/document.xml", "word/header1.xml", "word/_rels/header1.xml.rels", "word/settings.xml"]
    {
        for step in 0..50 {
            let mut parts = firm();
            let bytes = parts.get_mut(name).unwrap();
            bytes.truncate(bytes.len() * step / 50);
            let _ = Reference::read(&pack(&parts));
        }
    }
}

#[test]
fn the_command_line_says_what_it_cannot_use() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("firm.docx");
    std::fs::write(&good, pack(&firm())).unwrap();
    std::fs::write(folder.path().join("bad.docx"), "no").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("peerpact").unwrap();
        let output = command
            .current_dir(folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .args([
                "draft",
                root().join("examples/smallest.yaml").to_str().unwrap(),
                "--as-of",
                "2026-11-22",
                "-o",
                "out",
            ])
            .args(arguments)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run(&["-t", "docx", "--reference", "firm.docx"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(&["-t", "docx", "--reference", "bad.docx"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("cannot use the reference bad.docx: it is no Word document"), "{said}");
    let (code, said) = run(&["-t", "pdf,md", "--reference", "firm.docx"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("add docx to --to"), "{said}");
    let (code, said) = run(&["--reference", "none.docx"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("cannot read none.docx"), "{said}");
    let manifest = std::fs::read_to_string(folder.path().join("out/smallest.manifest.json")).unwrap();
    let sha256 = peerpact::provenance::sha256(&std::fs::read(&good).unwrap());
    assert!(manifest.contains(&format!(r#""reference": "{sha256}""#)), "{manifest}");
    // The template is not what a draft may replace.
    let target = folder.path().join("out/smallest.docx");
    std::fs::copy(&good, &target).unwrap();
    let (code, said) = run(&["-t", "docx", "--reference", "out/smallest.docx"]);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(std::fs::read(&target).unwrap(), std::fs::read(&good).unwrap());
}

/// The running lines of a file: what its header and footer parts show.
fn running(file: &[u8]) -> String {
    let parts = crate::read_back::docx::parts(file);
    let edges = parts.iter().filter(|(name, _)| name.starts_with("word/header") || name.starts_with("word/footer"));
    edges.map(|(_, bytes)| crate::read_back::docx::Node::parse(bytes).words() + "\n").collect()
}

#[test]
fn a_draft_as_template_leaves_its_own_running_lines_behind() {
    let smallest = crate::read_back::smallest();
    let other = smallest.replace("SH-2027-01", "OTHER-MATTER-7");
    let docx = |deal: &str, options: &Options| crate::read_back::files("deal", deal, options).remove("docx").unwrap();
    let first = docx(&other, &options(&[Format::Docx]));
    assert!(running(&first).contains("OTHER-MATTER-7"));
    let reference = Some(Arc::new(Reference::read(&first).unwrap()));
    let dressed = docx(&smallest, &Options { reference, ..options(&[Format::Docx]) });
    let lines = running(&dressed);
    assert!(!lines.contains("OTHER-MATTER-7"), "{lines}");
    assert_eq!(lines.matches("SH-2027-01").count(), 1, "{lines}");
}

#[test]
fn what_a_header_would_print_wrongly_is_refused_with_its_place() {
    for (content, said) in [
        (
            r#"<w:p><w:fldSimple w:instr="STYLEREF &quot;Heading 1&quot;"><w:r><w:t>Old heading</w:t></w:r></w:fldSimple></w:p>"#,
            "STYLEREF",
        ),
        (r#"<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>1 May 2020</w:t></w:r></w:fldSimple></w:p>"#, "DATE"),
        (
            r#"<w:p><w:r><w:t>Error! No text of </w:t></w:r><w:r><w:t>specified style in document.</w:t></w:r></w:p>"#,
            "Error! No text of specified style",
        ),
    ] {
        let mut parts = firm();
        part(&mut parts, "word/header1.xml", word("hdr", content));
        let failure = fault(&parts);
        assert!(failure.contains(said) && failure.contains("word/header"), "{failure}");
    }
}

#[test]
fn the_agreement_runs_left_to_right_within_the_margins_of_any_template() {
    let mut parts = firm();
    let styles = r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:bidi/><w:ind w:right="2880"/></w:pPr><w:rPr><w:rtl/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="-300" w:right="-781"/></w:pPr></w:style>"#;
    part(&mut parts, "word/styles.xml", word("styles", styles));
    let reference = Some(Arc::new(Reference::read(&pack(&parts)).unwrap()));
    let file = crate::read_back::files(
        "deal",
        &crate::read_back::smallest(),
        &Options { reference, ..options(&[Format::Docx]) },
    );
    let parts = crate::read_back::docx::parts(&file["docx"]);
    let sheet = crate::read_back::docx::Node::parse(&parts["word/styles.xml"]);
    let style = |name: &str| sheet.children.iter().find(|style| style.val("w:name") == Some(name)).unwrap();
    let property = |name: &str, property: &str| style(name).child("w:pPr").and_then(|it| it.child(property)).cloned();
    for name in ["Body Text", "Table Text", "Clause Level 2", "Clause Heading", "Title"] {
        assert_eq!(property(name, "w:bidi").expect(name).attribute("w:val"), "0", "{name}");
        let run = style(name).child("w:rPr").and_then(|run| run.val("w:rtl"));
        assert_eq!(run, Some("0"), "{name}");
    }
    assert_eq!(property("Table Text", "w:ind").unwrap().attribute("w:right"), "0");
    let body = property("Body Text", "w:ind").unwrap();
    assert_eq!((body.attribute("w:left"), body.attribute("w:right")), ("0", "0"));
}

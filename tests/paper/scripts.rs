//! Names in the scripts of the world: the right words in the right order, in every format.

use peerpact::document::{Block, Inline, Paragraph};
use peerpact::render::pdf::fonts::Fonts;
use peerpact::render::pdf::layout;
use peerpact::render::pdf::page::DrawnItem;
use peerpact::render::{FontFile, Format};

use crate::read_back::{Drafts, docx, files, options, smallest, yaml};

/// Names that no font beside the built-in ones is needed for.
const NAMES: [&str; 5] = [
    "חברת התקשורת הישראלית בע״מ",
    "Gulf Telecom (בזק בינלאומי) L.L.C.",
    "Ελληνικές Επικοινωνίες Α.Ε.",
    "ООО «Северная связь»",
    "Công ty Viễn thông Đông Á",
];

fn deal(name: &str) -> String {
    yaml::patched(&smallest(), &[("parties.harbour.name", name.into())])
}

#[test]
fn a_name_is_the_same_words_in_every_format() {
    for name in NAMES {
        let drafts = Drafts::of("name", &deal(name), &options(&[]));
        for (format, paper) in drafts.papers() {
            let party = paper.units().into_iter().find(|unit| unit.contains("1234567")).expect("the party's paragraph");
            assert!(party.starts_with(&format!("(b) {name} (registered number 1234567")), "{format}: {party}");
        }
    }
}

/// The words of a line from left to right, as they stand on the page.
fn seen(text: Vec<Inline>) -> Vec<String> {
    let block = Block::Paragraph(Paragraph { indent: 0, label: String::new(), defines: false, anchor: None, text });
    let document = crate::pdf_layout::with(vec![block]);
    // The monospaced face has Arabic.
    let fonts: Vec<FontFile> =
        typst_assets::fonts().skip(6).map(|font| FontFile::first("mono", font.to_vec())).collect();
    let fonts = Fonts::new(&fonts).expect("fonts");
    let layout = layout(&document, &fonts).expect("a layout");
    let mut runs: Vec<_> = layout
        .pages
        .iter()
        .flat_map(|page| {
            let own = |y: f32| page.rows.iter().any(|row| row.block == Some(0) && row.top < y && y < row.bottom);
            page.items.iter().filter_map(move |item| match item {
                DrawnItem::Text(run) if own(run.y) => Some(run),
                _ => None,
            })
        })
        .collect();
    runs.sort_by(|one, other| one.x.total_cmp(&other.x));
    runs.iter().flat_map(|run| run.text.split_whitespace()).map(str::to_owned).collect()
}

fn value(words: &str) -> Inline {
    Inline::Value(words.into())
}

#[test]
fn right_to_left_words_stand_right_to_left_in_the_pdf() {
    let between =
        |name: &str, after: &str| vec![Inline::Plain("Between ".into()), value(name), Inline::Plain(after.into())];
    assert_eq!(
        seen(between("חברת התקשורת הישראלית בע״מ", " and others.")),
        ["Between", "בע״מ", "הישראלית", "התקשורת", "חברת", "and", "others."]
    );
    assert_eq!(
        seen(between("Gulf (בזק בינלאומי) L.L.C.", " on")),
        ["Between", "Gulf", "(", "בינלאומי", "בזק", ")", "L.L.C.", "on"]
    );
    assert_eq!(
        seen(between("Gulf Telecom (شركة الخليج) L.L.C.", ", of")),
        ["Between", "Gulf", "Telecom", "(", "الخليج", "شركة", ")", "L.L.C.,", "of"]
    );
    // A number after a name stays after it, and one inside it is read with it.
    assert_eq!(seen(between("בזק 2027 בע״מ", " 15 June")), ["Between", "בע״מ", "2027", "בזק", "15", "June"]);
    // Two names beside each other do not become one.
    let both = vec![value("בזק בע״מ"), Inline::Plain(", ".into()), value("חברת הקשר")];
    assert_eq!(seen(both), ["בע״מ", "בזק", ",", "הקשר", "חברת"]);
}

#[test]
fn programs_read_a_right_to_left_line_in_the_order_of_its_words() {
    let name = "חברת התקשורת הישראלית בע״מ";
    let drafts = Drafts::of("name", &deal(name), &options(&[]));
    assert!(drafts.paper(Format::Pdf).text().contains(&format!("{name} (registered number 1234567, Hong Kong)")));
}

#[test]
fn a_right_to_left_name_is_plain_runs_in_word() {
    let files = files("name", &deal(NAMES[0]), &options(&[Format::Docx]));
    let document = String::from_utf8_lossy(&docx::parts(&files["docx"])["word/document.xml"]).into_owned();
    assert!(!document.contains("<w:dir ") && !document.contains("<w:bdo "));
    let run = format!("<w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", NAMES[0]);
    assert!(document.contains(&run), "the name is no run of its own");
}

/// A name in each of eleven scripts, with the country of the party.
const WORLD: [(&str, &str); 11] = [
    ("Hebrew", "חברת התקשורת הישראלית בע״מ"),
    ("Arabic", "شركة الخليج للاتصالات"),
    ("Greek", "Ελληνικές Επικοινωνίες Α.Ε."),
    ("Cyrillic", "ООО «Северная связь»"),
    ("Vietnamese", "Công ty Viễn thông Đông Á"),
    ("Chinese", "香港電訊有限公司"),
    ("Japanese", "日本通信株式会社"),
    ("Korean", "한국통신 주식회사"),
    ("Thai", "บริษัท โทรคมนาคมไทย จำกัด"),
    ("Devanagari", "भारतीय दूरसंचार लिमिटेड"),
    ("Georgian", "საქართველოს კავშირი"),
];

#[test]
fn a_party_of_any_script_stands_in_every_format_or_the_font_is_told() {
    for (script, name) in WORLD {
        let drafted = crate::read_back::draft("deal.yaml", &deal(name), &options(&Format::ALL));
        let file = |suffix: &str| drafted.files.iter().find(|file| file.suffix == suffix);
        for suffix in ["md", "html"] {
            let file = file(suffix).unwrap_or_else(|| panic!("{script}: no {suffix}"));
            // Markdown parts a value of two directions from its line by marks.
            assert!(String::from_utf8_lossy(&file.bytes).contains(name), "{script}: {suffix} lacks the name");
        }
        let word = docx::parts(&file("docx").unwrap_or_else(|| panic!("{script}: no DOCX")).bytes);
        assert!(
            docx::Node::parse(&word["word/document.xml"]).words().contains(name),
            "{script}: the DOCX lacks the name"
        );
        let told = drafted.findings.iter().find(|finding| finding.code == "DOC001");
        match (file("pdf"), told) {
            (Some(pdf), None) => assert!(pdf.bytes.starts_with(b"%PDF"), "{script}"),
            (None, Some(finding)) => {
                let said = format!("{finding:?}");
                assert!(said.contains("--font") && said.contains("parties"), "{script}: {said}");
            }
            (pdf, told) => panic!("{script}: PDF {}, finding {told:?}", pdf.is_some()),
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]
    #[test]
    fn a_right_to_left_value_is_read_from_the_right(words in proptest::collection::vec("[א-ת]{2,6}", 1..6), before in "[a-z]{1,8}", after in "[a-z]{1,8}") {
        let text = vec![Inline::Plain(format!("{before} ").as_str().into()), value(&words.join(" ")), Inline::Plain(format!(" {after}").as_str().into())];
        let turned: Vec<String> = words.iter().rev().cloned().collect();
        let expected: Vec<String> = std::iter::once(before).chain(turned).chain(std::iter::once(after)).collect();
        proptest::prop_assert_eq!(seen(text), expected);
    }
}

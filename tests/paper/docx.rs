//! The Word document as counsel works in it: numbers and references that live, styles that a firm can change, clauses that can
//! be found again. What other programs make of it is `.ci/docx`'s to say; the files that it validates are written here.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::read_back::docx::{Docx, Node, read};
use crate::read_back::{
    Link, Options, draft, drafted_forms, examples, files, library, list, options, root, smallest, yaml,
};
use peerpact::pipeline;
use peerpact::provenance::sha256;
use peerpact::render::Format;
use peerpact::source::Source;
use rayon::prelude::*;
use serde_json::{Value, json};

/// Where the files for the validators go: `target/docx/`, emptied first.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = root().join("target/docx");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for drafts");
    folder
});

fn keep(name: &str, bytes: &[u8]) {
    std::fs::write(FOLDER.join(name), bytes).expect("a draft is written");
}

/// The Word files of a deal, by suffix; none if the deal does not pass.
fn word(name: &str, deal: &str, options: &Options) -> Vec<(String, Vec<u8>)> {
    let options = Options { formats: vec![Format::Docx], ..options.clone() };
    let drafted = draft(name, deal, &options);
    drafted
        .files
        .into_iter()
        .filter(|file| file.suffix.ends_with("docx"))
        .map(|file| (file.suffix, file.bytes))
        .collect()
}

fn stem(name: &str) -> String {
    name.trim_start_matches("examples/").trim_end_matches(".yaml").to_owned()
}

/// Every example in both forms and on both sheets.
fn variants() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (name, deal) in examples() {
        for form in ["full", "short"] {
            for paper in ["A4", "Letter"] {
                let patches = [("legal.form", json!(form)), ("legal.paper", json!(paper))];
                out.push((format!("{}-{form}-{paper}", stem(&name)), yaml::patched(&deal, &patches)));
            }
        }
    }
    out
}

#[test]
fn every_example_is_written_for_the_validators() {
    let finals: usize = variants()
        .par_iter()
        .map(|(name, deal)| {
            let review = Options { review: true, ..options(&[]) };
            let written = word(name, deal, &review);
            assert_eq!(written.len(), 2, "{name}: a draft and a review copy");
            for (suffix, bytes) in &written {
                keep(&format!("{name}.{suffix}"), bytes);
            }
            let final_version = Options { final_version: true, ..options(&[]) };
            let written = word(name, deal, &final_version);
            written.iter().for_each(|(suffix, bytes)| keep(&format!("{name}-final.{suffix}"), bytes));
            written.len()
        })
        .sum();
    assert!(finals > 0, "no example is complete enough to be final");
}

#[test]
fn every_position_is_written_for_the_validators() {
    for position in ["standard", "fallback", "walk_away"] {
        let mut ids: Vec<&str> = Vec::new();
        for clause in library().clauses.values() {
            let positions = &clause.front.positions;
            let stand = match position {
                "standard" => &positions.standard,
                "fallback" => &positions.fallback,
                _ => &positions.walk_away,
            };
            if stand.says.is_some() {
                ids.push(&clause.id);
            }
        }
        assert!(!ids.is_empty(), "no clause has words of its own at {position}");
        for (name, deal) in examples() {
            for form in ["full", "short"] {
                let mut deal = yaml::value(&deal);
                yaml::set(&mut deal, "legal.form", form);
                for id in &ids {
                    let mut there = yaml::get(&deal, "positions").cloned().unwrap_or_else(|| json!({}));
                    there[*id] = json!(position);
                    yaml::set(&mut deal, "positions", there);
                }
                let name = format!("{}-{form}-{position}", stem(&name));
                let written = word(&name, &yaml::text(&deal), &Options { review: true, ..options(&[]) });
                assert_eq!(written.len(), 2, "{name} is not drafted");
                for (suffix, bytes) in &written {
                    keep(&format!("{name}.{suffix}"), bytes);
                }
            }
        }
    }
}

/// Words that a file of XML, a field code or a style's name might take for something else.
const NAUGHTY: &[&str] = &[
    "A*B_[x](y) <b>{{ 7*7 }}",
    "</w:t></w:r></w:p><w:p>",
    "AT&T &amp; Co; &#0; &lt;",
    "]]> <!-- --> <?xml?>",
    "\"quoted\" 'and' \\ back \\* MERGEFORMAT",
    "{ REF _x \\h } PAGE TOC",
    "שלום עולם مرحبا 123",
    "Zürich Ωmega Łódź 東京 नमस्ते 🤝 e\u{301}",
    "tab\there and  two  spaces ",
    "a, b; c: d | e",
    "%1.%2 (%3) %PATH%",
    "_x000D_ _x0041_",
    "Heading 1",
    "1.1 Not a number",
    "a\u{a0}b\u{2007}c",
];

#[test]
fn naughty_words_are_written_for_the_validators_and_read_back() {
    let fields = [
        "reference",
        "parties.straits.name",
        "parties.harbour.name",
        "parties.straits.address",
        "parties.straits.signatory.name",
        "parties.straits.signatory.title",
        "scope.flows.hk.description",
        "rates.lines[0].destination",
        "jurisdiction.courts",
        "disputes.seat",
    ];
    for (turn, _) in NAUGHTY.iter().enumerate() {
        let mut deal = yaml::value(&smallest());
        let words = |at: usize| NAUGHTY[(turn + at) % NAUGHTY.len()];
        fields.iter().enumerate().for_each(|(at, field)| yaml::set(&mut deal, field, words(at)));
        let text = words(fields.len());
        yaml::set(&mut deal, "special_terms", json!([{"after": "sla.credits", "text": text}]));
        let name = format!("naughty-{turn}");
        let written = word(&name, &yaml::text(&deal), &Options { review: true, ..options(&[]) });
        assert_eq!(written.len(), 2, "{name}: {}", list(&draft(&name, &yaml::text(&deal), &options(&[])).findings));
        for (suffix, bytes) in &written {
            keep(&format!("{name}.{suffix}"), bytes);
            let docx = read(bytes);
            let all = docx.paper.text();
            for at in 1..=fields.len() {
                let shown = crate::read_back::squeeze(words(at));
                assert!(all.contains(&shown), "{name}: {suffix} does not hold {shown}");
            }
            assert!(docx.foot.contains(&crate::read_back::squeeze(words(0))), "{name}: the foot is {}", docx.foot);
        }
    }
}

#[test]
fn every_number_is_a_live_one() {
    for (name, _, drafts) in drafted_forms() {
        assert_eq!(drafts.docx.typed, Vec::<String>::new(), "{name}: numbers that are only words");
    }
}

#[test]
fn the_contents_gives_pages_in_order() {
    for (name, _, drafts) in drafted_forms() {
        let docx = &drafts.docx;
        assert_eq!(docx.pages.len(), docx.paper.contents.len(), "{name}");
        assert!(docx.pages.is_sorted() && docx.pages[0] >= 3, "{name}: {:?}", docx.pages);
        // How many pages the file has, a word processor says (`.ci/pages`); each has some two hundred words at least.
        let words = docx.paper.text().split_whitespace().count();
        let last = *docx.pages.last().unwrap();
        assert!((words / 900..words / 150).contains(&last), "{name}: page {last} of {words} words");
    }
}

#[test]
fn nothing_is_formatted_but_by_a_style() {
    for (name, _, drafts) in drafted_forms() {
        assert_eq!(drafts.docx.direct, Vec::<String>::new(), "{name}");
    }
}

/// The numbers of references, without the words around them and between them.
fn numbers(links: &[Link], contents: usize) -> String {
    let words = links.iter().skip(contents).flat_map(|link| link.words.split(' '));
    words.filter(|word| !["clause", "Clause", "paragraph", "Paragraph", "of"].contains(word)).collect()
}

#[test]
fn every_reference_is_a_field_in_all_its_numbers() {
    for (name, _, drafts) in drafted_forms() {
        let entries = |paper: &crate::read_back::Paper| paper.contents.len();
        let (html, docx) = (&drafts.paper(Format::Html), &drafts.docx.paper);
        // The contents stands between the cover and the body, and the cover of an example refers to nothing.
        let [expected, found] = [html, docx].map(|paper| numbers(&paper.links, entries(paper)));
        assert!(expected.len() > 300, "{name}: hardly a reference");
        assert_eq!(found, expected, "{name}: references of the DOCX and of the HTML");
        let xml = String::from_utf8(drafts.docx.parts["word/document.xml"].clone()).expect("UTF-8");
        let links = xml.matches("<w:hyperlink ").count();
        assert_eq!(links, entries(docx), "{name}: a reference outside the contents has no number that lives");
    }
}

#[test]
fn each_clause_can_be_found_again_and_read_against_its_record() {
    for (name, deal) in examples() {
        for form in ["full", "short"] {
            let deal = yaml::patched(&deal, &[("legal.form", json!(form))]);
            let files = files(&name, &deal, &Options { review: true, ..options(&[Format::Docx]) });
            let docx = read(&files["docx"]);
            let manifest: Value = serde_json::from_slice(&files["review.manifest.json"]).expect("JSON");
            let clauses = manifest["record"]["clauses"].as_array().expect("clauses");
            let list = Node::parse(&docx.parts["customXml/item1.xml"]);
            assert_eq!(list.children.len(), clauses.len(), "{name}, {form}: an entry for each clause");
            for clause in clauses {
                let (id, text) = (clause["id"].as_str().expect("an id"), clause["text"].as_str().expect("a hash"));
                let entry = list.children.iter().find(|entry| entry.attribute("id") == id);
                let entry = entry.unwrap_or_else(|| panic!("{name}, {form}: {id} is not in the list"));
                assert_eq!(entry.attribute("sha256"), text, "{name}, {form}: {id}");
                assert_eq!(entry.attribute("version"), clause["version"].to_string(), "{name}, {form}: {id}");
                let bookmark = entry.attribute("bookmark");
                assert!(bookmark.len() <= 40 && bookmark.starts_with(&id.replace(['.', '-'], "_")), "{bookmark}");
                assert!(bookmark.contains(&format!("_{}", &text[..8])), "{bookmark}");
                let at = docx.tags.iter().position(|found| found == bookmark);
                let at = at.unwrap_or_else(|| panic!("{name}, {form}: no bookmark {bookmark}"));
                assert_eq!(sha256(docx.clauses[at].as_bytes()), text, "{name}, {form}: {id} does not read as recorded");
            }
            assert_eq!(docx.tags.len(), clauses.len(), "{name}, {form}: a bookmark for each clause");
            assert_eq!(docx.about["Provenance"], manifest["provenance"].as_str().expect("a hash"), "{name}");
        }
    }
}

#[test]
fn a_paper_for_the_other_side_holds_nothing_of_ours() {
    for (name, deal) in examples() {
        for final_version in [false, true] {
            let options = Options { review: true, final_version, ..options(&[]) };
            for (_, bytes) in word(&name, &deal, &options).iter().filter(|(suffix, _)| suffix == "docx") {
                let docx = read(bytes);
                assert!(docx.comments.is_empty() && docx.controls.is_empty(), "{name}");
                for (path, bytes) in &docx.parts {
                    let text = String::from_utf8_lossy(bytes);
                    for word in
                        ["<w:ins ", "<w:del ", "w:vanish", "commentReference", "dc:creator", "lastModifiedBy", "rsid"]
                    {
                        assert!(!text.contains(word), "{name}: {path} holds {word}");
                    }
                }
                let about =
                    ["Provenance", "Reference", "Version", "cp:version", "dc:language", "dc:subject", "dc:title"];
                assert_eq!(docx.about.keys().collect::<Vec<_>>(), about, "{name}: properties");
                assert!(!final_version || !docx.head.contains("DRAFT") && !docx.foot.contains("draft"), "{name}");
            }
        }
    }
}

#[test]
fn heads_and_feet_carry_title_marks_reference_and_page() {
    for (name, deal, drafts) in drafted_forms() {
        let Docx { head, foot, about, .. } = &drafts.docx;
        assert_eq!(head, "Voice Interconnection Agreement DRAFT · Subject to contract", "{name}");
        let reference = yaml::get(&yaml::value(deal), "reference").and_then(Value::as_str).expect("one").to_owned();
        assert!(foot.starts_with(&reference), "{name}: {foot}");
        assert!(foot.ends_with("Page 1 of 1"), "{name}: {foot}");
        assert_eq!(about["dc:title"], "Voice Interconnection Agreement");
        assert_eq!(about["dc:subject"], reference);
        let settings = String::from_utf8_lossy(&drafts.docx.parts["word/settings.xml"]);
        assert!(!settings.contains("updateFields"), "{name}: Word would ask before it opens");
        let styles = String::from_utf8_lossy(&drafts.docx.parts["word/styles.xml"]);
        assert!(styles.contains("<w:lang w:val=\"en-GB\""), "{name}: Word is told no language");
    }
}

#[test]
fn the_sheet_is_the_deals() {
    for (paper, width, height) in [("A4", "11906", "16838"), ("Letter", "12240", "15840")] {
        let deal = yaml::patched(&smallest(), &[("legal.paper", json!(paper))]);
        let docx = read(&files("deal.yaml", &deal, &options(&[Format::Docx]))["docx"]);
        let document = Node::parse(&docx.parts["word/document.xml"]);
        let mut grids = Vec::new();
        document.walk(&mut |node| {
            if node.name == "w:pgSz" {
                assert_eq!((node.attribute("w:w"), node.attribute("w:h")), (width, height), "{paper}");
            }
            if node.name == "w:tblGrid" {
                let widths =
                    node.children.iter().map(|column| column.attribute("w:w").parse::<u32>().expect("a width"));
                grids.push(widths.sum::<u32>());
            }
        });
        // A table of figures may be narrower, so that they stand near their labels.
        let text = width.parse::<u32>().expect("a width") - 2 * 1361;
        let whole = grids.iter().filter(|grid| **grid == text).count();
        assert!(
            grids.len() > 10 && whole > grids.len() / 2 && grids.iter().all(|grid| *grid <= text),
            "{paper}: tables are as wide as the text: {grids:?}"
        );
    }
}

#[test]
fn a_header_row_repeats_and_headings_keep_with_what_they_head() {
    for (name, _, drafts) in drafted_forms() {
        let document = Node::parse(&drafts.docx.parts["word/document.xml"]);
        let mut tables = 0;
        document.walk(&mut |node| {
            let is_ours = node.name == "w:tbl"
                && node.child("w:tblPr").and_then(|node| node.val("w:tblStyle")) == Some("AgreementTable");
            if is_ours {
                tables += 1;
                let first = node.child("w:tr").and_then(|row| row.child("w:trPr")).expect("a row");
                assert!(first.child("w:tblHeader").is_some(), "{name}: a table without a head that repeats");
            }
        });
        assert!(tables > 5, "{name}: {tables} tables");
        let styles = Node::parse(&drafts.docx.parts["word/styles.xml"]);
        for name in ["heading 1", "heading 2", "heading 3", "Signature Heading", "Signature Line", "Signature Rule"] {
            let style = styles.children.iter().find(|style| style.val("w:name") == Some(name)).expect("a style");
            let keeps = style.child("w:pPr").is_some_and(|style| style.child("w:keepNext").is_some());
            assert!(keeps || style.val("w:basedOn").is_some_and(|base| base.starts_with("Signature")), "{name}");
        }
    }
}

/// A house may overlay the templates; one that cannot be read stops the draft, and says which.
#[test]
fn a_broken_template_is_a_finding() {
    for (file, text) in
        [("styles.xml", "<w:styles><w:style>"), ("styles.xml", ""), ("numbering.xml", "no XML"), ("compact.xml", "<a")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("templates/docx");
        std::fs::create_dir_all(&path).expect("a folder");
        std::fs::write(path.join(file), text).expect("a file");
        let deal = yaml::patched(&smallest(), &[("legal.form", json!("short"))]);
        let options = Options { library: Some(folder.path().to_owned()), ..options(&[Format::Docx]) };
        let library = pipeline::load(options.library.as_deref()).expect("a library");
        let drafted = options.draft(&Source::new("deal.yaml", deal), &library);
        let found = drafted.findings.iter().find(|finding| finding.code == "DOC020");
        let found = found.unwrap_or_else(|| panic!("{file} `{text}`: {}", list(&drafted.findings)));
        assert!(found.message.contains(file), "{}", found.message);
        assert!(drafted.files.is_empty(), "{file}: a file was made");
    }
}

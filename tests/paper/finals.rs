//! What is sent to be signed holds nothing of ours but the agreement: every part of every file of a final is looked through.

use std::collections::BTreeSet;

use peerpact::diagnostic::Level;
use peerpact::render::Format;
use serde_json::{Value, json};

use crate::read_back::docx::{Node, parts};
use crate::read_back::{Options, draft, examples, files, library, options, paper, squeeze, yaml};

/// The words of everything that a file holds: its raw bytes, the parts of a package, the streams of a PDF, and what a reader reads.
fn told(suffix: &str, bytes: &[u8]) -> String {
    let mut out = String::from_utf8_lossy(bytes).into_owned();
    match suffix {
        "docx" => {
            for (name, part) in parts(bytes) {
                out.push_str(&name);
                out.push_str(&String::from_utf8_lossy(&part));
                if name.ends_with(".xml") {
                    Node::parse(&part).walk(&mut |node| {
                        out.push_str(&node.text);
                        node.attributes.values().for_each(|value| out.push_str(value));
                    });
                }
            }
            out.push_str(&paper(Format::Docx, bytes).text());
        }
        "pdf" => {
            let pdf = lopdf::Document::load_mem(bytes).expect("a PDF");
            for object in pdf.objects.values() {
                out.push_str(&format!("{object:?}"));
                if let Ok(stream) = object.as_stream() {
                    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                    out.push_str(&String::from_utf8_lossy(&content));
                }
                // Names and titles may be UTF-16.
                if let Ok(dictionary) = object.as_dict() {
                    for (_, value) in dictionary.iter() {
                        if let Ok(text) = lopdf::decode_text_string(value) {
                            out.push_str(&text);
                        }
                    }
                }
            }
            out.push_str(&paper(Format::Pdf, bytes).text());
        }
        "html" => out.push_str(&paper(Format::Html, bytes).text()),
        "md" => out.push_str(&paper(Format::Markdown, bytes).text()),
        _ => {}
    }
    squeeze(&out)
}

/// What our side alone knows of a deal: who approved, reviewed and waived what, why, the remarks of its file, and the library's notes.
fn secrets(deal: &Value, text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    fn below(value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::String(words) => drop(out.insert(squeeze(words))),
            Value::Array(items) => items.iter().for_each(|item| below(item, out)),
            Value::Object(map) => map.values().for_each(|value| below(value, out)),
            _ => {}
        }
    }
    for path in ["legal.reviewed_by", "waivers"] {
        below(yaml::get(deal, path).unwrap_or(&Value::Null), &mut out);
    }
    for approval in yaml::get(deal, "approvals").and_then(Value::as_array).into_iter().flatten() {
        below(&approval["by"], &mut out);
    }
    for line in text.lines().filter_map(|line| line.split_once("# ")) {
        out.insert(squeeze(line.1));
    }
    for clause in library().clauses.values() {
        out.extend(clause.front.note.iter().map(|note| squeeze(note)));
    }
    // What the deal says elsewhere too, such as the title of a contact, is no secret.
    let mut shown = deal.clone();
    for path in ["approvals", "waivers", "legal.reviewed_by"] {
        yaml::take(&mut shown, path);
    }
    let shown = squeeze(&yaml::text(&shown));
    out.retain(|words| words.chars().count() >= 12 && !shown.contains(words.as_str()));
    out
}

#[test]
fn nothing_of_ours_but_the_agreement_is_in_a_final() {
    let mut finals = 0;
    for (name, deal) in examples() {
        let mut value = yaml::value(&deal);
        yaml::set(&mut value, "legal.reviewed_by", "Zebulon Quartermain-Reviewer");
        let waiver = json!({
            "rule": "DOC012", "reason": "Quartermain judged this harmless", "by": "Ottoline Waiver-Signatory", "until": "2027-03-01"
        });
        value["waivers"] = json!([waiver]);
        let text = format!("# Quartermain thinks that they will pay more\n{}", yaml::text(&value));
        let options = Options { final_version: true, review: true, formats: Format::ALL.to_vec(), ..options(&[]) };
        if draft(&name, &text, &options).findings.iter().any(|finding| finding.level == Level::Error) {
            continue;
        }
        finals += 1;
        let mut secrets = secrets(&value, &deal);
        secrets.extend(secrets_of_ours());
        assert!(secrets.len() > 10, "{name}: {secrets:?}");
        let mut ours = 0;
        for (suffix, bytes) in files(&name, &text, &options) {
            let told = told(suffix.rsplit('.').next().unwrap(), &bytes);
            if suffix.starts_with("review.") {
                ours += usize::from(told.contains("Quartermain"));
                continue;
            }
            for secret in &secrets {
                assert!(!told.contains(secret.as_str()), "{name}: the final {suffix} says: {secret}");
            }
            assert!(
                !told.contains("w:comment ") && !told.contains("/home/") && !told.contains("w:rsid"),
                "{name}: {suffix}"
            );
        }
        assert!(ours > 0, "{name}: the reader of this test sees nothing of a review either");
    }
    assert!(finals > 0, "no example is complete enough to be final");
}

fn secrets_of_ours() -> [String; 4] {
    ["Quartermain", "Ottoline", "judged this harmless", "will pay more"].map(str::to_owned)
}

/// A paper to be signed has a field for each party's signature, and a draft has none.
#[test]
fn a_final_has_a_field_for_each_signature() {
    let (name, deal) = examples()
        .into_iter()
        .find(|(name, deal)| {
            let options = Options { final_version: true, ..options(&[]) };
            !draft(name, deal, &options).findings.iter().any(|finding| finding.level == Level::Error)
        })
        .expect("an example that can be final");
    let fields = |bytes: &[u8]| -> Vec<String> {
        let pdf = lopdf::Document::load_mem(bytes).expect("a PDF");
        let catalog = pdf.catalog().expect("a catalogue");
        let Ok(form) = catalog.get(b"AcroForm").and_then(lopdf::Object::as_dict) else { return Vec::new() };
        let fields = form.get(b"Fields").and_then(lopdf::Object::as_array).expect("fields");
        let field = |object: &lopdf::Object| {
            let field = pdf.get_dictionary(object.as_reference().unwrap()).expect("a field");
            assert_eq!(field.get(b"FT").and_then(lopdf::Object::as_name).unwrap(), b"Sig");
            assert_eq!(field.get(b"Subtype").and_then(lopdf::Object::as_name).unwrap(), b"Widget");
            // The page shows it, and its tag is a form's.
            let page = pdf.get_dictionary(field.get(b"P").and_then(lopdf::Object::as_reference).unwrap()).unwrap();
            assert!(page.get(b"Annots").and_then(lopdf::Object::as_array).unwrap().contains(object));
            let rectangle = field.get(b"Rect").and_then(lopdf::Object::as_array).unwrap();
            assert_eq!(rectangle.len(), 4);
            String::from_utf8(field.get(b"T").and_then(lopdf::Object::as_str).unwrap().to_vec()).unwrap()
        };
        fields.iter().map(field).collect()
    };
    for (final_version, wanted) in [(true, vec!["signature-1", "signature-2"]), (false, Vec::new())] {
        let options = Options { final_version, formats: vec![Format::Docx, Format::Pdf], ..options(&[]) };
        let files = files(&name, &deal, &options);
        assert_eq!(fields(&files["pdf"]), wanted, "{name}");
        let document = String::from_utf8(parts(&files["docx"])["word/document.xml"].clone()).unwrap();
        let marks = (1..=2).filter(|at| document.contains(&format!("w:name=\"signature_{at}\""))).count();
        assert_eq!(marks, wanted.len(), "{name}");
    }
}

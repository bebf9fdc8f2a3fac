//! What is sent to be signed.

use peerpact::diagnostic::Level;
use peerpact::render::Format;

use crate::read_back::docx::parts;
use crate::read_back::{Options, draft, examples, files, options};

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

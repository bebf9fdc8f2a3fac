//! The file's properties: the paper's title and reference, and the hash of the record that it was drafted from. It holds
//! no person's name and no date, so that the same deal gives the same bytes.

use super::package::PackagePart;
use super::xml::Xml;
use crate::document::Document;

const PROPERTIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/";

/// The three parts of `docProps/`.
pub(super) fn parts(document: &Document) -> [PackagePart; 3] {
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    let office = "application/vnd.openxmlformats-officedocument.";
    [
        PackagePart::new("docProps/core.xml", core, self::core(document)),
        PackagePart::new("docProps/app.xml", &format!("{office}extended-properties+xml"), app()),
        PackagePart::new("docProps/custom.xml", &format!("{office}custom-properties+xml"), custom(document)),
    ]
}

fn core(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new();
    let package = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    xml.open("cp:coreProperties", &[("xmlns:cp", package), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    xml.leaf("dc:title", &[], &document.title);
    xml.leaf("dc:subject", &[], &document.reference);
    xml.leaf("dc:language", &[], &document.language);
    xml.leaf("cp:version", &[], &document.version);
    xml.close("cp:coreProperties");
    xml.finish()
}

fn app() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("Properties", &[("xmlns", &format!("{PROPERTIES}extended-properties"))]);
    xml.leaf("Application", &[], "peerpact");
    xml.close("Properties");
    xml.finish()
}

fn custom(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(
        "Properties",
        &[("xmlns", &format!("{PROPERTIES}custom-properties")), ("xmlns:vt", &format!("{PROPERTIES}docPropsVTypes"))],
    );
    let properties =
        [("Provenance", &document.provenance), ("Reference", &document.reference), ("Version", &document.version)];
    for (at, (name, value)) in properties.into_iter().enumerate() {
        // Ids begin at 2; this format id marks custom properties.
        let pid = (at + 2).to_string();
        let format = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
        xml.open("property", &[("fmtid", format), ("pid", &pid), ("name", name)]);
        xml.leaf("vt:lpwstr", &[], value);
        xml.close("property");
    }
    xml.close("Properties");
    xml.finish()
}

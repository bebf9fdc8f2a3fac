//! The package: parts, their types and relations, in a ZIP file whose bytes depend on them alone.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::xml::Xml;

/// Types of content and of relations, as ECMA-376 names them.
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A part of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PackagePart {
    /// Its path inside the package, without a slash before it.
    pub(super) path: String,
    /// Its content type; empty if its file extension determines it.
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
}

impl PackagePart {
    /// A part below `word/` whose content type ends in `kind` and `+xml`.
    pub(super) fn word(name: &str, kind: &str, bytes: Vec<u8>) -> Self {
        Self { path: format!("word/{name}.xml"), content_type: format!("{TYPES}{kind}+xml"), bytes }
    }

    /// A part with a content type of its own.
    pub(super) fn new(path: &str, content_type: &str, bytes: Vec<u8>) -> Self {
        Self { path: path.to_owned(), content_type: content_type.to_owned(), bytes }
    }
}

/// The relations of one part to others.
#[derive(Debug, Default)]
pub(super) struct Relations(Vec<Relation>);

#[derive(Debug)]
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relations {
    /// Adds a relation of an office kind such as `styles`; returns the id by which the part names it.
    pub(super) fn add(&mut self, kind: &str, target: &str) -> String {
        self.add_of(&format!("{OFFICE}{kind}"), target)
    }

    fn add_of(&mut self, kind: &str, target: &str) -> String {
        let id = format!("rId{}", self.0.len() + 1);
        self.0.push(Relation { id: id.clone(), kind: kind.to_owned(), target: target.to_owned() });
        id
    }

    /// Adds a relation of an office kind under an id that a copied part already uses.
    pub(super) fn name(&mut self, id: &str, kind: &str, target: &str) {
        self.0.push(Relation { id: id.to_owned(), kind: format!("{OFFICE}{kind}"), target: target.to_owned() });
    }

    /// The part that holds the relations of another part below `word/`, if there are any.
    pub(super) fn part(&self, name: &str) -> Option<PackagePart> {
        let path = format!("word/{name}.xml");
        let (folder, file) = path.rsplit_once('/')?;
        (!self.0.is_empty()).then(|| PackagePart::new(&format!("{folder}/_rels/{file}.rels"), "", self.write()))
    }

    /// The part of this path that holds them.
    pub(super) fn beside(&self, path: &str) -> PackagePart {
        PackagePart::new(path, "", self.write())
    }

    fn write(&self) -> Vec<u8> {
        let mut xml = Xml::new();
        xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}relationships"))]);
        for Relation { id, kind, target } in &self.0 {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
        xml.close("Relationships");
        xml.finish()
    }
}

/// Packs the parts; `document` are the relations of the main part. Level, time and system are fixed, so that equal parts
/// give equal bytes anywhere.
pub(super) fn pack(parts: &[PackagePart], document: &Relations) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut root = Relations::default();
    root.add("officeDocument", "word/document.xml");
    root.add_of(&format!("{PACKAGE}relationships/metadata/core-properties"), "docProps/core.xml");
    root.add("extended-properties", "docProps/app.xml");
    root.add("custom-properties", "docProps/custom.xml");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(2))
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut put = |path: &str, bytes: &[u8]| {
        zip.start_file(path, options)?;
        zip.write_all(bytes).map_err(zip::result::ZipError::from)
    };
    put("[Content_Types].xml", &content_types(parts))?;
    put("_rels/.rels", &root.write())?;
    put("word/_rels/document.xml.rels", &document.write())?;
    for part in parts {
        put(&part.path, &part.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types(parts: &[PackagePart]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}content-types"))]);
    for (extension, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("jpg", "image/jpeg"),
        ("gif", "image/gif"),
        ("emf", "image/x-emf"),
        ("wmf", "image/x-wmf"),
    ] {
        let used = matches!(extension, "rels" | "xml") || parts.iter().any(|part| part.path.ends_with(extension));
        if used {
            xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
        }
    }
    for part in parts.iter().filter(|part| !part.content_type.is_empty()) {
        let path = format!("/{}", part.path);
        xml.empty("Override", &[("PartName", &path), ("ContentType", &part.content_type)]);
    }
    xml.close("Types");
    xml.finish()
}

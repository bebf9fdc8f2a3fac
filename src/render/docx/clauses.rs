//! A bookmark round the heading of each clause, and the list that maps bookmarks to clauses of the library.
//!
//! A content control around a clause would hide its paragraphs from python-docx; a bookmark does not. A bookmark's name holds
//! 40 characters, so a part of the package lists id, version and hash in full.

use super::package::{PackagePart, Relations};
use super::xml::Xml;
use crate::document::{Document, Extent};

/// The longest bookmark name that Word writes.
const LONGEST: usize = 40;

/// The namespace that identifies the list among other data of a Word file.
const NAMESPACE: &str = "urn:peerpact:clauses:1";

/// The id of the list in the file. It is the same in every file, so that equal deals give equal bytes.
const STORE: &str = "{7E1B6C52-94C4-4E0B-9D0E-5C0F6B1A2D31}";

/// Namespace and content type of the properties of such data (ECMA-376 part 1, 15.2.6 and 22.5).
const DATA_STORE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
const PROPERTIES: &str = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

/// The clauses of a document, each with its bookmark.
pub(super) struct ClauseBookmarks<'a>(Vec<(String, &'a Extent)>);

impl<'a> ClauseBookmarks<'a> {
    /// The clauses that print at least one block.
    pub(super) fn of(document: &'a Document) -> Self {
        let printed = document.clauses.iter().filter(|extent| !extent.blocks.is_empty());
        Self(printed.map(|extent| (bookmark(extent), extent)).collect())
    }

    /// Begins the bookmark of the clause that begins with a block. It lies round the words of the clause's heading: LibreOffice doubles
    /// one that lies round several paragraphs, and puts the copy elsewhere.
    pub(super) fn begin(&self, xml: &mut Xml, block: usize) {
        for (at, (name, _)) in self.beginning_with(block) {
            xml.empty("w:bookmarkStart", &[("w:id", &id(at)), ("w:name", name)]);
        }
    }

    /// Ends the bookmark of the clause that begins with a block.
    pub(super) fn end(&self, xml: &mut Xml, block: usize) {
        for (at, _) in self.beginning_with(block) {
            xml.empty("w:bookmarkEnd", &[("w:id", &id(at))]);
        }
    }

    fn beginning_with(&self, block: usize) -> impl Iterator<Item = (usize, &(String, &'a Extent))> {
        self.0.iter().enumerate().filter(move |(_, (_, extent))| extent.blocks.start == block)
    }

    /// The list, as data that Word keeps and shows to nobody.
    pub(super) fn parts(&self, relations: &mut Relations) -> Vec<PackagePart> {
        if self.0.is_empty() {
            return Vec::new();
        }
        relations.add("customXml", "../customXml/item1.xml");
        let mut xml = Xml::new();
        xml.open("clauses", &[("xmlns", NAMESPACE)]);
        for (name, Extent { id, version, sha256, .. }) in &self.0 {
            let version = version.to_string();
            xml.empty("clause", &[("bookmark", name), ("id", id), ("version", &version), ("sha256", sha256)]);
        }
        xml.close("clauses");
        let mut own = Relations::default();
        own.add("customXmlProps", "itemProps1.xml");
        let mut properties = Xml::new();
        properties.open("ds:datastoreItem", &[("ds:itemID", STORE), ("xmlns:ds", DATA_STORE)]);
        properties.open("ds:schemaRefs", &[]);
        properties.empty("ds:schemaRef", &[("ds:uri", NAMESPACE)]);
        properties.close("ds:schemaRefs");
        properties.close("ds:datastoreItem");
        vec![
            PackagePart::new("customXml/item1.xml", "", xml.finish()),
            // LibreOffice drops data without properties when it saves.
            PackagePart::new("customXml/itemProps1.xml", PROPERTIES, properties.finish()),
            own.beside("customXml/_rels/item1.xml.rels"),
        ]
    }
}

/// The id of a clause's bookmark. Ids of clauses and of paragraphs are counted separately.
fn id(at: usize) -> String {
    (1_000_000 + at).to_string()
}

/// `sla_credits_v2_9f86d081884c7d65`: id, version, and as much of the hash as fits.
#[must_use]
pub fn bookmark(extent: &Extent) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    let id: String = extent.id.chars().map(plain).take(LONGEST - 12).collect();
    let name = format!("{id}_v{}_", extent.version);
    name.chars().chain(extent.sha256.chars().take(16)).take(LONGEST).collect()
}

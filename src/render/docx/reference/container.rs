//! A firm's file as a container of parts: unpacked within limits, and read by relationships as Word does.

use std::io::Read as _;

use super::Failure;
use crate::budget::{
    RETURNED_XML, TEMPLATE_BYTES as MOST_PACKED, TEMPLATE_PART as MOST_PART, TEMPLATE_PARTS as MOST_PARTS,
    TEMPLATE_UNPACKED as MOST_UNPACKED, TEMPLATE_XML as MOST_XML,
};
use crate::packed::{PackedFault, PackedFile, SAVE_AGAIN, relation_kind};
use crate::render::docx::tree::Element;

/// Parts of which a document has one: two links of one kind would leave each program its own choice.
const ONE_OF_A_KIND: [&str; 9] =
    ["officeDocument", "styles", "numbering", "footnotes", "endnotes", "comments", "settings", "theme", "fontTable"];

/// First bytes of an old `.doc`, and of a file with a password.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

pub(in crate::render::docx) struct Container<'a> {
    file: PackedFile<'a>,
    /// Bytes that may still be unpacked.
    left: u64,
    /// Bytes of XML that may still be read.
    xml_left: u64,
    /// Bytes of XML that might be read at first.
    xml_most: u64,
}

/// A link from one part to another, or out of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render::docx) struct Relationship {
    pub id: String,
    /// What the standard calls its type: `header`, `image`. The whole type, if it is another's.
    pub kind: String,
    /// Whether it leads out of the file.
    pub external: bool,
    /// Full name of the part, or the address outside.
    pub target: String,
}

impl<'a> Container<'a> {
    pub(in crate::render::docx) fn open(bytes: &'a [u8]) -> Result<Self, Failure> {
        if bytes.len() as u64 > MOST_PACKED {
            return Err(Failure(format!(
                "it is larger than {} MiB; keep a copy with less text and fewer pictures",
                MOST_PACKED >> 20
            )));
        }
        if bytes.starts_with(&COMPOUND) {
            return Err(Failure(
                "it is an old Word file, or has a password; save it in Word as .docx or .dotx, without one".into(),
            ));
        }
        let file = PackedFile::of(bytes).map_err(|fault| match fault {
            PackedFault::NoZip => {
                Failure("it is no Word document (no zip file), or only a part of one; give a .docx or .dotx".into())
            }
            PackedFault::TwoFiles(why) => Failure(format!("it {why}; {SAVE_AGAIN}")),
        })?;
        if file.archive.len() > MOST_PARTS {
            return Err(Failure(format!(
                "it holds more than {MOST_PARTS} parts; give a template and not a collection"
            )));
        }
        Ok(Self { file, left: MOST_UNPACKED, xml_left: MOST_XML, xml_most: MOST_XML })
    }

    /// Opens a draft that came back, whose text is longer than a template's.
    pub(in crate::render::docx) fn returned(bytes: &'a [u8]) -> Result<Self, Failure> {
        Ok(Self { xml_left: RETURNED_XML, xml_most: RETURNED_XML, ..Self::open(bytes)? })
    }

    /// A part's content; `None` if there is no such part.
    pub(in crate::render::docx) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let damaged = |error: &dyn std::fmt::Display| {
            Failure(format!("its part {name} cannot be unpacked ({error}); open it in Word and save it again"))
        };
        let Some(at) = self.file.find(name) else { return Ok(None) };
        let file = self.file.archive.by_index(at).map_err(|error| damaged(&error))?;
        let most = MOST_PART.min(self.left);
        let mut bytes = Vec::new();
        // The size that a file states is not trusted.
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        let size = bytes.len() as u64;
        if size > most {
            return Err(Failure(format!(
                "it unpacks to too much (at {name}): a part may have {} MiB, and all together {} MiB",
                MOST_PART >> 20,
                MOST_UNPACKED >> 20
            )));
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// A part as XML.
    pub(in crate::render::docx) fn tree(&mut self, name: &str) -> Result<Option<Element>, Failure> {
        let Some(bytes) = self.xml(name)? else { return Ok(None) };
        Element::read(&bytes).map(Some).map_err(|reason| Failure(format!("its part {name} cannot be read: {reason}")))
    }

    /// The bytes of a part that is XML, within what all such parts may have.
    pub(in crate::render::docx) fn xml(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        match self.xml_left.checked_sub(bytes.len() as u64) {
            Some(left) => self.xml_left = left,
            None => {
                return Err(Failure(format!(
                    "it unpacks to too much (at {name}): all that is not a picture may have {} MiB together",
                    self.xml_most >> 20
                )));
            }
        }
        Ok(Some(bytes))
    }

    /// The relationships of a part; those of the file itself for an empty name.
    pub(in crate::render::docx) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Failure> {
        let (folder, file) =
            part.rsplit_once('/').map_or((String::new(), part), |(folder, file)| (format!("{folder}/"), file));
        let Some(root) = self.tree(&format!("{folder}_rels/{file}.rels"))? else { return Ok(Vec::new()) };
        let mut all: Vec<Relationship> = Vec::new();
        for element in root.elements().filter(|element| element.is_link_of(&root)) {
            let attribute = |name| element.attribute(name).unwrap_or_default();
            let external = attribute("TargetMode").eq_ignore_ascii_case("external");
            let target = attribute("Target");
            let target = if external { target.to_owned() } else { absolute(&folder, target) };
            let kind = match relation_kind(attribute("Type")) {
                "" => attribute("Type").to_owned(),
                kind => kind.to_owned(),
            };
            let link = Relationship { id: attribute("Id").to_owned(), kind, external, target };
            let same = |other: &Relationship| {
                let kinds = !external && !other.external && ONE_OF_A_KIND.contains(&link.kind.as_str());
                other.id == link.id || (kinds && other.kind == link.kind)
            };
            if all.iter().any(same) {
                return Err(Failure(format!(
                    "it has two links to one thing ({} {}), of which each program follows another; {SAVE_AGAIN}",
                    link.id, link.kind
                )));
            }
            all.push(link);
        }
        Ok(all)
    }
}

/// The full name of a part, from a target relative to the folder of the part that names it.
fn absolute(folder: &str, target: &str) -> String {
    let path = if target.starts_with('/') { target.to_owned() } else { format!("{folder}{target}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn a_target_is_found_from_the_folder_of_the_part() {
        assert_eq!(absolute("word/", "header1.xml"), "word/header1.xml");
        assert_eq!(absolute("word/", "/word/./media/a.png"), "word/media/a.png");
        assert_eq!(absolute("word/", "../../../etc/passwd"), "etc/passwd");
    }
}

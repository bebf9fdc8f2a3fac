//! A workbook as a package of parts, each read as a stream of XML within limits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::SAVE;
use crate::diagnostic::Misread;

/// Most bytes that all parts read may unpack to, together.
const MOST_UNPACKED: u64 = crate::budget::DECK_UNPACKED;
/// Approximately the most bytes of a tag or an unbroken run of text; a cell of a spreadsheet has at most 32,767 characters.
const MOST_PIECE: u64 = 4 << 20;
/// Deepest nesting that is read; no real part nests half as deep.
const DEEPEST: usize = 100;

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The index of each part in the zip, by its folded name.
    names: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a file that has to be a zip.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Misread> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            if bytes.starts_with(b"PK") {
                Misread::new(
                    "it begins like a workbook, but is cut off or damaged",
                    "fetch it again, or ask for it again",
                )
            } else {
                Misread::new(
                    "it is no workbook (no zip file)",
                    "give a workbook as .xlsx, or a deck in text with the ending .csv",
                )
            }
        })?;
        let names = archive.file_names().enumerate();
        let names = names.filter_map(|(at, name)| Some((folded(&name.ok()?), at))).collect();
        Ok(Self { archive, names, left: MOST_UNPACKED })
    }

    /// The index of a part, if there is one of this name.
    fn find(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| self.names.get(&folded(name)).copied())
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The first bytes of a part that is not XML.
    pub(super) fn beginning(&mut self, name: &str) -> String {
        let mut bytes = Vec::new();
        if let Some(file) = self.find(name).and_then(|at| self.archive.by_index(at).ok()) {
            // Bytes read before an error are still useful.
            file.take(100).read_to_end(&mut bytes).ok();
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A part as XML, from its beginning; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<PartReader<'_>>, Misread> {
        let Some(at) = self.find(name) else { return Ok(None) };
        let file = self
            .archive
            .by_index(at)
            .map_err(|error| Misread::new(format!("its part {name} cannot be unpacked ({error})"), SAVE))?;
        let limited = Limited { file: Box::new(file), left: &mut self.left, piece: 0, passed: None };
        let mut xml = quick_xml::Reader::from_reader(BufReader::with_capacity(32 << 10, limited));
        xml.config_mut().expand_empty_elements = true;
        Ok(Some(PartReader { xml, buffer: Vec::new(), depth: 0, name: name.to_owned() }))
    }
}

/// A name without the differences that writers make when they refer to it: case, and Windows' slashes.
fn folded(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

#[derive(Debug, Clone, Copy)]
enum Passed {
    Unpacked,
    Piece,
}

/// Counts what is unpacked while it is read: the size that a file states is not trusted.
struct Limited<'p> {
    file: Box<dyn Read + 'p>,
    left: &'p mut u64,
    /// Bytes since the last piece of XML began, approximately.
    piece: u64,
    passed: Option<Passed>,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        let size = read as u64;
        self.piece += size;
        if size > *self.left {
            self.passed = Some(Passed::Unpacked);
        } else if self.piece > MOST_PIECE {
            self.passed = Some(Passed::Piece);
        }
        *self.left = self.left.saturating_sub(size);
        if self.passed.is_some() { Err(std::io::Error::other("too much")) } else { Ok(read) }
    }
}

/// A part that is being read as a stream of XML.
pub(super) struct PartReader<'p> {
    xml: quick_xml::Reader<BufReader<Limited<'p>>>,
    buffer: Vec<u8>,
    depth: usize,
    /// Its name in the package.
    name: String,
}

pub(super) enum XmlEvent<'e> {
    /// An element begins. An empty one ends with the next piece.
    Open(Tag<'e>),
    Close,
    /// Text, or a piece of it.
    Text(Cow<'e, str>),
    /// What carries no data, such as a comment.
    Other,
    End,
}

pub(super) struct Tag<'e>(BytesStart<'e>);

impl Tag<'_> {
    /// Its name without the prefix. Workbooks use two namespaces and any prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Hands each attribute to `each`, by its name without the prefix.
    pub(super) fn attributes(&self, mut each: impl FnMut(&str, Cow<'_, str>)) -> Result<(), Misread> {
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| malformed(&error))?;
            each(attribute.key.local_name().into_inner(), value);
        }
        Ok(())
    }

    /// The value of one attribute.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, Misread> {
        let mut found = None;
        self.attributes(|key, value| {
            if key == name {
                found.get_or_insert_with(|| value.into_owned());
            }
        })?;
        Ok(found)
    }
}

fn malformed(error: &dyn std::fmt::Display) -> Misread {
    Misread::new(format!("it holds what is no well-formed XML: {error}"), SAVE)
}

impl PartReader<'_> {
    /// The next piece.
    pub(super) fn next(&mut self) -> Result<XmlEvent<'_>, Misread> {
        self.buffer.clear();
        self.xml.get_mut().get_mut().piece = 0;
        let event = match self.xml.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(broken(&self.name, self.xml.get_ref().get_ref().passed, &error)),
        };
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    let fact = format!("the elements of its part {} are nested more than {DEEPEST} deep", self.name);
                    return Err(Misread::new(fact, SAVE));
                }
                Ok(XmlEvent::Open(Tag(start)))
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(XmlEvent::Close)
            }
            Event::Text(words) => Ok(XmlEvent::Text(words.xml10_content())),
            Event::CData(words) => Ok(XmlEvent::Text(words.xml10_content())),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| broken(&self.name, None, &error))?;
                match (character, resolve_predefined_entity(&reference.xml10_content())) {
                    (Some(character), _) => Ok(XmlEvent::Text(Cow::Owned(character.to_string()))),
                    (None, Some(text)) => Ok(XmlEvent::Text(Cow::Borrowed(text))),
                    (None, None) => Err(broken(&self.name, None, &"an entity that XML does not have")),
                }
            }
            Event::DocType(_) => {
                Err(Misread::new(format!("its part {} has a document type, which no workbook needs", self.name), SAVE))
            }
            Event::Eof if self.depth > 0 => Err(broken(&self.name, None, &"it ends early")),
            Event::Eof => Ok(XmlEvent::End),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(XmlEvent::Other),
        }
    }

    /// Passes over the rest of the element that began last.
    pub(super) fn skip(&mut self) -> Result<(), Misread> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let XmlEvent::End = self.next()? {
                break;
            }
        }
        Ok(())
    }

    /// Opens the root, and says what it is called; empty if there is none.
    pub(super) fn root(&mut self) -> Result<String, Misread> {
        loop {
            match self.next()? {
                XmlEvent::Open(tag) => return Ok(tag.name().to_owned()),
                XmlEvent::End => return Ok(String::new()),
                XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }
}

fn broken(part: &str, passed: Option<Passed>, error: &dyn std::fmt::Display) -> Misread {
    match passed {
        Some(Passed::Unpacked) => Misread::new(
            format!("it unpacks to more than {} MiB (at its part {part})", MOST_UNPACKED >> 20),
            "give a workbook with the rates alone, or save the sheet as CSV",
        ),
        Some(Passed::Piece) => {
            Misread::new(format!("its part {part} holds a text of more than {} MiB", MOST_PIECE >> 20), SAVE)
        }
        None => Misread::new(format!("its part {part} is no well-formed XML: {error}"), SAVE),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn names_of_parts_are_folded() {
        assert_eq!(folded("/xl\\Worksheets\\Sheet1.xml"), "xl/worksheets/sheet1.xml");
    }

    #[test]
    fn what_is_unpacked_is_counted_over_all_parts() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("<a>{}</a>", "<b></b>".repeat(10_000)).as_bytes()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut package = Package::open(&bytes).unwrap();
        package.left = 200_000;
        let read = |package: &mut Package<'_>| -> Result<(), Misread> {
            let mut part = package.part("a.xml")?.unwrap();
            part.root()?;
            part.skip()
        };
        assert_eq!((read(&mut package), read(&mut package)), (Ok(()), Ok(())));
        assert!(
            read(&mut package).unwrap_err().fact.starts_with("it unpacks to more than 512 MiB (at its part a.xml)")
        );
        assert_eq!(package.left, 0);
    }
}

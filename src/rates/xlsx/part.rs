//! A workbook as a package of parts, each read as a stream of XML within limits.

use std::borrow::Cow;
use std::io::{BufReader, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::SAVE;
use super::namespace::{Counts, NamespaceScope};
use crate::diagnostic::Misread;
use crate::packed::{PackedFault, PackedFile, SAVE_AGAIN};

/// Most bytes that all parts read may unpack to, together.
const MOST_UNPACKED: u64 = crate::budget::DECK_UNPACKED;
/// Most elements of all parts read, together: an empty one has four bytes, and takes as long as one with content.
const MOST_ELEMENTS: u64 = crate::budget::DECK_ELEMENTS;
/// Approximately the most bytes of a tag or an unbroken run of text; a cell of a spreadsheet has at most 32,767 characters.
const MOST_PIECE: u64 = 4 << 20;
/// Deepest nesting that is read; no real part nests half as deep.
const DEEPEST: usize = 100;

pub(super) struct Package<'b> {
    file: PackedFile<'b>,
    left: Left,
}

/// What may still be read.
#[derive(Debug, Clone, Copy)]
struct Left {
    /// Bytes that may still be unpacked.
    bytes: u64,
    elements: u64,
}

impl<'b> Package<'b> {
    /// Opens a file that has to be a zip.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Misread> {
        let file = PackedFile::of(bytes).map_err(|fault| match fault {
            PackedFault::NoZip if bytes.starts_with(b"PK") => Misread::new(
                "it begins like a workbook, but is cut off or damaged",
                "fetch it again, or ask for it again",
            ),
            PackedFault::NoZip => Misread::new(
                "it is no workbook (no zip file)",
                "give a workbook as .xlsx, or a deck in text with the ending .csv",
            ),
            PackedFault::TwoFiles(why) => Misread::new(format!("it {why}"), SAVE_AGAIN),
        })?;
        Ok(Self { file, left: Left { bytes: MOST_UNPACKED, elements: MOST_ELEMENTS } })
    }

    /// The index of a part, if there is one of this name.
    fn find(&self, name: &str) -> Option<usize> {
        self.file.find(name)
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The first bytes of a part that is not XML.
    pub(super) fn beginning(&mut self, name: &str) -> String {
        let mut bytes = Vec::new();
        if let Some(file) = self.find(name).and_then(|at| self.file.archive.by_index(at).ok()) {
            // Bytes read before an error are still useful.
            file.take(100).read_to_end(&mut bytes).ok();
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A part as XML, from its beginning; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<PartReader<'_>>, Misread> {
        let Some(at) = self.find(name) else { return Ok(None) };
        let file = self
            .file
            .archive
            .by_index(at)
            .map_err(|error| Misread::new(format!("its part {name} cannot be unpacked ({error})"), SAVE))?;
        let limited = Limited { file: Box::new(file), left: &mut self.left.bytes, piece: 0, passed: None };
        let mut xml = quick_xml::Reader::from_reader(BufReader::with_capacity(32 << 10, limited));
        xml.config_mut().expand_empty_elements = true;
        let walk = Walk { depth: 0, name: name.to_owned(), elements: &mut self.left.elements };
        Ok(Some(PartReader { xml, buffer: Vec::new(), aside: Vec::new(), scope: NamespaceScope::default(), walk }))
    }
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

/// A part that is being read as a stream of XML: the elements that count, see [`NamespaceScope`].
pub(super) struct PartReader<'p> {
    xml: quick_xml::Reader<BufReader<Limited<'p>>>,
    buffer: Vec<u8>,
    /// The buffer for what is passed over.
    aside: Vec<u8>,
    scope: NamespaceScope,
    walk: Walk<'p>,
}

/// Where a reader is in its part.
struct Walk<'p> {
    depth: usize,
    /// The part's name in the package.
    name: String,
    /// Elements that may still be read.
    elements: &'p mut u64,
}

impl Walk<'_> {
    /// Steps into an element.
    fn down(&mut self) -> Result<(), Misread> {
        let Self { depth, name, elements } = self;
        *depth += 1;
        if *depth > DEEPEST {
            let fact = format!("the elements of its part {name} are nested more than {DEEPEST} deep");
            return Err(Misread::new(fact, SAVE));
        }
        match elements.checked_sub(1) {
            Some(left) => **elements = left,
            None => {
                return Err(Misread::new(
                    format!("it has more than {MOST_ELEMENTS} elements (at its part {name})"),
                    "give a workbook with the rates alone, or save the sheet as CSV",
                ));
            }
        }
        Ok(())
    }

    fn up(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
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

pub(super) struct Tag<'e> {
    start: BytesStart<'e>,
    scope: &'e NamespaceScope,
    /// Whether it is an addition of a later program.
    later: bool,
}

impl Tag<'_> {
    /// Its name without the prefix; nothing for an addition of a later program.
    pub(super) fn name(&self) -> &str {
        if self.later { "" } else { self.any_name() }
    }

    /// The same, also of an addition of a later program.
    pub(super) fn any_name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Hands each attribute that counts to `each`, by its name without the prefix; that of a link is `r:id`.
    pub(super) fn attributes(&self, each: impl FnMut(&str, Cow<'_, str>)) -> Result<(), Misread> {
        self.scope.attributes(&self.start, self.later, each)
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

impl PartReader<'_> {
    /// The next piece.
    pub(super) fn next(&mut self) -> Result<XmlEvent<'_>, Misread> {
        self.buffer.clear();
        self.xml.get_mut().get_mut().piece = 0;
        let event = match self.xml.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(broken(&self.walk.name, self.xml.get_ref().get_ref().passed, &error)),
        };
        match event {
            Event::Start(start) => {
                self.walk.down()?;
                let counts = self.scope.open(&start, self.walk.depth)?;
                match counts {
                    Counts::Yes | Counts::Later => {
                        Ok(XmlEvent::Open(Tag { start, scope: &self.scope, later: counts == Counts::Later }))
                    }
                    Counts::No | Counts::Alternatives => {
                        let alternatives = counts == Counts::Alternatives;
                        pass(&mut self.xml, &mut self.aside, &mut self.scope, &mut self.walk, alternatives)?;
                        Ok(XmlEvent::Other)
                    }
                }
            }
            Event::End(_) => {
                self.scope.close(self.walk.depth);
                self.walk.up();
                Ok(XmlEvent::Close)
            }
            Event::Text(words) => Ok(XmlEvent::Text(words.xml10_content())),
            Event::CData(words) => Ok(XmlEvent::Text(words.xml10_content())),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| broken(&self.walk.name, None, &error))?;
                match (character, resolve_predefined_entity(&reference.xml10_content())) {
                    (Some(character), _) => Ok(XmlEvent::Text(Cow::Owned(character.to_string()))),
                    (None, Some(text)) => Ok(XmlEvent::Text(Cow::Borrowed(text))),
                    (None, None) => Err(broken(&self.walk.name, None, &"an entity that XML does not have")),
                }
            }
            Event::DocType(_) => Err(Misread::new(
                format!("its part {} has a document type, which no workbook needs", self.walk.name),
                SAVE,
            )),
            Event::Eof if self.walk.depth > 0 => Err(broken(&self.walk.name, None, &"it ends early")),
            Event::Eof => Ok(XmlEvent::End),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(XmlEvent::Other),
        }
    }

    /// Passes over the rest of the element that began last.
    pub(super) fn skip(&mut self) -> Result<(), Misread> {
        let outside = self.walk.depth.saturating_sub(1);
        while self.walk.depth > outside {
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

/// Passes over an element that does not count, to its end. No other program may count what it holds, if it holds alternatives.
fn pass(
    xml: &mut quick_xml::Reader<BufReader<Limited<'_>>>,
    aside: &mut Vec<u8>,
    scope: &mut NamespaceScope,
    walk: &mut Walk<'_>,
    alternatives: bool,
) -> Result<(), Misread> {
    let outside = walk.depth.saturating_sub(1);
    while walk.depth > outside {
        aside.clear();
        xml.get_mut().get_mut().piece = 0;
        let event = match xml.read_event_into(aside) {
            Ok(event) => event,
            Err(error) => return Err(broken(&walk.name, xml.get_ref().get_ref().passed, &error)),
        };
        match event {
            Event::Start(start) => {
                walk.down()?;
                if alternatives {
                    scope.alternative(&start, walk.depth)?;
                }
            }
            Event::End(_) => {
                scope.close(walk.depth);
                walk.up();
            }
            Event::DocType(_) => return Err(broken(&walk.name, None, &"a document type within it")),
            Event::Eof => return Err(broken(&walk.name, None, &"it ends early")),
            _ => {}
        }
    }
    Ok(())
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
    use std::io::{Cursor, Write as _};

    use super::*;

    #[test]
    fn elements_are_counted_over_all_parts() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("<a>{}<x:a xmlns:x=\"urn:x\">{0}</x:a></a>", "<d/>".repeat(999)).as_bytes()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut package = Package::open(&bytes).unwrap();
        package.left.elements = 3_999;
        let read = |package: &mut Package<'_>| -> Result<(), Misread> {
            let mut part = package.part("a.xml")?.unwrap();
            part.root()?;
            part.skip()
        };
        assert_eq!(read(&mut package), Ok(()));
        assert!(read(&mut package).unwrap_err().fact.starts_with("it has more than 48000000 elements"));
    }

    #[test]
    fn what_is_unpacked_is_counted_over_all_parts() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("<a>{}</a>", "<b></b>".repeat(10_000)).as_bytes()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut package = Package::open(&bytes).unwrap();
        package.left.bytes = 200_000;
        let read = |package: &mut Package<'_>| -> Result<(), Misread> {
            let mut part = package.part("a.xml")?.unwrap();
            part.root()?;
            part.skip()
        };
        assert_eq!((read(&mut package), read(&mut package)), (Ok(()), Ok(())));
        assert!(
            read(&mut package).unwrap_err().fact.starts_with("it unpacks to more than 512 MiB (at its part a.xml)")
        );
        assert_eq!(package.left.bytes, 0);
    }
}

//! Which elements and attributes of a part count: those of the namespaces that a spreadsheet knows. What stands in another namespace
//! is passed over, as a spreadsheet passes over it.
//!
//! Sources: Namespaces in XML 1.0, sections 5 and 6; ECMA-376 part 1, annex A, and part 3, 7 (what may be ignored, alternatives); OpenDocument
//! 1.3, part 3, 2.2.1.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use super::SAVE;
use crate::diagnostic::Misread;

/// What a namespace is to a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Space {
    /// No namespace at all: a part made by hand. Its elements count if its root has none.
    Nothing,
    /// SpreadsheetML as most programs write it.
    Sheet,
    /// SpreadsheetML by the strict standard.
    StrictSheet,
    /// Drawings, and the colours of a theme.
    Drawing,
    /// The places of drawings on a sheet.
    Placing,
    /// Links between parts.
    Links,
    /// Attributes that name a link.
    LinkNames,
    /// Additions of later programs, which count where they are asked for.
    Later,
    /// The alternatives of ECMA-376 part 3.
    Alternatives,
    /// A namespace of an OpenDocument spreadsheet.
    Open(OpenSpace),
    Foreign,
}

/// The namespaces of OpenDocument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenSpace {
    Office,
    Table,
    Text,
    Style,
    Number,
    /// Attributes as XSL has them.
    Xsl,
    Manifest,
    Drawing,
}

/// The namespaces by their names.
const SPACES: &[(&str, Space)] = &[
    ("", Space::Nothing),
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", Space::Sheet),
    ("http://purl.oclc.org/ooxml/spreadsheetml/main", Space::StrictSheet),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", Space::Drawing),
    ("http://purl.oclc.org/ooxml/drawingml/main", Space::Drawing),
    ("http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", Space::Placing),
    ("http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing", Space::Placing),
    ("http://schemas.openxmlformats.org/package/2006/relationships", Space::Links),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", Space::LinkNames),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", Space::LinkNames),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Space::Alternatives),
    ("http://schemas.microsoft.com/office/spreadsheetml/2009/9/main", Space::Later),
    ("http://schemas.microsoft.com/office/excel/2006/main", Space::Later),
    ("urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0", Space::Later),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", Space::Open(OpenSpace::Office)),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", Space::Open(OpenSpace::Table)),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", Space::Open(OpenSpace::Text)),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", Space::Open(OpenSpace::Style)),
    ("urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0", Space::Open(OpenSpace::Number)),
    ("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", Space::Open(OpenSpace::Xsl)),
    ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", Space::Open(OpenSpace::Manifest)),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", Space::Open(OpenSpace::Drawing)),
];

impl Space {
    fn of(name: &str) -> Self {
        SPACES.iter().find(|(known, _)| *known == name).map_or(Self::Foreign, |(_, space)| *space)
    }
}

/// The namespace in which OpenDocument has an element or an attribute that is read here; `None` for one that is not read.
fn home(local: &str) -> Option<OpenSpace> {
    Some(match local {
        "table-properties"
        | "table-cell-properties"
        | "table-column-properties"
        | "table-row-properties"
        | "text-properties"
        | "style"
        | "default-style"
        | "map" => OpenSpace::Style,
        "body" | "annotation" | "value-type" | "value" | "date-value" | "time-value" | "boolean-value" | "currency"
        | "spreadsheet" => OpenSpace::Office,
        "p" | "span" | "a" | "ruby" | "ruby-base" | "s" | "tab" | "line-break" => OpenSpace::Text,
        "table" | "shapes" | "covered-table-cell" | "formula" | "visibility" | "default-cell-style-name" => {
            OpenSpace::Table
        }
        "color" | "font-size" | "background-color" => OpenSpace::Xsl,
        "encryption-data" => OpenSpace::Manifest,
        _ if local.starts_with("table-")
            || local.starts_with("number-columns-")
            || local.starts_with("number-rows-") =>
        {
            OpenSpace::Table
        }
        "number-style" | "currency-style" | "percentage-style" | "date-style" | "time-style" | "text-style"
        | "display-factor" => OpenSpace::Number,
        _ => return None,
    })
}

/// Elements that are read, which a program may find in one of several alternatives.
const READ: [&str; 18] = [
    "worksheet",
    "sheetData",
    "row",
    "c",
    "v",
    "is",
    "t",
    "si",
    "cols",
    "col",
    "sheetFormatPr",
    "conditionalFormatting",
    "mergeCells",
    "sheet",
    "xf",
    "font",
    "fill",
    "numFmt",
];

/// Whether an element counts, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    Yes,
    /// As an addition of a later program.
    Later,
    No,
    /// It holds alternatives, of which each program takes one.
    Alternatives,
}

/// The prefixes in force.
#[derive(Debug, Default)]
pub(super) struct NamespaceScope {
    /// The depth of the element that binds a prefix, the prefix, and what its namespace is.
    bound: Vec<(usize, String, Space)>,
    /// The namespace of elements without a prefix.
    usual: Option<Space>,
    root: Option<Space>,
}

impl NamespaceScope {
    fn space(&self, prefix: &str) -> Space {
        let found = self.bound.iter().rev().find(|(_, known, _)| known == prefix);
        let unbound = if prefix.is_empty() { Space::Nothing } else { Space::Foreign };
        found.map_or(unbound, |(_, _, space)| *space)
    }

    /// Takes an element that begins at a depth, and says whether it counts.
    pub(super) fn open(&mut self, start: &BytesStart<'_>, depth: usize) -> Result<Counts, Misread> {
        let attributes = start.attributes_raw();
        if attributes.contains("xmlns") {
            self.bind(start, depth)?;
        }
        if attributes.contains("ProcessContent") {
            return Err(Misread::new("it wraps its content in elements that only some programs look into", SAVE));
        }
        let (local, prefix) = start.name().decompose();
        let space = match prefix {
            Some(prefix) => self.space(prefix.into_inner()),
            None => match self.usual {
                Some(space) => space,
                None => {
                    let space = self.space("");
                    *self.usual.insert(space)
                }
            },
        };
        let root = *self.root.get_or_insert(space);
        let local = local.into_inner();
        match (root, space) {
            (_, Space::Alternatives) => Ok(Counts::Alternatives),
            (Space::Foreign, _) | (_, Space::Foreign) => Ok(Counts::No),
            (Space::Sheet, Space::StrictSheet) | (Space::StrictSheet, Space::Sheet) => {
                Err(Misread::new("it mixes the two kinds of SpreadsheetML, of which a program reads one", SAVE))
            }
            (Space::Open(_), Space::Open(own)) => {
                Ok(if home(local).is_none_or(|home| home == own) { Counts::Yes } else { Counts::No })
            }
            (Space::Open(_), Space::Later) => Ok(if home(local).is_none() { Counts::Later } else { Counts::No }),
            (Space::Sheet | Space::StrictSheet | Space::Nothing, Space::Later) => Ok(Counts::Later),
            (Space::Placing, Space::Drawing) => Ok(Counts::Yes),
            (root, space) => Ok(if root == space { Counts::Yes } else { Counts::No }),
        }
    }

    fn bind(&mut self, start: &BytesStart<'_>, depth: usize) -> Result<(), Misread> {
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error))?;
            let name = attribute.key.into_inner();
            let Some(prefix) = name.strip_prefix("xmlns:").or_else(|| (name == "xmlns").then_some("")) else {
                continue;
            };
            if self.bound.iter().any(|(at, known, _)| *at == depth && known == prefix) {
                return Err(malformed(&"a prefix is declared twice"));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| malformed(&error))?;
            if self.bound.len() >= 1_000 {
                return Err(malformed(&"it declares more than 1000 prefixes"));
            }
            self.bound.push((depth, prefix.to_owned(), Space::of(&value)));
        }
        self.usual = None;
        Ok(())
    }

    /// Ends the element at a depth.
    pub(super) fn close(&mut self, depth: usize) {
        while self.bound.last().is_some_and(|(at, _, _)| *at >= depth) {
            self.bound.pop();
            self.usual = None;
        }
    }

    /// Refuses an element within alternatives that would be read outside of them.
    pub(super) fn alternative(&mut self, start: &BytesStart<'_>, depth: usize) -> Result<(), Misread> {
        let counts = self.open(start, depth)?;
        if counts == Counts::Yes && READ.contains(&start.local_name().into_inner()) {
            return Err(Misread::new("it holds alternatives of its cells, of which each program shows another", SAVE));
        }
        Ok(())
    }

    /// Hands each attribute that counts to `each`, by its name without the prefix; that of a link is `r:id`.
    pub(super) fn attributes(
        &self,
        start: &BytesStart<'_>,
        later: bool,
        mut each: impl FnMut(&str, Cow<'_, str>),
    ) -> Result<(), Misread> {
        let open = matches!(self.root, Some(Space::Open(_)));
        let mut seen = Seen::default();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| malformed(&error))?;
            let (local, prefix) = attribute.key.decompose();
            let local = local.into_inner();
            let name = match prefix.map(quick_xml::name::Prefix::into_inner) {
                None if local == "xmlns" || open => continue,
                None => local,
                Some("xmlns" | "xml") => continue,
                Some(prefix) => match self.space(prefix) {
                    Space::LinkNames if local == "id" => "r:id",
                    Space::Open(own) if open && home_of_attribute(local).is_none_or(|home| home == own) => local,
                    Space::Later if later => local,
                    _ => continue,
                },
            };
            if !seen.is_new(name) {
                return Err(malformed(&format!("an element has `{name}` twice")));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| malformed(&error))?;
            each(name, value);
        }
        Ok(())
    }
}

/// The namespace of an attribute that is read, if no other has one of its name.
fn home_of_attribute(local: &str) -> Option<OpenSpace> {
    match local {
        // `table:style-name` and `text:style-name` stand on elements of their own.
        "style" | "map" | "table" | "p" | "s" => None,
        "text-line-through-style"
        | "text-line-through-type"
        | "parent-style-name"
        | "data-style-name"
        | "family"
        | "text-scale"
        | "column-width"
        | "row-height"
        | "cell-protect" => Some(OpenSpace::Style),
        _ => home(local),
    }
}

/// The names of attributes that an element has had: few, as a rule.
#[derive(Default)]
struct Seen<'n> {
    first: [&'n str; 12],
    count: usize,
    others: HashSet<String>,
}

impl<'n> Seen<'n> {
    fn is_new(&mut self, name: &'n str) -> bool {
        if self.first.iter().take(self.count).any(|known| *known == name) {
            return false;
        }
        match self.first.get_mut(self.count) {
            Some(place) => {
                *place = name;
                self.count += 1;
                true
            }
            None => self.others.insert(name.to_owned()),
        }
    }
}

pub(super) fn malformed(error: &dyn std::fmt::Display) -> Misread {
    Misread::new(format!("it holds what is no well-formed XML: {error}"), SAVE)
}

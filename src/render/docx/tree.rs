//! A part of a Word file as a tree, for the few parts that are read and changed.
//!
//! Names keep their prefixes as written. That is safe because a part is refused if it binds a prefix that we look for to another
//! namespace, so that no element can hide behind another name.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The namespace of WordprocessingML.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of attributes that name a relationship.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The namespace of links between parts.
const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Prefixes that must mean one namespace, and that the namespace is given whatever its file calls it.
const BOUND: [(&str, &str); 5] = [
    ("w", MAIN),
    ("r", RELATIONS),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
];

/// The namespace of the prefix `xml`, which is never declared and which no other prefix may have.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Deepest nesting that is read, because the tree is walked recursively; parts that Word writes nest less than half as deep.
const DEEPEST: usize = crate::budget::TEMPLATE_LEVELS;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// Its name, with the prefix: `w:style`.
    pub name: String,
    /// Its attributes, in order, unescaped.
    pub attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub children: Vec<XmlNode>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum XmlNode {
    Element(Element),
    Text(String),
}

impl Element {
    #[must_use]
    pub(super) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { name: name.to_owned(), attributes, children: Vec::new() }
    }

    /// Reads a part. A document type declaration is refused, and with it all entities except the five of XML.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        loop {
            let broken = |what: &dyn std::fmt::Display| format!("it is no well-formed XML: {what}");
            match reader.read_event().map_err(|error| broken(&error))? {
                Event::Start(start) => {
                    if root.is_some() {
                        return Err(broken(&"it has two roots"));
                    }
                    if open.len() >= DEEPEST {
                        return Err(format!("its elements are nested more than {DEEPEST} deep"));
                    }
                    open.push(Self::started(&start)?);
                }
                Event::Empty(start) => {
                    let element = Self::started(&start)?;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(XmlNode::Element(element)),
                        None if root.is_none() => root = Some(element),
                        None => return Err(broken(&"it has two roots")),
                    }
                }
                Event::End(_) => {
                    let Some(mut element) = open.pop() else { return Err(broken(&"an end tag too many")) };
                    element.drop_layout();
                    match open.last_mut() {
                        Some(parent) => parent.children.push(XmlNode::Element(element)),
                        None => root = Some(element),
                    }
                }
                Event::Text(words) => text_into(&mut open, &words.xml10_content()),
                Event::CData(words) => text_into(&mut open, &words.xml10_content()),
                Event::GeneralRef(reference) => text_into(&mut open, resolved(&reference)?.encode_utf8(&mut [0; 4])),
                Event::DocType(_) => return Err("it has a document type, which no Word file needs".to_owned()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        match root {
            Some(mut root) if open.is_empty() => {
                root.declared(&mut Vec::new())?;
                root.name_as_word_does();
                Ok(root)
            }
            _ => Err("it is no well-formed XML: it ends early".to_owned()),
        }
    }

    /// Removes white space between elements: Word files have no mixed content, so it is only layout. Words between elements stay, so
    /// that none is lost from sight.
    fn drop_layout(&mut self) {
        if self.elements().next().is_some() {
            self.children.retain(|node| match node {
                XmlNode::Element(_) => true,
                XmlNode::Text(words) => !words.trim().is_empty(),
            });
        }
    }

    /// Refuses invalid names, undeclared prefixes, and one attribute twice under two prefixes (Namespaces in XML 1.0, sections 3
    /// to 6). `scope` holds the prefixes in force, each with its namespace.
    fn declared<'a>(&'a self, scope: &mut Vec<(&'a str, &'a str)>) -> Result<(), String> {
        let broken = |what: String| Err(format!("it is no well-formed XML: {what}"));
        let outer = scope.len();
        for (name, value) in &self.attributes {
            let Some(prefix) = declares(name) else { continue };
            if matches!(prefix, "xml" | "xmlns") || (value.is_empty() && !prefix.is_empty()) || value == XML {
                return broken(format!("it declares `{name}` as `{value}`"));
            }
            scope.push((prefix, value));
        }
        let namespace = |name: &'a str| match name.split_once(':') {
            None => Some(""),
            Some(("xml", _)) => Some(XML),
            Some((prefix, _)) => {
                scope.iter().rev().find(|(known, _)| *known == prefix).map(|(_, namespace)| *namespace)
            }
        };
        if !is_name(&self.name) || namespace(&self.name).is_none() {
            return broken(format!("`{}` is no name, or its prefix is not declared", self.name));
        }
        let mut seen = Vec::new();
        for (name, _) in self.attributes.iter().filter(|(name, _)| name != "xmlns" && !name.starts_with("xmlns:")) {
            let Some(namespace) = namespace(name).filter(|_| is_name(name)) else {
                return broken(format!("`{name}` is no name, or its prefix is not declared"));
            };
            let known = (namespace, name.rsplit(':').next());
            if seen.contains(&known) {
                return broken(format!("`{}` has `{name}` twice", self.name));
            }
            seen.push(known);
        }
        for element in self.elements() {
            element.declared(scope)?;
        }
        scope.truncate(outer);
        Ok(())
    }

    /// Gives the namespaces of [`BOUND`] the prefixes that Word gives them, by which everything here is looked up. Other programs call
    /// them `ns0`, or make one of them the default: that is the same XML.
    fn name_as_word_does(&mut self) {
        let mut declared = Vec::new();
        let mut differs = false;
        self.walk(&mut |element| {
            for (name, value) in &element.attributes {
                let Some(bound) = BOUND.into_iter().find(|(_, namespace)| value == namespace) else { continue };
                if let Some(prefix) = declares(name) {
                    differs |= prefix != bound.0;
                    declared.push(bound);
                }
            }
        });
        if !differs {
            return;
        }
        self.rename(&mut Vec::new());
        declared.sort_unstable();
        declared.dedup();
        let declarations =
            declared.into_iter().map(|(prefix, namespace)| (format!("xmlns:{prefix}"), namespace.to_owned()));
        self.attributes.splice(0..0, declarations);
    }

    /// Renames by the namespaces in `scope` and takes out the declarations of those that are bound.
    fn rename(&mut self, scope: &mut Vec<(String, String)>) {
        let outer = scope.len();
        let own = self.attributes.iter().filter_map(|(name, value)| Some((declares(name)?.to_owned(), value.clone())));
        scope.extend(own);
        let usual = |name: &str| {
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            let (_, namespace) = scope.iter().rev().find(|(known, _)| known == prefix)?;
            let (prefix, _) = BOUND.iter().find(|(_, bound)| bound == namespace)?;
            Some(format!("{prefix}:{local}"))
        };
        if let Some(name) = usual(&self.name) {
            self.name = name;
        }
        self.attributes
            .retain(|(name, value)| declares(name).is_none() || !BOUND.iter().any(|(_, namespace)| value == namespace));
        // An attribute without a prefix has no namespace.
        for (name, _) in self.attributes.iter_mut().filter(|(name, _)| name.contains(':') && declares(name).is_none()) {
            if let Some(usual) = usual(name) {
                *name = usual;
            }
        }
        self.elements_mut().for_each(|element| element.rename(scope));
        scope.truncate(outer);
    }

    fn started(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self { name: start.name().into_inner().to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("it is no well-formed XML: {error}"))?;
            let name = attribute.key.into_inner();
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| format!("it is no well-formed XML: {error}"))?;
            bound(name, &value)?;
            element.attributes.push((name.to_owned(), value.into_owned()));
        }
        Ok(element)
    }

    /// Whether its local name is `local`, whatever the prefix.
    #[must_use]
    pub(super) fn is_local(&self, local: &str) -> bool {
        self.name.rsplit(':').next() == Some(local)
    }

    /// Whether it is a link of a part of links with this root: in the namespace of links, as the root is. A part made by hand may
    /// have no namespaces.
    #[must_use]
    pub(super) fn is_link_of(&self, root: &Self) -> bool {
        let (prefix, local) = self.name.split_once(':').unwrap_or(("", &self.name));
        let bound = |element: &Self, prefix: &str| {
            let declares = |(name, _): &&(String, String)| declares(name) == Some(prefix);
            element.attributes.iter().find(declares).map(|(_, namespace)| namespace.clone())
        };
        let own = bound(self, prefix).or_else(|| bound(root, prefix)).unwrap_or_default();
        let root_prefix = root.name.split_once(':').map_or("", |(prefix, _)| prefix);
        let roots = bound(root, root_prefix).unwrap_or_default();
        local == "Relationship" && own == roots && (own.is_empty() || own == LINKS)
    }

    /// The value of an attribute.
    #[must_use]
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Gives an attribute a value.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// Its child elements, to be changed.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// Its first child of a name.
    #[must_use]
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Changes its first child of a name. A missing child is created before the first of `after`, the elements that the schema
    /// puts after it.
    pub(super) fn change(&mut self, name: &str, after: &[&str], change: impl FnOnce(&mut Self)) {
        if self.child(name).is_none() {
            let follows =
                |node: &XmlNode| matches!(node, XmlNode::Element(element) if after.contains(&element.name.as_str()));
            let at = self.children.iter().position(follows).unwrap_or(self.children.len());
            self.children.insert(at, XmlNode::Element(Self::new(name, &[])));
        }
        if let Some(child) = self.elements_mut().find(|element| element.name == name) {
            change(child);
        }
    }

    /// The `w:val` of its first child of a name.
    #[must_use]
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("w:val")
    }

    /// Puts a child at its place in `order`, the schema's, and replaces an existing one.
    pub(super) fn put(&mut self, child: Self, order: &[&str]) {
        let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
        self.retain(&mut |element| element.name != child.name);
        let own = rank(&child.name);
        let later = |node: &XmlNode| matches!(node, XmlNode::Element(element) if rank(&element.name) > own);
        let at = self.children.iter().position(later).unwrap_or(self.children.len());
        self.children.insert(at, XmlNode::Element(child));
    }

    /// Keeps text, and the child elements for which `keep` holds.
    pub(super) fn retain(&mut self, keep: &mut impl FnMut(&Self) -> bool) {
        self.children.retain(|node| match node {
            XmlNode::Element(element) => keep(element),
            XmlNode::Text(_) => true,
        });
    }

    /// Calls `visit` for this element and each below it, in the order of the text.
    pub(super) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.elements().for_each(|element| element.walk(visit));
    }

    /// The same, to change them.
    pub(super) fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        self.elements_mut().for_each(|element| element.walk_mut(visit));
    }

    pub(super) fn write(&self, out: &mut String) {
        self.write_around("", "", out);
    }

    /// The same, with XML of another writer before and after its content.
    pub(super) fn write_around(&self, before: &str, after: &str, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
        if self.children.is_empty() && before.is_empty() && after.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        out.push_str(before);
        for node in &self.children {
            match node {
                XmlNode::Element(element) => element.write(out),
                XmlNode::Text(text) => escape(text, out),
            }
        }
        out.push_str(after);
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }

    /// Writes it as a whole part.
    #[must_use]
    pub(super) fn part(&self) -> Vec<u8> {
        self.part_around("", "")
    }

    /// The same, with XML of another writer before and after its content.
    #[must_use]
    pub(super) fn part_around(&self, before: &str, after: &str) -> Vec<u8> {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write_around(before, after, &mut out);
        out.into_bytes()
    }
}

fn text_into(open: &mut [Element], words: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(XmlNode::Text(text)) => text.push_str(words),
        _ if words.is_empty() => {}
        _ => parent.children.push(XmlNode::Text(words.to_owned())),
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(character) =
        reference.resolve_char_ref().map_err(|error| format!("it is no well-formed XML: {error}"))?
    {
        return Ok(character);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err("it names an entity, which no Word file needs".to_owned()),
    }
}

/// Whether a text is a qualified name of XML: one part, or two with a colon between (Namespaces in XML 1.0, section 4). Letters
/// beyond ASCII are Unicode's, which is narrower than XML allows.
fn is_name(text: &str) -> bool {
    let part = |part: &str| {
        let mut characters = part.chars();
        characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    text.split_once(':').map_or_else(|| part(text), |(prefix, local)| part(prefix) && part(local))
}

/// The prefix that an attribute declares, empty for the default namespace.
fn declares(attribute: &str) -> Option<&str> {
    attribute.strip_prefix("xmlns:").or_else(|| (attribute == "xmlns").then_some(""))
}

/// Refuses a declaration that gives one of our prefixes another meaning.
fn bound(attribute: &str, value: &str) -> Result<(), String> {
    let Some(prefix) = declares(attribute) else { return Ok(()) };
    if value.starts_with("http://purl.oclc.org/ooxml/") {
        return Err(
            "it is a Strict Open XML file, which has other names for everything; save it as Word Document (.docx)"
                .into(),
        );
    }
    if BOUND.iter().any(|(known, namespace)| prefix == *known && value != *namespace) {
        return Err(format!(
            "it declares the namespace {value} as `{prefix}`, which Word does not; open it in Word and save it again"
        ));
    }
    Ok(())
}

/// Escapes text so that XML reads it back unchanged, in an element or in quotes.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Written as a reference, because readers would normalise it to a space or a line feed.
            '\t' | '\n' | '\r' => {
                out.push_str("&#");
                out.push_str(&u32::from(c).to_string());
                out.push(';');
            }
            // Characters that XML cannot represent at all.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(xml: &str) -> Result<String, String> {
        let mut out = String::new();
        Element::read(xml.as_bytes()).map(|element| element.write(&mut out))?;
        Ok(out)
    }

    #[test]
    fn a_part_comes_back_as_it_was() {
        let xml = format!(
            r#"<w:p xmlns:w="{MAIN}" a="&lt;&quot;&amp;"><w:t xml:space="preserve"> a &amp; b </w:t><w:tab/></w:p>"#
        );
        assert_eq!(again(&xml).unwrap(), xml);
        assert_eq!(
            again("\u{feff}<?xml version='1.0'?><!-- no --><a b='&#65;'>x<![CDATA[<y>]]>&#x42;</a>").unwrap(),
            r#"<a b="A">x&lt;y&gt;B</a>"#
        );
    }

    #[test]
    fn what_could_do_more_than_be_read_is_refused() {
        for (xml, why) in [
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
            ("<a>&b;</a>", "entity"),
            ("<a b='&c;'/>", "well-formed"),
            ("<a>", "ends early"),
            ("<a/><b/>", "two roots"),
            ("<a></b>", "well-formed"),
            ("", "ends early"),
            ("<a b='1' b='2'/>", "well-formed"),
            ("<a xmlns:w='urn:x'/>", "as `w`"),
            // XML that a lenient reader accepts and Word may refuse.
            ("<a b$c='1'/>", "well-formed"),
            ("<1x/>", "well-formed"),
            ("<z:y/>", "not declared"),
            ("<a z:y=''/>", "not declared"),
            ("<a><b xmlns:z='urn:z'/><z:y/></a>", "not declared"),
            ("<a xmlns:xml='urn:x'/>", "declares"),
            ("<a xmlns:z=''/>", "declares"),
            ("< />", "well-formed"),
            ("<z:b:c xmlns:z='urn:z'/>", "no name"),
            ("<a xmlns:x='urn:z' xmlns:y='urn:z' x:b='1' y:b='2'/>", "twice"),
            ("<a xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'/>", "Strict"),
        ] {
            let error = again(xml).unwrap_err();
            assert!(error.contains(why), "{xml}: {error}");
        }
        assert!(Element::read(&[b'<', 0xff]).unwrap_err().contains("UTF-8"));
        let deep = "<a>".repeat(100_000);
        assert!(again(&deep).unwrap_err().contains("deep"));
    }

    #[test]
    fn a_namespace_is_known_by_its_name_and_not_by_its_prefix() {
        let word = format!(r#"<w:p xmlns:w="{MAIN}"><w:t w:val="x" y="1"/></w:p>"#);
        for other in [
            format!(r#"<ns0:p xmlns:ns0="{MAIN}"><ns0:t ns0:val="x" y="1"/></ns0:p>"#),
            format!(r#"<p xmlns="{MAIN}" xmlns:q="{MAIN}"><t q:val="x" y="1"/></p>"#),
            format!(r#"<ns0:p xmlns:ns0="{MAIN}"><z:t xmlns:z="{MAIN}" z:val="x" y="1"/></ns0:p>"#),
        ] {
            assert_eq!(again(&other).unwrap(), word, "{other}");
        }
        // A default namespace that an inner element takes back.
        assert_eq!(
            again(&format!(r#"<p xmlns="{MAIN}"><b xmlns="urn:b"><c/></b></p>"#)).unwrap(),
            format!(r#"<w:p xmlns:w="{MAIN}"><b xmlns="urn:b"><c/></b></w:p>"#)
        );
    }

    #[test]
    fn a_child_is_put_in_its_place() {
        let mut element = Element::read(b"<p><a/><c/></p>").unwrap();
        element.put(Element::new("b", &[]), &["a", "b", "c"]);
        element.put(Element::new("a", &[("n", "1")]), &["a", "b", "c"]);
        let mut out = String::new();
        element.write(&mut out);
        assert_eq!(out, r#"<p><a n="1"/><b/><c/></p>"#);
    }
}

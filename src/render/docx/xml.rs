//! Writes the parts of the package as XML: elements, attributes and escaped words.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::render::words::bound;

/// A part under construction. Writing into memory cannot fail, so no method here returns a result.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A part that begins with the XML declaration.
    pub(super) fn new() -> Self {
        let mut xml = Self::bare();
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// A piece that stands inside a part.
    pub(super) fn bare() -> Self {
        Self(Writer::new(Vec::new()))
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to memory does not fail.
        self.0.write_event(event).ok();
    }

    /// `<name …>`.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Start(start(name, attributes)));
    }

    /// `</name>`.
    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// `<name …/>`.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// `<name w:val="value"/>`, the most frequent element of all.
    pub(super) fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Words inside the current element.
    pub(super) fn words(&mut self, words: &str) {
        self.write(Event::Text(BytesText::new(&bound(words))));
    }

    /// XML that was written before.
    pub(super) fn written(&mut self, xml: &str) {
        self.0.get_mut().extend_from_slice(xml.as_bytes());
    }

    /// `<name …>words</name>`.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) {
        self.open(name, attributes);
        self.words(words);
        self.close(name);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn no_word_is_markup() {
        let mut xml = Xml::new();
        xml.leaf("w:t", &[("a", "\"<&>\"")], "</w:t><b a='\"'>&amp;\u{0}\u{b}");
        let text = String::from_utf8(xml.finish()).expect("UTF-8");
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:t a=\"&quot;&lt;&amp;&gt;&quot;\">\
             &lt;/w:t&gt;&lt;b a=&apos;&quot;&apos;&gt;&amp;amp; </w:t>"
        );
    }
}

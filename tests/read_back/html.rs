//! HTML, by a reader of its own: our files are well formed, and a test that must fail on a stray `<` has no use for a
//! parser that forgives it.

use super::{Block, Link, Paper, squeeze};

/// Elements that may stand in a body; each but `br` has an end.
const KNOWN: &[&str] = &[
    "body", "div", "section", "header", "main", "nav", "h1", "h2", "h3", "p", "strong", "em", "bdi", "span", "a", "br",
    "table", "thead", "tbody", "tr", "th", "td", "ul", "li",
];

/// Reads the body of a file.
pub fn read(bytes: &[u8]) -> Paper {
    let source = std::str::from_utf8(bytes).expect("HTML is UTF-8");
    let start = source.find("<body>").expect("a body");
    let mut reader = Reader::default();
    let mut rest = &source[start..];
    while let Some((text, after)) = rest.split_once('<') {
        reader.text(&decode(text));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").expect("a comment ends").1;
            continue;
        }
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        match tag.strip_prefix('/') {
            Some(name) => {
                reader.close(name);
                if name == "body" {
                    break;
                }
            }
            None => reader.open(tag),
        }
    }
    assert!(reader.open.is_empty(), "left open: {:?}", reader.open);
    reader.paper
}

/// Text as a browser shows it. An ampersand that begins no reference of ours fails the test.
fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after.split_once(';').unwrap_or_else(|| panic!("a bare ampersand: {text}"));
        rest = after;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "nbsp" => '\u{a0}',
            _ => {
                let code = name.strip_prefix('#').and_then(|digits| digits.parse().ok()).and_then(char::from_u32);
                code.unwrap_or_else(|| panic!("no reference of ours: &{name};"))
            }
        });
    }
    out + rest
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[derive(Default)]
struct Reader {
    paper: Paper,
    words: String,
    open: Vec<String>,
    anchors: Vec<String>,
    link: Option<(String, String)>,
    in_note: bool,
    row: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        self.words.push_str(text);
        if let Some((_, words)) = &mut self.link {
            words.push_str(text);
        }
    }

    fn open(&mut self, tag: &str) {
        let name = tag.split_whitespace().next().unwrap_or_default();
        assert!(KNOWN.contains(&name), "an element that nobody wrote: <{tag}>");
        if name == "br" {
            return self.text(" ");
        }
        self.open.push(name.to_owned());
        if matches!(name, "ul" | "li") {
            self.entry();
        }
        match attribute(tag, "class") {
            Some("note") if name == "div" => {
                assert_eq!(attribute(tag, "role"), Some("note"), "a note that no reader is told of");
                self.paper.notes.push(Vec::new());
                self.in_note = true;
            }
            Some("blank") => self.paper.blanks.push(attribute(tag, "title").map(decode)),
            _ => {}
        }
        self.anchors.extend(attribute(tag, "id").map(decode_owned));
        if name == "a" {
            let to = decode(attribute(tag, "href").expect("a link leads somewhere"));
            let to = to.strip_prefix('#').unwrap_or_else(|| panic!("a link outside: {to}"));
            self.link = Some((to.to_owned(), String::new()));
        }
    }

    fn close(&mut self, name: &str) {
        assert_eq!(self.open.pop().as_deref(), Some(name), "elements overlap");
        match name {
            "h1" | "h2" | "h3" => {
                let words = self.take();
                if !self.open.iter().any(|name| name == "nav") {
                    self.paper.blocks.push(Block::Heading(words));
                }
            }
            "p" => {
                let words = self.take();
                match self.paper.notes.last_mut().filter(|_| self.in_note) {
                    Some(note) => note.push(words),
                    None => self.paper.blocks.push(Block::Paragraph(words)),
                }
            }
            "a" => {
                let (to, words) = self.link.take().expect("a link that was opened");
                // The links past the contents and back to it are named, and hold no words of the paper.
                let is_aid = words.is_empty() && ["_agreement", "_contents"].contains(&to.as_str());
                if !is_aid {
                    self.paper.links.push(Link { to, words: squeeze(&words) });
                }
            }
            "th" | "td" => {
                let words = self.take();
                self.row.push(words);
            }
            "tr" => self.rows.push(std::mem::take(&mut self.row)),
            "table" => self.paper.blocks.push(Block::Table(std::mem::take(&mut self.rows))),
            "li" => self.entry(),
            "div" | "section" | "header" | "main" | "nav" | "body" => {
                self.in_note = false;
                assert!(self.words.trim().is_empty(), "text outside a block: {}", self.words);
            }
            _ => {}
        }
    }

    fn take(&mut self) -> String {
        let words = squeeze(&std::mem::take(&mut self.words));
        for anchor in self.anchors.drain(..) {
            let twice = self.paper.places.insert(anchor.clone(), words.clone());
            assert!(twice.is_none(), "the id {anchor} is there twice");
        }
        words
    }

    /// Ends a line of the table of contents.
    fn entry(&mut self) {
        let words = self.take();
        if !words.is_empty() {
            self.paper.contents.push(words);
        }
    }
}

fn decode_owned(text: &str) -> String {
    decode(text)
}

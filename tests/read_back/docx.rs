//! DOCX, as Word reads it: parts out of the package, numbers out of lists and styles, references out of fields.
//!
//! Nothing of the renderer is used: the counting is done again here, from the numbering part that the file holds.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Block, Link, Paper, squeeze};

/// A Word document, read back.
#[derive(Debug, Clone, Default)]
pub struct Docx {
    /// Its text.
    pub paper: Paper,
    /// Every part, by its path.
    pub parts: BTreeMap<String, Vec<u8>>,
    /// The words of its running heads and feet.
    pub head: String,
    pub foot: String,
    /// Bookmarks round the headings of clauses, in order.
    pub tags: Vec<String>,
    /// For each entry of the contents, the page that it gives.
    pub pages: Vec<usize>,
    /// Controls inside the text: tag and words.
    pub controls: Vec<(String, String)>,
    /// Comments: author, date, words; and for each the words of the paragraph that it stands beside.
    pub comments: Vec<Comment>,
    /// Styles of paragraphs that say more than their style and their number, and elements of runs that say more than theirs.
    pub direct: Vec<String>,
    /// Paragraphs without a number that begin like one with a number.
    pub typed: Vec<String>,
    /// For each clause, its words: a line for each paragraph and cell, without numbers.
    pub clauses: Vec<String>,
    /// Document properties by name.
    pub about: BTreeMap<String, String>,
}

/// A comment of the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment {
    pub author: String,
    pub date: Option<String>,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// What it stands beside.
    pub beside: String,
}

/// An element.
#[derive(Debug, Clone, Default)]
pub struct Node {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
    pub text: String,
}

impl Node {
    /// Reads a part.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut reader = Reader::from_reader(bytes);
        let mut open = vec![Self::default()];
        let element = |start: &quick_xml::events::BytesStart<'_>| Self {
            name: String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned(),
            attributes: start
                .attributes()
                .map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let value = quick_xml::escape::unescape(
                        std::str::from_utf8(attribute.value.as_ref().as_ref()).expect("UTF-8"),
                    );
                    (
                        String::from_utf8_lossy(attribute.key.as_ref().as_ref()).into_owned(),
                        value.expect("an escaped value").into_owned(),
                    )
                })
                .collect(),
            ..Self::default()
        };
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer).expect("well-formed XML") {
                Event::Start(start) => open.push(element(&start)),
                Event::Empty(start) => open.last_mut().expect("a parent").children.push(element(&start)),
                Event::End(_) => {
                    let node = open.pop().expect("an element");
                    open.last_mut().expect("a parent").children.push(node);
                }
                Event::Text(text) => {
                    let last = open.last_mut().expect("a parent");
                    last.text.push_str(&text.xml10_content());
                }
                Event::GeneralRef(reference) => {
                    let name = reference.into_inner();
                    let character = match name.as_ref() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("a reference that XML does not know: {other}"),
                    };
                    open.last_mut().expect("a parent").text.push(character);
                }
                Event::Eof => break,
                Event::Decl(_) | Event::Comment(_) => {}
                other => panic!("nothing of ours: {other:?}"),
            }
            buffer.clear();
        }
        assert_eq!(open.len(), 1, "elements left open");
        open.remove(0).children.remove(0)
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.attributes.get("w:val").map(String::as_str)
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// This element and all below it, in order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.children.iter().for_each(|child| child.walk(visit));
    }

    /// The words of the runs below it.
    pub fn words(&self) -> String {
        let mut out = String::new();
        self.walk(&mut |node| match node.name.as_str() {
            "w:t" => out.push_str(&node.text),
            "w:tab" | "w:br" => out.push(' '),
            _ => {}
        });
        squeeze(&out)
    }
}

/// Unpacks a package.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut out = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a whole part");
        let name = file.name().expect("a name").into_owned();
        let twice = out.insert(name, content);
        assert!(twice.is_none(), "a part is there twice");
    }
    out
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Docx {
    read_as(bytes, &|part| part)
}

/// Reads a file whose text, heads and feet are changed first, as by whoever accepts its tracked changes.
pub fn read_as(bytes: &[u8], changed: &dyn Fn(Node) -> Node) -> Docx {
    let parts = parts(bytes);
    let part = |path: &str| Node::parse(parts.get(path).unwrap_or_else(|| panic!("no part {path}")));
    let mut reader = Reading {
        styles: Styles::of(&part("word/styles.xml")),
        lists: Lists::of(&part("word/numbering.xml")),
        docx: Docx::default(),
        beside: HashMap::new(),
        clause: None,
    };
    let document = changed(part("word/document.xml"));
    let body = document.child("w:body").expect("a body");
    body.children.iter().for_each(|child| reader.block(child));
    let Reading { mut docx, beside, .. } = reader;
    if parts.contains_key("word/comments.xml") {
        for comment in &part("word/comments.xml").children {
            let id = comment.attribute("w:id");
            docx.comments.push(Comment {
                author: comment.attribute("w:author").to_owned(),
                date: comment.attributes.get("w:date").cloned(),
                lines: comment.children.iter().map(Node::words).collect(),
                beside: beside.get(id).cloned().unwrap_or_else(|| panic!("comment {id} stands beside nothing")),
            });
        }
        assert_eq!(docx.comments.len(), beside.len(), "every anchor has its comment");
    }
    docx.head = changed(part("word/header1.xml")).words();
    docx.foot = changed(part("word/footer1.xml")).words();
    for (path, name) in [("docProps/core.xml", None), ("docProps/custom.xml", Some("name"))] {
        for property in &part(path).children {
            let key = name.map_or(property.name.as_str(), |name| property.attribute(name));
            let value = property.children.first().map_or(&property.text, |value| &value.text);
            docx.about.insert(key.to_owned(), value.clone());
        }
    }
    docx.parts = parts;
    docx
}

/// Whether an id is one of the bookmarks of clauses, which are counted apart from those of references.
fn is_clause(id: &str) -> bool {
    id.len() == 7
}

struct Reading {
    styles: Styles,
    lists: Lists,
    docx: Docx,
    /// For each comment, the words that it stands beside.
    beside: HashMap<String, String>,
    /// The lines of the clause at hand.
    clause: Option<Vec<String>>,
}

impl Reading {
    fn block(&mut self, node: &Node) {
        let starts: Vec<&Node> = std::iter::once(node)
            .chain(&node.children)
            .filter(|node| node.name == "w:bookmarkStart" && is_clause(node.attribute("w:id")))
            .collect();
        if let Some(start) = starts.first() {
            assert_eq!(starts.len(), 1, "two clauses begin at once");
            self.end_clause();
            self.docx.tags.push(start.attribute("w:name").to_owned());
            self.clause = Some(Vec::new());
        } else if node.name == "w:p"
            && ["Part Heading", "Clause Heading", "Unnumbered Heading", "Schedule Heading", "Signature Heading"]
                .contains(&self.styles.name(node).as_str())
        {
            self.end_clause();
        }
        if let Some(lines) = &mut self.clause {
            node.walk(&mut |node| {
                if node.name == "w:p" && !self.styles.name(node).ends_with("Table End") {
                    lines.push(node.words());
                }
            });
        }
        match node.name.as_str() {
            "w:p" => self.paragraph(node),
            "w:tbl" => self.table(node),
            "w:sdt" => {
                let properties = node.child("w:sdtPr").expect("properties of a control");
                assert!(properties.child("w:docPartObj").is_some(), "a control around blocks that is not the contents");
                self.contents(node.child("w:sdtContent").expect("a control holds something"));
            }
            "w:bookmarkStart" | "w:bookmarkEnd" => {
                assert!(is_clause(node.attribute("w:id")), "a place between paragraphs")
            }
            "w:sectPr" => self.end_clause(),
            other => panic!("no block of ours: {other}"),
        }
    }

    fn end_clause(&mut self) {
        self.docx.clauses.extend(self.clause.take().map(|lines| lines.join("\n")));
    }

    fn contents(&mut self, content: &Node) {
        for paragraph in &content.children {
            let style = self.styles.name(paragraph);
            if style.starts_with("toc ") {
                let mut entry = paragraph.clone();
                self.docx.pages.push(take_page(&mut entry));
                self.docx.paper.contents.push(entry.words());
                self.links(&entry);
            }
        }
    }

    fn paragraph(&mut self, node: &Node) {
        let style = self.styles.name(node);
        if let Some(properties) = node.child("w:pPr") {
            let direct = properties.children.iter().any(|child| !matches!(child.name.as_str(), "w:pStyle" | "w:numPr"));
            if direct {
                self.docx.direct.push(style.clone());
            }
        }
        let label = self.styles.number(node, &self.lists).map(|(number, level)| self.lists.next(&number, level));
        if label.is_none() && begins_with_number(&node.words()) {
            self.docx.typed.push(node.words());
        }
        node.walk(&mut |node| {
            let direct = node.name == "w:rPr"
                && node.children.iter().any(|child| !matches!(child.name.as_str(), "w:rStyle" | "w:rtl"));
            self.docx.direct.extend(direct.then(|| format!("a run in {style}")));
        });
        let words = squeeze(&format!("{} {}", label.unwrap_or_default(), node.words()));
        for child in &node.children {
            match child.name.as_str() {
                "w:bookmarkStart" if !is_clause(child.attribute("w:id")) => {
                    let name = child.attribute("w:name").to_owned();
                    let twice = self.docx.paper.places.insert(name.clone(), words.clone());
                    assert!(twice.is_none(), "the bookmark {name} is there twice");
                }
                "w:commentRangeStart" => {
                    let twice = self.beside.insert(child.attribute("w:id").to_owned(), words.clone());
                    assert!(twice.is_none(), "a comment is anchored twice");
                }
                _ => {}
            }
        }
        self.links(node);
        let is_heading = self.styles.is_heading(node) || matches!(style.as_str(), "Title" | "Cover Heading");
        if words.is_empty() {
            return;
        }
        self.docx.paper.blocks.push(if is_heading { Block::Heading(words) } else { Block::Paragraph(words) });
    }

    fn table(&mut self, node: &Node) {
        let columns = node.child("w:tblGrid").expect("a grid").children.len();
        let mut rows = Vec::new();
        for row in node.children.iter().filter(|child| child.name == "w:tr") {
            assert!(row.child("w:trPr").is_some_and(|row| row.child("w:cantSplit").is_some()), "a row may be split");
            let cells: Vec<&Node> = row.children.iter().filter(|child| child.name == "w:tc").collect();
            assert_eq!(cells.len(), columns, "a row has a cell for each column");
            cells.iter().for_each(|cell| self.links(cell));
            rows.push(cells.iter().map(|cell| cell.words()).collect());
        }
        self.docx.paper.blocks.push(Block::Table(rows));
    }

    fn links(&mut self, node: &Node) {
        let (links, controls) = (&mut self.docx.paper.links, &mut self.docx.controls);
        // The code of the field at hand and, past its separator, its words.
        let (mut code, mut printed): (String, Option<String>) = Default::default();
        node.walk(&mut |node| match node.name.as_str() {
            "w:fldChar" => match node.attribute("w:fldCharType") {
                "begin" => (code, printed) = Default::default(),
                "separate" => printed = Some(String::new()),
                "end" => match code.split_whitespace().collect::<Vec<_>>().as_slice() {
                    ["REF", bookmark, "\\n", "\\h"] => {
                        let words = printed.take().expect("a field has words");
                        links.push(Link { to: (*bookmark).to_owned(), words: squeeze(&words) });
                    }
                    // The contents are a field whose beginning stands in another paragraph.
                    [] => {}
                    other => panic!("a field in the text: {other:?}"),
                },
                other => panic!("no end of a field: {other}"),
            },
            "w:instrText" => code.push_str(&node.text),
            "w:t" => printed.iter_mut().for_each(|words| words.push_str(&node.text)),
            "w:hyperlink" => links.push(Link { to: node.attribute("w:anchor").to_owned(), words: node.words() }),
            "w:sdt" => {
                let tag = node.child("w:sdtPr").and_then(|node| node.val("w:tag")).expect("a tag").to_owned();
                controls.push((tag, node.child("w:sdtContent").expect("content").words()));
            }
            _ => {}
        });
    }
}

/// Takes the page number, its field and the tab before it out of an entry of the contents.
fn take_page(entry: &mut Node) -> usize {
    let link = entry.children.iter_mut().find(|child| child.name == "w:hyperlink").expect("an entry is a link");
    let code = |run: &Node| run.child("w:instrText").is_some_and(|code| code.text.trim_start().starts_with("PAGEREF "));
    let at = link.children.iter().position(code).expect("an entry has a page");
    let field = link.children.split_off(at - 2);
    assert!(field[0].child("w:tab").is_some(), "no tab before the page");
    let words: String = field.iter().filter_map(|run| run.child("w:t")).map(|words| words.text.as_str()).collect();
    words.parse().expect("a page is a number")
}

/// Whether a paragraph begins like `1.1 `, `(a) ` or `Schedule 1 `.
fn begins_with_number(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    let inner = first.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let is_item = inner.is_some_and(|inner| !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphabetic()));
    is_item
        || !first.is_empty() && first.chars().all(|c| c.is_ascii_digit() || c == '.')
        || matches!(first, "Part" | "Schedule")
}

/// A style, as far as numbers and headings go.
#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    number: Option<(String, Option<usize>)>,
}

struct Styles(HashMap<String, Style>);

impl Styles {
    fn of(part: &Node) -> Self {
        let styles = part.children.iter().filter(|node| node.name == "w:style").map(|node| {
            let style = Style {
                name: node.val("w:name").expect("a name").to_owned(),
                based_on: node.val("w:basedOn").map(str::to_owned),
                number: node.child("w:pPr").and_then(number_of),
            };
            (node.attribute("w:styleId").to_owned(), style)
        });
        Self(styles.collect())
    }

    fn id(node: &Node) -> &str {
        node.child("w:pPr").and_then(|node| node.val("w:pStyle")).expect("every paragraph names its style")
    }

    fn name(&self, node: &Node) -> String {
        let id = Self::id(node);
        self.0.get(id).unwrap_or_else(|| panic!("the style {id} is not there")).name.clone()
    }

    /// A style and those that it is based on.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        std::iter::successors(self.0.get_key_value(id), |(_, style)| self.0.get_key_value(style.based_on.as_deref()?))
            .map(|(id, style)| (id.as_str(), style))
    }

    fn is_heading(&self, node: &Node) -> bool {
        let is_heading = |style: &Style| ["heading 1", "heading 2", "heading 3"].contains(&style.name.as_str());
        let name = self.name(node);
        name != "TOC Heading"
            && name != "Cover Heading"
            && self.chain(Self::id(node)).any(|(_, style)| is_heading(style))
    }

    /// List and level of a paragraph: its own, else those of its style, whose level is the one linked to it.
    fn number(&self, node: &Node, lists: &Lists) -> Option<(String, usize)> {
        if let Some((number, level)) = node.child("w:pPr").and_then(number_of) {
            return (number != "0").then_some((number, level.unwrap_or(0)));
        }
        let (id, (number, level)) =
            self.chain(Self::id(node)).find_map(|(id, style)| Some((id, style.number.clone()?)))?;
        if number == "0" {
            return None;
        }
        let linked = lists.linked(&number, id);
        Some((number, linked.or(level).unwrap_or(0)))
    }
}

fn number_of(properties: &Node) -> Option<(String, Option<usize>)> {
    let number = properties.child("w:numPr")?;
    let level = number.val("w:ilvl").map(|level| level.parse().expect("a level"));
    Some((number.val("w:numId").expect("a list").to_owned(), level))
}

/// A level of a list.
struct Level {
    format: String,
    text: String,
    style: Option<String>,
}

struct Lists {
    levels: HashMap<String, Vec<Level>>,
    /// The abstract list of each list, and the level that it begins anew.
    numbers: HashMap<String, (String, Option<usize>)>,
    counts: HashMap<String, [usize; 9]>,
    begun: Vec<String>,
}

impl Lists {
    fn of(part: &Node) -> Self {
        let mut lists =
            Self { levels: HashMap::new(), numbers: HashMap::new(), counts: HashMap::new(), begun: Vec::new() };
        for node in &part.children {
            if node.name == "w:abstractNum" {
                let levels = node.children.iter().filter(|node| node.name == "w:lvl").map(|node| Level {
                    format: node.val("w:numFmt").expect("a format").to_owned(),
                    text: node.val("w:lvlText").expect("a text").to_owned(),
                    style: node.val("w:pStyle").map(str::to_owned),
                });
                lists.levels.insert(node.attribute("w:abstractNumId").to_owned(), levels.collect());
            } else if node.name == "w:num" {
                let over = node.child("w:lvlOverride").map(|node| {
                    assert_eq!(node.val("w:startOverride"), Some("1"));
                    node.attribute("w:ilvl").parse().expect("a level")
                });
                let abstract_list = node.val("w:abstractNumId").expect("a list").to_owned();
                lists.numbers.insert(node.attribute("w:numId").to_owned(), (abstract_list, over));
            }
        }
        lists
    }

    fn linked(&self, number: &str, style: &str) -> Option<usize> {
        let (list, _) = self.numbers.get(number)?;
        self.levels.get(list)?.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts on, and returns what prints.
    fn next(&mut self, number: &str, level: usize) -> String {
        let (list, over) = self.numbers.get(number).unwrap_or_else(|| panic!("no list {number}")).clone();
        let counts = self.counts.entry(list.clone()).or_default();
        if over == Some(level) && !self.begun.iter().any(|begun| begun == number) {
            self.begun.push(number.to_owned());
            counts[level] = 0;
        }
        counts[level] += 1;
        counts[level + 1..].fill(0);
        let levels = &self.levels[&list];
        let mut out = levels[level].text.clone();
        for (at, count) in counts.iter().enumerate() {
            let shown = match levels[at].format.as_str() {
                "decimal" => count.to_string(),
                "lowerLetter" => letter(*count),
                "upperLetter" => letter(*count).to_uppercase(),
                "lowerRoman" => roman(*count),
                "none" => String::new(),
                other => panic!("a format that nobody wrote: {other}"),
            };
            out = out.replace(&format!("%{}", at + 1), &shown);
        }
        out
    }
}

fn letter(count: usize) -> String {
    let at = count.saturating_sub(1);
    let letter = char::from(b'a' + u8::try_from(at % 26).expect("a letter"));
    letter.to_string().repeat(at / 26 + 1)
}

fn roman(count: usize) -> String {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    const TENS: [&str; 10] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    format!("{}{}", TENS[count / 10 % 10], ONES[count % 10])
}

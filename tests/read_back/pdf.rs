//! PDF, by way of what the file says of itself: each glyph's text from its font's character map, the order of reading and
//! the kind of each block from the tag tree, and what dresses the page from its artifacts.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{Block, Link, Paper, squeeze};

/// A PDF as it was read.
#[derive(Debug, Clone, Default)]
pub struct Pdf {
    /// The tagged content.
    pub paper: Paper,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Titles of the outline with their depth, from 1, and the page that each leads to.
    pub outline: Vec<(usize, String, usize)>,
    /// Page numbers of the table of contents, in the order of its lines.
    pub numbers: Vec<usize>,
    /// Links and where each leads.
    pub jumps: Vec<Jump>,
    /// What the file says of itself: title, keywords.
    pub about: BTreeMap<String, String>,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Width and height in points.
    pub size: [f32; 2],
    /// Pieces of the running head.
    pub head: Vec<String>,
    /// Pieces of the foot.
    pub foot: Vec<String>,
    /// Lines of tagged content: height above the foot of the page, and words.
    pub lines: Vec<(f32, String)>,
}

/// A link of a page.
#[derive(Debug, Clone)]
pub struct Jump {
    /// Its words, as a screen reader speaks them.
    pub words: String,
    /// Index of the page that it leads to.
    pub page: usize,
    /// Height on that page.
    pub y: f32,
}

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Pdf {
    let file = Document::load_mem(bytes).expect("a PDF that can be read");
    let ids: Vec<ObjectId> = file.page_iter().collect();
    let mut maps = HashMap::new();
    let mut marked = HashMap::new();
    let mut pdf = Pdf::default();
    for (index, id) in ids.iter().enumerate() {
        let mut canvas = Canvas::new(&file, *id, &mut maps);
        canvas.run();
        let Canvas { page, content, .. } = canvas;
        marked.extend(content.into_iter().map(|(mcid, text)| ((index, mcid), text)));
        pdf.pages.push(Page { size: size(&file, *id), ..page });
    }
    let mut tree = Tree { file: &file, ids: &ids, marked, pdf: &mut pdf };
    let root = follow(&file, file.catalog().expect("a catalog"), "StructTreeRoot");
    tree.blocks(&root.clone(), None);
    assert!(tree.marked.is_empty(), "marked content outside the tag tree: {:?}", tree.marked.values());
    pdf.jumps = jumps(&file, &ids);
    pdf.paper.links = pdf
        .jumps
        .iter()
        .map(|jump| Link { to: format!("page {}", jump.page + 1), words: jump.words.clone() })
        .collect();
    if let Ok(outline) = file.catalog().expect("a catalog").get_deref(b"Outlines", &file) {
        outline_items(&file, &ids, outline.as_dict().expect("an outline"), 1, &mut pdf.outline);
    }
    let info = file.trailer.get_deref(b"Info", &file).and_then(Object::as_dict).expect("information on the file");
    for (key, value) in info {
        if let Ok(text) = lopdf::decode_text_string(value) {
            pdf.about.insert(String::from_utf8_lossy(key).into_owned(), text);
        }
    }
    pdf
}

fn size(file: &Document, page: ObjectId) -> [f32; 2] {
    let page = file.get_dictionary(page).expect("a page");
    let corners = page.get_deref(b"MediaBox", file).and_then(Object::as_array).expect("a sheet");
    let at = |index: usize| corners[index].as_float().expect("a number");
    [at(2) - at(0), at(3) - at(1)]
}

fn follow<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &str) -> &'a Dictionary {
    dictionary
        .get_deref(key.as_bytes(), file)
        .and_then(Object::as_dict)
        .unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// Codes of one font and their text.
#[derive(Debug, Clone, Default)]
struct CharacterMap {
    /// Bytes of a code.
    width: usize,
    text: HashMap<u32, String>,
}

impl CharacterMap {
    fn read(source: &str) -> Self {
        let mut out = Self::default();
        let words: Vec<&str> = source.split_whitespace().collect();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += 1;
            match *word {
                "begincodespacerange" => out.width = hex(words[at]).len(),
                "beginbfchar" => {
                    while words[at] != "endbfchar" {
                        out.text.insert(code(&hex(words[at])), utf16(&hex(words[at + 1])));
                        at += 2;
                    }
                }
                "beginbfrange" => {
                    while words[at] != "endbfrange" {
                        let (first, last) = (code(&hex(words[at])), code(&hex(words[at + 1])));
                        assert!(words[at + 2].starts_with('<'), "a range of a kind that no test has met");
                        let start = code(&hex(words[at + 2]));
                        for step in 0..=last - first {
                            let character = char::from_u32(start + step).expect("a character");
                            out.text.insert(first + step, character.to_string());
                        }
                        at += 3;
                    }
                }
                _ => {}
            }
        }
        out
    }

    fn decode(&self, bytes: &[u8]) -> String {
        let decode = |bytes: &[u8]| {
            self.text.get(&code(bytes)).unwrap_or_else(|| panic!("a glyph without text: {bytes:02x?}")).as_str()
        };
        bytes.chunks(self.width).map(decode).collect()
    }
}

fn hex(word: &str) -> Vec<u8> {
    let digits = word.trim_start_matches('<').trim_end_matches('>');
    (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("digits")).collect()
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// What a piece of marked content belongs to.
#[derive(Debug, Clone)]
enum Mark {
    Content(i64),
    Head,
    Foot,
    /// An artifact that is neither.
    Dressing,
    /// Text that stands for the glyphs inside.
    Actual,
    /// A mark without a meaning of its own.
    Other,
}

/// Runs the operators of one page.
struct Canvas<'a> {
    file: &'a Document,
    maps: &'a mut HashMap<ObjectId, CharacterMap>,
    content_id: ObjectId,
    fonts: BTreeMap<Vec<u8>, ObjectId>,
    marks: Vec<Mark>,
    font: Option<ObjectId>,
    matrix: [f32; 6],
    saved: Vec<[f32; 6]>,
    text_matrix: [f32; 6],
    /// Whether no text of the text object at hand has been shown yet.
    starts: bool,
    page: Page,
    content: BTreeMap<i64, String>,
}

const IDENTITY: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: [f32; 6], b: [f32; 6]) -> [f32; 6] {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn add(pieces: &mut Vec<String>, text: &str, starts: bool) {
    if starts || pieces.is_empty() {
        pieces.push(String::new());
    }
    if let Some(last) = pieces.last_mut() {
        last.push_str(text);
    }
}

impl<'a> Canvas<'a> {
    fn new(file: &'a Document, page: ObjectId, maps: &'a mut HashMap<ObjectId, CharacterMap>) -> Self {
        let mut fonts = BTreeMap::new();
        for (name, font) in file.get_page_fonts(page).expect("the page's fonts") {
            let map = font.get(b"ToUnicode").and_then(Object::as_reference).expect("a character map");
            maps.entry(map).or_insert_with(|| {
                let stream = file.get_object(map).and_then(Object::as_stream).expect("a character map");
                let source = stream.get_plain_content().expect("a character map that unpacks");
                CharacterMap::read(&String::from_utf8_lossy(&source))
            });
            fonts.insert(name, map);
        }
        Self {
            file,
            maps,
            content_id: page,
            fonts,
            marks: Vec::new(),
            font: None,
            matrix: IDENTITY,
            saved: Vec::new(),
            text_matrix: IDENTITY,
            starts: true,
            page: Page::default(),
            content: BTreeMap::new(),
        }
    }

    fn run(&mut self) {
        let stream = self.file.get_page_content(self.content_id);
        let content = Content::decode(&stream).expect("the page's operators");
        for operation in &content.operations {
            let operands = operation.operands.as_slice();
            let numbers = || -> [f32; 6] {
                let mut out = [0.0; 6];
                for (number, operand) in out.iter_mut().zip(operands) {
                    *number = operand.as_float().expect("a number");
                }
                out
            };
            match operation.operator.as_str() {
                "q" => self.saved.push(self.matrix),
                "Q" => self.matrix = self.saved.pop().expect("a state that was saved"),
                "cm" => self.matrix = times(numbers(), self.matrix),
                "BT" => {
                    self.text_matrix = IDENTITY;
                    self.starts = true;
                }
                "Tm" => self.text_matrix = numbers(),
                "Tf" => {
                    let name = operands[0].as_name().expect("a font's name");
                    self.font = Some(self.fonts[name]);
                }
                "Tj" => self.show(operands[0].as_str().expect("text")),
                "TJ" => {
                    let parts = operands[0].as_array().expect("an array of text");
                    let bytes: Vec<u8> =
                        parts.iter().filter_map(|part| part.as_str().ok()).flatten().copied().collect();
                    self.show(&bytes);
                }
                "BDC" | "BMC" => self.begin(operands),
                "EMC" => drop(self.marks.pop().expect("a mark that was begun")),
                // A form or picture could hold text that this reader would miss.
                "Do" | "BI" | "'" | "\"" | "Td" | "TD" | "T*" => {
                    panic!("an operator that no test has met: {operation:?}")
                }
                _ => {}
            }
        }
        assert!(self.marks.is_empty(), "a mark without an end");
    }

    fn begin(&mut self, operands: &[Object]) {
        let name = operands[0].as_name().expect("a mark's name");
        let properties = operands.get(1).and_then(|properties| properties.as_dict().ok());
        let get = |key: &str| properties.and_then(|properties| properties.get(key.as_bytes()).ok());
        if let Some(text) = get("ActualText") {
            let text = lopdf::decode_text_string(text).expect("text");
            self.put(&text);
            self.marks.push(Mark::Actual);
            return;
        }
        let kind = get("Subtype").and_then(|kind| kind.as_name().ok());
        self.marks.push(match (name, get("MCID"), kind) {
            (b"Artifact", _, Some(b"Header")) => Mark::Head,
            (b"Artifact", _, Some(b"Footer")) => Mark::Foot,
            (b"Artifact", ..) => Mark::Dressing,
            (_, Some(mcid), _) => Mark::Content(mcid.as_i64().expect("a number")),
            _ => Mark::Other,
        });
    }

    fn show(&mut self, bytes: &[u8]) {
        if self.marks.iter().any(|mark| matches!(mark, Mark::Actual)) {
            return;
        }
        let text = self.maps[&self.font.expect("a font")].decode(bytes);
        // Letters are shown from left to right, in any script; readers of PDF turn the right-to-left ones round (as poppler does).
        let leftward =
            |character: char| matches!(u32::from(character), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC);
        match text.chars().any(leftward) {
            true => self.put(&text.chars().rev().collect::<String>()),
            false => self.put(&text),
        }
    }

    fn put(&mut self, text: &str) {
        let starts = std::mem::take(&mut self.starts);
        let owner = self.marks.iter().rev().find(|mark| !matches!(mark, Mark::Other));
        match owner {
            Some(Mark::Content(mcid)) => {
                self.content.entry(*mcid).or_default().push_str(text);
                let y = times(self.text_matrix, self.matrix)[5];
                match self.page.lines.last_mut() {
                    Some((last, words)) if (*last - y).abs() < 0.1 => words.push_str(text),
                    _ => self.page.lines.push((y, text.to_owned())),
                }
            }
            Some(Mark::Head) => add(&mut self.page.head, text, starts),
            Some(Mark::Foot) => add(&mut self.page.foot, text, starts),
            Some(Mark::Dressing) => {}
            _ => panic!("text that is neither content nor dressing: {text}"),
        }
    }
}

/// Reads the tag tree.
struct Tree<'a> {
    file: &'a Document,
    ids: &'a [ObjectId],
    marked: HashMap<(usize, i64), String>,
    pdf: &'a mut Pdf,
}

impl Tree<'_> {
    fn children(&self, element: &Dictionary) -> Vec<Object> {
        match element.get_deref(b"K", self.file) {
            Ok(Object::Array(many)) => many.clone(),
            Ok(one) => vec![one.clone()],
            Err(_) => Vec::new(),
        }
    }

    fn page(&self, element: &Dictionary, above: Option<usize>) -> Option<usize> {
        let id = element.get(b"Pg").and_then(Object::as_reference).ok();
        id.map(|id| self.ids.iter().position(|page| *page == id).expect("a page of the file")).or(above)
    }

    fn blocks(&mut self, element: &Dictionary, above: Option<usize>) {
        let page = self.page(element, above);
        let role = element.get(b"S").and_then(Object::as_name).unwrap_or_default();
        match role {
            b"H" | b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" => {
                let words = self.words(element, page);
                if words != "Contents" {
                    self.pdf.paper.blocks.push(Block::Heading(words));
                }
            }
            b"P" | b"Title" => {
                let words = self.words(element, page);
                self.pdf.paper.blocks.push(Block::Paragraph(words));
            }
            b"TOCI" => {
                let words = self.words(element, page);
                // The last word is the number of the page.
                let (words, number) = words.rsplit_once(' ').expect("an entry of the contents and its page");
                self.pdf.paper.contents.push(words.trim().to_owned());
                self.pdf.numbers.push(number.parse().expect("the number of a page"));
            }
            b"LI" => self.item(element, page),
            b"Table" => {
                let mut rows = Vec::new();
                self.rows(element, page, &mut rows);
                self.pdf.paper.blocks.push(Block::Table(rows));
            }
            _ => {
                for child in self.children(element) {
                    match self.file.dereference(&child).expect("a child").1 {
                        Object::Dictionary(child) => self.blocks(&child.clone(), page),
                        other => panic!("content outside a block: {other:?} in {}", String::from_utf8_lossy(role)),
                    }
                }
            }
        }
    }

    /// A list item: its number and first paragraph are one, and what follows stands for itself.
    fn item(&mut self, element: &Dictionary, above: Option<usize>) {
        let page = self.page(element, above);
        let (mut lead, mut has_words) = (None, false);
        self.item_parts(element, page, &mut lead, &mut has_words);
        self.lead(&mut lead);
    }

    fn lead(&mut self, lead: &mut Option<String>) {
        if let Some(words) = lead.take() {
            self.pdf.paper.blocks.push(Block::Paragraph(squeeze(&words)));
        }
    }

    fn item_parts(
        &mut self,
        element: &Dictionary,
        above: Option<usize>,
        lead: &mut Option<String>,
        has_words: &mut bool,
    ) {
        let page = self.page(element, above);
        for child in self.children(element) {
            match self.file.dereference(&child).expect("a child").1.clone() {
                Object::Dictionary(child) if child.get(b"S").is_ok() => {
                    match child.get(b"S").and_then(Object::as_name).unwrap_or_default() {
                        b"LBody" => self.item_parts(&child, page, lead, has_words),
                        // A paragraph stands beside the number, unless words stand there already.
                        b"P" if !*has_words => {
                            let words = self.words(&child, page);
                            lead.get_or_insert_default().push_str(&words);
                            *has_words = true;
                            self.lead(lead);
                        }
                        b"P" | b"L" | b"Table" => {
                            self.lead(lead);
                            self.blocks(&child, page);
                        }
                        b"Lbl" => {
                            let words = self.words(&child, page);
                            *lead = Some(words + " ");
                        }
                        _ => {
                            *has_words = true;
                            self.collect(&child, page, lead.get_or_insert_default());
                        }
                    }
                }
                content => {
                    *has_words = true;
                    let one = Dictionary::from_iter([("K", content)]);
                    self.collect(&one, page, lead.get_or_insert_default());
                }
            }
        }
    }

    fn rows(&mut self, element: &Dictionary, above: Option<usize>, rows: &mut Vec<Vec<String>>) {
        let page = self.page(element, above);
        for child in self.children(element) {
            let Object::Dictionary(child) = self.file.dereference(&child).expect("a child").1.clone() else {
                panic!("text of a table outside its cells")
            };
            match child.get(b"S").and_then(Object::as_name).unwrap_or_default() {
                b"TR" => {
                    rows.push(Vec::new());
                    self.rows(&child, page, rows);
                }
                b"TH" | b"TD" => {
                    let words = self.words(&child, page);
                    rows.last_mut().expect("a row").push(words);
                }
                _ => self.rows(&child, page, rows),
            }
        }
    }

    fn words(&mut self, element: &Dictionary, page: Option<usize>) -> String {
        let mut out = String::new();
        self.collect(element, page, &mut out);
        squeeze(&out)
    }

    fn collect(&mut self, element: &Dictionary, above: Option<usize>, out: &mut String) {
        let page = self.page(element, above);
        for child in self.children(element) {
            match self.file.dereference(&child).expect("a child").1.clone() {
                Object::Integer(mcid) => self.take(page, mcid, out),
                Object::Dictionary(child) if child.has_type(b"MCR") => {
                    let page = self.page(&child, page);
                    let mcid = child.get(b"MCID").and_then(Object::as_i64).expect("a number");
                    self.take(page, mcid, out);
                }
                Object::Dictionary(child) if child.has_type(b"OBJR") => {}
                Object::Dictionary(child) => self.collect(&child, page, out),
                other => panic!("a child of no kind that there is: {other:?}"),
            }
        }
    }

    fn take(&mut self, page: Option<usize>, mcid: i64, out: &mut String) {
        let page = page.expect("content stands on a page");
        let text = self.marked.remove(&(page, mcid));
        out.push_str(&text.unwrap_or_else(|| panic!("content {mcid} of page {} is not there, or twice", page + 1)));
    }
}

fn destination(file: &Document, ids: &[ObjectId], destination: &Object) -> (usize, f32) {
    let parts = file.dereference(destination).expect("a destination").1.as_array().expect("an explicit destination");
    let page = parts[0].as_reference().expect("a page");
    let page = ids.iter().position(|id| *id == page).expect("a destination inside the file");
    assert_eq!(parts[1].as_name().ok(), Some(b"XYZ".as_slice()));
    (page, parts[3].as_float().expect("a height"))
}

fn jumps(file: &Document, ids: &[ObjectId]) -> Vec<Jump> {
    let mut out = Vec::new();
    for id in ids {
        for annotation in file.get_page_annotations(*id).expect("annotations") {
            // A field to sign in leads nowhere.
            if annotation.get(b"FT").and_then(Object::as_name).ok() == Some(b"Sig".as_slice()) {
                continue;
            }
            assert_eq!(annotation.get(b"Subtype").and_then(Object::as_name).ok(), Some(b"Link".as_slice()));
            let words = annotation.get_deref(b"Contents", file).expect("words for a screen reader");
            let words = squeeze(&lopdf::decode_text_string(words).expect("text"));
            let to = match annotation.get(b"Dest") {
                Ok(to) => to,
                Err(_) => follow(file, annotation, "A").get(b"D").expect("a link inside the file"),
            };
            let (page, y) = destination(file, ids, to);
            out.push(Jump { words, page, y });
        }
    }
    out
}

fn outline_items(
    file: &Document,
    ids: &[ObjectId],
    parent: &Dictionary,
    depth: usize,
    out: &mut Vec<(usize, String, usize)>,
) {
    let mut next = parent.get_deref(b"First", file).and_then(Object::as_dict).ok();
    while let Some(item) = next {
        let title = lopdf::decode_text_string(item.get_deref(b"Title", file).expect("a title")).expect("text");
        let to = match item.get(b"Dest") {
            Ok(to) => to,
            Err(_) => follow(file, item, "A").get(b"D").expect("a place inside the file"),
        };
        out.push((depth, squeeze(&title), destination(file, ids, to).0));
        outline_items(file, ids, item, depth + 1, out);
        next = item.get_deref(b"Next", file).and_then(Object::as_dict).ok();
    }
}

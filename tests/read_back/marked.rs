//! The marks of a tracked DOCX, paragraph by paragraph, as they stand in its XML; nothing of the writer is used.

use super::docx::{Node, parts};

/// What a mark says of words, of the end of a paragraph or of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Mark {
    #[default]
    Kept,
    Went,
    Came,
}

/// A stretch of a paragraph under one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub mark: Mark,
    /// Its words, without what fields show.
    pub words: String,
    /// The places that its fields refer to.
    pub targets: Vec<String>,
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The mark of its end.
    pub end: Mark,
    /// The mark of its row; `None` outside tables.
    pub row: Option<Mark>,
    pub style: String,
    /// The bookmark of the clause that begins here.
    pub clause: Option<String>,
    /// Neighbours have other marks.
    pub stretches: Vec<Stretch>,
}

impl Line {
    /// Whether anything of it is marked.
    pub fn is_marked(&self) -> bool {
        self.end != Mark::Kept
            || self.row.is_some_and(|row| row != Mark::Kept)
            || self.stretches.iter().any(|stretch| stretch.mark != Mark::Kept)
    }
}

/// The paragraphs of the text, without the contents, and how many marks begin inside a field that began outside them.
pub fn lines(bytes: &[u8]) -> (Vec<Line>, usize) {
    let document = Node::parse(&parts(bytes)["word/document.xml"]);
    let mut walk = Walk::default();
    walk.blocks(document.child("w:body").expect("a body"), None);
    (walk.lines, walk.inside)
}

/// How many marks the contents bear.
pub fn marks_in_contents(bytes: &[u8]) -> usize {
    let document = Node::parse(&parts(bytes)["word/document.xml"]);
    let mut found = 0;
    for contents in document.child("w:body").expect("a body").children.iter().filter(|child| child.name == "w:sdt") {
        contents.walk(&mut |node| found += usize::from(matches!(node.name.as_str(), "w:ins" | "w:del")));
    }
    found
}

/// The words of a text: letters and figures, a figure with its points and commas.
pub fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut out = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let inside = matches!(letter, '.' | ',') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if letter.is_alphanumeric() || inside {
            out.last_mut().expect("a word").push(*letter);
        } else if out.last().is_some_and(|word| !word.is_empty()) {
            out.push(String::new());
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

#[derive(Default)]
struct Walk {
    lines: Vec<Line>,
    /// How deep in fields, and in what they show.
    fields: Vec<(bool, String)>,
    clause: Option<String>,
    inside: usize,
}

fn mark_in(node: Option<&Node>) -> Mark {
    match node {
        Some(node) if node.child("w:ins").is_some() => Mark::Came,
        Some(node) if node.child("w:del").is_some() => Mark::Went,
        _ => Mark::Kept,
    }
}

impl Walk {
    fn blocks(&mut self, node: &Node, row: Option<Mark>) {
        for child in &node.children {
            match child.name.as_str() {
                "w:bookmarkStart" => self.bookmark(child),
                "w:p" => self.paragraph(child, row),
                "w:tbl" | "w:tc" => self.blocks(child, row),
                "w:tr" => self.blocks(child, Some(mark_in(child.child("w:trPr")))),
                _ => {}
            }
        }
    }

    /// Clauses have ids of seven digits.
    fn bookmark(&mut self, node: &Node) {
        if node.attribute("w:id").len() == 7 {
            self.clause = Some(node.attribute("w:name").to_owned());
        }
    }

    fn paragraph(&mut self, node: &Node, row: Option<Mark>) {
        let properties = node.child("w:pPr");
        let end = mark_in(properties.and_then(|properties| properties.child("w:rPr")));
        let style = properties.and_then(|properties| properties.val("w:pStyle")).unwrap_or_default().to_owned();
        self.lines.push(Line { end, row, style, ..Line::default() });
        self.inside(node, Mark::Kept);
        let clause = self.clause.take();
        if let Some(line) = self.lines.last_mut() {
            line.clause = clause;
        }
    }

    fn inside(&mut self, node: &Node, mark: Mark) {
        for child in &node.children {
            match child.name.as_str() {
                "w:pPr" => {}
                "w:bookmarkStart" => self.bookmark(child),
                "w:ins" | "w:del" => {
                    self.inside += usize::from(!self.fields.is_empty());
                    self.inside(child, if child.name == "w:ins" { Mark::Came } else { Mark::Went });
                    self.inside += usize::from(!self.fields.is_empty());
                }
                "w:fldChar" => match child.attribute("w:fldCharType") {
                    "begin" => self.fields.push((false, String::new())),
                    "separate" => self.fields.last_mut().expect("a field").0 = true,
                    _ => {
                        let (_, code) = self.fields.pop().expect("a field");
                        let target = code.split_whitespace().nth(1).unwrap_or_default().to_owned();
                        self.stretch(mark).targets.push(target);
                    }
                },
                "w:instrText" | "w:delInstrText" => {
                    self.fields.last_mut().expect("a field").1.push_str(&child.text);
                }
                "w:t" | "w:delText" if self.fields.is_empty() => {
                    let text = child.text.clone();
                    self.stretch(mark).words.push_str(&text);
                }
                "w:tab" | "w:br" => self.stretch(mark).words.push(' '),
                _ => self.inside(child, mark),
            }
        }
    }

    fn stretch(&mut self, mark: Mark) -> &mut Stretch {
        let stretches = &mut self.lines.last_mut().expect("a paragraph").stretches;
        if stretches.last().is_none_or(|last| last.mark != mark) {
            stretches.push(Stretch { mark, words: String::new(), targets: Vec::new() });
        }
        stretches.last_mut().expect("a stretch")
    }
}

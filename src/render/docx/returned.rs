//! Reads the words of a Word file that came back, whatever program wrote it: paragraphs and cells as they were before its tracked
//! changes, and each tracked change with who made it and when.
//!
//! The file is read within limits, by its parts and not by its looks: fields count as fields, so that a reference that renumbered is no
//! change; hidden words are words, with a remark.

use std::collections::BTreeMap;

use super::reference::container::Container;
use super::tree::{Element, XmlNode};
use crate::diagnostic::Failure;

/// What stands for the number that a field shows: every program works it out anew.
pub const NUMBER: char = '№';

/// A Word file that came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnedPaper {
    /// Its paragraphs and cells, in order, as they were before its tracked changes.
    pub paragraphs: Vec<ReturnedParagraph>,
    /// The words of its headers, footers, notes and text boxes, a paragraph each.
    pub beside: Vec<String>,
    /// Its tracked changes, in order.
    pub tracked: Vec<TrackedEdit>,
    /// Its comments, in order.
    pub comments: Vec<ReturnedComment>,
    /// Words that the page does not show: the paragraph, why they do not show, and the words.
    pub unseen: Vec<(usize, &'static str, String)>,
    /// How many fields show a number of another place.
    pub references: usize,
}

/// A paragraph, or the content of a table's cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnedParagraph {
    /// Its words, with [`NUMBER`] for what a field shows.
    pub words: String,
    /// Its words, with what the fields show.
    pub shown: String,
    /// The name of its style, in lower case.
    pub style: String,
    /// Its bookmarks, and those that begin between it and the paragraph before.
    pub bookmarks: Vec<String>,
    /// The number of its table, and of the row in that; `None` outside tables.
    pub row: Option<(usize, usize)>,
    /// Whether it is a line of the table of contents.
    pub contents: bool,
}

/// A tracked change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrackedEdit {
    /// The paragraph that it stands in, as an index; past the last if it stands behind all.
    pub paragraph: usize,
    /// Words that were deleted.
    pub old: String,
    /// Words that were inserted.
    pub new: String,
    /// Words before it in its paragraph.
    pub before: String,
    /// Who made it.
    pub author: String,
    /// When, as the file says it.
    pub date: String,
}

/// A comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnedComment {
    /// The paragraph that it stands beside, as an index.
    pub paragraph: usize,
    /// Who wrote it.
    pub author: String,
    /// When, as the file says it.
    pub date: String,
    /// What it says.
    pub words: String,
}

/// Reads a file.
///
/// # Errors
///
/// It is no Word file, is damaged, or holds more than the limits allow; the text reads after `cannot read FILE: `.
pub fn read(bytes: &[u8]) -> Result<ReturnedPaper, Failure> {
    let mut container = Container::returned(bytes)?;
    let links = container.relationships("")?;
    let main = links.iter().find(|link| link.kind == "officeDocument" && !link.external);
    let main = main.map_or_else(|| "word/document.xml".to_owned(), |link| link.target.clone());
    let Some(document) = container.tree(&main)? else {
        return Err(Failure(
            "it holds no text (no part word/document.xml); open it in Word and save it as .docx".into(),
        ));
    };
    let links = container.relationships(&main)?;
    let mut part = |kind: &str| -> Result<Vec<Element>, Failure> {
        let mut all = Vec::new();
        for link in links.iter().filter(|link| link.kind == kind && !link.external) {
            all.extend(container.tree(&link.target)?);
        }
        Ok(all)
    };
    let styles = part("styles")?.iter().flat_map(styles_of).collect();
    let mut reading = Reading { styles, ..Reading::default() };
    for child in document.elements().filter(|child| child.is_local("body")) {
        reading.blocks(child, Tracking::default());
    }
    reading.end_edit();
    for kind in ["header", "footer", "footnotes", "endnotes"] {
        for root in part(kind)? {
            root.walk(&mut |element| {
                if element.is_local("p") {
                    reading.paper.beside.push(plain(element));
                }
            });
        }
    }
    reading.paper.beside.retain(|words| !words.trim().is_empty());
    for root in part("comments")? {
        for comment in root.elements().filter(|element| element.is_local("comment")) {
            let attribute = |name| comment.attribute(name).unwrap_or_default().to_owned();
            let paragraphs: Vec<String> = comment.elements().map(plain).collect();
            let at = reading.anchors.get(&attribute("w:id")).copied().unwrap_or(usize::MAX);
            reading.paper.comments.push(ReturnedComment {
                paragraph: at,
                author: attribute("w:author"),
                date: attribute("w:date"),
                words: paragraphs.join(" "),
            });
        }
    }
    reading.paper.comments.sort_by_key(|comment| comment.paragraph);
    Ok(reading.paper)
}

/// Names of styles by their ids, in lower case.
fn styles_of(root: &Element) -> Vec<(String, String)> {
    let style = |element: &Element| {
        let name = element.value("w:name").unwrap_or_default().to_lowercase();
        Some((element.attribute("w:styleId")?.to_owned(), name))
    };
    root.elements().filter(|element| element.is_local("style")).filter_map(style).collect()
}

/// The words below an element, whatever they are marked as, without what fields show.
fn plain(element: &Element) -> String {
    let (mut out, mut shows) = (String::new(), false);
    element.walk(&mut |inner| match inner.name.as_str() {
        "w:fldChar" => shows = inner.attribute("w:fldCharType") == Some("separate"),
        "w:t" if !shows => text_of(inner, &mut out),
        "w:tab" | "w:br" => out.push(' '),
        _ => {}
    });
    out
}

fn text_of(element: &Element, out: &mut String) {
    for node in &element.children {
        if let XmlNode::Text(text) = node {
            out.push_str(text);
        }
    }
}

/// The tracked change that words stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Tracking {
    /// `Some(true)` for an insertion, `Some(false)` for a deletion.
    came: Option<bool>,
    author: String,
    date: String,
}

impl Tracking {
    fn of(element: &Element, came: bool) -> Self {
        let attribute = |name| element.attribute(name).unwrap_or_default().to_owned();
        Self { came: Some(came), author: attribute("w:author"), date: attribute("w:date") }
    }
}

/// A field that is being read.
#[derive(Debug, Default)]
struct OpenField {
    code: String,
    /// Whether what follows is what the field shows.
    shows: bool,
    /// Whether a number already stands for what it shows.
    said: bool,
}

#[derive(Default)]
struct Reading {
    paper: ReturnedPaper,
    styles: BTreeMap<String, String>,
    /// The paragraph under construction; a paragraph whose end was inserted runs on into the next.
    open: ReturnedParagraph,
    /// Whether `open` holds words or is a paragraph of its own.
    began: bool,
    edit: Option<(TrackedEdit, Tracking)>,
    fields: Vec<OpenField>,
    bookmarks: Vec<String>,
    /// For each comment, the paragraph where it begins.
    anchors: BTreeMap<String, usize>,
    tables: usize,
    row: Option<(usize, usize)>,
    contents: bool,
}

impl Reading {
    fn blocks(&mut self, element: &Element, tracking: Tracking) {
        for child in element.elements() {
            match child.name.as_str() {
                "w:p" => self.paragraph(child, &tracking),
                "w:tbl" => self.table(child, &tracking),
                "w:sdt" => {
                    let is_contents = child.child("w:sdtPr").is_some_and(|properties| {
                        properties
                            .child("w:docPartObj")
                            .and_then(|part| part.value("w:docPartGallery"))
                            .is_some_and(|gallery| gallery == "Table of Contents")
                    });
                    let outer = self.contents;
                    self.contents |= is_contents;
                    child.child("w:sdtContent").into_iter().for_each(|content| self.blocks(content, tracking.clone()));
                    self.contents = outer;
                }
                "w:bookmarkStart" => self.bookmarks.extend(child.attribute("w:name").map(str::to_owned)),
                "w:ins" | "w:moveTo" => self.blocks(child, Tracking::of(child, true)),
                "w:del" | "w:moveFrom" => self.blocks(child, Tracking::of(child, false)),
                "w:customXml" | "w:smartTag" => self.blocks(child, tracking.clone()),
                _ => {}
            }
        }
    }

    fn table(&mut self, table: &Element, tracking: &Tracking) {
        let outer = self.row;
        let number = self.tables;
        self.tables += 1;
        for (at, row) in table.elements().filter(|element| element.name == "w:tr").enumerate() {
            self.row = Some((number, at));
            let properties = row.child("w:trPr");
            let mark = |name: &str| properties.and_then(|properties| properties.child(name));
            let tracking = match (mark("w:ins"), mark("w:del")) {
                (Some(mark), _) => Tracking::of(mark, true),
                (None, Some(mark)) => Tracking::of(mark, false),
                (None, None) => tracking.clone(),
            };
            for cell in row.elements() {
                match cell.name.as_str() {
                    "w:tc" => self.blocks(cell, tracking.clone()),
                    // LibreOffice and Word wrap single cells.
                    "w:sdt" => cell.child("w:sdtContent").into_iter().for_each(|content| {
                        content.elements().for_each(|cell| self.blocks(cell, tracking.clone()));
                    }),
                    _ => {}
                }
            }
        }
        self.row = outer;
    }

    fn paragraph(&mut self, paragraph: &Element, tracking: &Tracking) {
        let properties = paragraph.child("w:pPr");
        let style = properties.and_then(|properties| properties.value("w:pStyle")).unwrap_or_default();
        let style = self.styles.get(style).cloned().unwrap_or_else(|| style.to_lowercase());
        let end = properties.and_then(|properties| properties.child("w:rPr"));
        let came = end.and_then(|end| end.child("w:ins").or_else(|| end.child("w:moveTo")));
        if !self.began {
            self.open = ReturnedParagraph {
                contents: self.contents || style.starts_with("toc ") || style.starts_with("contents "),
                style,
                row: self.row,
                bookmarks: std::mem::take(&mut self.bookmarks),
                ..ReturnedParagraph::default()
            };
        }
        self.inside(paragraph, tracking);
        self.open.bookmarks.append(&mut self.bookmarks);
        self.end_edit();
        // A paragraph whose end was inserted was no paragraph before; its words run on.
        let was_none = came.is_some() || tracking.came == Some(true);
        self.began = was_none && !self.open.words.trim().is_empty();
        if was_none {
            return;
        }
        let done = std::mem::take(&mut self.open);
        if !done.words.trim().is_empty() {
            self.paper.paragraphs.push(done);
        } else {
            self.bookmarks.extend(done.bookmarks);
        }
    }

    fn inside(&mut self, element: &Element, tracking: &Tracking) {
        for child in element.elements() {
            match child.name.as_str() {
                "w:r" => self.run(child, tracking),
                "w:ins" | "w:moveTo" => {
                    // A deletion inside an insertion never was: both authors agree that the words are not there.
                    self.inside(child, &Tracking::of(child, true));
                }
                "w:del" | "w:moveFrom" if tracking.came == Some(true) => self.nested(child, tracking),
                "w:del" | "w:moveFrom" => self.inside(child, &Tracking::of(child, false)),
                "w:bookmarkStart" => self.bookmarks.extend(child.attribute("w:name").map(str::to_owned)),
                "w:commentRangeStart" => {
                    let id = child.attribute("w:id").unwrap_or_default().to_owned();
                    self.anchors.entry(id).or_insert(self.paper.paragraphs.len());
                }
                "w:fldSimple" => {
                    self.fields.push(OpenField {
                        code: child.attribute("w:instr").unwrap_or_default().to_owned(),
                        shows: true,
                        said: false,
                    });
                    self.inside(child, tracking);
                    self.fields.pop();
                }
                "w:sdt" => child.child("w:sdtContent").into_iter().for_each(|inner| self.inside(inner, tracking)),
                "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => self.inside(child, tracking),
                _ => {}
            }
        }
    }

    /// Words that one author inserted and another deleted again.
    fn nested(&mut self, element: &Element, outer: &Tracking) {
        let mut words = String::new();
        element.walk(&mut |inner| {
            if matches!(inner.name.as_str(), "w:t" | "w:delText") {
                text_of(inner, &mut words);
            }
        });
        let deleted = Tracking::of(element, false);
        self.end_edit();
        let edit = |new: &str, old: &str, by: &Tracking, before: &str, paragraph: usize| TrackedEdit {
            paragraph,
            old: old.to_owned(),
            new: new.to_owned(),
            before: before.to_owned(),
            author: by.author.clone(),
            date: by.date.clone(),
        };
        let (before, at) = (last_words(&self.open.words), self.paper.paragraphs.len());
        self.paper.tracked.push(edit(&words, "", outer, &before, at));
        self.paper.tracked.push(edit("", &words, &deleted, &before, at));
    }

    fn run(&mut self, run: &Element, tracking: &Tracking) {
        let unseen = run.child("w:rPr").and_then(unseen);
        for child in run.elements() {
            match child.name.as_str() {
                "w:t" | "w:delText" => {
                    let mut words = String::new();
                    text_of(child, &mut words);
                    if let Some(why) = unseen.filter(|_| !words.trim().is_empty()) {
                        self.paper.unseen.push((self.paper.paragraphs.len(), why, words.clone()));
                    }
                    self.say(&words, tracking);
                }
                "w:tab" | "w:br" | "w:cr" | "w:ptab" => self.say(" ", tracking),
                "w:noBreakHyphen" => self.say("-", tracking),
                "w:sym" => self.say("\u{fffd}", tracking),
                "w:instrText" | "w:delInstrText" => {
                    let mut code = String::new();
                    text_of(child, &mut code);
                    if let Some(field) = self.fields.last_mut() {
                        field.code.push_str(&code);
                    }
                }
                "w:fldChar" => match child.attribute("w:fldCharType") {
                    Some("begin") => self.fields.push(OpenField::default()),
                    Some("separate") => {
                        if let Some(field) = self.fields.last_mut() {
                            field.shows = true;
                        }
                    }
                    Some("end") => {
                        self.fields.pop();
                    }
                    _ => {}
                },
                "w:pict" | "w:drawing" => self.boxes(child),
                // A program that knows the first choice shows it alone.
                "mc:AlternateContent" => {
                    child.elements().take(1).for_each(|choice| self.boxes(choice));
                }
                "w:commentReference" => {
                    let id = child.attribute("w:id").unwrap_or_default().to_owned();
                    self.anchors.entry(id).or_insert(self.paper.paragraphs.len());
                }
                _ => {}
            }
        }
    }

    /// Text boxes: their paragraphs stand beside the text.
    fn boxes(&mut self, element: &Element) {
        let mut found = Vec::new();
        element.walk(&mut |inner| {
            if inner.name == "w:p" {
                found.push(plain(inner));
            }
        });
        self.paper.beside.extend(found);
    }

    /// Adds words where they belong: to the paragraph as it was, and to the change at hand.
    fn say(&mut self, words: &str, tracking: &Tracking) {
        let before = last_words(&self.open.words);
        if tracking.came != Some(true) {
            let number = self.fields.last_mut().filter(|field| field.shows && is_reference(&field.code));
            match number {
                Some(field) if !field.said => {
                    field.said = true;
                    self.paper.references += 1;
                    // Two numbers side by side are one: a clause and the paragraph in it.
                    if !self.open.words.ends_with(NUMBER) {
                        self.open.words.push(NUMBER);
                    }
                }
                Some(_) => {}
                None => self.open.words.push_str(words),
            }
            self.open.shown.push_str(words);
        }
        let Some(came) = tracking.came else {
            // What stands between two changes and is only a space belongs to one of them.
            if !words.trim().is_empty() {
                self.end_edit();
            }
            return;
        };
        let goes_on = self.edit.as_ref().is_some_and(|(_, last)| last.author == tracking.author);
        if !goes_on {
            self.end_edit();
        }
        let paragraph = self.paper.paragraphs.len();
        let (edit, last) = self.edit.get_or_insert_with(|| {
            let (author, date) = (tracking.author.clone(), tracking.date.clone());
            (TrackedEdit { paragraph, before, author, date, ..TrackedEdit::default() }, tracking.clone())
        });
        last.clone_from(tracking);
        if came { edit.new.push_str(words) } else { edit.old.push_str(words) }
    }

    fn end_edit(&mut self) {
        if let Some((edit, _)) = self.edit.take().filter(|(edit, _)| !(edit.old.is_empty() && edit.new.is_empty())) {
            self.paper.tracked.push(edit);
        }
    }
}

/// The last few words of a text.
fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.get(words.len().saturating_sub(4)..).unwrap_or_default().join(" ")
}

fn is_reference(code: &str) -> bool {
    matches!(code.split_whitespace().next(), Some("REF" | "PAGEREF" | "NOTEREF"))
}

/// Why a run does not show on the page.
fn unseen(properties: &Element) -> Option<&'static str> {
    let on = |name: &str| {
        properties.child(name).is_some_and(|it| !matches!(it.attribute("w:val"), Some("0" | "false" | "off")))
    };
    let colour = properties.value("w:color").unwrap_or_default();
    let size: Option<u32> = properties.value("w:sz").and_then(|size| size.parse().ok());
    if on("w:vanish") {
        Some("hidden")
    } else if colour.eq_ignore_ascii_case("FFFFFF") {
        Some("white")
    } else if size.is_some_and(|size| size < 8) {
        Some("too small to read")
    } else {
        None
    }
}

//! Reads the words of a Word file that came back, whatever program wrote it: paragraphs and cells as they were before its tracked
//! changes, and each tracked change with who made it and when.
//!
//! The file is read within limits, by its parts: fields count as fields, so that a reference that renumbered is no change. Nothing that a
//! page may show is passed over: an element that is not known here to draw nothing, and is not read, is told, and so are words that the
//! page does not show.

use std::collections::{BTreeMap, BTreeSet};

use super::looks::{Looks, unseen_lines, unseen_row};
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
    /// What a page may show and is not read as words: the paragraph that it stands in or behind, and what it is.
    pub unread: Vec<(usize, String)>,
    /// The patterns of automatic numbers that hold words.
    pub numbering: Vec<String>,
    /// How many fields show a number of another place.
    pub references: usize,
    /// How many of them show that this place is gone.
    pub dead: usize,
}

/// A paragraph, or the content of a table's cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnedParagraph {
    /// Its words, with [`NUMBER`] for what a field shows.
    pub words: String,
    /// What the fields show, one entry for each [`NUMBER`] of the words, in order.
    pub numbers: Vec<String>,
    /// Its words, with what the fields show.
    pub shown: String,
    /// The name of its style, in lower case.
    pub style: String,
    /// Its bookmarks, and those that begin between it and the paragraph before.
    pub bookmarks: Vec<String>,
    /// The bookmarks that its references point to, in order.
    pub targets: Vec<String>,
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

/// A custom property of a Word file; `None` if it has none of that name, or is not a Word file.
#[must_use]
pub fn property(bytes: &[u8], name: &str) -> Option<String> {
    let mut container = Container::returned(bytes).ok()?;
    let root = container.tree("docProps/custom.xml").ok()??;
    let property = root.elements().find(|property| property.attribute("name") == Some(name))?;
    Some(all_words(property))
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
    let mut reading = Reading::default();
    part("styles")?.iter().for_each(|root| reading.looks.read(root));
    for root in part("numbering")? {
        root.walk(&mut |element| {
            let pattern = element.attribute("w:val").filter(|_| element.name == "w:lvlText");
            reading.paper.numbering.extend(pattern.map(str::to_owned));
        });
    }
    for child in document.elements().filter(|child| child.is_local("body")) {
        reading.blocks(child, Tracking::default());
    }
    reading.end_edit();
    for kind in ["header", "footer", "footnotes", "endnotes"] {
        for root in part(kind)? {
            reading.aside(&root);
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
    /// What it shows, if it is a reference.
    shown: String,
}

#[derive(Default)]
struct Reading {
    paper: ReturnedPaper,
    looks: Looks,
    /// The style of the paragraph at hand, and why its lines or its row do not show.
    style: String,
    around: Option<&'static str>,
    row_unseen: Option<&'static str>,
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
                    self.bound(child);
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
                _ => self.unread(child),
            }
        }
    }

    fn table(&mut self, table: &Element, tracking: &Tracking) {
        let outer = (self.row, self.row_unseen);
        let number = self.tables;
        self.tables += 1;
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        for (at, row) in rows.into_iter().enumerate() {
            self.row = Some((number, at));
            self.row_unseen = outer.1.or_else(|| unseen_row(row));
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
                    "w:sdt" => {
                        self.bound(cell);
                        cell.child("w:sdtContent").into_iter().for_each(|content| {
                            content.elements().for_each(|cell| self.blocks(cell, tracking.clone()));
                        });
                    }
                    _ => self.unread(cell),
                }
            }
        }
        (self.row, self.row_unseen) = outer;
    }

    /// The rows of a table, those in controls too.
    fn rows<'a>(&mut self, table: &'a Element, out: &mut Vec<&'a Element>) {
        for child in table.elements() {
            match child.name.as_str() {
                "w:tr" => out.push(child),
                "w:sdt" => {
                    self.bound(child);
                    child.child("w:sdtContent").into_iter().for_each(|content| self.rows(content, out));
                }
                "w:customXml" => self.rows(child, out),
                _ => self.unread(child),
            }
        }
    }

    /// Tells what a page may show and is not read: whatever is not known to draw nothing.
    fn unread(&mut self, element: &Element) {
        if draws_nothing(&element.name) {
            return;
        }
        let words = all_words(element);
        let what = match element.name.as_str() {
            "m:oMath" | "m:oMathPara" => "an equation",
            "w:altChunk" => "the text of another file, which Word takes in when it opens this one",
            "w:subDoc" => "another file in place of text",
            "w:object" => "an object of another program",
            "w:contentPart" => "drawn ink",
            "w:pict" | "w:drawing" | "pic:pic" | "v:imagedata" | "v:textpath" => "a picture or a drawing",
            "mc:AlternateContent" => "words that not every program shows",
            "w:ruby" => "words with a gloss above them",
            // Marks of extensions of Word draw nothing of their own.
            name if words.is_empty() && !name.starts_with("w:") && !name.starts_with("m:") => return,
            _ => "content of a kind that is not read",
        };
        let what = if words.is_empty() { what.to_owned() } else { format!("{what}: {words}") };
        self.paper.unread.push((self.paper.paragraphs.len(), what));
    }

    /// Tells a control that shows what another part of the file says, whatever words stand in it.
    fn bound(&mut self, control: &Element) {
        let is_bound = control
            .child("w:sdtPr")
            .is_some_and(|properties| properties.elements().any(|element| element.is_local("dataBinding")));
        if is_bound {
            let what = "a control that shows what another part of the file says, whatever stands in it";
            self.paper.unread.push((self.paper.paragraphs.len(), format!("{what}: {}", all_words(control))));
        }
    }

    /// Reads a header, a footer or notes: each paragraph, its fields and pictures.
    fn aside(&mut self, root: &Element) {
        root.walk(&mut |element| match element.name.as_str() {
            "w:p" => {
                self.paper.beside.push(plain(element));
                let mut code = String::new();
                element.walk(&mut |inner| match inner.name.as_str() {
                    "w:fldChar" if inner.attribute("w:fldCharType") == Some("begin") => code.push(' '),
                    "w:instrText" => text_of(inner, &mut code),
                    "w:fldSimple" => code.push_str(inner.attribute("w:instr").unwrap_or_default()),
                    "w:fldChar" if inner.attribute("w:fldCharType") == Some("end") => {
                        self.works_out(&std::mem::take(&mut code));
                    }
                    _ => {}
                });
                self.works_out(&code);
            }
            "w:object" | "pic:pic" | "v:imagedata" | "v:textpath" | "m:oMath" | "w:altChunk" | "w:contentPart" => {
                self.unread(element);
            }
            _ => {}
        });
    }

    /// Tells a field that is none of numbers, contents and links: Word works out its words anew when it opens the file or prints it.
    fn works_out(&mut self, code: &str) {
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = code.split([' ', '"', '\\']).next().unwrap_or_default().to_uppercase();
        if code.is_empty()
            || matches!(
                kind.as_str(),
                "REF"
                    | "PAGEREF"
                    | "NOTEREF"
                    | "TOC"
                    | "PAGE"
                    | "NUMPAGES"
                    | "SECTIONPAGES"
                    | "HYPERLINK"
                    | "TC"
                    | "XE"
            )
        {
            return;
        }
        let what = format!("a field that works out its words: {code}");
        self.paper.unread.push((self.paper.paragraphs.len(), what));
    }

    fn end_field(&mut self, tracking: &Tracking) {
        // A number that nobody could work out shows nothing, and is a reference all the same.
        if tracking.came != Some(true) {
            self.number("");
        }
        let Some(field) = self.fields.pop() else { return };
        self.works_out(&field.code);
        if field.said && is_dead(&field.shown) {
            self.paper.dead += 1;
            return;
        }
        // What is no number is words, whatever it calls itself.
        if field.said && !is_number(&field.shown) {
            self.open.words.push_str(&field.shown);
        }
    }

    fn paragraph(&mut self, paragraph: &Element, tracking: &Tracking) {
        let properties = paragraph.child("w:pPr");
        let style = properties.and_then(|properties| properties.value("w:pStyle")).unwrap_or_default();
        style.clone_into(&mut self.style);
        let style = self.looks.name(style);
        self.around = self.row_unseen.or_else(|| properties.and_then(unseen_lines));
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
                        ..OpenField::default()
                    });
                    self.inside(child, tracking);
                    self.end_field(tracking);
                }
                "w:sdt" => {
                    self.bound(child);
                    child.child("w:sdtContent").into_iter().for_each(|inner| self.inside(inner, tracking));
                }
                "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => self.inside(child, tracking),
                _ => self.unread(child),
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
        let unseen = self.around.or_else(|| self.looks.unseen(run.child("w:rPr"), &self.style));
        for child in run.elements() {
            match child.name.as_str() {
                "w:t" | "w:delText" => {
                    let mut words = String::new();
                    text_of(child, &mut words);
                    if let Some(why) = unseen.filter(|_| !words.trim().is_empty()) {
                        self.hide(why, &words);
                    }
                    child.elements().for_each(|inner| self.unread(inner));
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
                    Some("end") => self.end_field(tracking),
                    _ => {}
                },
                "w:pict" | "w:drawing" | "mc:AlternateContent" => self.boxes(child),
                "w:commentReference" => {
                    let id = child.attribute("w:id").unwrap_or_default().to_owned();
                    self.anchors.entry(id).or_insert(self.paper.paragraphs.len());
                }
                _ => self.unread(child),
            }
        }
    }

    /// Words of a run that do not show; those of one paragraph for one reason are told together.
    fn hide(&mut self, why: &'static str, words: &str) {
        let paragraph = self.paper.paragraphs.len();
        match self.paper.unseen.last_mut() {
            Some((at, last, all)) if *at == paragraph && *last == why => all.push_str(words),
            _ => self.paper.unseen.push((paragraph, why, words.to_owned())),
        }
    }

    /// A drawing: the paragraphs of its text boxes stand beside the text, and everything else in it is told. Where it is there twice,
    /// for newer programs and for older ones, equal words are told once.
    fn boxes(&mut self, element: &Element) {
        let mut branches: Vec<&Element> = vec![element];
        if element.name == "mc:AlternateContent" {
            branches = element.elements().collect();
        }
        let (mut found, mut told) = (BTreeSet::new(), BTreeSet::new());
        for branch in branches {
            let (mut paragraphs, mut others) = (Vec::new(), Vec::new());
            drawn(branch, &mut paragraphs, &mut others);
            for words in paragraphs.iter().map(|paragraph| plain(paragraph)) {
                if found.insert(words.clone()) {
                    self.paper.beside.push(words);
                }
            }
            for other in &others {
                if told.insert(all_words(other)) {
                    self.unread(other);
                }
            }
            if paragraphs.is_empty() && others.is_empty() && matches!(branch.name.as_str(), "w:pict" | "w:drawing") {
                self.unread(branch);
            }
        }
    }

    /// Adds words where they belong: to the paragraph as it was, and to the change at hand.
    fn say(&mut self, words: &str, tracking: &Tracking) {
        let (mut begun, mut before) = (String::new(), String::new());
        if tracking.came.is_some() && self.edit.is_none() {
            // A change within a word is a change of the word.
            if words.starts_with(char::is_alphanumeric) {
                trailing_word(&self.open.words).clone_into(&mut begun);
            }
            before = last_words(self.open.words.strip_suffix(&begun).unwrap_or_default());
        } else if tracking.came.is_some() {
            before = last_words(&self.open.words);
        }
        if tracking.came != Some(true) {
            if !self.number(words) {
                self.open.words.push_str(words);
            }
            self.open.shown.push_str(words);
        }
        let Some(came) = tracking.came else {
            // What stands between two changes and is only a space belongs to one of them.
            if !words.trim().is_empty() {
                if let Some((edit, _)) = &mut self.edit
                    && [&edit.old, &edit.new].into_iter().any(|side| side.ends_with(char::is_alphanumeric))
                {
                    let rest = leading_word(words);
                    edit.old.push_str(rest);
                    edit.new.push_str(rest);
                }
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
            let (old, new) = (begun.clone(), begun);
            (TrackedEdit { paragraph, old, new, before, author, date }, tracking.clone())
        });
        last.clone_from(tracking);
        if came { edit.new.push_str(words) } else { edit.old.push_str(words) }
    }

    /// Puts the sign for a number where a reference shows words; `false` if no reference does.
    fn number(&mut self, words: &str) -> bool {
        let Some(field) = self.fields.last_mut().filter(|field| field.shows && is_reference(&field.code)) else {
            return false;
        };
        field.shown.push_str(words);
        if !field.said {
            field.said = true;
            self.paper.references += 1;
            self.open.targets.extend(field.code.split_whitespace().nth(1).map(str::to_lowercase));
            // Two numbers side by side are one: a clause and the paragraph in it.
            if !self.open.words.ends_with(NUMBER) {
                self.open.words.push(NUMBER);
                self.open.numbers.push(String::new());
            }
        }
        if let Some(number) = self.open.numbers.last_mut() {
            number.push_str(words);
        }
        true
    }

    fn end_edit(&mut self) {
        if let Some((edit, _)) = self.edit.take().filter(|(edit, _)| !(edit.old.is_empty() && edit.new.is_empty())) {
            self.paper.tracked.push(edit);
        }
    }
}

/// The last few words of a text. They are asked for at each change, so that only its end is looked at.
fn last_words(text: &str) -> String {
    let start = text.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
    let text = text.get(start..).unwrap_or_default();
    let mut words: Vec<&str> = text.rsplit(char::is_whitespace).filter(|word| !word.is_empty()).take(4).collect();
    words.reverse();
    words.join(" ")
}

/// The word, or the rest of one, with which a text begins.
fn leading_word(text: &str) -> &str {
    let inside = |(at, letter): (usize, char)| {
        let next = text.get(at + letter.len_utf8()..).and_then(|rest| rest.chars().next());
        let joins = matches!(letter, '.' | ',' | '-' | '’' | '\'') && next.is_some_and(char::is_alphanumeric);
        letter.is_alphanumeric() || (joins && (letter != ',' || next.is_some_and(char::is_numeric)))
    };
    let end = text.char_indices().find(|at| !inside(*at)).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The word, or the beginning of one, with which a text ends.
fn trailing_word(text: &str) -> &str {
    let inner = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ',' | '-' | '’' | '\'');
    if !text.ends_with(char::is_alphanumeric) {
        return "";
    }
    let start =
        text.char_indices().rev().take_while(|(_, letter)| inner(*letter)).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

fn is_reference(code: &str) -> bool {
    matches!(code.split_whitespace().next(), Some("REF" | "PAGEREF" | "NOTEREF"))
}

/// Whether a field shows what LibreOffice or Word writes where the bookmark of a reference is gone.
fn is_dead(shown: &str) -> bool {
    matches!(shown.trim(), "Error: Reference source not found" | "Error! Reference source not found.")
}

/// Whether what a reference shows is a number: `12.1(a)`, `Schedule 5`, `(iv)`.
fn is_number(shown: &str) -> bool {
    const BEFORE: [&str; 6] = ["Part", "Schedule", "Annex", "Appendix", "clause", "paragraph"];
    let is_part = |part: &str| {
        let marks = part.chars().all(|letter| letter.is_ascii_alphanumeric() || "().-,".contains(letter));
        let letters = part.trim_matches(|letter: char| !letter.is_ascii_alphabetic());
        let roman = letters.chars().all(|letter| "ivxlcIVXLC".contains(letter));
        part.len() <= 12
            && marks
            && (part.contains(|letter: char| letter.is_ascii_digit()) || letters.len() <= 1 || roman)
    };
    let parts: Vec<&str> = shown.split_whitespace().collect();
    parts.len() <= 2 && parts.iter().all(|part| BEFORE.contains(part) || is_part(part))
}

/// Every word below an element, those of equations, drawings and attributes that print too.
fn all_words(element: &Element) -> String {
    let mut out: Vec<String> = Vec::new();
    element.walk(&mut |inner| {
        let mut words = String::new();
        if inner.name != "w:instrText" {
            text_of(inner, &mut words);
        }
        if inner.name == "v:textpath" {
            words.push_str(inner.attribute("string").unwrap_or_default());
        }
        out.push(words);
    });
    out.iter().flat_map(|words| words.split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// What a drawing holds: paragraphs of text boxes, and whatever else it shows.
fn drawn<'a>(element: &'a Element, paragraphs: &mut Vec<&'a Element>, others: &mut Vec<&'a Element>) {
    match element.name.as_str() {
        "w:p" => paragraphs.push(element),
        "pic:pic" | "v:imagedata" | "v:textpath" | "w:t" | "a:t" | "m:t" | "w:object" => others.push(element),
        _ => element.elements().for_each(|child| drawn(child, paragraphs, others)),
    }
}

/// Whether an element of a text, a table, a paragraph or a run is known to draw nothing: properties, marks of places and of a program's
/// work, and anchors of notes, whose words are read where they stand (ECMA-376 part 1, section 17).
fn draws_nothing(name: &str) -> bool {
    matches!(
        name,
        "w:pPr"
            | "w:rPr"
            | "w:tblPr"
            | "w:tblPrEx"
            | "w:tblGrid"
            | "w:trPr"
            | "w:tcPr"
            | "w:sectPr"
            | "w:bookmarkStart"
            | "w:bookmarkEnd"
            | "w:proofErr"
            | "w:permStart"
            | "w:permEnd"
            | "w:commentRangeStart"
            | "w:commentRangeEnd"
            | "w:annotationRef"
            | "w:footnoteRef"
            | "w:endnoteRef"
            | "w:footnoteReference"
            | "w:endnoteReference"
            | "w:separator"
            | "w:continuationSeparator"
            | "w:lastRenderedPageBreak"
            | "w:softHyphen"
            | "w:smartTagPr"
            | "w:customXmlPr"
            | "w:fldData"
    ) || name.starts_with("w:") && (name.ends_with("RangeStart") || name.ends_with("RangeEnd"))
}

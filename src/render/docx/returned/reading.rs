//! Reads the body of a Word file: each paragraph as it was before its tracked changes, and what a page may show beside its words.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{OpenField, is_dead, is_number, is_reference};
use super::words::{all_words, last_words, leading_word, plain, text_of, trailing_word};
use super::{NUMBER, ReturnedPaper, ReturnedParagraph, TrackedEdit};
use crate::render::docx::looks::{Looks, unseen_lines, unseen_row};
use crate::render::docx::tree::Element;

/// The tracked change that words stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tracking {
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

/// The state of a reading.
#[derive(Default)]
pub(super) struct BodyReading {
    pub paper: ReturnedPaper,
    pub looks: Looks,
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
    pub anchors: BTreeMap<String, usize>,
    tables: usize,
    row: Option<(usize, usize)>,
    contents: bool,
}

impl BodyReading {
    pub(super) fn blocks(&mut self, element: &Element, tracking: Tracking) {
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
    pub(super) fn aside(&mut self, root: &Element) {
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

    pub(super) fn end_edit(&mut self) {
        if let Some((edit, _)) = self.edit.take().filter(|(edit, _)| !(edit.old.is_empty() && edit.new.is_empty())) {
            self.paper.tracked.push(edit);
        }
    }
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

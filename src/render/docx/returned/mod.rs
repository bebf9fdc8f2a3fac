//! Reads the words of a Word file that came back, whatever program wrote it: paragraphs and cells as they were before its tracked
//! changes, and each tracked change with who made it and when.
//!
//! The file is read within limits, by its parts: fields count as fields, so that a reference that renumbered is no change. Nothing that a
//! page may show is passed over: an element that is not known here to draw nothing, and is not read, is told, and so are words that the
//! page does not show.

mod fields;
mod reading;
mod words;

use self::reading::{BodyReading, Tracking};
use self::words::{all_words, plain};
use super::reference::container::Container;
use super::tree::Element;
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
    let mut reading = BodyReading::default();
    part("styles")?.iter().for_each(|root| reading.looks.read(root));
    for root in part("numbering")? {
        root.walk(&mut |element| {
            let pattern = element.attribute("w:val").filter(|_| element.name == "w:lvlText");
            reading.paper.numbering.extend(pattern.map(str::to_owned));
        });
    }
    for child in document.elements().filter(|child| child.name == "w:body") {
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
        for comment in root.elements().filter(|element| element.name == "w:comment") {
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

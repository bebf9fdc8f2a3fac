//! PDF: tagged PDF/A-2a and PDF/UA-1.
//!
//! [`layout`] turns a document into pages of positioned runs and a tag tree; [`paint::paint`] writes them as PDF. Layout
//! uses no PDF library, and the painter does not read the document.

pub mod style;
pub mod tags;
pub mod page;
pub mod fonts;
mod measure;
mod lines;
mod setting;
mod flow;
mod job;
mod table;
mod blocks;
mod cover;
mod contents;
mod margins;
mod fields;
pub mod paint;
pub mod signed;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use crate::document::{Block, Document};
use crate::render::{Dress, PrintError};
use flow::FlowedRows;
use fonts::Fonts;
use job::PdfJob;
use measure::Scribe;
use page::{Layout, Metadata};
use style::{Density, Frame};
use tags::{TagRole, Tags};

/// Words that a thread remembers at most, so that its memory does not grow with the number of papers.
const MOST_SHAPED: usize = 20_000;

thread_local! {
    /// The built-in faces with the words that this thread shaped in earlier papers: most words of two papers are the same.
    static KEPT: Cell<Option<Fonts>> = const { Cell::new(None) };
}

/// Prints a document as tagged PDF.
pub fn render(document: &Document, dress: &Dress) -> Result<Vec<u8>, PrintError> {
    // Faces of the user's are of this paper alone.
    if !dress.fonts.is_empty() {
        let fonts = Fonts::new(&dress.fonts)?;
        return paint::paint(&layout(document, &fonts)?, &fonts);
    }
    // Taken and put back: while its threads wait, this one may print another paper, which then has faces of its own.
    let fonts = match KEPT.take() {
        Some(fonts) => fonts,
        None => Fonts::new(&[])?,
    };
    let printed = layout(document, &fonts).and_then(|layout| paint::paint(&layout, &fonts));
    if fonts.shaped() < MOST_SHAPED {
        KEPT.set(Some(fonts));
    }
    printed
}

/// Places a document's text on pages, before any PDF is written.
pub fn layout(document: &Document, fonts: &Fonts) -> Result<Layout, PrintError> {
    let density = Density::of(document.compact);
    let frame = Frame::of(document.paper, density.measure);
    let job = PdfJob { fonts, frame, density, blanks: !document.marks.is_empty() };
    let anchors = anchors(document);
    let mut tags = Tags::default();
    let mut links = Vec::new();
    let nodes = [(); 3].map(|()| tags.node(Tags::ROOT, TagRole::Division));
    let [cover_node, contents_node, body_node] = nodes;

    let scribe = Scribe { tags: &mut tags, links: &mut links, anchors: &anchors };
    let cover = cover::rows(job, document, scribe, cover_node)?;
    let scribe = Scribe { tags: &mut tags, links: &mut links, anchors: &anchors };
    let body = blocks::rows(job, document, scribe, body_node)?;
    // A letter has one flow of rows; the cover of any other paper is a page of its own.
    let (cover, body) =
        if document.is_letter() { (FlowedRows::default(), cover.followed_by(body)) } else { (cover, body) };
    let (cover, body) = (cover.paginate(frame), body.paginate(frame));

    // The contents has a fixed column for page numbers, so its length is known before the numbers are.
    let trial = contents::rows(job, document, &|_| 0, &mut Tags::default(), &mut Vec::new(), Tags::ROOT)?;
    let before = cover.pages.len() + trial.paginate(frame).pages.len();
    let mut places: HashMap<String, (usize, f32)> = HashMap::new();
    for (anchor, page, y) in body.anchors {
        places.entry(anchor).or_insert((page + before, y));
    }
    let number = |block: usize| places.get(&blocks::heading_anchor(block)).map_or(0, |(page, _)| page + 1);
    let contents = contents::rows(job, document, &number, &mut tags, &mut links, contents_node)?.paginate(frame);

    let front = cover.pages.len();
    let mut pages = cover.pages;
    pages.extend(contents.pages);
    pages.extend(body.pages);
    margins::dress(job, document, &mut pages)?;
    for link in &mut links {
        link.to = places.get(&link.anchor).copied();
    }
    let mut bookmarks = contents.bookmarks;
    bookmarks.iter_mut().for_each(|bookmark| bookmark.page += front);
    bookmarks.extend(body.bookmarks.into_iter().map(|mut bookmark| {
        bookmark.page += before;
        bookmark
    }));
    Ok(Layout { frame, pages, tags, links, bookmarks, about: about(document) })
}

/// Anchors that a reference may lead to.
fn anchors(document: &Document) -> HashSet<&str> {
    let mut out = HashSet::new();
    for block in &document.blocks {
        let found: Option<&str> = match block {
            Block::Heading(heading) => Some(heading.anchor.as_str()),
            Block::Paragraph(paragraph) => paragraph.anchor.as_deref(),
            Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => None,
        };
        out.extend(found);
    }
    out
}

/// Metadata. PDF/A and PDF/UA require a title and a language.
fn about(document: &Document) -> Metadata {
    let or =
        |words: &str, other: &str| if words.trim().is_empty() { other.to_owned() } else { words.trim().to_owned() };
    Metadata {
        title: or(&document.title, &or(&document.reference, "–")),
        language: or(&document.language, "en"),
        provenance: document.provenance.clone(),
    }
}

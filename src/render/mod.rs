//! Back-ends: each is one function from a [`Document`] to bytes.

use std::sync::Arc;

use crate::document::Document;

mod anchors;
mod columns;
mod words;

pub mod docx;
pub mod html;
pub mod markdown;
pub mod pdf;

/// A format that a draft can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// CommonMark with tables.
    Markdown,
    /// One HTML file that Word and LibreOffice open.
    Html,
    /// A Word document.
    Docx,
    /// Tagged PDF/A-2a and PDF/UA-1.
    Pdf,
}

impl Format {
    /// Every format there is, in the order they are written.
    pub const ALL: [Self; 4] = [Self::Markdown, Self::Html, Self::Docx, Self::Pdf];

    /// The file name extension, which is also the name on the command line.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// Whether it sets what a review copy says of a clause beside the clause; to the others it is an annex.
    #[must_use]
    pub fn has_margin(self) -> bool {
        match self {
            Self::Html | Self::Docx => true,
            Self::Markdown | Self::Pdf => false,
        }
    }
}

/// What dresses a document: files of `templates/`, overlaid by the user's.
#[derive(Debug, Clone, Default)]
pub struct Dress {
    /// Style sheet of the HTML.
    pub css: String,
    /// What the HTML of a review copy adds to it.
    pub review_css: String,
    /// Templates of the Word document.
    pub docx: docx::Templates,
    /// A firm's template for the Word document.
    pub reference: Option<Arc<docx::reference::Reference>>,
    /// Font files tried, in order, for a character that the built-in fonts lack.
    pub fonts: Vec<Vec<u8>>,
}

/// Why a document could not be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No font has this character.
    MissingGlyph {
        /// The character.
        character: char,
        /// The word it stands in.
        word: String,
    },
    /// The user's font file number `index` cannot be read.
    Font {
        /// Index into [`Dress::fonts`].
        index: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The Word document could not be written: one of its templates is faulty, or this program is.
    Docx(String),
    /// The PDF writer refused the document: a fault of this program.
    Pdf(String),
}

/// Prints a document.
pub fn render(document: &Document, dress: &Dress, format: Format) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Markdown => Ok(markdown::render(document)),
        Format::Html => Ok(html::render(document, dress)),
        Format::Docx => docx::render(document, dress),
        Format::Pdf => pdf::render(document, dress),
    }
}

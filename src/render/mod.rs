//! Back-ends: each is one function from a [`Document`] to bytes.

use std::sync::Arc;

use crate::document::Document;

mod anchors;
mod columns;
mod direction;
mod words;

pub mod docx;
pub mod html;
pub mod markdown;
pub mod pdf;

/// What there is to know of a format. The tests demand of its files what stands here.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// Its name in messages.
    pub name: &'static str,
    /// The file name extension, which is also the name on the command line.
    pub extension: &'static str,
    /// Whether it sets what a review copy says of a clause beside the clause; to the others it is an annex.
    pub margin: bool,
    /// Whether it prints a table of contents.
    pub contents: bool,
    /// What its references are.
    pub links: Links,
    /// Whether its readers accept and reject marked changes; to the others a summary stands in front.
    pub tracks_changes: bool,
    /// Prints a document.
    pub render: fn(&Document, &Dress) -> Result<Vec<u8>, PrintError>,
}

/// What the references of a format are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Words alone.
    None,
    /// Links to named places of the text.
    Places,
    /// Links to points of pages.
    Points,
}

/// Declares the formats: each is one entry, and nothing else lists them.
macro_rules! formats {
    ($($(#[doc = $doc:literal])+ $format:ident: $described:expr;)+) => {
        /// A format that a draft can be written in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $($(#[doc = $doc])+ $format,)+
        }

        impl Format {
            /// Every format, in the order they are written.
            pub const ALL: [Self; [$(stringify!($format)),+].len()] = [$(Self::$format),+];

            /// The formats that were asked for, without repetition and in the order they are written; every one if none is named.
            #[must_use]
            pub fn wanted(asked: &[Self]) -> Vec<Self> {
                Self::ALL.into_iter().filter(|format| asked.is_empty() || asked.contains(format)).collect()
            }

            /// What there is to know of it.
            #[must_use]
            pub fn described(self) -> &'static Described {
                match self {
                    $(Self::$format => const { &$described },)+
                }
            }
        }
    };
}

formats! {
    /// CommonMark with tables.
    Markdown: Described {
        name: "Markdown",
        extension: "md",
        margin: false,
        contents: true,
        links: Links::Places,
        tracks_changes: false,
        render: |document, _| Ok(markdown::render(document)),
    };
    /// One HTML file that Word and LibreOffice open.
    Html: Described {
        name: "HTML",
        extension: "html",
        margin: true,
        contents: true,
        links: Links::Places,
        tracks_changes: false,
        render: |document, dress| Ok(html::render(document, dress)),
    };
    /// A Word document.
    Docx: Described {
        name: "DOCX",
        extension: "docx",
        margin: true,
        contents: true,
        links: Links::Places,
        tracks_changes: true,
        render: docx::render,
    };
    /// Tagged PDF/A-2a and PDF/UA-1.
    Pdf: Described {
        name: "PDF",
        extension: "pdf",
        margin: false,
        contents: true,
        links: Links::Points,
        tracks_changes: false,
        render: pdf::render,
    };
}

impl Format {
    /// The file name extension, which is also the name on the command line.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.described().extension
    }

    /// Whether it sets what a review copy says of a clause beside the clause; to the others it is an annex.
    #[must_use]
    pub fn has_margin(self) -> bool {
        self.described().margin
    }

    /// Whether its readers accept and reject marked changes.
    #[must_use]
    pub fn tracks_changes(self) -> bool {
        self.described().tracks_changes
    }
}

/// What dresses a document: files of `templates/`, overlaid by the user's.
#[derive(Debug, Clone, Default)]
pub struct Dress {
    /// Style sheet of the HTML.
    pub css: String,
    /// What the HTML of a review copy adds to it.
    pub review_css: String,
    /// What the HTML of a marked paper adds to it.
    pub redline_css: String,
    /// Templates of the Word document.
    pub docx: docx::DocxTemplates,
    /// A firm's template for the Word document.
    pub reference: Option<Arc<docx::reference::Reference>>,
    /// Faces tried, in order, for a character that the built-in fonts lack.
    pub fonts: Vec<FontFile>,
}

/// A face of a font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// What messages call it.
    pub name: String,
    /// The whole file.
    pub bytes: Arc<Vec<u8>>,
    /// Index of the face in a collection, else 0.
    pub face: u32,
    /// Whether it is tried first for bold words.
    pub bold: bool,
    /// Whether it is tried first for italic words.
    pub italic: bool,
}

impl FontFile {
    /// The first face of a file, for words of any style.
    #[must_use]
    pub fn first(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes: Arc::new(bytes), face: 0, bold: false, italic: false }
    }
}

/// Why a document could not be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintError {
    /// No font has this character.
    MissingGlyph {
        /// The character.
        character: char,
        /// The word it stands in.
        word: String,
    },
    /// The user's face number `index` cannot be used.
    Font {
        /// Index into [`Dress::fonts`].
        index: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The Word document could not be written: one of its templates is faulty, or this program is.
    Docx(String),
    /// A name or heading that the PDF keeps apart from its pages is longer than PDF/A allows (ISO 19005-2, 6.1.13).
    LongName,
    /// The PDF writer refused the document: a fault of this program.
    Pdf(String),
}

/// Prints a document.
pub fn render(document: &Document, dress: &Dress, format: Format) -> Result<Vec<u8>, PrintError> {
    (format.described().render)(document, dress)
}

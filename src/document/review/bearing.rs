//! Which law bears on a deal, whether it was read, and what has to be confirmed: what the lists in front and the notes share.

use crate::deal::date::Date;
use crate::deal::read::DealFile;
use crate::document::context;
use crate::library::clause::{Authority, Clause};
use crate::library::{Library, due};

/// Which sources bear on a deal: those of no country, and those of a country that it touches.
pub(super) struct Bearing {
    touched: Vec<String>,
}

impl Bearing {
    pub(super) fn of(file: &DealFile, library: &Library) -> Self {
        let touch = context::touch(&file.deal, library);
        let touched = touch
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, ways)| ways.as_array().is_some_and(|ways| !ways.is_empty()));
        Self { touched: touched.map(|(code, _)| code.clone()).collect() }
    }

    pub(super) fn touches(&self, code: &str) -> bool {
        self.touched.iter().any(|touched| touched == code)
    }

    pub(super) fn sources<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Authority> {
        clause.front.sources.iter().filter(|source| source.country.as_deref().is_none_or(|code| self.touches(code)))
    }
}

/// Whether a note asks somebody to confirm something.
pub(super) fn asks(note: &str) -> bool {
    note.to_lowercase().contains("confirm")
}

/// What is known of the reading of a law. What comes from general knowledge was read by nobody, and is not called verified.
pub(super) fn read(document: Option<&str>, day: Date) -> String {
    match document {
        Some(document) if due::is_read(Some(document)) => format!("{document}, verified {day}"),
        Some(document) => format!("not read, or not whole: {document}"),
        None => "not read".to_owned(),
    }
}

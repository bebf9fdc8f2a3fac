//! The rates in a file of their own, which the paper names by what it is called, its date and its SHA-256.

use std::path::Path;

use serde_json::{Value, json};

use crate::deal::rates;
use crate::deal::read::DealFile;
use crate::rates::write;
use crate::source::sha256;
use crate::template::BLANK;

/// What follows the deal's stem in the name of the file.
pub const SUFFIX: &str = "rates.csv";

/// The file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl AnnexFile {
    /// The file of a deal that wants its rates apart.
    #[must_use]
    pub fn of(file: &DealFile) -> Option<Self> {
        let rates = &file.deal.rates;
        if rates.annex == rates::Annex::Inline {
            return None;
        }
        let bytes = write::lines(&rates.lines, rates.currency).ok()?;
        let stem = Path::new(&*file.source.name)
            .file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        // A deal from standard input is drafted as `deal`.
        let stem = if stem.starts_with('<') { "deal".to_owned() } else { stem };
        Some(Self { name: format!("{stem}.{SUFFIX}"), sha256: sha256(&bytes), bytes })
    }

    /// What the paper says of it.
    pub(super) fn said(&self, file: &DealFile) -> Value {
        let date = file
            .deal
            .rates
            .effective
            .known()
            .map_or_else(|| BLANK.to_string(), |moment| crate::deal::date::Date(moment.local.date()).to_string());
        json!({ "name": self.name, "sha256": self.sha256, "date": date })
    }
}

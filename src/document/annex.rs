//! The rates in a file of their own. The paper names it by file name, date and SHA-256.

use std::path::Path;

use serde_json::{Value, json};

use crate::deal::rates;
use crate::deal::read::DealFile;
use crate::rates::write;
use crate::source::sha256;
use crate::template::BLANK;

/// What follows the deal's stem in the name of the file.
pub const SUFFIX: &str = "rates.csv";

/// The file with the rates of a deal, as it lies beside the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexFile {
    /// File name, without a folder.
    pub name: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The whole file: comma-separated values in UTF-8.
    pub bytes: Vec<u8>,
}

impl AnnexFile {
    /// The file of a deal that asks for its rates in one; `None` for any other deal.
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

    /// The values by which the templates name the file in the paper.
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

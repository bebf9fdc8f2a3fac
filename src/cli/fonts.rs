//! `--font`: fonts for the PDF.

use std::path::PathBuf;

use clap::Args;

use crate::diagnostic::Failure;
use crate::faces::Faces;

/// Where the PDF finds characters that its own fonts lack.
#[derive(Debug, Args)]
pub(super) struct FontArgs {
    /// Font file, or folder of them, for characters that the PDF's own fonts lack; asked before the system's fonts.
    #[arg(long = "font", value_name = "FILE|DIR")]
    fonts: Vec<PathBuf>,
}

impl FontArgs {
    /// The fonts that are named, and after them the system's.
    pub(super) fn faces(&self) -> Result<Faces, Failure> {
        Faces::of(&self.fonts)
    }
}

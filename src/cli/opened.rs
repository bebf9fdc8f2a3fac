//! Reading a deal that a command works with and does not judge.

use std::path::Path;

use crate::cli::console::Console;
use crate::deal::read::{self, DealFile};
use crate::diagnostic::{Finding, Level};
use crate::input::{self, ReadError};
use crate::report::human;
use crate::source::Source;

/// Reads a deal to work with; `None`, with its findings printed, if it cannot be read.
pub(super) fn open(path: &Path, console: &Console) -> Result<Option<DealFile>, ReadError> {
    Ok(opened(&input::read(path)?, console))
}

/// The same for a deal whose text is known.
pub(super) fn opened(source: &Source, console: &Console) -> Option<DealFile> {
    let mut findings = Vec::new();
    let file = read::read(source, &mut findings);
    let stops: Vec<Finding> = findings.into_iter().filter(|finding| finding.level == Level::Error).collect();
    if file.is_none() || !stops.is_empty() {
        console.say(&human::render(&stops, console.look));
        return None;
    }
    file
}

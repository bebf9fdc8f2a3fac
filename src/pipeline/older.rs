//! Libraries of earlier days, and the deals that pin them.

use std::path::Path;

use crate::assets::Assets;
use crate::budget::DEAL_BYTES;
use crate::deal::read::read;
use crate::diagnostic::Failure;
use crate::input;
use crate::library::{Library, VERSION};
use crate::source::Source;

/// Reads a library that was copied out: by itself if it is whole, else laid over the built-in one.
pub fn load_older(folder: &Path) -> Result<Library, Failure> {
    let assets = if folder.join(VERSION).exists() { Assets::alone(folder) } else { Assets::load(Some(folder)) };
    let fault = |fault: crate::assets::Unreadable| {
        Failure(format!("cannot read the library at {}: {}", fault.path.display(), fault.reason))
    };
    Ok(Library::read(assets.map_err(fault)?))
}

/// The version of a library that was copied out whole.
#[must_use]
pub fn version_of(folder: &Path) -> Option<String> {
    let text = input::text_of(&folder.join(VERSION), DEAL_BYTES).ok()?;
    Some(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// The library that a deal pins, as it writes it; `None` if it pins none or cannot be read.
#[must_use]
pub fn pinned(deal: &Source) -> Option<String> {
    // Most deals pin none, and are not read twice for that.
    if !deal.text.contains("library") {
        return None;
    }
    let file = read(deal, &mut Vec::new())?;
    file.deal.library.known().map(ToString::to_string)
}

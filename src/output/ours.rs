//! Which files in a folder this program wrote and nobody edited since: those that a manifest beside them names with their hash.

use std::ffi::OsStr;
use std::path::Path;

use crate::input;
use crate::provenance::{Manifest, StandingDrafts, listed, sha256};

/// Largest manifest, and drafted file that is compared with its manifest.
pub(super) const MOST: u64 = crate::budget::DRAFT_BYTES;

/// The drafts of a deal in a folder: their manifest, and each file that is still as the manifest names it.
#[must_use]
pub fn standing(folder: &Path, stem: &OsStr) -> Option<StandingDrafts> {
    let path = |suffix: &str| {
        let mut name = stem.to_owned();
        name.push(".");
        name.push(suffix);
        folder.join(name)
    };
    let manifest: Manifest = serde_json::from_slice(&input::bytes(&path("manifest.json"), MOST).ok()?).ok()?;
    let stands = |(suffix, known): &(&String, &String)| {
        input::bytes(&path(suffix), MOST).is_ok_and(|bytes| sha256(&bytes) == **known)
    };
    let files = manifest.files.iter().filter(stands).map(|(suffix, known)| (suffix.clone(), known.clone())).collect();
    Some(StandingDrafts { files, manifest })
}

/// Whether a manifest beside a file names it with its present hash, or the file is such a manifest.
pub(super) fn is_ours(target: &Path) -> bool {
    let mut stem = target.to_owned();
    let mut suffix = String::new();
    while let (Some(shorter), Some(end)) = (stem.file_stem(), stem.extension().and_then(OsStr::to_str)) {
        suffix = if suffix.is_empty() { end.to_owned() } else { format!("{end}.{suffix}") };
        let mut name = shorter.to_owned();
        stem = stem.with_file_name(&name);
        name.push(".manifest.json");
        let Some(files) = input::bytes(&stem.with_file_name(name), MOST).ok().and_then(|text| listed(&text)) else {
            continue;
        };
        let hash = || input::bytes(target, MOST).map(|bytes| sha256(&bytes)).ok();
        if suffix == "manifest.json" || files.get(&suffix).is_some_and(|known| hash().as_ref() == Some(known)) {
            return true;
        }
    }
    false
}

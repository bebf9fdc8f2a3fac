//! The library of a run, and the older ones that the house keeps by version for the deals that were agreed on them.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::cli::Failure;
use crate::diagnostic::Level;
use crate::input;
use crate::pipeline::{self, Library};
use crate::policy::Policy;
use crate::source::Source;

/// The library of a run. Where a deal pins another, and the house keeps that, the deal is judged and drafted by it.
pub(super) struct Libraries {
    own: Library,
    /// Whether the user named it, so that no other takes its place.
    named: bool,
    /// The kept ones that were read, by folder. Each lives as long as the program.
    kept: Mutex<HashMap<PathBuf, Result<&'static Library, Failure>>>,
}

impl Deref for Libraries {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.own
    }
}

impl Libraries {
    pub(super) fn new(own: Library, named: bool) -> Self {
        Self { own, named, kept: Mutex::default() }
    }

    /// The library of the run alone, whatever a deal pins.
    pub(super) fn alone(self) -> Self {
        Self { named: true, ..self }
    }

    /// The library for a deal.
    pub(super) fn of(&self, deal: &Source, policy: &Policy) -> Result<&Library, Failure> {
        let folders = policy.library_folders();
        if self.named || folders.is_empty() {
            return Ok(&self.own);
        }
        let Some(pin) = pipeline::pinned(deal).filter(|pin| !self.own.is_pinned_by(pin)) else { return Ok(&self.own) };
        let version = pin.split('+').next().unwrap_or_default();
        for folder in folders {
            for folder in kept_in(&folder)? {
                if pipeline::version_of(&folder).as_deref() != Some(version) {
                    continue;
                }
                let library = self.read(folder)?;
                if library.is_pinned_by(&pin) {
                    return Ok(library);
                }
            }
        }
        // The rule on pins says what is missing.
        Ok(&self.own)
    }

    /// The library for the deal among some files, of which others may be decks.
    pub(super) fn of_files(&self, paths: &[&Path], policy: &Policy) -> Result<&Library, Failure> {
        let is_deal =
            |path: &&&Path| path.extension().is_some_and(|end| end == "yaml" || end == "yml") && !input::is_stdin(path);
        match paths.iter().rfind(is_deal).and_then(|path| input::read(path).ok()) {
            Some(deal) => self.of(&deal, policy),
            None => Ok(&self.own),
        }
    }

    fn read(&self, folder: PathBuf) -> Result<&'static Library, Failure> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |folder: &PathBuf| older(folder).map(|library| &*Box::leak(Box::new(library)));
        kept.entry(folder.clone()).or_insert_with(|| read(&folder)).clone()
    }
}

/// The folders of the libraries that a folder keeps, in the order of their names.
pub(super) fn kept_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = input::entries(folder)
        .map_err(|error| Failure(format!("cannot list the libraries in {}: {}", folder.display(), error.reason())))?;
    Ok(entries.into_iter().filter(|(_, is_folder)| *is_folder).map(|(path, _)| path).collect())
}

/// A library that was copied out, without errors: whole, or laid over the built-in one if it is a part.
pub(super) fn older(folder: &Path) -> Result<Library, Failure> {
    let library = pipeline::load_older(folder)?;
    match library.findings.iter().find(|finding| finding.level == Level::Error) {
        None => Ok(library),
        Some(finding) => {
            let help = finding.remedy_text().map_or_else(String::new, |help| format!("; {help}"));
            Err(Failure(format!("cannot use the library at {}: {}{help}", folder.display(), finding.message)))
        }
    }
}

//! Whether the files below folders are those that the manifests beside them name, and those of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use super::MOST;
use crate::diagnostic::Failure;
use crate::input;
use crate::pipeline::OURS;
use crate::provenance::{listed, sha256};
use crate::render::Format;

/// The end of a manifest's name.
const END: &str = ".manifest.json";

/// What a file is by the manifests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Proof {
    /// A manifest beside it names it with this hash.
    AsListed,
    /// A manifest beside it names it with another hash.
    Edited,
    /// A manifest names it, and it is not there.
    Missing,
    /// It has the ending of a draft, and no manifest names it.
    Unlisted,
    /// It has the ending of a manifest, and is none.
    NoManifest,
    /// The run has another manifest of this name.
    OtherThanRun,
    /// A manifest that the run does not have.
    NotOfRun,
}

impl Proof {
    /// Whether it is as it was written.
    #[must_use]
    pub fn holds(self) -> bool {
        self == Self::AsListed
    }

    /// The same in words, after the file's name.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::AsListed => "is as its manifest names it",
            Self::Edited => "is not as its manifest names it: it was edited, or written by something else",
            Self::Missing => "is missing, and its manifest names it",
            Self::Unlisted => "is named by no manifest",
            Self::NoManifest => "is not a manifest",
            Self::OtherThanRun => "is not the manifest of the run: the deal was drafted again, or its manifest edited",
            Self::NotOfRun => "is not of the run",
        }
    }
}

/// Every file below the folders, in the order of their paths. `run` is the manifest of a run, by the names of the manifests in it.
///
/// # Errors
/// A folder cannot be listed.
pub fn proof(folders: &[PathBuf], run: Option<&BTreeMap<String, Value>>) -> Result<BTreeMap<PathBuf, Proof>, Failure> {
    let (mut manifests, mut files) = (BTreeSet::new(), BTreeSet::new());
    let mut open = folders.to_vec();
    while let Some(folder) = open.pop() {
        let entries = input::entries(&folder).map_err(|error| Failure::of(&error))?;
        for (path, is_folder) in entries {
            if is_folder {
                open.push(path);
            } else if path.to_string_lossy().ends_with(END) {
                manifests.insert(path);
            } else {
                files.insert(path);
            }
        }
    }
    let manifests: Vec<&PathBuf> = manifests.iter().collect();
    let of_each: Vec<Vec<(PathBuf, Proof)>> = manifests.par_iter().map(|manifest| beside(manifest, run)).collect();
    let mut proved: BTreeMap<PathBuf, Proof> = BTreeMap::new();
    for (path, proof) in of_each.into_iter().flatten() {
        // A file that two manifests name is ours if one of them knows it.
        let known = proved.entry(path).or_insert(proof);
        if proof.holds() {
            *known = proof;
        }
    }
    let endings: Vec<&str> = Format::wanted(&[]).iter().map(|format| format.extension()).collect();
    for file in files {
        let is_draft = file.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending));
        if is_draft && !proved.contains_key(&file) {
            proved.insert(file, Proof::Unlisted);
        }
    }
    let there: BTreeSet<&str> = manifests.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    let home = folders.first().map_or(Path::new(""), PathBuf::as_path);
    for name in run.into_iter().flat_map(BTreeMap::keys).filter(|name| !there.contains(name.as_str())) {
        proved.insert(home.join(name), Proof::Missing);
    }
    Ok(proved)
}

/// A manifest and the files that it names.
fn beside(manifest: &Path, run: Option<&BTreeMap<String, Value>>) -> Vec<(PathBuf, Proof)> {
    let none = || vec![(manifest.to_owned(), Proof::NoManifest)];
    let (Ok(bytes), Some(name)) = (input::bytes(manifest, MOST), manifest.file_name()) else { return none() };
    let name = name.to_string_lossy().into_owned();
    let (Some(files), Some(stem)) = (listed(&bytes), name.strip_suffix(END)) else { return none() };
    // Our own copies stay at home, and so they are in no manifest of a run.
    let is_own = stem.ends_with(&format!(".{OURS}"));
    let of_run = run.filter(|_| !is_own).map(|run| run.get(&name));
    let of_manifest = match of_run {
        None => Proof::AsListed,
        Some(None) => Proof::NotOfRun,
        Some(Some(known)) if serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| value == *known) => {
            Proof::AsListed
        }
        Some(Some(_)) => Proof::OtherThanRun,
    };
    let of_file = |(suffix, hash): (&String, &String)| {
        let path = manifest.with_file_name(format!("{stem}.{suffix}"));
        let proof = match input::bytes(&path, MOST) {
            Ok(bytes) if sha256(&bytes) == *hash => Proof::AsListed,
            Ok(_) => Proof::Edited,
            Err(_) => Proof::Missing,
        };
        (path, proof)
    };
    std::iter::once((manifest.to_owned(), of_manifest)).chain(files.iter().map(of_file)).collect()
}

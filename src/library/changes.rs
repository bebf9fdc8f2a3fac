//! What changed between two libraries: clauses by id and line by line, other files by path.
//!
//! The older library is compared as text only, because it may hold what this version would refuse.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use similar::TextDiff;

use super::clause::id_of;
use super::front::split;
use super::{digest, version};
use crate::assets::{self, Asset, Assets};
use crate::deal::tree::{self, NodeKind};
use crate::source::Source;

/// What changed from one library to another.
#[derive(Debug, Clone, Serialize)]
pub struct LibraryChanges {
    /// The library compared from.
    pub old: Edition,
    /// The library compared to.
    pub new: Edition,
    /// Clauses that differ, by their ids.
    pub clauses: Vec<ClauseChange>,
    /// Templates and country facts that differ, by their paths.
    pub files: Vec<FileChange>,
}

/// The identity of a library.
#[derive(Debug, Clone, Serialize)]
pub struct Edition {
    /// Its version; empty if it has none.
    pub version: String,
    /// Hash of all its files.
    pub sha256: String,
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the newer library holds it.
    Added,
    /// Only the older one does.
    Removed,
    /// Both do, with other words.
    Changed,
}

/// A clause that differs between the libraries.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseChange {
    /// Id of the clause.
    pub id: String,
    /// Whether it was added, removed or changed.
    pub change: Change,
    /// The older library's file; `None` if it has none.
    pub old: Option<ClauseFile>,
    /// The newer library's file; `None` if it has none.
    pub new: Option<ClauseFile>,
    /// Whether its words changed and its version did not.
    pub same_version: bool,
    /// The lines that changed, as a unified diff; empty unless it changed.
    pub diff: String,
}

/// The file of a clause.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseFile {
    /// Its path inside the library.
    pub file: String,
    /// Its version, if it can be read.
    pub version: Option<u32>,
}

/// A file other than a clause that differs.
#[derive(Debug, Clone, Serialize)]
pub struct FileChange {
    /// Its path inside the library.
    pub file: String,
    /// Whether it was added, removed or changed.
    pub change: Change,
}

/// The ids of every clause of a library.
#[must_use]
pub fn ids(assets: &Assets) -> BTreeSet<String> {
    clauses(assets).into_keys().collect()
}

/// Compares two libraries; `only` limits this to one clause.
#[must_use]
pub fn between(old: &Assets, new: &Assets, only: Option<&str>) -> LibraryChanges {
    let (before, after) = (clauses(old), clauses(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names
        .into_iter()
        .filter(|id| only.is_none_or(|only| only == id.as_str()))
        .filter_map(|id| clause(id, before.get(id), after.get(id)))
        .collect();
    let files = if only.is_some() { Vec::new() } else { files(old, new) };
    let edition = |assets: &Assets| Edition { version: version(assets), sha256: digest(assets) };
    LibraryChanges { old: edition(old), new: edition(new), clauses: changed, files }
}

/// The clauses of a library by their ids, each with its path and its text. Line ends are normalised.
fn clauses(assets: &Assets) -> BTreeMap<String, (&str, String)> {
    let files = assets.below("clauses/").filter(|(path, _)| is_clause(path));
    files.map(|(path, asset)| (id_of(path), (path, text(asset)))).collect()
}

fn is_clause(path: &str) -> bool {
    path.starts_with("clauses/") && path.ends_with(".md")
}

fn text(asset: &Asset) -> String {
    assets::source(asset).text.replace("\r\n", "\n")
}

fn clause(id: &str, old: Option<&(&str, String)>, new: Option<&(&str, String)>) -> Option<ClauseChange> {
    let side = |(path, text): &(&str, String)| ClauseFile { file: (*path).to_owned(), version: clause_version(text) };
    let (change, diff) = match (old, new) {
        (Some((path, before)), Some((path_now, after))) if before != after => {
            let diff = TextDiff::from_lines(before.as_str(), after.as_str());
            (Change::Changed, diff.unified_diff().context_radius(3).header(path, path_now).to_string())
        }
        (Some(_), None) => (Change::Removed, String::new()),
        (None, Some(_)) => (Change::Added, String::new()),
        _ => return None,
    };
    let (old, new) = (old.map(side), new.map(side));
    let versions = (old.as_ref().and_then(|text| text.version), new.as_ref().and_then(|text| text.version));
    let same_version = change == Change::Changed && versions.0 == versions.1;
    Some(ClauseChange { id: id.to_owned(), change, old, new, same_version, diff })
}

/// The version in a clause's front matter, even if the rest cannot be read.
fn clause_version(text: &str) -> Option<u32> {
    let (front, _) = split(text)?;
    let tree = tree::read(&Source::new("front matter", front), &mut Vec::new())?;
    match &tree.get("version")?.value.kind {
        NodeKind::Scalar(number) => number.parse().ok(),
        _ => None,
    }
}

fn files(old: &Assets, new: &Assets) -> Vec<FileChange> {
    let others = |assets| -> BTreeMap<String, &Asset> {
        let assets: &Assets = assets;
        assets.below("").filter(|(path, _)| !is_clause(path)).map(|(path, asset)| (path.to_owned(), asset)).collect()
    };
    let (before, after) = (others(old), others(new));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let same = |one: &Asset, other: &Asset| one.bytes == other.bytes || text(one) == text(other);
    let change = |path: &&String| match (before.get(*path), after.get(*path)) {
        (Some(one), Some(other)) if !same(one, other) => Some(Change::Changed),
        (Some(_), None) => Some(Change::Removed),
        (None, Some(_)) => Some(Change::Added),
        _ => None,
    };
    paths.into_iter().filter_map(|path| Some(FileChange { file: path.clone(), change: change(&path)? })).collect()
}

//! Two states of a repository of deals, side by side: each a folder, or what git keeps of one in a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::cli::comparing::{DealPair, PairedDeal, below};
use crate::input;
use crate::repository::find::find_below;
use crate::repository::git::{Checkout, checkout};

/// A state of the repository.
#[derive(Default)]
pub(super) struct State {
    /// Each deal by its path below the folder.
    pub(super) deals: BTreeMap<String, PathBuf>,
    pub(super) faults: Vec<String>,
    /// Keeps the files of a revision, which is called so.
    checkout: Option<(String, Checkout)>,
}

impl State {
    /// Deals by the paths by which they are compared.
    pub(super) fn of_files(deals: impl Iterator<Item = (String, PathBuf)>) -> Self {
        Self { deals: deals.collect(), ..Self::default() }
    }

    /// The deals below a folder, which may hold none. `policy` is the policy file to use instead of those at and above it.
    pub(super) fn of_folder(folder: &Path, policy: Option<&Path>) -> Self {
        let found = find_below(folder, policy);
        let whole = format!("{}/", folder.display());
        Self {
            deals: found.deals.iter().map(|path| (below(folder, path), path.clone())).collect(),
            faults: found.faults.iter().map(|fault| fault.0.replace(&whole, "")).collect(),
            checkout: None,
        }
    }

    /// The deals of a revision below the folder that corresponds to `here`.
    pub(super) fn of_revision(revision: &str, here: &Path, policy: Option<&Path>) -> Result<Self, Failure> {
        let checkout = checkout(revision, here)?;
        let state = Self::of_folder(&checkout.folder(), policy);
        Ok(Self { checkout: Some((revision.to_owned(), checkout)), ..state })
    }

    /// The deals of a revision below one of its folders.
    pub(super) fn of_folder_in(revision: &str, folder: &str, policy: Option<&Path>) -> Result<Self, Failure> {
        let checkout = checkout(revision, Path::new("."))?;
        let there = checkout.at(folder);
        let there =
            there.ok_or_else(|| Failure(format!("cannot read {revision}:{folder} from git: it is no folder")))?;
        let state = Self::of_folder(&there, policy);
        Ok(Self { checkout: Some((revision.to_owned(), checkout)), ..state })
    }

    /// A path or a text as the user knows it: of a revision, `REV:PATH` instead of the path of a folder that goes away.
    pub(super) fn named(&self, text: &str) -> String {
        match &self.checkout {
            Some((revision, checkout)) => checkout.named(revision, text),
            None => text.to_owned(),
        }
    }
}

/// The deals of both states side by side, in the order of their paths. One that only moved is known by its text.
pub(super) fn pairs(old: &State, new: &State) -> Vec<DealPair> {
    let digest = |state: &State, path: &str| Some(input::read(state.deals.get(path)?).ok()?.digest());
    let mut gone: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in old.deals.keys().filter(|path| !new.deals.contains_key(*path)) {
        gone.entry(digest(old, path).unwrap_or_else(|| path.clone())).or_default().push(path);
    }
    let deal =
        |state: &State, path: &str| state.deals.get(path).map(|file| PairedDeal { file: file.clone(), text: None });
    let mut pairs = Vec::new();
    for path in new.deals.keys() {
        let mut moved = || gone.get_mut(&digest(new, path)?)?.pop().cloned();
        let was = if old.deals.contains_key(path) { None } else { moved() };
        let old = deal(old, was.as_ref().unwrap_or(path));
        pairs.push(DealPair { path: path.clone(), was, old, new: deal(new, path) });
    }
    let left: BTreeSet<&String> = gone.into_values().flatten().collect();
    pairs.extend(left.into_iter().map(|path| DealPair {
        path: path.clone(),
        was: None,
        old: deal(old, path),
        new: None,
    }));
    pairs.sort_by(|one, other| one.path.cmp(&other.path));
    pairs
}

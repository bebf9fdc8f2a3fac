//! Writes the files of a batch: all of them or none, and each completely.
//!
//! Each file is written and synced beside its target under a temporary name; the files are renamed into place only when the whole
//! batch is complete. A batch that fails leaves the old files as they were; if a rename fails, those before it are undone.
//! A command with few files has one batch. `draft` has one for some deals at a time, so that any number of them needs no more room.
//!
//! - **One run at a time writes into a folder**: it holds the folder's lock from its first file until the last is in place, and
//!   another run waits. So two runs never mix.
//! - **A kill leaves old files or new ones**: the pending renames are listed in the folder before the first rename, and the next
//!   run into the folder finishes such a list first. Each folder has its own list. Temporaries without a list are removed.
//! - **Files that somebody else wrote or edited stay**: a batch of drafts replaces a file only if a manifest beside it names it
//!   with its hash, or if it is told to.
//! - A target that is a **symbolic link is replaced**, not followed, and a **folder that is a link is refused**, from the one that the user
//!   named downwards: a run writes nothing outside the folder it was given.
//! - A target that is a folder, a device or read-only is refused. An existing file keeps its mode; a new one gets the mode that
//!   the umask gives any new file.
//! - No file stays open: a run of any number of deals needs one descriptor for each folder.

mod error;
mod folder;
mod ours;
pub mod proof;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::input;
pub use error::WriteError;
use folder::{Folder, LIST, create, enter, fill, finish, list, run_mark, sweep, sync_folder, temporary_name};
pub use ours::standing;
use ours::{MOST, is_ours};

/// The files of one run. Dropped without [`Batch::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Batch {
    existing: Existing,
    /// The folder that the user named, from which on no step is a link. Without one it is the folder of each file.
    top: Option<PathBuf>,
    inputs: Vec<PathBuf>,
    // Dropped in this order: files, then the locks that protect them, then the folders that hold them.
    files: Vec<Pending>,
    folders: Vec<Folder>,
    created: Created,
}

/// What happens to existing files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Existing {
    Refused,
    Replaced,
    /// Replaced if a manifest beside them names them with their hash.
    Ours,
}

/// A file that is complete under its temporary name.
#[derive(Debug)]
struct Pending {
    folder: usize,
    temporary: TempPath,
    target: PathBuf,
}

/// A file that was put into place.
#[derive(Debug)]
struct Replaced {
    target: PathBuf,
    /// The file that stood there before, under a temporary name.
    old: Option<TempPath>,
}

/// Folders that this run created, outermost first; the empty ones are removed unless the run succeeds.
#[derive(Debug, Default)]
struct Created(Vec<PathBuf>);

impl Drop for Created {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // A folder that is not empty is in use by someone else by now.
            fs::remove_dir(folder).ok();
        }
    }
}

impl Batch {
    /// Starts a run that replaces existing files, except those that it read (`inputs`, canonical paths).
    #[must_use]
    pub fn replacing(inputs: Vec<PathBuf>) -> Self {
        Self {
            existing: Existing::Replaced,
            top: None,
            inputs,
            files: Vec::new(),
            folders: Vec::new(),
            created: Created::default(),
        }
    }

    /// Starts a run of drafts: it replaces those that a manifest beside them names with their hash and, with `overwrite`, all
    /// others except `inputs`.
    #[must_use]
    pub fn drafts(inputs: Vec<PathBuf>, overwrite: bool) -> Self {
        let existing = if overwrite { Existing::Replaced } else { Existing::Ours };
        Self { existing, ..Self::replacing(inputs) }
    }

    /// Starts a run that refuses every target that exists.
    #[must_use]
    pub fn creating() -> Self {
        Self { existing: Existing::Refused, ..Self::replacing(Vec::new()) }
    }

    /// Says which folder the user named, for a run that makes folders below it: neither it nor one of those may be a link.
    #[must_use]
    pub fn below(self, top: &Path) -> Self {
        Self { top: Some(top.to_owned()), ..self }
    }

    /// Writes a file under its temporary name, in a folder that is created if it is missing.
    pub fn add(&mut self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        self.write(target, bytes, self.existing)
    }

    /// Adds files that belong together, all of them or none: if one is refused, those before it are taken back.
    pub fn add_all<'a>(&mut self, files: impl IntoIterator<Item = (PathBuf, &'a [u8])>) -> Result<(), WriteError> {
        let before = self.files.len();
        let added = files.into_iter().try_for_each(|(target, bytes)| self.add(&target, bytes));
        if added.is_err() {
            self.files.truncate(before);
        }
        added
    }

    /// Refuses to replace a file by other bytes, whoever wrote it, unless the run replaces everything: it may be what was signed.
    pub fn keep(&self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let same = || input::bytes(target, MOST).is_ok_and(|there| there == bytes);
        if self.existing == Existing::Replaced || !target.exists() || same() {
            return Ok(());
        }
        Err(WriteError::refused(
            target,
            "the deal is signed, and this file may be what was signed; --overwrite replaces it",
        ))
    }

    /// The same for a file that the run read and changed: it is always replaced.
    pub fn add_changed(&mut self, target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        self.write(target, bytes, Existing::Replaced)
    }

    fn write(&mut self, target: &Path, bytes: &[u8], existing: Existing) -> Result<(), WriteError> {
        let Some(name) = target.file_name() else {
            return Err(WriteError::refused(target, "it names no file"));
        };
        let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
            return Err(WriteError::refused_to("write into", folder, "it is not a folder"));
        }
        // Whoever can write into a folder could lead what is written elsewhere: our own copies too, which the other side must not read.
        let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let top = self.top.as_deref().filter(|top| folder.starts_with(top)).unwrap_or(folder);
        let steps = folder.ancestors().take_while(|step| step.starts_with(top) && !step.as_os_str().is_empty());
        if let Some(link) = steps.into_iter().find(|step| is_link(step)) {
            let why = "it is a link; remove it, or name the folder that it leads to";
            return Err(WriteError::refused_to("write into", link, why));
        }
        // Targets that can be refused by their kind are refused before a folder is created or locked. Who wrote a file is checked
        // under the lock only, when no other run is renaming.
        self.allowed(target, if existing == Existing::Ours { Existing::Replaced } else { existing })?;
        let index = self.folder(folder)?;
        let mode = self.allowed(target, existing)?;
        let Some(Folder { path, run, .. }) = self.folders.get(index) else {
            return Err(WriteError::refused(target, "its folder went away"));
        };
        let at = path.join(temporary_name(name, run, self.files.len()));
        let file = create(&at).map_err(|error| match error.kind() {
            // Only the file system knows which names are equal: `Deal.md` and `deal.md` may be.
            io::ErrorKind::AlreadyExists => WriteError::refused(target, "another file of this run has that name"),
            _ => WriteError::io("write", target)(error),
        })?;
        // From here on the temporary is removed unless it is renamed.
        let temporary = TempPath::try_from_path(&at).map_err(WriteError::io("write", target))?;
        fill(&file, bytes, mode).map_err(WriteError::io("write", target))?;
        self.files.push(Pending { folder: index, temporary, target: target.to_owned() });
        Ok(())
    }

    /// Renames every file into place and returns their paths, in the order they were added.
    pub fn commit(mut self) -> Result<Vec<PathBuf>, WriteError> {
        // All files are synced before the first is renamed, and together, because the disk then waits once.
        for Pending { temporary, target, .. } in &self.files {
            let file = OpenOptions::new().write(true).open(temporary);
            // A file that inherited a read-only mode cannot be opened for writing; a read-only handle can be synced too.
            let file = file.or_else(|_| File::open(temporary));
            file.and_then(|file| file.sync_all()).map_err(WriteError::io("write", target))?;
        }
        if self.existing != Existing::Refused {
            for (index, folder) in self.folders.iter().enumerate() {
                let files = self.files.iter().filter(|file| file.folder == index);
                let files = files.map(|file| (&*file.temporary, &*file.target));
                list(folder, files).map_err(WriteError::io("write into", &folder.path))?;
            }
        }
        let kept_run = run_mark();
        let mut done: Vec<Replaced> = Vec::new();
        let mut failed = None;
        for (index, Pending { temporary, target, .. }) in self.files.drain(..).enumerate() {
            let replaced = match self.existing {
                Existing::Refused => temporary.persist_noclobber(&target).map(|()| None),
                Existing::Replaced | Existing::Ours => match keep(&target, &kept_run, index) {
                    Ok(old) => temporary.persist(&target).map(|()| old),
                    Err(error) => {
                        failed = Some(WriteError::io("keep the old file of", &target)(error));
                        break;
                    }
                },
            };
            match replaced {
                Ok(old) => done.push(Replaced { target, old }),
                Err(error) => {
                    failed = Some(WriteError::io("put into place", &target)(error.error));
                    break;
                }
            }
        }
        for folder in &self.folders {
            let _none_if_there_was_no_list = fs::remove_file(folder.path.join(LIST));
        }
        if let Some(failed) = failed {
            // The first thing that went wrong is told, unless files stay mixed: then that is worse.
            put_back(done)?;
            return Err(failed);
        }
        for folder in &self.folders {
            sync_folder(&folder.path).map_err(WriteError::io("bring to the disk the folder", &folder.path))?;
        }
        Ok(done.into_iter().map(|file| file.target).collect())
    }

    /// Refuses a target that must not be replaced; returns the mode that the new file inherits.
    fn allowed(&self, target: &Path, existing: Existing) -> Result<Option<fs::Permissions>, WriteError> {
        let metadata = match fs::symlink_metadata(target) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(WriteError::io("write", target)(error)),
        };
        let kind = metadata.file_type();
        let why = if existing == Existing::Refused {
            "it exists"
        } else if kind.is_dir() {
            "it is a folder"
        } else if kind.is_symlink() {
            return Ok(None);
        } else if !kind.is_file() {
            "it is no ordinary file"
        } else if metadata.permissions().readonly() {
            "it is read-only"
        } else if fs::canonicalize(target).is_ok_and(|path| self.inputs.contains(&path)) {
            "this run reads it"
        } else if existing == Existing::Ours && !is_ours(target) {
            "no manifest beside it names it as it is, so somebody else wrote or edited it; --overwrite replaces it"
        } else {
            return Ok(Some(metadata.permissions()));
        };
        Err(WriteError::refused(target, why))
    }

    /// Prepares a folder for this run; returns its index in `folders`.
    fn folder(&mut self, path: &Path) -> Result<usize, WriteError> {
        if let Some(index) = self.folders.iter().position(|folder| folder.path == path) {
            return Ok(index);
        }
        let missing = path.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        fs::create_dir_all(path).map_err(WriteError::io("create the folder", path))?;
        self.created.0.append(&mut missing);
        let folder = enter(path).map_err(WriteError::io("create a file in", path))?;
        finish(path);
        // A folder that cannot be listed can still be written to; old temporaries stay in it.
        let _stay = sweep(path);
        self.folders.push(folder);
        Ok(self.folders.len() - 1)
    }
}

/// Finishes what a killed run left in a folder, and clears it up. A folder that is missing, or that nobody may write to, is left
/// alone: whoever writes into it meets the fault.
pub fn settle(folder: &Path) {
    if folder.is_dir() {
        let mut batch = Batch::replacing(Vec::new());
        let _met_on_writing = batch.folder(folder);
    }
}

/// Gives the file at a target, or the link, a second name, so that it can be put back. `None` if there is nothing to put back.
fn keep(target: &Path, run: &str, index: usize) -> io::Result<Option<TempPath>> {
    match fs::symlink_metadata(target) {
        Ok(metadata) if metadata.is_dir() => return Ok(None),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let at = target.with_file_name(temporary_name(target.file_name().unwrap_or_default(), run, index));
    // Not every file system has a second name for a file.
    fs::hard_link(target, &at).or_else(|_| fs::copy(target, &at).map(|_| ()))?;
    TempPath::try_from_path(&at).map(Some)
}

/// Undoes renames, the last first.
fn put_back(done: Vec<Replaced>) -> Result<(), WriteError> {
    let mut failed = None;
    for Replaced { target, old } in done.into_iter().rev() {
        let restored = match old {
            Some(old) => old.persist(&target).map_err(|error| {
                // The old file stays under its temporary name, and is not lost.
                let _stays = error.path.keep();
                error.error
            }),
            None => fs::remove_file(&target),
        };
        if let Err(error) = restored {
            failed = Some(WriteError::io("restore after a failure", &target)(error));
        }
    }
    failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests;

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
//! - A target that is a **symbolic link is replaced**, not followed: a run writes nothing outside the folder it was given.
//! - A target that is a folder, a device or read-only is refused. An existing file keeps its mode; a new one gets the mode that
//!   the umask gives any new file.
//! - No file stays open: a run of any number of deals needs one descriptor for each folder.

mod folder;

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::input;
use crate::provenance::{Manifest, StandingDrafts, listed, sha256};
use folder::{Folder, LIST, create, enter, fill, finish, list, run_mark, sweep, sync_folder, temporary_name};

/// Why files could not be written.
#[derive(Debug)]
pub struct WriteError {
    operation: &'static str,
    path: PathBuf,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Refused(&'static str),
}

impl WriteError {
    fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { operation, path: path.to_owned(), cause: Cause::Io(error) }
    }

    fn refused(path: &Path, why: &'static str) -> Self {
        Self { operation: "write", path: path.to_owned(), cause: Cause::Refused(why) }
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} {}", self.operation, self.path.display())?;
        match self.cause {
            Cause::Io(_) => Ok(()),
            Cause::Refused(why) => write!(f, ": {why}"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(error) => Some(error),
            Cause::Refused(_) => None,
        }
    }
}

/// The files of one run. Dropped without [`Batch::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Batch {
    existing: Existing,
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
            return Err(WriteError {
                operation: "write into",
                path: folder.to_owned(),
                cause: Cause::Refused("it is not a folder"),
            });
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

/// Largest manifest, and drafted file that is compared with its manifest.
const MOST: u64 = crate::budget::DRAFT_BYTES;

/// Whether a manifest beside a file names it with its present hash, or the file is such a manifest.
fn is_ours(target: &Path) -> bool {
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
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn refusal(result: Result<(), WriteError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn nothing_is_there_until_everything_is() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("a/b");
        let mut batch = Batch::replacing(Vec::new());
        batch.add(&out.join("one.md"), b"1").unwrap();
        batch.add(&out.join("two.md"), b"2").unwrap();
        assert!(!out.join("one.md").exists() && !out.join("two.md").exists());
        assert_eq!(batch.commit().unwrap(), [out.join("one.md"), out.join("two.md")]);
        assert_eq!(names(&out), ["one.md", "two.md"]);
    }

    #[test]
    fn a_run_that_is_given_up_leaves_the_old_file_and_no_folder() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("one.md"), "old").unwrap();
        let mut batch = Batch::replacing(Vec::new());
        batch.add(&home.path().join("one.md"), b"new").unwrap();
        batch.add(&home.path().join("deep/er/two.md"), b"2").unwrap();
        drop(batch);
        assert_eq!(names(home.path()), ["one.md"]);
        assert_eq!(fs::read_to_string(home.path().join("one.md")).unwrap(), "old");
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_refused_and_the_other_way_round() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("one.md")).unwrap();
        fs::write(home.path().join("out"), "").unwrap();
        let mut batch = Batch::replacing(Vec::new());
        assert!(refusal(batch.add(&home.path().join("one.md"), b"")).ends_with("one.md: it is a folder"));
        assert!(refusal(batch.add(&home.path().join("out/two.md"), b"")).ends_with("out: it is not a folder"));
        let deep = batch.add(&home.path().join("out/deep/two.md"), b"").unwrap_err();
        assert!(deep.to_string().starts_with("cannot "), "{deep}");
        drop(batch);
        assert_eq!(names(home.path()), ["one.md", "out"]);
    }

    #[test]
    fn one_name_twice_in_a_run_is_refused_and_the_first_survives() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("one.md");
        let mut batch = Batch::replacing(Vec::new());
        batch.add(&target, b"1").unwrap();
        assert!(refusal(batch.add(&target, b"2")).ends_with("another file of this run has that name"));
        batch.commit().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"1");
    }

    #[test]
    fn what_the_run_reads_and_what_is_read_only_are_not_replaced() {
        let home = tempfile::tempdir().unwrap();
        let deal = home.path().join("deal.md");
        let signed = home.path().join("signed.md");
        fs::write(&deal, "deal").unwrap();
        fs::write(&signed, "signed").unwrap();
        let mut mode = fs::metadata(&signed).unwrap().permissions();
        mode.set_readonly(true);
        fs::set_permissions(&signed, mode).unwrap();
        let mut batch = Batch::replacing(vec![fs::canonicalize(&deal).unwrap()]);
        assert!(refusal(batch.add(&deal, b"x")).ends_with("this run reads it"));
        assert!(refusal(batch.add(&signed, b"x")).ends_with("it is read-only"));
    }

    #[test]
    fn a_run_that_creates_replaces_nothing() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("one.md");
        let mut batch = Batch::creating();
        batch.add(&target, b"new").unwrap();
        fs::write(&target, "came in between").unwrap();
        assert!(batch.commit().is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "came in between");
        assert!(refusal(Batch::creating().add(&target, b"new")).ends_with("it exists"));
        assert_eq!(names(home.path()), ["one.md"]);
    }

    #[test]
    fn a_rename_that_fails_in_the_middle_of_a_set_undoes_the_others() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::write(path("a.md"), "old").unwrap();
        let mut batch = Batch::replacing(Vec::new());
        for name in ["a.md", "new/b.md", "c.md", "d.md"] {
            batch.add(&path(name), b"new").unwrap();
        }
        // As if somebody had opened the file, which on Windows nobody can replace then.
        fs::create_dir(path("c.md")).unwrap();
        let failed = batch.commit().unwrap_err().to_string();
        assert!(failed.starts_with("cannot put into place ") && failed.ends_with("c.md"), "{failed}");
        assert_eq!(names(home.path()), ["a.md", "c.md"]);
        assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "old");
    }

    #[test]
    fn left_overs_of_a_dead_run_go() {
        let home = tempfile::tempdir().unwrap();
        let left =
            [".one.md.peerpact-AAAAAAAAAAAA.tmp", ".peerpact-AAAAAAAAAAAA.tmp", ".two.md.peerpact-BBBBBBBBBBBB.tmp"];
        let foreign = [".one.md.peerpact-short.tmp", ".other.tmp", "x.peerpact-CCCCCCCCCCCC.tmp"];
        for name in left.iter().chain(&foreign) {
            fs::write(home.path().join(name), "").unwrap();
        }
        let mut batch = Batch::replacing(Vec::new());
        batch.add(&home.path().join("one.md"), b"1").unwrap();
        batch.commit().unwrap();
        assert_eq!(names(home.path()), [foreign[0], foreign[1], "one.md", foreign[2]]);
    }

    #[test]
    fn two_runs_into_a_folder_never_mix() {
        let home = tempfile::tempdir().unwrap();
        let run = |mark: &[u8]| {
            let mut batch = Batch::replacing(Vec::new());
            for name in ["a.md", "b.md", "c.md", "d.md"] {
                batch.add(&home.path().join(name), mark).unwrap();
                std::thread::yield_now();
            }
            batch.commit().unwrap();
        };
        for _ in 0..10 {
            std::thread::scope(|scope| {
                for mark in [b"1", b"2", b"3"] {
                    scope.spawn(|| run(mark));
                }
            });
            let held: Vec<Vec<u8>> =
                ["a.md", "b.md", "c.md", "d.md"].map(|name| fs::read(home.path().join(name)).unwrap()).into();
            assert!(held.windows(2).all(|pair| pair[0] == pair[1]), "{held:?}");
        }
        assert_eq!(names(home.path()), ["a.md", "b.md", "c.md", "d.md"]);
    }

    #[test]
    fn the_next_run_finishes_the_renames_of_one_that_was_killed() {
        let home = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
        // One of three is in place.
        write("a.md", "new");
        write("b.md", "old");
        write(".b.md.peerpact-AAAAAAAAAAAA.tmp", "new");
        write(".c.md.peerpact-AAAAAAAAAAAA.tmp", "new");
        write("kept", "kept");
        let pairs = [
            (".a.md.peerpact-AAAAAAAAAAAA.tmp", "a.md"),
            (".b.md.peerpact-AAAAAAAAAAAA.tmp", "b.md"),
            (".c.md.peerpact-AAAAAAAAAAAA.tmp", "c.md"),
            // Neither a file that is not ours nor a place elsewhere is touched.
            ("kept", "a.md"),
            (".b.md.peerpact-AAAAAAAAAAAA.tmp", "../b.md"),
        ];
        write(LIST, &serde_json::to_string(&pairs).unwrap());
        let mut batch = Batch::replacing(Vec::new());
        batch.add(&home.path().join("d.md"), b"d").unwrap();
        batch.commit().unwrap();
        assert_eq!(names(home.path()), ["a.md", "b.md", "c.md", "d.md", "kept"]);
        for name in ["a.md", "b.md", "c.md"] {
            assert_eq!(fs::read_to_string(home.path().join(name)).unwrap(), "new", "{name}");
        }
    }

    #[test]
    fn only_what_a_manifest_names_as_it_is_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let add = |name: &str, overwrite| {
            let mut batch = Batch::drafts(Vec::new(), overwrite);
            batch.add(&path(name), b"new").map_err(|error| error.to_string())
        };
        fs::write(path("a.b.md"), "ours").unwrap();
        fs::write(path("a.b.rates.csv"), "edited").unwrap();
        fs::write(path("c.md"), "theirs").unwrap();
        // The shape of 0.1.0.
        let files = serde_json::json!({"md": sha256(b"ours"), "rates.csv": sha256(b"ours")});
        let manifest = serde_json::json!({"record": {"version": 1}, "provenance": "x", "files": files});
        fs::write(path("a.b.manifest.json"), manifest.to_string()).unwrap();
        fs::write(path("c.manifest.json"), "{}").unwrap();
        for name in ["a.b.md", "a.b.manifest.json", "new.md"] {
            assert_eq!(add(name, false), Ok(()), "{name}");
        }
        for name in ["a.b.rates.csv", "c.md", "c.manifest.json"] {
            assert!(add(name, false).unwrap_err().ends_with("--overwrite replaces it"), "{name}");
            assert_eq!(add(name, true), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_long_run_holds_few_files_open() {
        let home = tempfile::tempdir().unwrap();
        let open = || fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or_default();
        let before = open();
        let mut batch = Batch::replacing(Vec::new());
        for index in 0..200 {
            batch.add(&home.path().join(format!("{index}.md")), b"1").unwrap();
        }
        // Other tests run beside this one and open files too.
        assert!(open() < before + 100, "{} and then {}", before, open());
        assert_eq!(batch.commit().unwrap().len(), 200);
    }

    #[test]
    fn a_name_as_long_as_a_file_system_takes_is_written() {
        let home = tempfile::tempdir().unwrap();
        let mut batch = Batch::replacing(Vec::new());
        for last in ["a", "b"] {
            batch.add(&home.path().join("x".repeat(251) + last + ".md"), b"1").unwrap();
        }
        assert_eq!(batch.commit().unwrap().len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn modes_are_the_umasks_or_the_old_files_and_a_link_is_replaced() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let home = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        let [ordinary, new, old, outside, link] =
            ["ordinary", "new.md", "old.md", "outside", "link.md"].map(|name| home.path().join(name));
        fs::write(&ordinary, "").unwrap();
        fs::write(&old, "").unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
        fs::write(&outside, "kept").unwrap();
        symlink(&outside, &link).unwrap();
        let mut batch = Batch::replacing(Vec::new());
        for target in [&new, &old, &link] {
            batch.add(target, b"1").unwrap();
        }
        batch.commit().unwrap();
        assert_eq!(mode(&new), mode(&ordinary));
        assert_eq!(mode(&old), 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_file());
        assert_eq!(fs::read_to_string(&outside).unwrap(), "kept");
    }
}

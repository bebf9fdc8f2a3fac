//! Writing the files of a run: all of them or none, and never half a file.
//!
//! Each file is written beside its target under a temporary name and brought to the disk; only when the whole run is complete
//! are they renamed into place. A run that fails leaves the old files as they were.
//!
//! - A target that is a **symbolic link is replaced**, not followed: a run writes nothing outside the folder it was given.
//! - A target that is a folder, a device or read-only is refused. An existing file keeps its mode; a new one gets the mode that
//!   the umask gives any new file.
//! - A run that was killed leaves temporaries behind; the next run into that folder removes them. Every run holds a lock in
//!   each folder for as long as it lives, so a run never takes another's files for left-overs.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// Why files could not be written.
#[derive(Debug)]
pub struct Error {
    operation: &'static str,
    path: PathBuf,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Refused(&'static str),
}

impl Error {
    fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { operation, path: path.to_owned(), cause: Cause::Io(error) }
    }

    fn refused(path: &Path, why: &'static str) -> Self {
        Self { operation: "write", path: path.to_owned(), cause: Cause::Refused(why) }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} {}", self.operation, self.path.display())?;
        match self.cause {
            Cause::Io(_) => Ok(()),
            Cause::Refused(why) => write!(f, ": {why}"),
        }
    }
}

impl std::error::Error for Error {
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
    replace: bool,
    inputs: Vec<PathBuf>,
    // Dropped in this order: files, then the locks that speak for them, then the folders that held them.
    files: Vec<Pending>,
    folders: Vec<Folder>,
    created: Created,
}

/// A file that is complete under its temporary name.
#[derive(Debug)]
struct Pending {
    file: File,
    temporary: TempPath,
    target: PathBuf,
}

/// A folder that this run writes into, and the lock that says the run is alive.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Marks this run's temporaries in this folder.
    run: String,
    _lock: NamedTempFile,
}

/// Folders that this run made, outermost first; removed again, if empty, unless the run succeeds.
#[derive(Debug, Default)]
struct Created(Vec<PathBuf>);

impl Drop for Created {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Not empty means that someone else uses it by now.
            fs::remove_dir(folder).ok();
        }
    }
}

impl Batch {
    /// Starts a run that replaces the files that are there, except those that it read (`inputs`, canonical paths).
    #[must_use]
    pub fn replacing(inputs: Vec<PathBuf>) -> Self {
        Self { replace: true, inputs, files: Vec::new(), folders: Vec::new(), created: Created::default() }
    }

    /// Starts a run that refuses every target that is there.
    #[must_use]
    pub fn creating() -> Self {
        Self { replace: false, ..Self::replacing(Vec::new()) }
    }

    /// Writes a file under its temporary name, in a folder that is created if it is missing.
    pub fn add(&mut self, target: &Path, bytes: &[u8]) -> Result<(), Error> {
        let Some(name) = target.file_name() else {
            return Err(Error::refused(target, "it names no file"));
        };
        let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mode = self.allowed(folder, target)?;
        let index = self.folder(folder)?;
        let Some(Folder { path, run, .. }) = self.folders.get(index) else {
            return Err(Error::refused(target, "its folder went away"));
        };
        let at = path.join(temporary_name(name, run, self.files.len()));
        let file = create(&at).map_err(|error| match error.kind() {
            // The file system, not we, knows which names are one: `Deal.md` and `deal.md` may be.
            io::ErrorKind::AlreadyExists => Error::refused(target, "another file of this run has that name"),
            _ => Error::io("write", target)(error),
        })?;
        // From here on the temporary is removed unless it is renamed.
        let temporary = TempPath::try_from_path(&at).map_err(Error::io("write", target))?;
        fill(&file, bytes, mode).map_err(Error::io("write", target))?;
        self.files.push(Pending { file, temporary, target: target.to_owned() });
        Ok(())
    }

    /// Renames every file into place and returns their paths, in the order they were added.
    pub fn commit(mut self) -> Result<Vec<PathBuf>, Error> {
        // All are brought to the disk before the first takes its place; together, because the disk then waits once.
        for Pending { file, target, .. } in &self.files {
            file.sync_all().map_err(Error::io("write", target))?;
        }
        let mut written = Vec::new();
        for Pending { file, temporary, target } in self.files.drain(..) {
            drop(file);
            let renamed = if self.replace { temporary.persist(&target) } else { temporary.persist_noclobber(&target) };
            renamed.map_err(|error| Error::io("put into place", &target)(error.error))?;
            // From here on the folder holds what it was made for.
            self.created.0.clear();
            written.push(target);
        }
        for folder in &self.folders {
            sync_folder(&folder.path).map_err(Error::io("bring to the disk the folder", &folder.path))?;
        }
        Ok(written)
    }

    /// Refuses a target that must not be replaced; returns the mode that the new file inherits.
    fn allowed(&self, folder: &Path, target: &Path) -> Result<Option<fs::Permissions>, Error> {
        if fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
            return Err(Error {
                operation: "write into",
                path: folder.to_owned(),
                cause: Cause::Refused("it is not a folder"),
            });
        }
        let metadata = match fs::symlink_metadata(target) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("write", target)(error)),
        };
        let kind = metadata.file_type();
        let why = if !self.replace {
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
        } else {
            return Ok(Some(metadata.permissions()));
        };
        Err(Error::refused(target, why))
    }

    /// Makes a folder ready for this run; returns its place in `folders`.
    fn folder(&mut self, path: &Path) -> Result<usize, Error> {
        if let Some(index) = self.folders.iter().position(|folder| folder.path == path) {
            return Ok(index);
        }
        let missing = path.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        fs::create_dir_all(path).map_err(Error::io("create the folder", path))?;
        self.created.0.append(&mut missing);
        // A folder that cannot be listed can still be written to; its left-overs stay.
        sweep(path).ok();
        let folder = enter(path).map_err(Error::io("create a file in", path))?;
        self.folders.push(folder);
        Ok(self.folders.len() - 1)
    }
}

const MARK: &str = ".peerpact-";
const END: &str = ".tmp";
const RUN_LENGTH: usize = 12;

/// `.NAME.peerpact-RUN.tmp`; a name that would grow too long for a file system is replaced by a number.
fn temporary_name(name: &OsStr, run: &str, index: usize) -> OsString {
    let mut temporary = OsString::from(".");
    if name.len() <= 200 {
        temporary.push(name);
    } else {
        temporary.push(index.to_string());
    }
    temporary.push(format!("{MARK}{run}{END}"));
    temporary
}

/// Takes the run's mark and the left side from a temporary's name; the left side of a run's lock is empty.
fn parse_temporary(name: &str) -> Option<(&str, &str)> {
    let (left, run) = name.strip_suffix(END)?.rsplit_once(MARK)?;
    let ours = run.len() == RUN_LENGTH && run.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (ours && (left.is_empty() || left.starts_with('.'))).then_some((left, run))
}

/// Creates this run's lock in a folder.
fn enter(path: &Path) -> io::Result<Folder> {
    loop {
        let lock = tempfile::Builder::new().prefix(MARK).suffix(END).rand_bytes(RUN_LENGTH).tempfile_in(path)?;
        // A file system without locks lets no run tell the living from the dead: then left-overs stay.
        lock.as_file().lock().ok();
        // Between creating and locking, another run may have taken this file for a dead run's and removed it.
        if !lock.path().exists() {
            continue;
        }
        let name = lock.path().file_name().unwrap_or_default().to_string_lossy();
        let run = parse_temporary(&name).map(|(_, run)| run.to_owned()).unwrap_or_default();
        return Ok(Folder { path: path.to_owned(), run, _lock: lock });
    }
}

/// Removes what killed runs left in a folder.
fn sweep(path: &Path) -> io::Result<()> {
    let names: Vec<String> =
        fs::read_dir(path)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let left_over: Vec<(&str, &str, &str)> =
        names.iter().filter_map(|name| parse_temporary(name).map(|(left, run)| (name.as_str(), left, run))).collect();
    for (_, _, run) in &left_over {
        let lock_path = path.join(format!("{MARK}{run}{END}"));
        // Held until the run's files are gone, so that two sweeps do not meet. A lock that is missing was taken away by a
        // sweep that was itself killed, or by hand: a living run always has one.
        let lock = match File::open(&lock_path) {
            Ok(lock) => match lock.try_lock() {
                Ok(()) => Some(lock),
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => continue,
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(_) => continue,
        };
        for (name, left, _) in left_over.iter().filter(|(_, _, other)| other == run) {
            if !left.is_empty() {
                // What cannot be removed stays for the next run.
                fs::remove_file(path.join(name)).ok();
            }
        }
        if lock.is_some() {
            fs::remove_file(&lock_path).ok();
        }
    }
    Ok(())
}

fn create(path: &Path) -> io::Result<File> {
    // Created without a mode of our own, so that the umask decides, as for any new file.
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn fill(mut file: &File, bytes: &[u8], mode: Option<fs::Permissions>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(mode) = mode {
        file.set_permissions(mode)?;
    }
    Ok(())
}

/// Makes the renames last; a file system that cannot do that for a folder is left to its own care.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match File::open(path).and_then(|folder| folder.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
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

    fn refusal(result: Result<(), Error>) -> String {
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
    fn left_overs_of_a_dead_run_go_and_those_of_a_living_one_stay() {
        let home = tempfile::tempdir().unwrap();
        let left =
            [".one.md.peerpact-AAAAAAAAAAAA.tmp", ".peerpact-AAAAAAAAAAAA.tmp", ".two.md.peerpact-BBBBBBBBBBBB.tmp"];
        let foreign = [".one.md.peerpact-short.tmp", ".other.tmp", "x.peerpact-CCCCCCCCCCCC.tmp"];
        for name in left.iter().chain(&foreign) {
            fs::write(home.path().join(name), "").unwrap();
        }
        let mut living = Batch::replacing(Vec::new());
        living.add(&home.path().join("one.md"), b"1").unwrap();
        for name in left {
            assert!(!home.path().join(name).exists(), "{name}");
        }
        let mut other = Batch::replacing(Vec::new());
        other.add(&home.path().join("one.md"), b"2").unwrap();
        living.commit().unwrap();
        assert_eq!(fs::read(home.path().join("one.md")).unwrap(), b"1");
        other.commit().unwrap();
        assert_eq!(fs::read(home.path().join("one.md")).unwrap(), b"2");
        assert_eq!(names(home.path()), [foreign[0], foreign[1], "one.md", foreign[2]]);
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

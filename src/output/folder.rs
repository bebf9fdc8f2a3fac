//! A folder that a run writes into: its lock, the names of its temporaries, and what a killed run left in it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempPath;

use crate::input;

const MARK: &str = ".peerpact-";
const END: &str = ".tmp";
const RUN_LENGTH: usize = 12;
/// The file whose lock a run holds.
const LOCK: &str = ".peerpact.lock";
/// The list of the pending renames of a complete run.
pub(super) const LIST: &str = ".peerpact.list";
/// How long a run waits for another.
const PATIENCE: Duration = Duration::from_secs(600);
/// Largest list that is read.
const MOST: u64 = crate::budget::DRAFT_BYTES;

/// A folder that this run writes into, and its lock.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// The mark of this run in the names of its temporaries.
    pub(super) run: String,
    lock: File,
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The lock file is removed while it is locked; a waiting run notices that and makes another. If that cannot be noticed,
        // the file stays.
        if cfg!(unix) && is_at(&self.lock, &self.path.join(LOCK)) {
            let _removed = fs::remove_file(self.path.join(LOCK));
        }
    }
}

/// `.NAME.peerpact-RUN.tmp`; a name that would grow too long for a file system is replaced by a number.
pub(super) fn temporary_name(name: &OsStr, run: &str, index: usize) -> OsString {
    let mut temporary = OsString::from(".");
    if name.len() <= 200 {
        temporary.push(name);
    } else {
        temporary.push(index.to_string());
    }
    temporary.push(format!("{MARK}{run}{END}"));
    temporary
}

/// The run's mark and the text before it, from a temporary's name; that text is empty for a run's lock.
fn parse_temporary(name: &str) -> Option<(&str, &str)> {
    let (left, run) = name.strip_suffix(END)?.rsplit_once(MARK)?;
    let ours = run.len() == RUN_LENGTH && run.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (ours && (left.is_empty() || left.starts_with('.'))).then_some((left, run))
}

/// Takes the lock of a folder, and waits while another run holds it.
pub(super) fn enter(path: &Path) -> io::Result<Folder> {
    let at = path.join(LOCK);
    let began = Instant::now();
    loop {
        if fs::symlink_metadata(&at).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(io::Error::other(format!("{LOCK} is no ordinary file; remove it")));
        }
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&at);
        let lock = match lock {
            // A lock file of another user, left by a run that was killed.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && at.exists() => File::open(&at)?,
            lock => lock?,
        };
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                return Err(io::Error::other("another run of peerpact has been writing there for ten minutes"));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            // Without file locks, runs cannot be told apart.
            Ok(()) | Err(TryLockError::Error(_)) if is_at(&lock, &at) => {
                return Ok(Folder { path: path.to_owned(), run: run_mark(), lock });
            }
            // The previous run removed it between opening and locking.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
    }
}

/// A unique mark for a run: letters and digits from the hasher that the standard library seeds at random.
pub(super) fn run_mark() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    let number = RandomState::new().hash_one(std::process::id());
    format!("{number:016X}").chars().take(RUN_LENGTH).collect()
}

/// Whether an open file is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => identity(open) == identity(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

/// Lists the pending renames of a folder, so that the next run can finish them after a kill. A single file needs no list; a name
/// that is not text cannot be listed.
///
/// # Errors
///
/// The list cannot be written.
pub(super) fn list<'a>(folder: &Folder, files: impl Iterator<Item = (&'a Path, &'a Path)>) -> io::Result<()> {
    let name = |path: &Path| path.file_name().and_then(OsStr::to_str).map(str::to_owned);
    let pairs: Option<Vec<(String, String)>> =
        files.map(|(temporary, target)| Some((name(temporary)?, name(target)?))).collect();
    let Some(pairs) = pairs.filter(|pairs| pairs.len() > 1) else { return Ok(()) };
    let text = serde_json::to_vec(&pairs).map_err(io::Error::other)?;
    let at = folder.path.join(temporary_name(LIST.as_ref(), &folder.run, 0));
    let file = create(&at)?;
    let temporary = TempPath::try_from_path(&at)?;
    fill(&file, &text, None)?;
    file.sync_all()?;
    temporary.persist(folder.path.join(LIST))?;
    sync_folder(&folder.path)
}

/// Finishes the renames of a run that was killed. Only our temporaries are moved, and only within the folder.
pub(super) fn finish(path: &Path) {
    let at = path.join(LIST);
    if !fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_file()) {
        return;
    }
    // A list that cannot be read now stays for the next run. An invalid one was not written by us.
    let Ok(text) = input::bytes(&at, MOST) else { return };
    let pairs: Vec<(String, String)> = serde_json::from_slice(&text).unwrap_or_else(|_| Vec::new());
    let is_name = |name: &str| Path::new(name).file_name() == Some(OsStr::new(name));
    for (temporary, target) in pairs {
        if parse_temporary(&temporary).is_some() && is_name(&temporary) && is_name(&target) {
            let _gone_if_renamed = fs::rename(path.join(temporary), path.join(target));
        }
    }
    let _gone = fs::remove_file(at);
}

/// Removes what killed runs left in a folder that is locked.
pub(super) fn sweep(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        if name.to_str().is_some_and(|name| parse_temporary(name).is_some()) {
            let _stays_if_it_is_a_folder = fs::remove_file(path.join(name));
        }
    }
    Ok(())
}

pub(super) fn create(path: &Path) -> io::Result<File> {
    // Created without an explicit mode, so that the umask decides, as for any new file.
    OpenOptions::new().write(true).create_new(true).open(path)
}

pub(super) fn fill(mut file: &File, bytes: &[u8], mode: Option<fs::Permissions>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(mode) = mode {
        file.set_permissions(mode)?;
    }
    Ok(())
}

/// Makes the renames durable. A failure is ignored, because some file systems cannot sync a folder.
#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
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
pub(super) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

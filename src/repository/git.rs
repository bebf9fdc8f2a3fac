//! What git keeps of a repository: one file of a revision, or the whole of it in a folder.
//!
//! The repository may have come from the other side, and its configuration with it. Git is asked for its own objects, which no filter,
//! pager, hook or helper of that configuration touches, and may fetch nothing: to fetch, git runs what the configuration names.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::budget::{DEAL_BYTES, REVISION_BYTES, REVISION_FILES};
use crate::diagnostic::Failure;
use crate::source::Source;

/// Revision and path of a deal as git has it, written `REV:PATH`; `None` for a file.
#[must_use]
pub fn named(path: &Path) -> Option<(&str, &str)> {
    let (revision, inside) = path.to_str()?.split_once(':')?;
    (!revision.is_empty() && !inside.is_empty() && !path.exists()).then_some((revision, inside))
}

/// Reads a deal out of git, and says where it lies in the work tree, whose policies count. A path that begins with `./` counts from this
/// folder, any other from the top of the work tree, or from this folder if there is no such file.
pub fn deal(name: &Path, revision: &str, inside: &str) -> Result<(Source, PathBuf), Failure> {
    let fail = |why: &str| Failure(format!("cannot read {} from git: {why}", name.display()));
    if revision.starts_with('-') {
        return Err(fail("a revision does not begin with `-`"));
    }
    let ask = |what: [&str; 3]| {
        let output = git(Path::new(".")).args(what).output();
        output.map_err(|error| fail(&error.to_string()))
    };
    let mut object = format!("{revision}:{inside}");
    let mut size = ask(["cat-file", "-s", &object])?;
    let mut from_top = !inside.starts_with('.');
    if !size.status.success() && from_top {
        let here = format!("{revision}:./{inside}");
        let of_here = ask(["cat-file", "-s", &here])?;
        if of_here.status.success() {
            (object, size, from_top) = (here, of_here, false);
        }
    }
    let size = said(size).map_err(|why| fail(&why))?;
    // Asked before the blob is taken into memory: a few megabytes of a repository unpack to any size.
    let bytes = String::from_utf8_lossy(&size).trim().parse::<u64>().ok();
    if bytes.is_none_or(|bytes| bytes > DEAL_BYTES) {
        return Err(fail(&format!("it is larger than {} MiB, the most a deal may have", DEAL_BYTES >> 20)));
    }
    let blob = said(ask(["cat-file", "blob", &object])?).map_err(|why| fail(&why))?;
    let text = String::from_utf8(blob).map_err(|_| fail("it is not text (UTF-8)"))?;
    let source = Source::new(name.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(&text));
    let mut on_disk = PathBuf::from(inside);
    if from_top {
        let up = said(ask(["rev-parse", "--show-cdup", "--"])?).map_err(|why| fail(&why))?;
        let up = String::from_utf8_lossy(&up);
        on_disk = Path::new(up.lines().next().unwrap_or_default()).join(on_disk);
    }
    Ok((source, on_disk))
}

/// The files of a revision in a folder that goes away with this value.
#[derive(Debug)]
pub struct Checkout {
    /// The top of the work tree. It looks like one, so that a search for policies ends there.
    top: TempDir,
    /// The folder inside it that was asked for.
    inside: PathBuf,
}

impl Checkout {
    /// The folder of the deals.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.top.path().join(&self.inside)
    }

    /// A folder of the revision, by its path from the top of the work tree or, if there is none, from the folder that was asked for.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path);
        let stays = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let there = [self.top.path().join(path), self.folder().join(path)].into_iter().find(|folder| folder.is_dir());
        there.filter(|_| stays)
    }

    /// What the user knows a file or text of the revision as: `REV:PATH` instead of the path of the folder that goes away.
    #[must_use]
    pub fn named(&self, revision: &str, text: &str) -> String {
        text.replace(&format!("{}/", self.top.path().display()), &format!("{revision}:"))
    }
}

/// Writes out a revision of the repository in which the folder `here` lies. The deals are then those of the same folder in it.
pub fn checkout(revision: &str, here: &Path) -> Result<Checkout, Failure> {
    let fail = |why: String| Failure(format!("cannot read the revision {revision} from git: {why}"));
    if revision.starts_with('-') {
        return Err(fail("a revision does not begin with `-`".into()));
    }
    let ask = |arguments: &[&str]| {
        let output = git(here).args(arguments).output().map_err(|error| fail(error.to_string()))?;
        let bytes = said(output).map_err(fail)?;
        String::from_utf8(bytes).map_err(|_| fail("a path in it is not text (UTF-8)".into()))
    };
    let inside = PathBuf::from(ask(&["rev-parse", "--show-prefix"])?.trim_end_matches('\n'));
    let tree = ask(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{tree}}")])?;
    let listed = list(here, tree.trim()).map_err(fail)?;
    let entries = entries(&listed).map_err(fail)?;
    let top = TempDir::new().map_err(|error| fail(error.to_string()))?;
    let made = fs::create_dir(top.path().join(".git")).and_then(|()| fs::create_dir_all(top.path().join(&inside)));
    made.map_err(|error| fail(error.to_string()))?;
    write_out(here, top.path(), &entries).map_err(|error| fail(error.to_string()))?;
    Ok(Checkout { top, inside })
}

/// A file of a revision.
struct Entry<'a> {
    path: &'a Path,
    object: &'a str,
    is_link: bool,
}

/// The files of a revision, as `ls-tree -r -z -l` lists them.
fn entries(listed: &str) -> Result<Vec<Entry<'_>>, String> {
    let mut entries = Vec::new();
    let mut bytes = 0_u64;
    for line in listed.split('\0').filter(|line| !line.is_empty()) {
        let (facts, path) = line.split_once('\t').ok_or("git lists a file without a path")?;
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let [mode, kind, object, size] = facts.as_slice() else {
            return Err("git lists a file without its kind".into());
        };
        // A submodule is a repository of its own, and not checked out either until somebody asks.
        if *kind != "blob" {
            continue;
        }
        let path = Path::new(path);
        if !path.components().all(|part| matches!(part, Component::Normal(name) if name != ".git")) {
            return Err(format!("it holds the path {}, which leads elsewhere", path.display()));
        }
        bytes = bytes.saturating_add(size.parse().unwrap_or(u64::MAX));
        entries.push(Entry { path, object, is_link: *mode == "120000" });
    }
    if bytes > REVISION_BYTES || entries.len() > REVISION_FILES { Err(too_much()) } else { Ok(entries) }
}

fn too_much() -> String {
    format!(
        "it holds more than {} MiB or {REVISION_FILES} files; check it out with `git worktree add` and name that folder",
        REVISION_BYTES >> 20
    )
}

/// The files of a tree, each with its mode, kind, object and size, up to a limit: a few kilobytes of trees that hold each other list
/// more files than there are atoms.
fn list(here: &Path, tree: &str) -> Result<String, String> {
    let told = |error: io::Error| error.to_string();
    let mut command = git(here);
    command.args(["ls-tree", "-r", "-z", "-l", "--full-tree", tree]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(told)?;
    let mut bytes = Vec::new();
    let read = child.stdout.take().map_or(Ok(0), |out| out.take(MOST_LISTED + 1).read_to_end(&mut bytes));
    let is_whole = bytes.len() as u64 <= MOST_LISTED;
    if !is_whole {
        child.kill().map_err(told)?;
    }
    let status = child.wait().map_err(told)?;
    read.map_err(told)?;
    match String::from_utf8(bytes) {
        _ if !is_whole => Err(too_much()),
        _ if !status.success() => Err("git cannot list its files; `git fetch` the revision whole".into()),
        Ok(listed) => Ok(listed),
        Err(_) => Err("a path in it is not text (UTF-8)".into()),
    }
}

/// Bytes of the list of a revision's files.
const MOST_LISTED: u64 = (REVISION_FILES as u64) << 9;

/// Writes the files below `top`, each asked from one process of git. Links come last, and nothing is written where something stands: a
/// tree may name a link and a folder alike, and what is written below such a folder would land where the link leads.
fn write_out(here: &Path, top: &Path, entries: &[Entry<'_>]) -> io::Result<()> {
    let mut batch = git(here).args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let broken = || io::Error::other("git ended early");
    let (mut ask, answer) = (batch.stdin.take().ok_or_else(broken)?, batch.stdout.take().ok_or_else(broken)?);
    let mut answer = BufReader::new(answer);
    let mut one = |entry: &Entry<'_>| -> io::Result<Vec<u8>> {
        writeln!(ask, "{}", entry.object)?;
        let mut head = String::new();
        answer.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()).ok_or_else(|| {
            io::Error::other(format!("{} is not there; `git fetch` its revision", entry.path.display()))
        })?;
        let mut bytes = Vec::new();
        answer.by_ref().take(size).read_to_end(&mut bytes)?;
        answer.read_exact(&mut [0])?;
        Ok(bytes)
    };
    let mut all = || -> io::Result<()> {
        for folder in entries.iter().filter_map(|entry| entry.path.parent()) {
            fs::create_dir_all(top.join(folder))?;
        }
        let (links, files): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = entries.iter().partition(|entry| entry.is_link);
        for entry in files {
            fs::File::create_new(top.join(entry.path))?.write_all(&one(entry)?)?;
        }
        for entry in &links {
            link(entry.path, &top.join(entry.path), &one(entry)?)?;
        }
        // Links that lead inside one by one may lead out of it one after the other.
        let home = fs::canonicalize(top)?;
        for entry in links {
            if fs::canonicalize(top.join(entry.path)).is_ok_and(|path| !path.starts_with(&home)) {
                return Err(leads_out(entry.path));
            }
        }
        Ok(())
    };
    let written = all();
    drop(ask);
    drop(answer);
    batch.wait()?;
    written
}

/// Makes a link that stays inside the work tree; one that leads out of it would lead to a file of today.
#[cfg(unix)]
fn link(inside: &Path, path: &Path, target: &[u8]) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    let target = Path::new(std::ffi::OsStr::from_bytes(target));
    let mut depth = inside.components().count().saturating_sub(1);
    for part in target.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::ParentDir if depth > 0 => depth -= 1,
            Component::CurDir => {}
            _ => return Err(leads_out(inside)),
        }
    }
    std::os::unix::fs::symlink(target, path)
}

fn leads_out(link: &Path) -> io::Error {
    io::Error::other(format!("the link {} leads out of the repository", link.display()))
}

/// Without links, git writes a link as a file that holds its target.
#[cfg(not(unix))]
fn link(_: &Path, path: &Path, target: &[u8]) -> io::Result<()> {
    fs::write(path, target)
}

fn git(here: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(here).args(["--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false"]);
    // An object that a partial clone lacks is not fetched (git 2.44), and no protocol may be used (any git).
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "").stdin(Stdio::null());
    git
}

/// What git printed, or why it refused.
fn said(output: Output) -> Result<Vec<u8>, String> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.trim().trim_start_matches("fatal: ").to_owned())
}

//! `REV:PATH`: a deal as git has it.
//!
//! The repository may have come from the other side, and its configuration with it. Git is asked for a size and for a blob, which no
//! filter, pager or helper of that configuration touches, and may fetch nothing: to fetch, git runs what the configuration names.

use std::path::Path;
use std::process::{Command, Output};

use crate::budget;
use crate::cli::Failure;
use crate::source::Source;

/// Revision and path of a deal as git has it; `None` for a file.
pub(super) fn in_git(path: &Path) -> Option<(&str, &str)> {
    let (revision, inside) = path.to_str()?.split_once(':')?;
    (!revision.is_empty() && !inside.is_empty() && !path.exists()).then_some((revision, inside))
}

/// Reads a deal out of git. A path that begins with `./` counts from this folder, any other from the top of the work tree, or from this
/// folder if there is no such file.
pub(super) fn from_git(path: &Path, revision: &str, inside: &str) -> Result<Source, Failure> {
    let fail = |why: &str| Failure(format!("cannot read {} from git: {why}", path.display()));
    if revision.starts_with('-') {
        return Err(fail("a revision does not begin with `-`"));
    }
    let said = |output: &Output| {
        let said = String::from_utf8_lossy(&output.stderr);
        fail(said.trim().trim_start_matches("fatal: "))
    };
    let ask = |what: [&str; 2]| cat_file(what).map_err(|error| fail(&error.to_string()));
    let mut object = format!("{revision}:{inside}");
    let mut size = ask(["-s", &object])?;
    if !size.status.success() && !inside.starts_with('.') {
        let here = format!("{revision}:./{inside}");
        let of_here = ask(["-s", &here])?;
        if of_here.status.success() {
            (object, size) = (here, of_here);
        }
    }
    if !size.status.success() {
        return Err(said(&size));
    }
    // Asked before the blob is taken into memory: a few megabytes of a repository unpack to any size.
    let bytes = String::from_utf8_lossy(&size.stdout).trim().parse::<u64>().ok();
    if bytes.is_none_or(|bytes| bytes > budget::DEAL_BYTES) {
        return Err(fail(&format!("it is larger than {} MiB, the most a deal may have", budget::DEAL_BYTES >> 20)));
    }
    let blob = ask(["blob", &object])?;
    if !blob.status.success() {
        return Err(said(&blob));
    }
    let text = String::from_utf8(blob.stdout).map_err(|_| fail("it is not text (UTF-8)"))?;
    Ok(Source::new(path.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

fn cat_file(what: [&str; 2]) -> std::io::Result<Output> {
    Command::new("git")
        .args(["--no-pager", "-c", "core.fsmonitor=false", "cat-file"])
        .args(what)
        // A blob that a partial clone lacks is not fetched (git 2.44), and no protocol may be used (any git).
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "")
        .stdin(std::process::Stdio::null())
        .output()
}

//! Finds the policy files that count for a deal.
//!
//! All count from the deal's canonical folder up to the farthest that says `root = true`, or up to the root of the git work tree
//! if that is farther; without either, all. The farthest counts, because a file or a `.git` that came along with a deal must not
//! shut out the house's. Files that are left out are recorded for the report.

use std::path::{Path, PathBuf};

use super::{NAME, Policy, PolicyError, PolicyFile};
use crate::budget::POLICY_BYTES;
use crate::input;

impl Policy {
    /// The policy of a file alone, whatever lies beside the deals.
    pub fn alone(path: &Path) -> Result<Self, PolicyError> {
        Ok(Self::merged(vec![file(&canonical(path)?)?]))
    }

    /// The policy for a deal, which need not exist; for what has no file, such as standard input, that of its folder.
    pub fn for_deal(deal: &Path) -> Result<Self, PolicyError> {
        let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
        // A link is judged where the deal lies, so that whoever made the link cannot choose the policy.
        match std::fs::canonicalize(deal) {
            Ok(deal) => Self::of(&folder(&deal)),
            Err(_) => Self::of(&folder(deal)),
        }
    }

    /// Finds and reads the policy for the deals of a folder; without a file, nothing departs from the usual.
    pub fn of(folder: &Path) -> Result<Self, PolicyError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        // A folder that does not exist yet has the policy of its nearest existing ancestor.
        let here = folder.ancestors().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
        let Some(folder) = here.into_iter().find_map(|folder| std::fs::canonicalize(folder).ok()) else {
            return Ok(Self::merged(Vec::new()));
        };
        let mut files = Vec::new();
        // Folders have numbers from the deal's, which is 0.
        let mut last = folder.ancestors().enumerate().filter(|(_, above)| above.join(".git").exists()).last();
        for (at, above) in folder.ancestors().enumerate() {
            let path = above.join(NAME);
            // A folder without read permission has no policy, nor has a path through a file.
            if path.symlink_metadata().is_err() {
                continue;
            }
            let file = file(&path)?;
            if file.written.root {
                last = last.filter(|(known, _)| *known > at).or(Some((at, above)));
            }
            files.push((at, file));
        }
        let beyond = files.partition_point(|(at, _)| last.is_none_or(|(last, _)| *at <= last));
        let left_out = files.split_off(beyond).into_iter().map(|(_, file)| file.path).collect();
        let mut files: Vec<PolicyFile> = files.into_iter().map(|(_, file)| file).collect();
        files.reverse();
        Ok(Self { left_out, ..Self::merged(files) })
    }
}

fn canonical(path: &Path) -> Result<PathBuf, PolicyError> {
    std::fs::canonicalize(path).map_err(|error| PolicyError { path: path.to_owned(), reason: error.to_string() })
}

fn file(path: &Path) -> Result<PolicyFile, PolicyError> {
    let bytes = input::bytes(path, POLICY_BYTES).map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        PolicyError { path: path.to_owned(), reason: format!("{error}{cause}") }
    })?;
    PolicyFile::read(path, &bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A house in a folder of its own, and the code of each file that counts for the deals of `folder`.
    fn counted(files: &[(&str, &str)], folder: &str) -> (Vec<String>, usize) {
        let home = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir_all(home.path().join(folder)).unwrap();
        let top = fs::canonicalize(home.path()).unwrap();
        let policy = Policy::of(&home.path().join(folder)).unwrap();
        let name = |path: &Path| path.parent().unwrap().strip_prefix(&top).map(|path| path.display().to_string());
        let counted = policy.files.iter().filter_map(|file| name(&file.path).ok()).collect();
        (counted, policy.left_out.iter().filter(|path| path.starts_with(&top)).count())
    }

    #[test]
    fn every_file_up_to_the_farthest_root_counts() {
        let plain = ("house/peerpact.toml", "");
        let root = ("house/peerpact.toml", "root = true");
        let theirs = ("house/deals/peerpact.toml", "root = true");
        let outer = ("peerpact.toml", "");
        let at = "house/deals/2027";
        assert_eq!(counted(&[outer, plain], at), (vec![String::new(), "house".into()], 0));
        assert_eq!(counted(&[outer, root], at), (vec!["house".into()], 1));
        // A file that came along does not shut out a house that declares its root.
        assert_eq!(counted(&[outer, root, theirs], at), (vec!["house".into(), "house/deals".into()], 1));
        // It does shut out one that declares none; that is reported.
        assert_eq!(counted(&[plain, theirs], at), (vec!["house/deals".into()], 1));
    }

    #[test]
    fn the_work_tree_ends_the_search_and_its_root_is_a_root() {
        let tree = ("house/.git/HEAD", "");
        let plain = ("house/peerpact.toml", "");
        let theirs = ("house/deals/peerpact.toml", "root = true");
        let outer = ("peerpact.toml", "");
        let at = "house/deals";
        assert_eq!(counted(&[tree, outer, plain, theirs], at), (vec!["house".into(), "house/deals".into()], 1));
        assert_eq!(counted(&[tree, outer], at), (Vec::new(), 1));
        // A work tree inside another also came along.
        let inner = ("house/deals/.git/HEAD", "");
        assert_eq!(counted(&[tree, inner, plain], at), (vec!["house".into()], 0));
        // And one below a house that declares its root.
        let root = ("house/peerpact.toml", "root = true");
        assert_eq!(counted(&[outer, inner, root], at), (vec!["house".into()], 1));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_deal_is_judged_where_the_deal_lies() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::create_dir_all(path("deals")).unwrap();
        fs::create_dir_all(path("inbox")).unwrap();
        fs::write(path("deals/peerpact.toml"), "high_risk = [\"XK\"]").unwrap();
        fs::write(path("inbox/peerpact.toml"), "root = true").unwrap();
        fs::write(path("deals/x.yaml"), "").unwrap();
        std::os::unix::fs::symlink("../deals/x.yaml", path("inbox/x.yaml")).unwrap();
        assert_eq!(Policy::for_deal(&path("inbox/x.yaml")).unwrap().high_risk.len(), 1);
    }
}

//! A part of the deals for one of several machines that share no memory.
//!
//! A deal's part follows from its path inside the repository, so it is the same whatever else is worked on, in whatever order, and
//! wherever the repository was copied to.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::policy::NAME;
use crate::source::sha256;

/// One part of several: `2/3` is the second of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1 to `count`.
    index: u32,
    count: NonZeroU32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (index, count) = text.split_once('/')?;
            let shard = Self { index: index.parse().ok()?, count: count.parse().ok()? };
            (1..=shard.count.get()).contains(&shard.index).then_some(shard)
        };
        read().ok_or_else(|| "a part is written I/N, such as 2/3 for the second of three".to_owned())
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl Shard {
    /// Keeps the deals of this part.
    pub fn keep(self, deals: &mut Vec<PathBuf>) {
        let mut roots = HashMap::new();
        deals.retain(|deal| self.holds(&place(deal, &mut roots)));
    }

    /// Whether this part holds a path inside the repository, written with `/`.
    fn holds(self, path: &str) -> bool {
        let mix = |number: u32, digit: u8| number.wrapping_mul(257).wrapping_add(u32::from(digit));
        let number = sha256(path.as_bytes()).bytes().fold(0, mix);
        number % self.count == self.index - 1
    }
}

/// The path inside its repository of a file that exists; `None` for what has no file, such as standard input.
#[must_use]
pub fn inside(file: &Path) -> Option<String> {
    file.exists().then(|| place(file, &mut HashMap::new()))
}

/// A deal's path inside its repository. A link keeps its own name.
fn place(deal: &Path, roots: &mut HashMap<PathBuf, PathBuf>) -> String {
    let folder = deal.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let root = roots.entry(folder.clone()).or_insert_with(|| root(&folder));
    let whole = folder.join(deal.file_name().unwrap_or_default());
    let parts = whole.strip_prefix(root).unwrap_or(&whole).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The root of the repository of a folder: the farthest folder with a policy up to the root of the git work tree, else that root,
/// else the working folder.
fn root(folder: &Path) -> PathBuf {
    let tree = folder.ancestors().find(|above| above.join(".git").exists());
    let within = folder.ancestors().take_while(|above| tree.is_none_or(|tree| above.starts_with(tree)));
    within
        .filter(|above| above.join(NAME).exists())
        .last()
        .or(tree)
        .map(Path::to_owned)
        .or_else(|| std::env::current_dir().and_then(std::fs::canonicalize).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_those_there_are() {
        assert_eq!("2/3".parse::<Shard>().unwrap().to_string(), "2/3");
        for bad in ["", "0/3", "4/3", "1/0", "1", "a/b", "1/3/3", "-1/3"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }

    #[test]
    fn each_deal_is_in_one_part_wherever_the_repository_lies_and_whatever_the_order() {
        let parts = |count: u32, reversed: bool| -> Vec<Vec<String>> {
            let home = tempfile::tempdir().unwrap();
            std::fs::write(home.path().join(NAME), "root = true").unwrap();
            std::fs::create_dir(home.path().join("deals")).unwrap();
            let mut deals: Vec<PathBuf> = (0..60).map(|at| home.path().join(format!("deals/{at}.yaml"))).collect();
            if reversed {
                deals.reverse();
            }
            let part = |index| {
                let mut part = deals.clone();
                format!("{index}/{count}").parse::<Shard>().unwrap().keep(&mut part);
                let names = part.iter().map(|path| path.strip_prefix(home.path()).unwrap().display().to_string());
                let mut names: Vec<String> = names.collect();
                names.sort();
                names
            };
            (1..=count).map(part).collect()
        };
        for count in [1, 2, 3, 7] {
            let once = parts(count, false);
            assert_eq!(once, parts(count, true));
            let mut all = once.concat();
            all.sort();
            all.dedup();
            assert_eq!((all.len(), once.concat().len()), (60, 60));
            assert!(once.iter().all(|part| part.len() * count as usize > 60 / 4), "{once:?}");
        }
    }
}

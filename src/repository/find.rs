//! Finds the deals that a command is given: files, folders of them, and patterns.
//!
//! In a folder the patterns of `[repository]` in `peerpact.toml` say what is a deal. Without any, each YAML file with the key
//! `peerpact` is one. A file that looks like a deal and matches no pattern is reported, so that no deal is left out in silence.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::Failure;
use crate::input;
use crate::policy::{PathPattern, Policy};

/// The deals that arguments name.
#[derive(Debug, Default)]
pub struct Found {
    /// Their paths: in the order of the arguments, and within one in the order of the paths. None stands twice.
    pub deals: Vec<PathBuf>,
    /// Why an argument, or a folder below it, could not be used.
    pub faults: Vec<Failure>,
    /// What lies in the folders and looks like a deal, or like YAML, and was left out, with the reason.
    pub left_out: Vec<(PathBuf, LeftOut)>,
}

/// Why a file of a folder is not a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It has no key `peerpact`.
    NoKey,
    /// It has one, but `[repository]` names it by no pattern.
    NotNamed,
}

/// Finds the deals. `-` stands for standard input. `policy` is the policy file to use instead of those at and above a folder.
#[must_use]
pub fn find(arguments: &[PathBuf], policy: Option<&Path>) -> Found {
    let mut search = Search { policy, may_be_empty: false, known: BTreeSet::new(), found: Found::default() };
    for argument in arguments {
        if input::is_stdin(argument) {
            search.found.deals.push(argument.clone());
        } else if argument.is_dir() {
            search.folder(argument);
        } else if let (false, Some((folder, pattern))) = (argument.exists(), pattern(argument)) {
            search.pattern(argument, &folder, &pattern);
        } else {
            search.add(argument.clone());
        }
    }
    search.found
}

/// Finds the deals of a folder, which may hold none.
#[must_use]
pub fn find_below(folder: &Path, policy: Option<&Path>) -> Found {
    let mut search = Search { policy, may_be_empty: true, known: BTreeSet::new(), found: Found::default() };
    search.folder(folder);
    search.found
}

struct Search<'a> {
    policy: Option<&'a Path>,
    /// Whether a folder without a deal is no fault.
    may_be_empty: bool,
    known: BTreeSet<PathBuf>,
    found: Found,
}

impl Search<'_> {
    fn add(&mut self, path: PathBuf) {
        let plain: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
        if self.known.insert(plain) {
            self.found.deals.push(path);
        }
    }

    /// Adds the files that match a pattern below a folder, and the deals of the folders that match it.
    fn pattern(&mut self, argument: &Path, folder: &Path, pattern: &PathPattern) {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        self.walk(folder, &mut files, &mut folders);
        let matches = |path: &PathBuf| path.strip_prefix(folder).is_ok_and(|below| pattern.matches(below));
        files.retain(matches);
        folders.retain(matches);
        if files.is_empty() && folders.is_empty() {
            self.found.faults.push(Failure(format!("cannot find a deal: nothing matches {}", argument.display())));
        }
        files.into_iter().for_each(|file| self.add(file));
        // Where `**` matches files and folders, the files are enough.
        if pattern.text().ends_with("**") {
            return;
        }
        folders.iter().for_each(|folder| self.folder(folder));
    }

    /// Adds the deals of a folder.
    fn folder(&mut self, folder: &Path) {
        let policy = match self.policy {
            Some(file) => Policy::alone(file),
            None => Policy::of(folder),
        };
        let policy = match policy {
            Ok(policy) => policy,
            Err(fault) => return self.found.faults.push(Failure(fault.to_string())),
        };
        let patterns = policy.deal_patterns();
        // Patterns are relative to where their file lies, however the folder was named.
        let Ok(whole) = std::fs::canonicalize(folder) else {
            return self.found.faults.push(Failure(format!("cannot read the folder {}", folder.display())));
        };
        let mut files = Vec::new();
        self.walk(folder, &mut files, &mut Vec::new());
        let (mut held, faults) = (false, self.found.faults.len());
        for file in files {
            let below = whole.join(file.strip_prefix(folder).unwrap_or(&file));
            let is_named = patterns.iter().any(|(policy, pattern)| {
                let home = policy.path.parent().unwrap_or(Path::new(""));
                below.strip_prefix(home).is_ok_and(|path| pattern.matches(path))
            });
            let is_yaml = file.extension().is_some_and(|end| end == "yaml" || end == "yml");
            let left_out = match (is_named, is_yaml && !is_named && bears_key(&file)) {
                (true, _) => None,
                (false, true) if patterns.is_empty() => None,
                (false, true) => Some(LeftOut::NotNamed),
                (false, false) if is_yaml && patterns.is_empty() => Some(LeftOut::NoKey),
                (false, false) => continue,
            };
            match left_out {
                None => {
                    held = true;
                    self.add(plain(&file));
                }
                Some(why) => self.found.left_out.push((plain(&file), why)),
            }
        }
        if !held && !self.may_be_empty && self.found.faults.len() == faults {
            let why = if patterns.is_empty() {
                "no YAML file in it has the key `peerpact`".to_owned()
            } else {
                let patterns: Vec<&str> = patterns.iter().map(|(_, pattern)| pattern.text()).collect();
                format!("none matches `deals` of [repository] in peerpact.toml: {}", patterns.join(", "))
            };
            self.found.faults.push(Failure(format!("cannot find a deal in {}: {why}", folder.display())));
        }
    }

    /// Lists the files and folders below a folder. One that cannot be listed is a fault, and the others go on.
    fn walk(&mut self, folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) {
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            match input::entries(&folder) {
                Ok(entries) => {
                    for (path, is_folder) in entries {
                        if is_folder {
                            folders.push(path.clone());
                            open.push(path);
                        } else {
                            files.push(path);
                        }
                    }
                }
                Err(error) => {
                    self.found.faults.push(Failure(format!("cannot list {}: {}", folder.display(), error.reason())));
                }
            }
        }
        files.sort();
        folders.sort();
    }
}

/// A path without the leading `./` of a walk through the working folder.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// An argument that is a pattern: the folder before its first part that is one, and the rest.
#[must_use]
pub fn pattern(argument: &Path) -> Option<(PathBuf, PathPattern)> {
    let special = |part: &Component<'_>| part.as_os_str().to_str().is_some_and(|text| text.contains(['*', '?', '[']));
    let at = argument.components().position(|part| special(&part))?;
    let folder: PathBuf = argument.components().take(at).collect();
    let rest: PathBuf = argument.components().skip(at).collect();
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    Some((folder, PathPattern::try_from(rest.to_str()?.to_owned()).ok()?))
}

/// Whether a file is text in which a line gives the key `peerpact`, as the first line of most deals does.
fn bears_key(path: &Path) -> bool {
    let Ok(text) = input::text_of(path, input::LIMIT) else { return false };
    text.lines().any(|line| {
        let line = line.trim_start_matches(['{', ' ']).trim_start_matches(['"', '\'']);
        line.strip_prefix("peerpact")
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const DEAL: &str = "# A deal.\npeerpact: 1\n";

    fn home(files: &[(&str, &str)]) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        home
    }

    fn found(home: &tempfile::TempDir, arguments: &[&str]) -> (Vec<String>, Vec<String>, usize) {
        let arguments: Vec<PathBuf> = arguments.iter().map(|path| home.path().join(path)).collect();
        let found = find(&arguments, None);
        let name = |path: &Path| path.strip_prefix(home.path()).unwrap().display().to_string();
        let left_out = found.left_out.iter().map(|(path, _)| name(path)).collect();
        (found.deals.iter().map(|path| name(path)).collect(), left_out, found.faults.len())
    }

    #[test]
    fn a_folder_holds_the_deals_that_have_the_key_and_tells_of_the_others() {
        let home = home(&[
            ("peerpact.toml", "root = true"),
            ("b.yaml", DEAL),
            ("a/c.yml", "{\"peerpact\": 1}"),
            ("a/other.yaml", "x: 1"),
            ("a/notes.md", "peerpact: 1"),
            (".git/d.yaml", DEAL),
        ]);
        let all = (vec!["a/c.yml".to_owned(), "b.yaml".to_owned()], vec!["a/other.yaml".to_owned()], 0);
        assert_eq!(found(&home, &[""]), all);
        assert_eq!(found(&home, &["", "b.yaml", "a"]).0, all.0, "none stands twice");
        assert_eq!(found(&home, &["b.yaml", "*/*.yml"]), (vec!["b.yaml".to_owned(), "a/c.yml".to_owned()], vec![], 0));
    }

    #[test]
    fn the_house_says_what_is_a_deal() {
        let home = home(&[
            ("peerpact.toml", "root = true\n[repository]\ndeals = [\"deals/**/*.yaml\"]"),
            ("deals/x/a.yaml", "not: even a deal"),
            ("deals/b.yaml", DEAL),
            ("other/c.yaml", DEAL),
            ("other/d.yaml", "x: 1"),
        ]);
        let all = vec!["deals/b.yaml".to_owned(), "deals/x/a.yaml".to_owned()];
        assert_eq!(found(&home, &[""]), (all.clone(), vec!["other/c.yaml".to_owned()], 0));
        assert_eq!(found(&home, &["deals"]), (all, vec![], 0));
        assert_eq!(
            found(&home, &["other", "deals/x"]),
            (vec!["deals/x/a.yaml".to_owned()], vec!["other/c.yaml".into()], 1)
        );
    }

    #[test]
    fn what_matches_nothing_is_a_fault_and_stops_nothing_else() {
        let home = home(&[("peerpact.toml", "root = true"), ("a.yaml", DEAL), ("empty/x.txt", "")]);
        let (deals, _, faults) = found(&home, &["*.yml", "empty", "missing.yaml", "a.yaml"]);
        // A missing file is a fault when it is read.
        assert_eq!((deals, faults), (vec!["missing.yaml".to_owned(), "a.yaml".to_owned()], 2));
    }

    #[test]
    fn a_pattern_that_is_none_is_refused() {
        assert!(PathPattern::try_from("deals/***.yaml".to_owned()).is_err());
        assert!(!PathPattern::try_from("deals/*.yaml".to_owned()).unwrap().matches(Path::new("deals/a/b.yaml")));
        assert!(PathPattern::try_from("deals/**/*.yaml".to_owned()).unwrap().matches(Path::new("deals/b.yaml")));
    }
}

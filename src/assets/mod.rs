//! Files embedded in the binary, and a user's folder that overrides them path by path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::budget::{LIBRARY_BYTES, LIBRARY_FILES, LIBRARY_TOTAL};
use crate::input;
use crate::source::Source;

mod built_in;

/// Folders that make a library.
const LIBRARY: [&str; 2] = ["clauses", "templates"];

/// The text of an example deal, by its name with or without `.yaml`.
#[must_use]
pub fn example(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".yaml").unwrap_or(name);
    text("examples", &format!("{stem}.yaml"))
}

/// The names of the example deals, in order.
#[must_use]
pub fn examples() -> Vec<String> {
    let paths = built_in::all("examples").into_iter().map(|(path, _)| path);
    let mut names: Vec<String> = paths
        .filter_map(|path| Some(path.strip_prefix("examples/")?.strip_suffix(".yaml")?.to_owned()))
        .filter(|name| !name.contains('/'))
        .collect();
    names.sort();
    names
}

/// The manual page of a code.
#[must_use]
pub fn page(code: &str) -> Option<String> {
    text("docs/rules", &format!("{code}.md"))
}

fn text(folder: &str, path: &str) -> Option<String> {
    // The name must not lead out of its folder.
    let inside = !path.split(['/', '\\']).any(|step| step == "..");
    let bytes = inside.then(|| built_in::file(folder, path))??;
    String::from_utf8(bytes.into_owned()).ok()
}

/// What a user's folder may still hold.
struct Left {
    files: usize,
    bytes: u64,
}

impl Default for Left {
    fn default() -> Self {
        Self { files: LIBRARY_FILES, bytes: LIBRARY_TOTAL }
    }
}

/// A file of the library.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its origin, as a finding names it.
    pub name: String,
    /// The whole content; only fonts and pictures are binary.
    pub bytes: Vec<u8>,
    /// Whether it came from the user's folder.
    pub overlaid: bool,
}

/// Every file of the library by its path, such as `clauses/sla/credits.md`; always in the same order.
#[derive(Debug, Clone)]
pub struct Assets(BTreeMap<String, Asset>);

/// Why a user's folder could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The file or folder that could not be read.
    pub path: PathBuf,
    /// The reason, in words.
    pub reason: String,
}

impl Assets {
    /// The embedded files, overridden by the folders `clauses` and `templates` of `overlay`.
    pub fn load(overlay: Option<&Path>) -> Result<Self, Unreadable> {
        let mut files = embedded();
        if let Some(root) = overlay {
            lay_all_over(root, &mut files)?;
        }
        Ok(Self(files))
    }

    /// Only the files of a user's folder.
    pub fn alone(root: &Path) -> Result<Self, Unreadable> {
        let mut files = BTreeMap::new();
        lay_all_over(root, &mut files)?;
        Ok(Self(files))
    }

    /// Only the embedded files, with their paths.
    #[must_use]
    pub fn embedded() -> Vec<(String, Vec<u8>)> {
        embedded().into_iter().map(|(path, asset)| (path, asset.bytes)).collect()
    }

    /// The text of one file, named for findings. Invalid UTF-8 becomes U+FFFD, which no font prints.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Source> {
        self.0.get(path).map(source)
    }

    /// Every file below a folder, in order of path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Asset)> {
        self.0.iter().filter(move |(path, _)| path.starts_with(folder)).map(|(path, asset)| (path.as_str(), asset))
    }
}

/// A file's text with its name.
#[must_use]
pub fn source(asset: &Asset) -> Source {
    Source::new(asset.name.as_str(), String::from_utf8_lossy(&asset.bytes).as_ref())
}

fn embedded() -> BTreeMap<String, Asset> {
    let files = LIBRARY.into_iter().flat_map(built_in::all);
    files.map(|(path, bytes)| (path.clone(), Asset { name: path, bytes, overlaid: false })).collect()
}

fn lay_all_over(root: &Path, files: &mut BTreeMap<String, Asset>) -> Result<(), Unreadable> {
    let unreadable = |reason: &str| Unreadable { path: root.to_owned(), reason: reason.into() };
    if !root.is_dir() {
        return Err(unreadable(if root.exists() { "it is not a folder" } else { "there is no such folder" }));
    }
    let mut found = false;
    let mut left = Left::default();
    for folder in LIBRARY {
        let path = root.join(folder);
        if path.is_dir() {
            found = true;
            lay_over(&path, folder, &mut left, files)?;
        }
    }
    if found { Ok(()) } else { Err(unreadable("it holds neither `clauses` nor `templates`")) }
}

fn lay_over(folder: &Path, path: &str, left: &mut Left, files: &mut BTreeMap<String, Asset>) -> Result<(), Unreadable> {
    let unreadable = |path: &Path, reason: String| Unreadable { path: path.to_owned(), reason };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error.to_string()))? {
        let entry = entry.map_err(|error| unreadable(folder, error.to_string()))?;
        let (here, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') {
            continue;
        }
        // Folders count, too: a hundred thousand empty ones cost as much.
        left.files = left
            .files
            .checked_sub(1)
            .ok_or_else(|| unreadable(&here, format!("a library holds at most {LIBRARY_FILES} files and folders")))?;
        let below = format!("{path}/{name}");
        if here.is_dir() {
            lay_over(&here, &below, left, files)?;
            continue;
        }
        let bytes = input::bytes(&here, LIBRARY_BYTES).map_err(|error| unreadable(&here, error.reason()))?;
        left.bytes = left.bytes.checked_sub(bytes.len() as u64).ok_or_else(|| {
            unreadable(&here, format!("the files of a library are larger than {} MiB together", LIBRARY_TOTAL >> 20))
        })?;
        files.insert(below, Asset { name: here.to_string_lossy().into_owned(), bytes, overlaid: true });
    }
    Ok(())
}

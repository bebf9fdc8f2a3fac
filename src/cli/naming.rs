//! How the files of a deal are called: by the name of its file, or by what the deal says.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::str::FromStr;

use clap::Args;

use crate::characters::is_hidden;
use crate::cli::Failure;
use crate::deal::read::read;
use crate::input;
use crate::source::Source;

/// The stem of the files of a deal from standard input.
const STDIN_STEM: &str = "deal";

/// Characters that no name of a file holds on one system or another.
const REFUSED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// Bytes of the longest name that a pattern makes; endings follow it.
const LONGEST: usize = 150;

/// How files are called.
#[derive(Debug, Default, Args)]
pub(super) struct Naming {
    /// Call the files by this instead of by the deal's file: {stem}, {reference} and {draft} stand for the name of that file, the deal's
    /// reference and the number of its draft.
    #[arg(long = "name", value_name = "PATTERN")]
    pattern: Option<NamePattern>,
}

/// A pattern in parts.
#[derive(Debug, Clone)]
struct NamePattern(Vec<Part>);

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Stem,
    Reference,
    Draft,
}

impl FromStr for NamePattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let known = "a name may hold {stem}, {reference} and {draft}";
            let (word, after) = after.split_once('}').ok_or_else(|| format!("a `{{` has no `}}`; {known}"))?;
            parts.push(Part::Text(before.to_owned()));
            parts.push(match word {
                "stem" => Part::Stem,
                "reference" => Part::Reference,
                "draft" => Part::Draft,
                _ => return Err(format!("`{{{word}}}` stands for nothing; {known}")),
            });
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        let is_refused = |text: &String| text.chars().any(|letter| letter.is_control() || REFUSED.contains(&letter));
        if parts.iter().any(|part| matches!(part, Part::Text(text) if is_refused(text))) {
            return Err("it is the name of a file, without folders; --output says the folder".to_owned());
        }
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        Ok(Self(parts))
    }
}

impl Naming {
    /// What the files of a deal are called, without their ending. `path` says where the deal lies.
    ///
    /// # Errors
    /// The path names no file; or the pattern asks for a reference that the deal does not have.
    pub(super) fn stem(&self, path: &Path, deal: &Source) -> Result<OsString, Failure> {
        let own = stem(path)?;
        let Some(NamePattern(parts)) = &self.pattern else { return Ok(own.to_owned()) };
        // A deal that cannot be read has no files to name.
        let Some(file) = read(deal, &mut Vec::new()) else { return Ok(own.to_owned()) };
        let mut name = String::new();
        for part in parts {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Stem => name.push_str(&own.to_string_lossy()),
                Part::Draft => name.push_str(&file.deal.draft.to_string()),
                Part::Reference => {
                    let reference = file.deal.reference.known().map(ToString::to_string);
                    let lacks = || format!("cannot name the files of {}: it has no `reference` yet", deal.name);
                    name.push_str(&reference.ok_or_else(|| Failure(lacks()))?);
                }
            }
        }
        let name = safe(&name);
        if name.is_empty() {
            return Err(Failure(format!("cannot name the files of {}: --name leaves no letter of a name", deal.name)));
        }
        Ok(name.into())
    }

    /// The same for a deal that is not read yet; that of its file for one that cannot be read, or is standard input.
    pub(super) fn stem_of_file(&self, path: &Path) -> Result<OsString, Failure> {
        let deal = if self.pattern.is_some() && !input::is_stdin(path) { input::read(path).ok() } else { None };
        match deal {
            Some(deal) => self.stem(path, &deal),
            None => stem(path).map(OsStr::to_owned),
        }
    }

    /// Refuses two deals whose files would have the same names, before anything is written. `verb` is what is done with a deal, and `files` what
    /// comes of it.
    pub(super) fn keep_apart<'a>(
        &self,
        deals: impl IntoIterator<Item = &'a Path>,
        verb: &str,
        files: &str,
    ) -> Result<(), Failure> {
        let mut taken: HashMap<OsString, &Path> = HashMap::new();
        for path in deals {
            // One that has no name fails by itself, and stops no other.
            let Ok(name) = self.stem_of_file(path) else { continue };
            // Two names that differ in case alone are one file there.
            let folds = cfg!(any(windows, target_os = "macos"));
            let key = if folds { name.to_string_lossy().to_lowercase().into() } else { name };
            if let Some(other) = taken.insert(key, path) {
                return Err(Failure(format!(
                    "cannot {verb} both {} and {}: their {files} would have the same names",
                    other.display(),
                    path.display()
                )));
            }
        }
        Ok(())
    }
}

/// The stem of a deal's files by its own file.
pub(super) fn stem(path: &Path) -> Result<&OsStr, Failure> {
    let stem = if input::is_stdin(path) { Some(STDIN_STEM.as_ref()) } else { path.file_stem() };
    stem.ok_or_else(|| Failure(format!("cannot draft {}: it names no file", path.display())))
}

/// A name that every system takes: what it cannot hold becomes a hyphen, no dot or space stands at an end, and it is not too long.
fn safe(name: &str) -> String {
    let is_refused = |letter: char| letter.is_control() || is_hidden(letter) || REFUSED.contains(&letter);
    let mut name: String = name.chars().map(|letter| if is_refused(letter) { '-' } else { letter }).collect();
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    name.trim_matches(|letter: char| letter == '.' || letter.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(pattern: &str, deal: &str) -> Result<String, String> {
        let naming = Naming { pattern: Some(pattern.parse()?) };
        let text = crate::assets::example("smallest").unwrap().replace("SH-2027-01", deal);
        let stem = naming.stem(Path::new("deals/acme.yaml"), &Source::new("acme.yaml", text));
        stem.map(|stem| stem.into_string().unwrap()).map_err(|fault| fault.0)
    }

    #[test]
    fn a_pattern_is_filled_from_the_deal_and_names_a_file_on_every_system() {
        assert_eq!(name("{reference}-d{draft}", "R-7").unwrap(), "R-7-d1");
        assert_eq!(name("{stem} ({reference})", "R-7").unwrap(), "acme (R-7)");
        // A reference with slashes is common, and none leads out of the folder.
        assert_eq!(name("{reference}", "SH/2027/01").unwrap(), "SH-2027-01");
        assert_eq!(name("{reference}", "../../etc/x").unwrap(), "-..-etc-x");
        assert!(name("{reference}", &"x".repeat(500)).unwrap().len() <= LONGEST);
        assert_eq!(name("...{reference}. ", "R").unwrap(), "R");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for (pattern, says) in
            [("", "empty"), ("a/{stem}", "without folders"), ("{date}", "stands for nothing"), ("{stem", "has no `}`")]
        {
            assert!(name(pattern, "R").unwrap_err().contains(says), "{pattern}");
        }
        assert!(name("{reference}", "\"...\"").unwrap_err().contains("no letter"));
        assert!(name("{reference}", "~").unwrap_err().contains("no `reference` yet"));
    }
}

//! A house policy, `peerpact.toml`: how much each finding weighs for a whole repository of deals, and what the house supplies.
//!
//! It never holds text of the agreement. The file lies at or above the deal's folder; the nearest one counts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::deal::date::Date;
use crate::deal::place::Country;
use crate::diagnostic::Level;

/// What the file is called.
pub const NAME: &str = "peerpact.toml";

/// What a house wants of its deals.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The file that it was read from.
    #[serde(skip)]
    pub path: Option<PathBuf>,
    /// Weight of a code, where it is not the usual one.
    pub levels: BTreeMap<String, Weight>,
    /// Countries whose customers the house does not serve on credit.
    pub high_risk: Vec<Country>,
    /// Lists of those with whom the house does not deal.
    pub sanctions: Vec<Sanctions>,
    /// The house itself, as the wizard fills it in.
    pub company: Option<Company>,
}

/// The house's own data, as a deal names a party; nothing is judged by them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Company {
    /// Its key in deals.
    pub id: Option<String>,
    /// Its registered name.
    pub name: Option<String>,
    /// Its number in the register of companies.
    pub registration: Option<String>,
    /// Where it is registered.
    pub country: Option<String>,
    /// Its registered office.
    pub address: Option<String>,
    /// Number of its licence at home.
    pub licence: Option<String>,
    /// Who signs for it.
    pub signatory: Option<String>,
    /// The signatory's office.
    pub title: Option<String>,
    /// Its tax number.
    pub tax_number: Option<String>,
}

/// What a finding of a code weighs in this house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Nothing: it is not reported.
    Off,
    /// A note.
    Note,
    /// A warning.
    Warning,
    /// An open point.
    OpenPoint,
    /// An error.
    Error,
}

impl Weight {
    /// The level; `None` is off.
    #[must_use]
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::Note => Some(Level::Note),
            Self::Warning => Some(Level::Warning),
            Self::OpenPoint => Some(Level::OpenPoint),
            Self::Error => Some(Level::Error),
        }
    }
}

/// A list of sanctioned countries and persons. The program carries none: whoever answers for it supplies it, with its date.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sanctions {
    /// Name of the list.
    pub list: String,
    /// Where it was published.
    pub source: String,
    /// Day on which it was last compared with its source.
    pub verified_on: Date,
    /// Day after which it has to be compared again.
    pub review_by: Date,
    /// Countries on it.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// Names of persons on it.
    #[serde(default)]
    pub names: Vec<String>,
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot use the policy {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for Fault {}

impl Policy {
    /// Reads the text of a policy file.
    pub fn read(path: &Path, text: &str) -> Result<Self, Fault> {
        let mut policy: Self = toml::from_str(text)
            .map_err(|error| Fault { path: path.to_owned(), reason: error.to_string().trim_end().to_owned() })?;
        policy.path = Some(path.to_owned());
        Ok(policy)
    }

    /// Finds and reads the policy for the deals of a folder; without one, nothing departs from the usual.
    pub fn of(folder: &Path) -> Result<Self, Fault> {
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        for above in whole.ancestors() {
            let path = above.join(NAME);
            match std::fs::read_to_string(&path) {
                Ok(text) => return Self::read(&path, &text),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                // A folder that may not be looked into, or a deal that is no folder's, has no policy there.
                Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {}
                Err(error) => return Err(Fault { path, reason: error.to_string() }),
            }
        }
        Ok(Self::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_and_found_above_a_folder() {
        let house = tempfile::tempdir().unwrap();
        let deals = house.path().join("deals/2027");
        std::fs::create_dir_all(&deals).unwrap();
        std::fs::write(house.path().join(NAME), "high_risk = [\"XK\"]\n[levels]\nRATE009 = \"off\"\n").unwrap();
        let policy = Policy::of(&deals).unwrap();
        assert_eq!(policy.levels.get("RATE009"), Some(&Weight::Off));
        assert_eq!(policy.high_risk.len(), 1);
        assert_eq!(policy.path, Some(house.path().join(NAME)));
    }

    #[test]
    fn a_fault_names_the_file_and_the_line() {
        let fault = Policy::read(Path::new("peerpact.toml"), "[levels]\nRATE009 = \"of\"\n").unwrap_err().to_string();
        assert!(fault.contains("peerpact.toml") && fault.contains("line 2"), "{fault}");
        for bad in ["colour = 1\n", "high_risk = [\"Mars\"]\n", "levels = 3\n", "[[sanctions]]\nlist = \"x\"\n"] {
            assert!(Policy::read(Path::new(NAME), bad).is_err(), "{bad}");
        }
    }
}

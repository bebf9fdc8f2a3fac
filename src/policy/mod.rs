//! A house policy, `peerpact.toml`: the weight of each finding for a whole repository of deals, and the house's own data.
//!
//! It never holds text of the agreement. Several files may lie at and above a deal (`find`). A nearer file may have come along with
//! the deal, so merging lets it add and never take away: the strictest level counts, lists are joined, and for `company`, which
//! nothing is judged by, the farthest value counts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::characters;
use crate::deal::date::Date;
use crate::deal::house::{ApprovalNeed, HousePosition, HousePositions};
use crate::deal::place::Country;
use crate::deal::technical_form::side::FormSide;
use crate::diagnostic::Level;
use crate::source::sha256;

mod find;
mod print;

/// Name of the policy's file.
pub const NAME: &str = "peerpact.toml";

/// The rules of a house for its deals, merged from its files. It has no default: without a file, [`Policy::merged`] of nothing says
/// so.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The files that it was merged from, the farthest from the deal first.
    pub files: Vec<PolicyFile>,
    /// Files of the same name farther up that do not count: above a file with `root = true`, or outside the work tree.
    pub left_out: Vec<PathBuf>,
    /// The weight of each code that departs from the usual.
    pub levels: BTreeMap<String, Weight>,
    /// Weights that nearer files ask for. They raise the weight in `levels`, or the usual one, and never lower it.
    pub raised: BTreeMap<String, Weight>,
    /// Countries whose customers the house does not serve on credit.
    pub high_risk: Vec<Country>,
    /// Lists of persons and countries with whom the house does not deal.
    pub sanctions: Vec<Sanctions>,
    /// The house itself, as the wizard fills it in.
    pub company: Option<Company>,
    /// Our own side of every technical form: points, addresses, certificates, abilities, people. The deal of a new peer starts from it.
    pub network: Option<FormSide>,
    /// The persons who may approve, by the desk that a clause names, such as `finance`; `None` if the house lists nobody at all.
    pub approvers: Option<Approvers>,
    /// Whether a departure from a position needs an approval, if the house says so.
    pub approval: Option<ApprovalNeed>,
    /// What the house signs where it says otherwise than the library, by clause.
    pub positions: HousePositions,
}

/// Persons by the desk for which they may approve.
pub type Approvers = BTreeMap<String, Vec<String>>;

/// One file of a policy.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// The canonical path of the file.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The content of the file.
    pub written: Written,
}

/// The content of one policy file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// Whether files above it do not count.
    pub root: bool,
    /// The weight of each code that departs from the usual.
    pub levels: BTreeMap<String, Weight>,
    /// Countries whose customers the house does not serve on credit.
    pub high_risk: Vec<Country>,
    /// Lists of persons and countries with whom the house does not deal.
    pub sanctions: Vec<Sanctions>,
    /// The house itself, as the wizard fills it in.
    pub company: Option<Company>,
    /// Our own side of every technical form: what a deal says under `technical.form.sides`, once for all of them.
    pub network: Option<FormSide>,
    /// The persons who may approve, by desk: `finance`, `legal`, `"network operations"`.
    pub approvers: Option<Approvers>,
    /// Whether a departure from a position needs an approval: `asked`, or `noted` alone. Left out, it is asked for where the house lists
    /// approvers or positions, and where the deal records approvals.
    #[schemars(with = "ApprovalNeed")]
    pub approval: Option<ApprovalNeed>,
    /// What the house signs where it says otherwise than the library, by clause.
    pub positions: HousePositions,
    /// What of the folder that the file lies in is a deal.
    pub repository: Option<Repository>,
}

/// What of a folder is a deal, for commands that are given a folder.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Repository {
    /// Patterns of paths, relative to the folder of the policy file, such as `deals/**/*.yaml`.
    pub deals: Vec<PathPattern>,
    /// Folder that keeps older libraries, each in a folder of its own, relative to the folder of the policy file.
    pub libraries: Option<PathBuf>,
}

/// A pattern of paths: `*` within a name, `**` for any folders. It matches no hidden file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct PathPattern(Pattern);

impl TryFrom<String> for PathPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Pattern::new(&text).map(Self).map_err(|error| format!("`{text}` is no pattern of paths: {}", error.msg))
    }
}

impl PathPattern {
    /// Whether a relative path matches.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        let options =
            MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
        self.0.matches_path_with(path, options)
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.as_str()
    }
}

/// The house's own data, as a deal names a party. Nothing is judged by them.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Company {
    /// The key of its party in deals.
    pub id: Option<String>,
    /// Its exact registered name.
    pub name: Option<String>,
    /// Its number in the register of companies.
    pub registration: Option<String>,
    /// Country of registration, ISO 3166.
    pub country: Option<String>,
    /// Address of its registered office.
    pub address: Option<String>,
    /// Number of its licence at home.
    pub licence: Option<String>,
    /// The person who signs for it.
    pub signatory: Option<String>,
    /// The office of that person.
    pub title: Option<String>,
    /// Its tax number, with the country's letters.
    pub tax_number: Option<String>,
    /// Its side of a technical form, which the file keeps in a table of its own, `[network]`.
    #[serde(skip)]
    #[schemars(skip)]
    pub network: Option<Box<FormSide>>,
}

/// The weight of a code's findings in this house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Nothing: it is not reported.
    Off,
    /// Reported as a note.
    Note,
    /// Reported as a warning.
    Warning,
    /// Reported as an open point.
    OpenPoint,
    /// Reported as an error.
    Error,
}

impl Weight {
    /// The weight equal to a level.
    #[must_use]
    pub fn of(level: Level) -> Self {
        match level {
            Level::Note => Self::Note,
            Level::Warning => Self::Warning,
            Level::OpenPoint => Self::OpenPoint,
            Level::Error => Self::Error,
        }
    }

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

/// A list of sanctioned countries and persons. The program includes none: the house supplies it, with its date, and answers for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sanctions {
    /// The name that findings use.
    pub list: String,
    /// Address or title of its publication.
    pub source: String,
    /// Day on which it was last compared with its source.
    pub verified_on: Date,
    /// Day after which it has to be compared again.
    pub review_by: Date,
    /// Countries on the list, ISO 3166.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// Names of persons on it.
    #[serde(default)]
    pub names: Vec<String>,
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot use the policy {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for PolicyError {}

impl PolicyFile {
    /// Reads the bytes of a policy file.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Self, PolicyError> {
        let fault = |reason: String| PolicyError { path: path.to_owned(), reason };
        let text = std::str::from_utf8(bytes).map_err(|_| fault("it is not text (UTF-8)".into()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some((at, character)) = characters::refused(text).next() {
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            return Err(fault(format!(
                "line {line} holds the character U+{:04X}, which cannot be seen; remove it",
                u32::from(character)
            )));
        }
        // The message gives the place and does not quote the file: `peerpact.toml` may link to a confidential one.
        let written = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
            fault(format!("line {line}: {}", error.message().trim_end()))
        })?;
        Ok(Self { path: path.to_owned(), sha256: sha256(bytes), written })
    }
}

impl Policy {
    /// Reads the text of a policy file that stands alone.
    pub fn read(path: &Path, text: &str) -> Result<Self, PolicyError> {
        Ok(Self::merged(vec![PolicyFile::read(path, text.as_bytes())?]))
    }

    /// Whether a departure in a clause needs an approval; `None` if the house has said nothing about positions and approvers.
    #[must_use]
    pub fn approval_in(&self, clause: &str) -> Option<ApprovalNeed> {
        self.positions.get(clause).and_then(|position| position.approval).or(self.approval)
    }

    /// Merges files; the farthest comes first.
    #[must_use]
    pub fn merged(files: Vec<PolicyFile>) -> Self {
        let mut policy = Self {
            files: Vec::new(),
            left_out: Vec::new(),
            levels: BTreeMap::new(),
            raised: BTreeMap::new(),
            high_risk: Vec::new(),
            sanctions: Vec::new(),
            company: None,
            network: None,
            approvers: None,
            approval: None,
            positions: HousePositions::new(),
        };
        for (at, file) in files.iter().enumerate() {
            // Patterns of deals are relative to their file, so they stay there.
            let Written {
                root: _,
                repository: _,
                levels,
                high_risk,
                sanctions,
                company,
                network,
                approvers,
                approval,
                positions,
            } = &file.written;
            for (code, weight) in levels {
                let known = if at == 0 { &mut policy.levels } else { &mut policy.raised };
                let strictest = known.get(code).map_or(*weight, |known| (*known).max(*weight));
                known.insert(code.clone(), strictest);
            }
            let asks = (approvers.is_some() || !positions.is_empty()).then_some(ApprovalNeed::Asked);
            policy.approval = policy.approval.max(approval.or(asks));
            // What the house says of a clause stands. A nearer file speaks of other clauses, and takes nothing of the library's away.
            for (clause, position) in positions {
                policy.positions.entry(clause.clone()).or_insert_with(|| {
                    let approval = position.approval.filter(|need| at == 0 || *need == ApprovalNeed::Asked);
                    HousePosition { approval, adds: at > 0 || position.adds, ..position.clone() }
                });
            }
            policy.high_risk.extend(high_risk);
            policy.high_risk.sort_unstable();
            policy.high_risk.dedup();
            policy.sanctions.extend(sanctions.iter().cloned());
            if let Some(company) = company {
                policy.company.get_or_insert_default().complete(company);
            }
            if let Some(network) = network {
                policy.network.get_or_insert_default().complete(network);
            }
            // The farthest list is the house's; a nearer one can only strike persons from it.
            match (&mut policy.approvers, approvers) {
                (None, Some(listed)) => {
                    policy.approvers =
                        Some(listed.iter().map(|(desk, who)| (desk.replace('_', " "), who.clone())).collect());
                }
                (Some(known), Some(nearer)) => {
                    for (desk, who) in nearer {
                        if let Some(known) = known.get_mut(&desk.replace('_', " ")) {
                            known.retain(|person| who.contains(person));
                        }
                    }
                }
                (_, None) => {}
            }
        }
        policy.files = files;
        policy
    }

    /// One policy for deals in several places: the first one, which the others can make stricter and never weaker.
    #[must_use]
    pub fn together(policies: Vec<Self>) -> Self {
        let (mut files, mut left_out): (Vec<PolicyFile>, Vec<PathBuf>) = (Vec::new(), Vec::new());
        for policy in policies {
            for file in policy.files {
                if !files.iter().any(|known| known.path == file.path) {
                    files.push(file);
                }
            }
            left_out.extend(policy.left_out);
        }
        left_out.sort();
        left_out.dedup();
        left_out.retain(|path| !files.iter().any(|file| file.path == *path));
        Self { left_out, ..Self::merged(files) }
    }

    /// The patterns of what is a deal, each with the file whose folder it is relative to; none if no file says.
    #[must_use]
    pub fn deal_patterns(&self) -> Vec<(&PolicyFile, &PathPattern)> {
        let mut patterns = Vec::new();
        for file in &self.files {
            let deals = file.written.repository.iter().flat_map(|repository| &repository.deals);
            patterns.extend(deals.map(|pattern| (file, pattern)));
        }
        patterns
    }

    /// The folders that keep older libraries, the nearest policy's first.
    #[must_use]
    pub fn library_folders(&self) -> Vec<PathBuf> {
        let folder = |file: &PolicyFile| {
            let libraries = file.written.repository.as_ref()?.libraries.as_ref()?;
            Some(file.path.parent().unwrap_or(Path::new("")).join(libraries))
        };
        self.files.iter().rev().filter_map(folder).collect()
    }

    /// The persons who may approve for a desk, or for any desk if a clause names none; `None` if the house lists nobody at all, so
    /// that anybody may.
    #[must_use]
    pub fn approvers(&self, desk: Option<&str>) -> Option<Vec<&str>> {
        let listed = self.approvers.as_ref()?;
        Some(match desk {
            Some(desk) => listed.get(desk).into_iter().flatten().map(String::as_str).collect(),
            None => listed.values().flatten().map(String::as_str).collect(),
        })
    }

    /// The house's own data with its network, as a new deal starts from them.
    #[must_use]
    pub fn house(&self) -> Option<Company> {
        if self.company.is_none() && self.network.is_none() {
            return None;
        }
        let company = self.company.clone().unwrap_or_default();
        Some(Company { network: self.network.clone().map(Box::new), ..company })
    }

    /// SHA-256 of each file that it was made of, the farthest first.
    #[must_use]
    pub fn hashes(&self) -> Vec<String> {
        self.files.iter().map(|file| file.sha256.clone()).collect()
    }
}

impl Company {
    /// Fills in values that are missing here from another.
    fn complete(&mut self, other: &Self) {
        let Self { id, name, registration, country, address, licence, signatory, title, tax_number, network: _ } = self;
        for (ours, theirs) in [
            (id, &other.id),
            (name, &other.name),
            (registration, &other.registration),
            (country, &other.country),
            (address, &other.address),
            (licence, &other.licence),
            (signatory, &other.signatory),
            (title, &other.title),
            (tax_number, &other.tax_number),
        ] {
            if ours.is_none() {
                ours.clone_from(theirs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PolicyFile {
        PolicyFile::read(Path::new(name), text.as_bytes()).unwrap()
    }

    #[test]
    fn a_nearer_file_adds_and_takes_nothing_away() {
        let list = |name: &str| {
            format!(
                "[[sanctions]]\nlist = \"{name}\"\nsource = \"x\"\nverified_on = \"2026-11-20\"\n\
                 review_by = \"2026-12-20\"\nnames = [\"{name}\"]\n"
            )
        };
        let far =
            format!("high_risk = [\"XK\"]\n[levels]\nSLA001 = \"error\"\n[company]\nname = \"Ours\"\n{}", list("far"));
        let near = format!(
            "high_risk = [\"FR\"]\n[levels]\nSLA001 = \"off\"\nSLA002 = \"error\"\n[company]\nname = \"Theirs\"\ntitle = \"CEO\"\n{}",
            list("near")
        );
        let policy = Policy::merged(vec![file("far", &far), file("near", &near)]);
        assert_eq!(policy.levels.get("SLA001"), Some(&Weight::Error));
        assert_eq!(policy.raised.get("SLA002"), Some(&Weight::Error));
        assert_eq!(policy.high_risk.len(), 2);
        assert_eq!(policy.sanctions.iter().map(|list| &*list.list).collect::<Vec<_>>(), ["far", "near"]);
        let company = policy.company.unwrap();
        assert_eq!((company.name.as_deref(), company.title.as_deref()), (Some("Ours"), Some("CEO")));
    }

    #[test]
    fn a_nearer_file_strikes_approvers_and_names_none() {
        let far = file("far", "[approvers]\nfinance = [\"Jo\", \"Al\"]\ndata_protection = [\"Di\"]\n");
        let near = file("near", "[approvers]\nfinance = [\"Jo\", \"Eve\"]\nlegal = [\"Eve\"]\n");
        let policy = Policy::merged(vec![far, near]);
        assert_eq!(policy.approvers(Some("finance")), Some(vec!["Jo"]));
        assert_eq!(policy.approvers(Some("data protection")), Some(vec!["Di"]));
        assert_eq!(policy.approvers(Some("legal")), Some(Vec::new()));
        assert_eq!(policy.approvers(None), Some(vec!["Di", "Jo"]));
        assert_eq!(Policy::merged(Vec::new()).approvers(Some("legal")), None);
    }

    #[test]
    fn a_nearer_file_begins_groups_of_the_network_and_changes_none() {
        let far = file("far", "[[network.signalling]]\naddress = \"192.0.2.10\"\nport = 5061\n");
        let near = file(
            "near",
            "[[network.signalling]]\naddress = \"203.0.113.10\"\n[network.abilities]\ncodecs = [\"G.711A\"]\n",
        );
        let policy = Policy::merged(vec![far, near]);
        let network = policy.network.clone().unwrap();
        assert_eq!(network.addresses().iter().map(ToString::to_string).collect::<Vec<_>>(), ["192.0.2.10"]);
        assert!(network.abilities.is_some());
        // What is printed reads back the same.
        let printed = policy.printed(&[], &Default::default(), |path: &Path| path.display().to_string());
        let again = Policy::read(Path::new(NAME), &printed).unwrap().network.unwrap();
        assert_eq!(serde_json::to_value(&again).unwrap(), serde_json::to_value(&network).unwrap());
        assert!(Policy::read(Path::new(NAME), "[network]\ncolour = 1\n").is_err());
        assert!(Policy::read(Path::new(NAME), "[[network.signalling]]\naddress = \"sbc\"\n").is_err());
    }

    #[test]
    fn a_fault_names_the_file_and_the_line_and_quotes_nothing() {
        let fault = Policy::read(Path::new("peerpact.toml"), "[levels]\nRATE009 = \"of\"\n").unwrap_err().to_string();
        assert!(fault.contains("peerpact.toml") && fault.contains("line 2"), "{fault}");
        let secret = Policy::read(Path::new("peerpact.toml"), "AWS_SECRET_KEY=abcd1234\n").unwrap_err().to_string();
        assert!(!secret.contains("abcd1234"), "{secret}");
        for bad in ["colour = 1\n", "high_risk = [\"Mars\"]\n", "levels = 3\n", "[[sanctions]]\nlist = \"x\"\n"] {
            assert!(Policy::read(Path::new(NAME), bad).is_err(), "{bad}");
        }
    }
}

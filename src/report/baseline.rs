//! Findings that a repository of old deals already had, from an earlier run's JSON report.
//!
//! A finding is recognised by file, code and deal path, even if its line and its numbers changed. A file is recognised by its place
//! in the repository, from whatever folder it was named. A finding that names a party
//! is recognised by its words as well, because the same finding about another party is new. An error is never set aside.

use std::collections::HashMap;

use serde::Deserialize;

use crate::diagnostic::{Finding, Level};
use crate::path::Path;
use crate::repository::shard::inside;

/// Known findings, each with its words and the number of times it was there.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    known: HashMap<(Option<String>, String, Option<Path>), Vec<String>>,
}

#[derive(Deserialize)]
struct KnownFindings {
    findings: Vec<KnownFinding>,
}

#[derive(Deserialize)]
struct KnownFinding {
    code: String,
    path: String,
    file: Option<String>,
    #[serde(default)]
    in_repository: Option<String>,
    #[serde(default)]
    message: String,
}

impl Baseline {
    /// Reads what `check --format json` wrote.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let document: KnownFindings = serde_json::from_str(text)?;
        let mut known: HashMap<_, Vec<String>> = HashMap::new();
        for entry in document.findings {
            // An empty path means no field. A path that cannot be read belongs to no present finding.
            let path = entry.path.parse().ok().filter(|path: &Path| !path.is_root());
            let file = entry.in_repository.or(entry.file);
            known.entry((file, entry.code, path)).or_default().push(words(&entry.message));
        }
        Ok(Self { known })
    }

    /// Removes the known findings from a list, and returns how many there were.
    pub fn set_aside(&mut self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        let mut places: HashMap<String, Option<String>> = HashMap::new();
        findings.retain(|finding| {
            if finding.level == Level::Error {
                return true;
            }
            let file = finding.place.as_ref().map(|place| place.source.name.to_string());
            // A file is known by its place in the repository, whatever folder it was named from; a report from the root names it so.
            let inside = file.clone().and_then(|file| {
                places.entry(file.clone()).or_insert_with(|| inside(std::path::Path::new(&file))).clone()
            });
            let key = |file| (file, finding.code.to_owned(), finding.path.clone());
            let found = [inside.filter(|inside| Some(inside) != file.as_ref()), file];
            let found = found.into_iter().map(key).find(|key| self.known.contains_key(key));
            let Some(known) = found.and_then(|key| self.known.get_mut(&key)) else {
                return true;
            };
            let said = words(&finding.message);
            let same = known.iter().position(|known| *known == said);
            match same.or_else(|| known.len().checked_sub(1).filter(|_| !finding.names_party)) {
                Some(at) => {
                    known.remove(at);
                    false
                }
                None => true,
            }
        });
        before - findings.len()
    }

    /// How many known findings were not found again.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.known.values().map(Vec::len).sum()
    }
}

/// The words of a message without its numbers, which may change while the fact stays.
pub(crate) fn words(message: &str) -> String {
    message.split(|c: char| c.is_ascii_digit()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("#")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::json;
    use crate::source::{Place, Source};

    #[test]
    fn a_finding_is_known_as_often_as_it_was_there() {
        let finding = |text: &str| {
            Finding::new("X", Level::Warning, text).at(Place::of(&Source::new("a.yaml", "x"), "x")).on("sla")
        };
        let mut baseline = Baseline::read(&json::render(&[finding("90 days old"), finding("y")], &[])).unwrap();
        let mut now = vec![finding("91 days old"), finding("y").on("tax")];
        assert_eq!(baseline.set_aside(&mut now), 1);
        assert_eq!(now.len(), 1);
        assert_eq!(baseline.gone(), 1);
        let mut more = vec![finding("a"), finding("b")];
        assert_eq!(baseline.set_aside(&mut more), 1);
        assert_eq!(baseline.gone(), 0);
    }

    #[test]
    fn an_error_and_another_party_are_never_known() {
        let finding = |level, text: &str| {
            let mut finding = Finding::new("X", level, text).on("parties.them.name");
            finding.names_party = true;
            finding
        };
        let known = json::render(
            &[finding(Level::Warning, "`One Ltd` is 90 days old"), finding(Level::Error, "`One Ltd`")],
            &[],
        );
        let left = |now: Finding| {
            let mut findings = vec![now];
            Baseline::read(&known).unwrap().set_aside(&mut findings);
            findings.len()
        };
        assert_eq!(left(finding(Level::Warning, "`One Ltd` is 91 days old")), 0);
        assert_eq!(left(finding(Level::Warning, "`Two Ltd` is 91 days old")), 1);
        assert_eq!(left(finding(Level::Error, "`One Ltd`")), 1);
    }

    #[test]
    fn anything_else_is_no_baseline() {
        for bad in ["", "[]", "{}", "{\"findings\": 1}"] {
            assert!(Baseline::read(bad).is_err(), "{bad}");
        }
    }
}

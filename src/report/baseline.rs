//! Findings that a repository of old deals already had: a JSON report of an earlier run.
//!
//! A finding is known again by its file, code and deal path, whatever its line and its numbers are now.

use std::collections::HashMap;

use serde::Deserialize;

use crate::diagnostic::Finding;

/// Findings that are known, each as often as it was there.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    known: HashMap<(Option<String>, String, String), usize>,
}

#[derive(Deserialize)]
struct Document {
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    path: String,
    file: Option<String>,
}

impl Baseline {
    /// Reads what `check --format json` wrote.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_str(text)?;
        let mut known = HashMap::new();
        for entry in document.findings {
            *known.entry((entry.file, entry.code, entry.path)).or_insert(0) += 1;
        }
        Ok(Self { known })
    }

    /// Takes the known findings out, and says how many there were.
    pub fn set_aside(&mut self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        findings.retain(|finding| {
            let file = finding.place.as_ref().map(|place| place.source.name.to_string());
            match self.known.get_mut(&(file, finding.code.to_owned(), finding.path.clone())) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            }
        });
        before - findings.len()
    }

    /// How many known findings were not found again.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.known.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::json;
    use crate::source::{Place, Source};

    #[test]
    fn a_finding_is_known_as_often_as_it_was_there() {
        let finding = |text: &str| Finding::error("X", text).at(Place::of(&Source::new("a.yaml", "x"), "x")).on("sla");
        let mut baseline = Baseline::read(&json::render(&[finding("90 days old"), finding("y")])).unwrap();
        let mut now = vec![finding("91 days old"), finding("y").on("tax")];
        assert_eq!(baseline.set_aside(&mut now), 1);
        assert_eq!(now.len(), 1);
        assert_eq!(baseline.gone(), 1);
        let mut more = vec![finding("a"), finding("b")];
        assert_eq!(baseline.set_aside(&mut more), 1);
        assert_eq!(baseline.gone(), 0);
    }

    #[test]
    fn anything_else_is_no_baseline() {
        for bad in ["", "[]", "{}", "{\"findings\": 1}"] {
            assert!(Baseline::read(bad).is_err(), "{bad}");
        }
    }
}

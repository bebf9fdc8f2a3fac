//! The words for the choices of a deal: `templates/words.yaml`.

use std::collections::BTreeMap;

use crate::deal::tree::{self, Kind};
use crate::diagnostic::Finding;
use crate::source::Source;

/// Path of the table.
pub const WORDS: &str = "templates/words.yaml";

/// For the path of a field, or a path and a variant (`technical.network (short)`), the words of each of its values.
pub type Table = crate::template::Words;

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub struct Words(pub Table);

impl Words {
    /// Reads the table: `en:`, below it fields, below them values and their words. A field may name another whose words it takes.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Self {
        let mut found = Vec::new();
        let tree = tree::read(source, &mut found);
        for mut finding in found {
            finding.code = "LIB013";
            findings.push(finding);
        }
        let Some(language) = tree.as_ref().and_then(|tree| tree.get("en")) else {
            return Self::default();
        };
        let mut table = Table::new();
        let mut same = Vec::new();
        let Kind::Map(fields) = &language.value.kind else { return Self::default() };
        for field in fields {
            match &field.value.kind {
                Kind::Map(values) => {
                    let words = values.iter().filter_map(|entry| match &entry.value.kind {
                        Kind::Scalar(text) => Some((entry.key.to_string(), text.to_string())),
                        _ => None,
                    });
                    table.insert(field.key.to_string(), words.collect());
                }
                Kind::Scalar(other) => same.push((field.key.to_string(), other.to_string())),
                _ => {}
            }
        }
        for (field, other) in same {
            if let Some(words) = table.get(&other).cloned() {
                table.insert(field, words);
            }
        }
        Self(table)
    }

    /// Whether it has words for a field.
    #[must_use]
    pub fn knows(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// The words of each value of a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&BTreeMap<String, String>> {
        self.0.get(field)
    }
}

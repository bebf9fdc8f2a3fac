//! The words for the choices of a deal: `templates/words.yaml`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use crate::deal::schema;
use crate::deal::tree::{self, MapEntry, NodeKind};
use crate::diagnostic::Finding;
use crate::source::{Place, Source};
use crate::template::ValueWords;

/// Path of the table in the library.
pub const WORDS: &str = "templates/words.yaml";

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The words themselves.
    pub table: ValueWords,
    /// Where the file names each field.
    places: BTreeMap<String, Range<usize>>,
    /// Whether the file could not be read. Texts are then not blamed for missing words.
    unreadable: bool,
}

impl Words {
    /// Reads the table: `en:`, below it fields, below them values and their words. A field may name another field whose words it
    /// shares.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Self {
        let mut found = Vec::new();
        let tree = tree::read(source, &mut found);
        let mut out = Self { unreadable: !found.is_empty(), ..Self::default() };
        findings.extend(found.into_iter().map(|finding| Finding { code: "LIB013", ..finding }));
        let language = tree.as_ref().and_then(|tree| tree.get("en"));
        let Some(NodeKind::Map(fields)) = language.map(|language| &language.value.kind) else {
            if !out.unreadable {
                let place = Place::new(source, source.line_span(1));
                findings.push(
                    fault("the table of words holds no language", place).help("begin it with `en:`, and fields below"),
                );
            }
            out.unreadable = true;
            return out;
        };
        let mut same = Vec::new();
        for field in fields {
            out.places.insert(field.key.clone(), field.key_span.clone());
            match &field.value.kind {
                NodeKind::Map(values) => {
                    let words = values.iter().filter_map(|value| word(value, source, findings)).collect();
                    out.table.insert(field.key.clone(), words);
                }
                NodeKind::Scalar(other) => same.push((field, other)),
                NodeKind::List(_) | NodeKind::Blank => {
                    let place = Place::new(source, field.key_span.clone());
                    let fact = format!("`{}` has no words", field.key);
                    findings
                        .push(fault(&fact, place).help("write `{VALUE: WORDS, …}`, or the field whose words it takes"));
                }
            }
        }
        for (field, other) in same {
            match out.table.get(other).cloned() {
                Some(words) => drop(out.table.insert(field.key.clone(), words)),
                None => {
                    let place = Place::new(source, field.value.span.clone());
                    let fact = format!("`{}` takes the words of `{other}`, which has none", field.key);
                    findings.push(fault(&fact, place).help("name a field of this table"));
                }
            }
        }
        out
    }

    /// Reports choices of the deal without words, and words for values that are not a choice.
    pub fn judge(&self, source: &Source, findings: &mut Vec<Finding>) {
        for (field, words) in &self.table {
            let path = field.split(" (").next().unwrap_or_default();
            let choices = choices(path);
            if choices.is_empty() {
                continue;
            }
            let place = self.places.get(field).cloned().unwrap_or_default();
            let say = |fact: String, help: &str| fault(&fact, Place::new(source, place.clone())).help(help);
            for choice in choices.iter().filter(|choice| !words.contains_key(*choice)) {
                findings
                    .push(say(format!("`{field}` has no words for `{choice}`"), "write what the paper says for it"));
            }
            for word in words.keys().filter(|word| !choices.contains(word)) {
                let known = choices.join(", ");
                findings.push(say(format!("`{word}` is no choice of `{path}`"), &format!("the choices are {known}")));
            }
        }
    }

    /// Whether a text may print the words of a field.
    #[must_use]
    pub fn knows(&self, field: &str) -> bool {
        self.unreadable || self.table.contains_key(field)
    }

    /// The words of each value of a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&BTreeMap<String, String>> {
        self.table.get(field)
    }
}

fn fault(fact: &str, place: Place) -> Finding {
    Finding::error("LIB013", fact).at(place)
}

/// A value and its words.
fn word(value: &MapEntry, source: &Source, findings: &mut Vec<Finding>) -> Option<(String, String)> {
    if let NodeKind::Scalar(words) = &value.value.kind {
        return Some((value.key.clone(), words.clone()));
    }
    let place = Place::new(source, value.key_span.clone());
    findings.push(fault(&format!("`{}` has no words", value.key), place).help("write the words on its line"));
    None
}

/// The choices of a field of the deal, or of each entry of it; none if the schema does not know the field.
pub(super) fn choices(path: &str) -> Vec<String> {
    let step = |schema: &'static Value, key: &str| {
        let inside = schema::entry(schema);
        schema::named(schema, key).or_else(|| schema::named(inside?, key))
    };
    let Some(field) = path.split('.').try_fold(schema::deal(), step) else { return Vec::new() };
    let own = schema::choices(field);
    if own.is_empty() { schema::entry(field).map(schema::choices).unwrap_or_default() } else { own }
}

#[cfg(test)]
mod tests {
    use super::{Words, choices};
    use crate::source::Source;

    #[test]
    fn a_choice_without_words_and_words_without_a_choice_are_found() {
        assert!(choices("technical.network").contains(&"ipx".to_owned()));
        assert!(choices("credit.triggers").contains(&"late_payment".to_owned()));
        assert!(choices("technical.points.kind").contains(&"exchange".to_owned()));
        assert!(choices("technical.nothing").is_empty());
        let source = Source::new(
            "words.yaml",
            "en:\n  disputes.rules: {UNCITRAL: x, LCIA: x, ICC: x, HKIAC: x, DIAC: x, DIS: x}\n  credit.month: {none: x}\n  dpa.roles: {joint_controller: x, processor: [x]}\n",
        );
        let mut findings = Vec::new();
        let words = Words::read(&source, &mut findings);
        words.judge(&source, &mut findings);
        let facts: Vec<String> = findings.iter().map(|finding| finding.message.clone()).collect();
        for fact in [
            "`processor` has no words",
            "`disputes.rules` has no words for `SIAC`",
            "`joint_controller` is no choice of `dpa.roles`",
        ] {
            assert!(facts.iter().any(|found| found == fact), "{fact}: {facts:?}");
        }
        assert!(!facts.iter().any(|fact| fact.contains("credit.month")), "{facts:?}");
    }
}

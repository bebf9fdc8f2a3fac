//! YAML of the library as a typed record: the front matter of a clause, the facts of a country.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::budget::DEAL_FAULTS;
use crate::deal::shape;
use crate::deal::tree::{self, Node};
use crate::diagnostic::Finding;
use crate::path::Path;
use crate::source::{Place, Source};

/// Reads YAML that stands in `file` at the same bytes as in `yaml`; `None` with findings if it does not fit its schema.
pub fn read<T: DeserializeOwned>(
    file: &Source,
    yaml: &Source,
    schema: &Value,
    what: &str,
    findings: &mut Vec<Finding>,
) -> Option<T> {
    with_tree(file, yaml, schema, what, findings).map(|(record, _)| record)
}

/// The same, with the tree in which every node knows its bytes.
pub fn with_tree<T: DeserializeOwned>(
    file: &Source,
    yaml: &Source,
    schema: &Value,
    what: &str,
    findings: &mut Vec<Finding>,
) -> Option<(T, Node)> {
    let mut found = Vec::new();
    let tree = tree::read(yaml, &mut found);
    let value = tree.as_ref().map(|tree| {
        let mut comparison =
            shape::SchemaComparison { source: yaml, tree, findings: &mut found, most: DEAL_FAULTS, example: &|_| None };
        comparison.value(tree, schema, &Path::root())
    });
    let sound = found.is_empty();
    for mut finding in found {
        finding.code = "LIB001";
        finding.path = None;
        finding.place = finding.place.map(|place| Place::new(file, place.span));
        findings.push(finding);
    }
    if !sound {
        return None;
    }
    match serde_json::from_value(value.unwrap_or_default()) {
        Ok(record) => Some((record, tree?)),
        Err(error) => {
            findings.push(
                Finding::error("LIB001", format!("{what} cannot be read: {error}"))
                    .at(Place::new(file, file.line_span(1)))
                    .help("see `peerpact schema clause`, and CONTRIBUTING"),
            );
            None
        }
    }
}

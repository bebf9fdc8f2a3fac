//! What changed between two libraries, as `peerpact clauses --diff` prints it.

use crate::characters::{visible, visible_lines};
use crate::library::changes::{ClauseChange, ClauseFile};
use crate::pipeline::{Change, LibraryChanges};

/// Digits of a hash that are enough to distinguish two libraries.
const DIGITS: usize = 12;

/// A library on one line: its version, and the first digits of its hash.
pub(super) fn edition(version: &str, sha256: &str) -> String {
    let version = if version.is_empty() { "without a version" } else { version };
    format!("{} ({})", visible(version), sha256.get(..DIGITS).unwrap_or(sha256))
}

/// The changes, first by name, then line by line.
pub(super) fn human(changes: &LibraryChanges) -> String {
    let [old, new] = [&changes.old, &changes.new].map(|side| edition(&side.version, &side.sha256));
    let mut text = format!("library {old} to {new}\n");
    if changes.clauses.is_empty() && changes.files.is_empty() {
        text.push_str("\nnothing changed\n");
    }
    let width = changes.clauses.iter().map(|clause| visible(&clause.id).chars().count()).max().unwrap_or_default();
    heading(&mut text, "clauses", changes.clauses.is_empty());
    for clause in &changes.clauses {
        let id = visible(&clause.id);
        text.push_str(&format!("  {:<8} {id:width$}  {}\n", name(clause.change), versions(clause)));
    }
    heading(&mut text, "templates and country facts", changes.files.is_empty());
    for file in &changes.files {
        text.push_str(&format!("  {:<8} {}\n", name(file.change), visible(&file.file)));
    }
    for clause in changes.clauses.iter().filter(|clause| clause.change == Change::Changed) {
        text.push_str(&format!(
            "\n{}, {}\n{}\n",
            visible(&clause.id),
            versions(clause),
            visible_lines(clause.diff.trim_end())
        ));
    }
    text
}

fn heading(text: &mut String, title: &str, empty: bool) {
    if !empty {
        text.push_str(&format!("\n{title}\n"));
    }
}

fn name(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Changed => "changed",
    }
}

/// The version of a clause, or both versions if it changed.
fn versions(clause: &ClauseChange) -> String {
    let version = |text: &Option<ClauseFile>| {
        let number = text.as_ref().and_then(|text| text.version);
        number.map_or_else(|| "without a number".to_owned(), |number| number.to_string())
    };
    match clause.change {
        Change::Added => format!("version {}", version(&clause.new)),
        Change::Removed => format!("version {}", version(&clause.old)),
        Change::Changed if clause.same_version => {
            format!("version {}: the text changed, and the version did not", version(&clause.new))
        }
        Change::Changed => format!("version {} to {}", version(&clause.old), version(&clause.new)),
    }
}

/// The same as JSON.
pub(super) fn json(changes: &LibraryChanges) -> String {
    let mut value = serde_json::json!({ "version": 1 });
    if let (Some(value), Ok(serde_json::Value::Object(changes))) =
        (value.as_object_mut(), serde_json::to_value(changes))
    {
        value.extend(changes);
    }
    format!("{value:#}\n")
}

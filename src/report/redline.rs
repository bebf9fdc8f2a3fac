//! What changed from one paper to another, for people and for programs.

use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::compare::fields::FieldChange;
use crate::compare::front::{WEIGHTS, moved, rows};
use crate::compare::sums::SumChange;
use crate::compare::{PaperComparison, PartFate};
use crate::document::revisions::ChangeWeight;

/// Version of the JSON.
const VERSION: u32 = 1;

/// Two deals and their papers, compared.
#[derive(Debug, Clone)]
pub struct Differences {
    /// The papers.
    pub comparison: PaperComparison,
    /// The deals.
    pub fields: Vec<FieldChange>,
    /// What the deals come to.
    pub sums: Vec<SumChange>,
}

impl Differences {
    /// The heaviest difference; `None` if there is none.
    #[must_use]
    pub fn weight(&self) -> Option<ChangeWeight> {
        let fields = self.fields.iter().map(|field| field.weight).max();
        self.comparison.weight().max(fields)
    }
}

/// The summary for people, by weight.
#[must_use]
pub fn human(differences: &Differences) -> String {
    let Differences { comparison, fields, sums } = differences;
    let mut out = String::new();
    if differences.weight().is_none() {
        return "nothing changed\n".to_owned();
    }
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let gap = if out.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{gap}{title}\n"));
            for line in lines {
                out.push_str(&format!("  {}\n", visible(&line)));
            }
        }
    };
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let by = |by: &Option<String>| by.as_ref().map_or_else(String::new, |by| format!(", {by}"));
    let field =
        |field: &FieldChange| format!("{}: {} → {}{}", field.path, said(&field.old), said(&field.new), by(&field.by));
    section("fields of the deal", fields.iter().map(field).collect());
    let sum = |sum: &SumChange| format!("{}: {} → {}{}", sum.what, said(&sum.old), said(&sum.new), by(&sum.by));
    section("what they come to", sums.iter().map(sum).collect());
    for (weight, title) in WEIGHTS {
        let row = |[place, old, new]: [String; 3]| format!("{place}: {old} → {new}");
        section(&title.to_lowercase(), rows(comparison, weight).into_iter().map(row).collect());
    }
    section("moved", moved(comparison).map(|change| change.name.clone()).collect());
    if comparison.renumbered > 0 {
        section("numbers", vec![format!("{} headings bear another number", comparison.renumbered)]);
    }
    out
}

/// The same for programs.
#[must_use]
pub fn json(differences: &Differences) -> String {
    let Differences { comparison, fields, sums } = differences;
    let count = |fate: PartFate| comparison.changes.iter().filter(|change| change.fate == fate).count();
    let value = json!({
        "version": VERSION,
        "weight": differences.weight(),
        "fields": fields,
        "sums": sums,
        "parts": comparison.changes,
        "counts": {
            "changed": count(PartFate::Changed),
            "inserted": count(PartFate::Inserted),
            "deleted": count(PartFate::Deleted),
            "moved": count(PartFate::Moved),
            "renumbered": comparison.renumbered,
        },
    });
    visible_json(&format!("{value:#}\n"))
}

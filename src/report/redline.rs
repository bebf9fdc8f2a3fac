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
    let mut value = json!({"version": VERSION});
    if let (Some(whole), serde_json::Value::Object(facts)) = (value.as_object_mut(), facts(differences)) {
        whole.extend(facts);
    }
    visible_json(&format!("{value:#}\n"))
}

/// What changed, without a version.
fn facts(differences: &Differences) -> serde_json::Value {
    let Differences { comparison, fields, sums } = differences;
    let count = |fate: PartFate| comparison.changes.iter().filter(|change| change.fate == fate).count();
    json!({
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
    })
}

/// What became of one of many deals that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RedlineFate {
    /// Both papers were compared, and differ.
    Changed,
    /// Both papers were compared, and say the same.
    Unchanged,
    /// There is no older one to compare with.
    Added,
    /// There is no newer one.
    Removed,
    /// A deal could not be read, or has errors.
    NotCompared,
}

/// One of many deals that are compared.
#[derive(Debug, Clone)]
pub struct DealRedline {
    /// What the newer deal is called.
    pub deal: String,
    /// What the older one is called, if it is another path of the same repository.
    pub was: Option<String>,
    /// What became of it.
    pub fate: RedlineFate,
    /// The summary for people; empty unless it changed.
    told: String,
    /// The same for programs.
    facts: Option<serde_json::Value>,
}

impl DealRedline {
    /// A deal that was not compared, or was compared with this result. The papers are not kept.
    #[must_use]
    pub fn new(deal: String, was: Option<String>, fate: RedlineFate, differences: Option<&Differences>) -> Self {
        let told = if fate == RedlineFate::Changed { differences.map(human) } else { None };
        Self { deal, was, fate, told: told.unwrap_or_default(), facts: differences.map(facts) }
    }
}

/// Many deals for people: what changed in each, and how many did not.
#[must_use]
pub fn human_of_many(redlines: &[DealRedline]) -> String {
    let mut out = String::new();
    for one in redlines.iter().filter(|one| one.fate == RedlineFate::Changed) {
        let was = one.was.as_ref().map_or_else(String::new, |was| format!(" (was {})", visible(was)));
        out.push_str(&format!("{}{was}\n", visible(&one.deal)));
        for line in one.told.lines() {
            let line = if line.is_empty() { String::new() } else { format!("  {line}") };
            out.push_str(&format!("{line}\n"));
        }
        out.push('\n');
    }
    for (fate, means) in [
        (RedlineFate::Added, "has no older one to compare with"),
        (RedlineFate::Removed, "is gone"),
        (RedlineFate::NotCompared, "was not compared"),
    ] {
        for one in redlines.iter().filter(|one| one.fate == fate) {
            out.push_str(&format!("{} {means}\n", visible(&one.deal)));
        }
    }
    let count = |fate| redlines.iter().filter(|one| one.fate == fate).count();
    let (changed, same) = (count(RedlineFate::Changed), count(RedlineFate::Unchanged));
    out.push_str(&format!("deals that changed: {changed}; that did not: {same}\n"));
    out
}

/// The same for programs.
#[must_use]
pub fn json_of_many(redlines: &[DealRedline]) -> String {
    let one = |one: &DealRedline| json!({"deal": one.deal, "was": one.was, "fate": one.fate, "redline": one.facts});
    let deals: Vec<_> = redlines.iter().map(one).collect();
    visible_json(&format!("{:#}\n", json!({"version": VERSION, "deals": deals})))
}

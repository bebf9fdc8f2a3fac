//! A table for the border controller of any vendor: one fact a row, with the path of the deal's field. It loads nowhere by itself.

use super::Exported;
use super::local::Local;
use super::model::Trunk;
use crate::forms;
use crate::trunk::groups::SETTINGS;
use crate::trunk::rows::{self, Fact, FactRow, FactValue};

/// The columns.
pub const COLUMNS: [&str; 6] = ["side", "group", "item", "value", "field", "schedule"];

/// Every fact of the form and of the settings beside it, with the side it belongs to.
fn all(trunk: &Trunk) -> Vec<(String, FactRow, Fact)> {
    let (sides, agreed) = trunk.rows();
    let mut table = Vec::new();
    for row in sides {
        let facts = row.facts.clone().into_iter().zip(trunk.deal.parties.keys());
        table.extend(facts.map(|(fact, party)| (party.clone(), row.clone(), fact)));
    }
    // What was read from a deal can be written.
    let settings = serde_json::to_value(trunk.technical()).unwrap_or(serde_json::Value::Null);
    let settings = SETTINGS.iter().map(|key| rows::setting(&settings, key));
    let both = agreed.into_iter().chain(settings);
    table.extend(both.filter_map(|row| row.facts.first().cloned().map(|fact| ("both".to_owned(), row, fact))));
    table
}

/// Every fact that the table holds, with its row.
#[must_use]
pub fn facts(trunk: &Trunk) -> Vec<(FactRow, Fact)> {
    all(trunk).into_iter().map(|(_, row, fact)| (row, fact)).collect()
}

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let mut rows = Vec::new();
    for (side, row, fact) in all(trunk) {
        match &fact.value {
            FactValue::Given(_) => rows.push([
                side,
                row.heading.to_owned(),
                row.label,
                fact.value.joined("; "),
                fact.path.to_string(),
                trunk.clauses.of(&fact.path).to_owned(),
            ]),
            FactValue::Open => out.lacks.push(format!("{} ({})", row.label, fact.path)),
            FactValue::Absent => {}
        }
    }
    let text = forms::table(&COLUMNS, &rows).map_err(|error| vec![error.to_string()])?;
    out.file("trunk.csv", String::from_utf8_lossy(&text).into_owned());
    Ok(out)
}

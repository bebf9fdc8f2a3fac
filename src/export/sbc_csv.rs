//! A table for the border controller of any vendor: one fact a row, with the path of the deal's field. It loads nowhere by itself.

use super::Exported;
use super::local::Local;
use super::model::Trunk;
use crate::forms;
use crate::trunk::rows::{self, FactValue};

/// The columns.
pub const COLUMNS: [&str; 6] = ["side", "group", "item", "value", "field", "schedule"];

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let (sides, agreed) = trunk.rows();
    let mut table = Vec::new();
    let parties: Vec<&String> = trunk.deal.parties.keys().collect();
    for row in &sides {
        for (fact, party) in row.facts.iter().zip(&parties) {
            table.push((party.as_str(), row, fact));
        }
    }
    table.extend(agreed.iter().filter_map(|row| Some(("both", row, row.facts.first()?))));
    // What was read from a deal can be written.
    let settings = serde_json::to_value(trunk.technical()).unwrap_or(serde_json::Value::Null);
    let settings: Vec<rows::FactRow> =
        crate::trunk::groups::SETTINGS.iter().map(|key| rows::setting(&settings, key)).collect();
    table.extend(settings.iter().filter_map(|row| Some(("both", row, row.facts.first()?))));
    let mut rows = Vec::new();
    for (side, row, fact) in table {
        match &fact.value {
            FactValue::Given(_) => rows.push([
                side.to_owned(),
                row.heading.to_owned(),
                row.label.clone(),
                fact.value.joined("; "),
                fact.path.to_string(),
                trunk.schedule.clone(),
            ]),
            FactValue::Open => out.lacks.push(format!("{} ({})", row.label, fact.path)),
            FactValue::Absent => {}
        }
    }
    let text = forms::table(&COLUMNS, &rows).map_err(|error| vec![error.to_string()])?;
    out.file("trunk.csv", String::from_utf8_lossy(&text).into_owned());
    Ok(out)
}

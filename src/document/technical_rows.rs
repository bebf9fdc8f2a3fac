//! The rows that the technical schedule prints of the technical form.

use serde_json::Value;

use super::lines::Lines;
use super::{Inline, Inlines};
use crate::deal::Deal;
use crate::trunk::rows::{self, Entries, Fact, FactRow, FactValue};

/// The characters for the rows of the two tables, by column name; none where there are no rows.
#[derive(Debug, Clone)]
pub(super) struct FormTables {
    /// What each party brings: the columns `group` and `matter`, and one for each party under its key.
    pub sides: Option<Value>,
    /// What both keep alike: the columns `group`, `matter` and `value`.
    pub agreed: Option<Value>,
}

pub(super) fn tables(deal: &Deal, lines: &mut Lines<'_>) -> FormTables {
    let parties: Vec<&str> = deal.parties.keys().map(String::as_str).collect();
    let sides = [&["group", "matter"], parties.as_slice()].concat();
    FormTables {
        sides: table(lines, &sides, rows::sides(deal, Entries::Given)),
        agreed: table(lines, &["group", "matter", "value"], rows::agreed(deal, Entries::Given)),
    }
}

fn table(lines: &mut Lines<'_>, columns: &[&str], rows: Vec<FactRow>) -> Option<Value> {
    let rows: Vec<Vec<Inlines>> = rows.into_iter().filter(FactRow::is_begun).map(cells).collect();
    (!rows.is_empty()).then(|| lines.given(columns, rows))
}

fn cells(row: FactRow) -> Vec<Inlines> {
    let unit = row.facts.first().and_then(|fact| rows::unit(&fact.path));
    // What a number counts stands with the matter, unless the matter says it.
    let matter = match unit {
        Some(unit) if matches!(unit, "bytes" | "Mbit/s" | "Hz") => format!("{} ({unit})", row.label),
        _ => row.label,
    };
    // Names of what equipment is set to, and no words of the agreement: the rules on wording do not read them.
    let words = [row.heading.to_owned(), matter].map(|text| vec![Inline::Value(text)]);
    words.into_iter().chain(row.facts.into_iter().map(cell)).collect()
}

fn cell(fact: Fact) -> Inlines {
    match fact.value {
        FactValue::Absent => vec![Inline::Value("\u{2013}".into())],
        FactValue::Open => vec![Inline::Blank(Some(fact.path))],
        FactValue::Given(_) => vec![Inline::Value(fact.value.joined(", "))],
    }
}

//! `peerpact list`: a table of deals.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::characters::{visible_json, visible_lines};
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::deals::{ReadDeals, other_party, reference};
use crate::rates::guard::guarded;
use crate::report::columns::columns;
use crate::select::{DealCondition, FieldName};

/// List deals in a table, chosen and shown by any of their fields.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  peerpact list deals --where state=signed --where 'billing.pay > 30 days' --show billing.pay,credit.limit"
)]
pub(super) struct ListArgs {
    /// Deals, and folders with deals [default: this folder].
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Only deals of which this holds: `field=value`, or `!=`, `<`, `<=`, `>`, `>=`; several must all hold.
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<DealCondition>,

    /// Further fields to show.
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    show: Vec<FieldName>,

    /// Print a table, comma-separated values or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ListForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListForm {
    Human,
    Csv,
    Json,
}

/// The columns of every table.
const COLUMNS: [&str; 5] = ["file", "reference", "with", "state", "draft"];

impl ListArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.listed(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn listed(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let many = ReadDeals::read(&self.paths);
        let chosen =
            many.deals.iter().filter(|(_, file)| self.conditions.iter().all(|condition| condition.holds(file)));
        let rows: Vec<Vec<String>> = chosen
            .map(|(path, file)| {
                let deal = &file.deal;
                let mut row = vec![
                    path.display().to_string(),
                    reference(path, file),
                    other_party(file),
                    deal.state.key().to_owned(),
                    deal.draft.to_string(),
                ];
                row.extend(self.show.iter().map(|field| shown(field.values(file))));
                row
            })
            .collect();
        let header: Vec<String> =
            COLUMNS.iter().map(ToString::to_string).chain(self.show.iter().map(ToString::to_string)).collect();
        let text = match self.format {
            ListForm::Human => {
                let none = if rows.is_empty() { "no deals\n" } else { "" };
                visible_lines(&format!("{}{none}", columns(&header, rows))).into_bytes()
            }
            ListForm::Csv => {
                let mut out = csv::Writer::from_writer(Vec::new());
                out.write_record(&header)?;
                for row in &rows {
                    out.write_record(row.iter().map(|cell| guarded(cell.clone())))?;
                }
                let bytes = out.into_inner().map_err(|error| error.into_error())?;
                // A terminal shows them, and a runner reads along.
                visible_lines(&String::from_utf8_lossy(&bytes)).into_bytes()
            }
            ListForm::Json => {
                let deal = |row: &Vec<String>| {
                    let pairs = header.iter().cloned().zip(row.iter().map(|cell| cell.clone().into()));
                    serde_json::Value::Object(pairs.collect())
                };
                let deals: Vec<_> = rows.iter().map(deal).collect();
                visible_json(&format!("{:#}\n", json!({ "version": 1, "deals": deals }))).into_bytes()
            }
        };
        Ok(console.print(&text).max(many.tell(console)))
    }
}

/// The values of a field in one cell, each once.
fn shown(mut values: Vec<String>) -> String {
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values.join(", ")
}

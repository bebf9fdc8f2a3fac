//! `peerpact explain`: one field of a deal, or those that a word finds.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::{Exit, Failure, library};
use crate::fields::{self, FieldEntry};
use crate::misspelt::nearest;

/// Explain a field of a deal, or find fields by a part of their name or a word.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A deal path such as `sla.credits.cap`, a part of one, or a word.
    field: String,

    /// Print lines or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Json,
}

impl Explain {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.text() {
            Ok(text) => console.print(text.as_bytes()),
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn text(&self) -> Result<String, Box<dyn std::error::Error>> {
        let all = fields::all(&library(None)?);
        let (found, exact) = fields::matching(&all, &self.field);
        if found.is_empty() {
            let asked = visible(&self.field);
            let near = nearest(&self.field, all.iter().map(|entry| entry.path.as_str()));
            return Err(Box::new(Failure(match near {
                Some(near) => format!("there is no field `{asked}`; did you mean `{near}`?"),
                None => {
                    format!("there is no field `{asked}`, and no field speaks of it; `peerpact schema deal` holds all")
                }
            })));
        }
        Ok(match (self.format, found.as_slice()) {
            (Form::Json, _) => format!("{:#}\n", json!({ "version": 1, "fields": found })),
            (Form::Human, [one]) => whole(one),
            (Form::Human, _) if exact => found.iter().map(|entry| whole(entry)).collect(),
            (Form::Human, many) => list(many),
        })
    }
}

fn whole(entry: &FieldEntry) -> String {
    let mut out = format!("{}: {}\n\n", entry.path, entry.description);
    let mut before = "";
    for (label, text) in entry.lines() {
        out.push_str(&format!("{:<10} {text}\n", if label == before { "" } else { label }));
        before = label;
    }
    out
}

fn list(entries: &[&FieldEntry]) -> String {
    let width = entries.iter().map(|entry| entry.path.len()).max().unwrap_or_default();
    let mut out = String::new();
    for entry in entries {
        out.push_str(&format!("{:width$}  {}\n", entry.path, entry.description));
    }
    out
}

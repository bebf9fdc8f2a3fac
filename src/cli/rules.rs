//! `peerpact rules`: every check, and the page of each.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::console::Console;
use crate::cli::{Exit, Fault};
use crate::deal::schema::nearest;
use crate::rules::pages::page;
use crate::rules::{Code, catalogue};

/// List every check, or show the page of one.
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// Show the page of this code, such as `SLA003`.
    code: Option<String>,

    /// Print a table or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Json,
}

impl Rules {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.text() {
            Ok(text) => console.print(text.as_bytes()),
            Err(fault) => console.fault(&fault),
        }
    }

    fn text(&self) -> Result<String, Fault> {
        let mut codes = catalogue();
        if let Some(wanted) = &self.code {
            let wanted = wanted.to_uppercase();
            if !codes.iter().any(|code| code.code == wanted) {
                let near = nearest(&wanted, codes.iter().map(|code| code.code));
                let hint = near.map_or("`peerpact rules` lists them".into(), |near| format!("did you mean `{near}`?"));
                return Err(Fault(format!("there is no rule `{wanted}`; {hint}")));
            }
            codes.retain(|code| code.code == wanted);
        }
        Ok(match (self.format, &self.code) {
            (Form::Json, _) => {
                format!("{:#}\n", json!({ "version": 1, "rules": codes.iter().map(entry).collect::<Vec<_>>() }))
            }
            (Form::Human, Some(_)) => codes.iter().filter_map(|code| page(code.code)).collect(),
            (Form::Human, None) => codes.iter().map(line).collect(),
        })
    }
}

fn line(code: &Code) -> String {
    // Widths of the longest code and the longest level.
    format!("{:10}  {:10}  {}\n", code.code, code.level.name(), code.summary)
}

fn entry(code: &Code) -> serde_json::Value {
    json!({ "code": code.code, "level": code.level, "summary": code.summary, "page": page(code.code) })
}

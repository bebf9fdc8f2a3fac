//! `peerpact rules`: every check, and the page of each.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::console::Console;
use crate::cli::{Exit, Failure};
use crate::rules::pages::{manual, page};
use crate::rules::{StepCode, catalogue, unknown_code};

/// List every check, show the page of one, or find checks by a word.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Show the page of this code, such as `SLA003`, list the codes of a family, such as `SLA`, or those that speak of a word.
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

impl RulesArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.text() {
            Ok(text) => console.print(text.as_bytes()),
            Err(fault) => console.fault(&fault),
        }
    }

    fn text(&self) -> Result<String, Failure> {
        let mut codes = catalogue();
        let mut one = false;
        if let Some(wanted) = &self.code {
            let (upper, lower) = (wanted.to_uppercase(), wanted.to_lowercase());
            one = codes.iter().any(|code| code.code == upper);
            let families = codes.iter().any(|code| family(code.code) == upper);
            let speaks = |code: &StepCode| {
                let holds = |text: &str| text.to_lowercase().contains(&lower);
                holds(code.code) || holds(code.summary) || manual(code.code).is_some_and(|page| holds(&page))
            };
            codes.retain(|code| match (one, families) {
                (true, _) => code.code == upper,
                (false, true) => family(code.code) == upper,
                (false, false) => !lower.is_empty() && speaks(code),
            });
            if codes.is_empty() {
                return Err(Failure(unknown_code(&upper)));
            }
        }
        Ok(match self.format {
            Form::Json => {
                format!("{:#}\n", json!({ "version": 1, "rules": codes.iter().map(entry).collect::<Vec<_>>() }))
            }
            Form::Human if one => codes.iter().filter_map(|code| page(code.code)).collect(),
            Form::Human => codes.iter().map(line).collect(),
        })
    }
}

/// The letters of a code.
fn family(code: &str) -> &str {
    code.trim_end_matches(|digit: char| digit.is_ascii_digit())
}

fn line(code: &StepCode) -> String {
    // Column widths of the longest code and the longest level.
    format!("{:10}  {:10}  {}\n", code.code, code.level.name(), code.summary)
}

fn entry(code: &StepCode) -> serde_json::Value {
    json!({ "code": code.code, "level": code.level, "summary": code.summary, "page": page(code.code) })
}

//! `peerpact merge`: puts the reports of several runs together.

use std::path::PathBuf;

use clap::Args;

use crate::budget::BASELINE_BYTES;
use crate::cli::console::Console;
use crate::cli::{Exit, Failure};
use crate::{input, report};

/// Put reports of several runs together, such as those of shards.
#[derive(Debug, Args)]
#[command(
    after_help = "What is printed is the report that one run would have written. Manifests become the manifest of the run."
)]
pub(super) struct MergeArgs {
    /// Reports of one kind: json, sarif, junit or gitlab of `check`, or manifests of `draft`.
    #[arg(required = true, value_name = "REPORT")]
    reports: Vec<PathBuf>,
}

impl MergeArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let mut reports = Vec::new();
        for path in &self.reports {
            match input::text_of(path, BASELINE_BYTES) {
                Ok(text) => reports.push((path.display().to_string(), text)),
                Err(error) => return console.fault(&error),
            }
        }
        match report::merge::merge(&reports) {
            Ok(text) => console.print(text.as_bytes()),
            Err(reason) => console.fault(&Failure(format!("cannot merge the reports: {reason}"))),
        }
    }
}

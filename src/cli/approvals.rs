//! `peerpact approvals`: what of a deal has to be approved, by whom and why.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::{input, pipeline, report};

/// List what of a deal has to be approved: by whom, why, what it means in money, and what is approved already.
#[derive(Debug, Args)]
pub(super) struct ApprovalsArgs {
    /// Deal; `-` is standard input.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// Print a list or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Form,

    #[command(flatten)]
    weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Json,
}

impl ApprovalsArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.listed(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn listed(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.weighing.run(&[&self.deal], &library, &mut policies)?;
        let source = input::read(&self.deal)?;
        let departing = pipeline::departures::list(&source, &run);
        let mut findings = library.findings.clone();
        findings.extend(departing.findings);
        findings.retain(|finding| self.weighing.stops(finding));
        console.say(&report::human::render(&findings, console.look));
        let text = match (&departing.deviations, self.format) {
            (Some(deviations), Form::Human) => report::approvals::human(deviations),
            (Some(deviations), Form::Json) => report::approvals::json(deviations),
            (None, _) => return Ok(self.weighing.exit(&findings)),
        };
        Ok(self.weighing.exit(&findings).max(console.print(text.as_bytes())))
    }
}

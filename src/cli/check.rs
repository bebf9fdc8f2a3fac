//! `peerpact check`: judge deals.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, one_stdin};
use crate::{input, pipeline};

/// Check deals without drafting them.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Deal files; `-` is standard input.
    #[arg(required = true, value_name = "DEAL")]
    deals: Vec<PathBuf>,

    #[command(flatten)]
    judging: Judging,
}

impl Check {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let options = match one_stdin(&self.deals).and_then(|()| self.judging.options(false, Vec::new())) {
            Ok(options) => options,
            Err(fault) => return console.fault(&fault),
        };
        let library = match pipeline::load(&options) {
            Ok(library) => library,
            Err(failure) => return console.fault(&failure),
        };
        let mut exit = Exit::Clean;
        let mut findings = library.findings.clone();
        let mut judged = 0;
        for path in &self.deals {
            match input::read(path) {
                Ok(deal) => {
                    findings.extend(pipeline::check(&deal, &library, &options));
                    judged += 1;
                }
                Err(error) => exit = console.fault(&error),
            }
        }
        exit.max(self.judging.report(console, judged, &findings, ""))
    }
}

//! `peerpact deviations`: the memo to whoever approves.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::printing::Printing;
use crate::{input, pipeline};

/// Print the memo to whoever approves what departs from the standard.
#[derive(Debug, Args)]
#[command(after_help = "The memo is privileged: it is written to DIR/review/.")]
pub(super) struct Deviations {
    /// Deal; `-` is standard input.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    judging: Judging,
}

impl Deviations {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.printed(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn printed(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.judging.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.judging.weighing.run(&[&self.deal], &library, &mut policies)?;
        let source = input::read(&self.deal)?;
        let (found, files) = pipeline::departures::memo(&source, &run, &self.printing.print())?;
        let mut findings = library.findings.clone();
        // The memo speaks of what stops a paper for signature, so errors do not stop the memo, as long as there is a paper.
        let said = if files.is_empty() {
            "no memo is written\n".to_owned()
        } else {
            self.printing.write(&self.deal, &files)?
        };
        findings.extend(found);
        findings.retain(|finding| self.judging.weighing.stops(finding));
        Ok(self.judging.report(console, &policies, 1, &findings, &said))
    }
}

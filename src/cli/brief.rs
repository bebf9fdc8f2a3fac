//! `peerpact brief`: the whole deal for a manager.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::printing::Printing;
use crate::{input, pipeline};

/// Print the whole deal for a manager, on one or two pages.
#[derive(Debug, Args)]
#[command(
    after_help = "It marks what the deal leaves to defaults, so it is for our own side: it is written to DIR/review/."
)]
pub(super) struct Brief {
    /// Deal; `-` is standard input.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    judging: Judging,
}

impl Brief {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.printed(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn printed(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.judging.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.judging.weighing.run(&[&self.deal], &library, &mut policies)?;
        let source = input::read(&self.deal)?;
        let (found, files) = pipeline::brief::print(&source, &run, &self.printing.print())?;
        let mut findings = library.findings.clone();
        let said = if files.is_empty() {
            "no brief is written\n".to_owned()
        } else {
            self.printing.write(&self.deal, &files)?
        };
        findings.extend(found);
        findings.retain(|finding| self.judging.weighing.stops(finding));
        Ok(self.judging.report(console, &policies, 1, &findings, &said))
    }
}

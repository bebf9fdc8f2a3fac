//! `peerpact deviations`: the memo to whoever approves.

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::printing::OwnPaper;
use crate::pipeline;

/// Print the memo to whoever approves what departs from the standard.
#[derive(Debug, Args)]
#[command(after_help = "The memo is privileged: it is written to DIR/review/.")]
pub(super) struct Deviations {
    #[command(flatten)]
    paper: OwnPaper,
}

impl Deviations {
    pub(super) fn run(&self, console: &Console) -> Exit {
        // The memo speaks of what stops a paper for signature, so errors do not stop the memo, as long as there is a paper.
        self.paper.run(console, "memo", pipeline::departures::memo)
    }
}

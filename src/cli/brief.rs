//! `peerpact brief`: the whole deal for a manager.

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::printing::OwnPaper;
use crate::pipeline;

/// Print the whole deal for a manager, on one or two pages.
#[derive(Debug, Args)]
#[command(
    after_help = "It marks what the deal leaves to defaults, so it is for our own side: it is written to DIR/review/."
)]
pub(super) struct Brief {
    #[command(flatten)]
    paper: OwnPaper,
}

impl Brief {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.paper.run(console, "brief", pipeline::brief::print)
    }
}

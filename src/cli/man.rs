//! `peerpact man`: manual pages, one for each command.

use std::path::PathBuf;

use clap::Args;

use crate::cli::console::Console;
use crate::cli::{Exit, Failure};
use crate::output::Batch;

/// Write the manual pages.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// Folder to write to, created if it is missing.
    dir: PathBuf,
}

impl Man {
    pub(super) fn run(&self, console: &Console, mut command: clap::Command) -> Exit {
        command.build();
        let mut batch = Batch::replacing(Vec::new());
        for page in pages(command) {
            let name = page.get_filename();
            let mut text = Vec::new();
            if let Err(error) = page.render(&mut text) {
                return console.fault(&Failure(format!("cannot write the manual page {name}: {error}")));
            }
            if let Err(error) = batch.add(&self.dir.join(name), &text) {
                return console.fault(&error);
            }
        }
        match batch.commit() {
            Ok(_) => Exit::Clean,
            Err(error) => console.fault(&error),
        }
    }
}

/// A page for the program and one for each subcommand, under the names that clap builds, such as `peerpact-rates-diff`.
fn pages(command: clap::Command) -> Vec<clap_mangen::Man> {
    let below: Vec<clap::Command> =
        command.get_subcommands().filter(|one| !one.is_hide_set() && one.get_name() != "help").cloned().collect();
    std::iter::once(clap_mangen::Man::new(command)).chain(below.into_iter().flat_map(pages)).collect()
}

//! `peerpact completions`: a script for the user's shell.

use clap::Args;
use clap_complete::Shell;

use crate::cli::Exit;
use crate::cli::console::Console;

/// Print completions for a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, console: &Console, mut command: clap::Command) -> Exit {
        // Generated in memory first, because clap_complete panics if the stream fails.
        let mut script = Vec::new();
        let name = command.get_name().to_owned();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        console.print(&script)
    }
}

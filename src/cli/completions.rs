//! `peerpact completions`: a script for the user's shell.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;

use crate::cli::console::Console;
use crate::cli::{Exit, library};
use crate::{assets, rules};

/// Print completions for a shell: commands, flags, codes of checks, ids of clauses, names of examples.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, console: &Console, command: clap::Command) -> Exit {
        let mut command = match with_words(command) {
            Ok(command) => command,
            Err(error) => return console.fault(error.as_ref()),
        };
        // Generated in memory first, because clap_complete panics if the stream fails.
        let mut script = Vec::new();
        let name = command.get_name().to_owned();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        console.print(&script)
    }
}

/// The same command, in which some arguments take only the words that the shell is to offer. It completes, and parses nothing.
fn with_words(command: clap::Command) -> Result<clap::Command, Box<dyn std::error::Error>> {
    let codes: Vec<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    let clauses: Vec<String> = library(None)?.clauses.into_keys().collect();
    let offer = |command: clap::Command, name: &str, arg: &str, words: Vec<String>| {
        command.mut_subcommand(name, |one| one.mut_arg(arg, |arg| arg.value_parser(PossibleValuesParser::new(words))))
    };
    let command = offer(command, "rules", "code", codes.iter().map(|code| (*code).to_owned()).collect());
    let command = offer(command, "clauses", "id", clauses.clone());
    let command = offer(command, "approve", "positions", clauses);
    Ok(offer(command, "new", "from", assets::examples()))
}

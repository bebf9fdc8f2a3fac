//! `peerpact licences`: the licences and notices that a copy of the program has to carry.

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;

/// What `.ci/supply.py` makes of `Cargo.lock`, the crates and `LICENSES/parts.toml`.
const NOTICES: &str = include_str!("../../LICENSES/notices.txt");

/// Print the licences and notices of the program and of the fonts, data and crates in it.
#[derive(Debug, Args)]
pub(super) struct Licences {}

impl Licences {
    pub(super) fn run(&self, console: &Console) -> Exit {
        console.print(NOTICES.as_bytes())
    }
}

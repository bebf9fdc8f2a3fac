//! The program: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    peerpact::cli::run(std::env::args_os())
}

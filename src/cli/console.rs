//! The two output streams, and the abilities of the reader's terminal.

use std::error::Error;
use std::io::{self, IsTerminal as _, Write as _};

use crate::characters::{visible_lines, without_commands};
use crate::cli::Exit;
use crate::report::human::Look;

/// When output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// The only printer.
#[derive(Debug)]
pub(super) struct Console {
    /// Only errors are printed.
    pub(super) quiet: bool,
    /// How findings are drawn.
    pub(super) look: Look,
}

/// Columns of a report without a terminal.
const WIDTH: usize = 120;

impl Console {
    pub(super) fn new(color: Color, quiet: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let color = match color {
            Color::Auto => terminal && !dumb && !set("NO_COLOR"),
            Color::Always => true,
            Color::Never => false,
        };
        let size = terminal.then(|| terminal_size::terminal_size_of(io::stderr())).flatten();
        // A terminal may report no width, or an unusable one.
        let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0)).max(40);
        Self { quiet, look: Look { color, width } }
    }

    /// Writes to standard output. A closed reader is not a failure: the rest of the output is dropped.
    pub(super) fn print(&self, text: &[u8]) -> Exit {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.fault(&crate::cli::Failure(format!("cannot write to standard output: {error}")))
            }
            _ => Exit::Clean,
        }
    }

    /// Writes to standard error. If it is closed, nothing can be reported. No line begins with two colons, whatever file it names: a
    /// runner would obey it.
    pub(super) fn say(&self, text: &str) {
        let mut stderr = io::stderr().lock();
        stderr.write_all(without_commands(text).as_bytes()).and_then(|()| stderr.flush()).ok();
    }

    /// Writes to standard error text that another line will erase.
    pub(super) fn draw(text: &str) {
        let mut stderr = io::stderr().lock();
        stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()).ok();
    }

    /// Reports why something could not be run, with its causes.
    pub(super) fn fault(&self, error: &dyn Error) -> Exit {
        let text = crate::cli::Failure::of(error).0;
        let (on, off) = if self.look.color { ("\u{1b}[1;91m", "\u{1b}[0m") } else { ("", "") };
        self.say(&format!("{on}error{off}: {}\n", visible_lines(&text)));
        Exit::Failed
    }
}

//! The terminal: the only place that reads what a person types and prints the wizard's words.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use dialoguer::console::Term;
use dialoguer::theme::Theme;
use dialoguer::{Completion, Input};

use super::facts::AnswerKind;
use super::reply;
use crate::characters::visible_lines;

/// A conversation with a person.
pub trait Prompt {
    /// Prints text, wrapped to the width of the terminal.
    fn say(&mut self, text: &str);
    /// Reads a line; `None` at the end of input.
    fn line(&mut self, kind: &AnswerKind) -> io::Result<Option<String>>;
}

/// Whether a person is at the terminal.
#[must_use]
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The terminal of a person.
#[derive(Debug)]
pub struct Terminal {
    /// Whether lines are only added: nothing is redrawn, completed or coloured.
    pub plain: bool,
    /// Width in columns.
    pub width: usize,
}

impl Prompt for Terminal {
    fn say(&mut self, text: &str) {
        // If standard error is closed, nothing can be reported.
        let mut out = io::stderr().lock();
        // A deal may come from anybody, so its control characters must not reach the terminal.
        for line in visible_lines(text).lines() {
            let lead = line.len() - line.trim_start().len();
            let indent = " ".repeat(if line.trim_start().starts_with("- ") { lead + 2 } else { lead });
            let options = textwrap::Options::new(self.width)
                .subsequent_indent(&indent)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            for line in textwrap::wrap(line, options) {
                writeln!(out, "{}", line.trim_end()).ok();
            }
        }
        out.flush().ok();
    }

    fn line(&mut self, kind: &AnswerKind) -> io::Result<Option<String>> {
        if self.plain {
            write!(io::stderr(), "> ").and_then(|()| io::stderr().flush()).ok();
            // Input that is not text is asked for again.
            let mut bytes = Vec::new();
            if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            return Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()));
        }
        let words = Words(kind);
        let input = Input::<String>::with_theme(&Arrow).with_prompt(">").allow_empty(true).completion_with(&words);
        match input.interact_text_on(&Term::stderr()) {
            Ok(line) => Ok(Some(line.trim().to_owned())),
            Err(dialoguer::Error::IO(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(dialoguer::Error::IO(error)) => Err(error),
        }
    }
}

/// A prompt with an arrow, which leaves what was typed unchanged.
struct Arrow;

impl Theme for Arrow {
    fn format_input_prompt(&self, out: &mut dyn std::fmt::Write, prompt: &str, _: Option<&str>) -> std::fmt::Result {
        write!(out, "{prompt} ")
    }

    fn format_input_prompt_selection(
        &self,
        out: &mut dyn std::fmt::Write,
        prompt: &str,
        typed: &str,
    ) -> std::fmt::Result {
        write!(out, "{prompt} {typed}")
    }
}

struct Words<'a>(&'a AnswerKind);

impl Completion for Words<'_> {
    fn get(&self, typed: &str) -> Option<String> {
        reply::complete(typed, self.0)
    }
}

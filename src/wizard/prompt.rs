//! The terminal: the only place that reads what a person types and prints the wizard's words.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use dialoguer::console::Term;
use dialoguer::theme::SimpleTheme;
use dialoguer::{FuzzySelect, MultiSelect};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{Behavior, CompletionType, Config, Context, Editor, Helper};

use super::facts::AnswerKind;
use super::reply;
use crate::characters::visible_lines;

/// A conversation with a person.
pub trait Prompt {
    /// Prints text, wrapped to the width of the terminal.
    fn say(&mut self, text: &str);
    /// Reads a line; `None` at the end of input. A line that was broken off with Ctrl-C is an error of the kind `Interrupted`.
    fn line(&mut self, kind: &AnswerKind) -> io::Result<Option<String>>;
    /// Lets a person choose from a list, by arrow keys and by typing a part of a word; `None` if nothing was chosen or nothing can be
    /// drawn here.
    fn pick(&mut self, _words: &[String], _several: bool) -> io::Result<Option<String>> {
        Ok(None)
    }
}

/// Whether a person is at the terminal.
#[must_use]
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The terminal of a person.
pub struct Terminal {
    width: usize,
    /// The line of input with its history; `None` where lines are only added: nothing is redrawn, completed or coloured.
    editor: Option<Editor<Words, MemHistory>>,
}

impl std::fmt::Debug for Terminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").field("width", &self.width).finish_non_exhaustive()
    }
}

impl Terminal {
    /// A terminal of so many columns; a plain one only ever adds lines, and so does one that no editor can be had on.
    #[must_use]
    pub fn new(plain: bool, width: usize) -> Self {
        let config = Config::builder()
            .behavior(Behavior::PreferTerm)
            .completion_type(CompletionType::List)
            .bracketed_paste(true)
            .auto_add_history(true)
            .build();
        let history = MemHistory::with_config(&config);
        let editor = if plain { None } else { Editor::with_history(config, history).ok() };
        Self { width, editor }
    }
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
        let Some(editor) = &mut self.editor else { return plain_line() };
        editor.set_helper(Some(Words(kind.clone())));
        match editor.readline("> ") {
            Ok(line) => Ok(Some(joined(&line))),
            Err(ReadlineError::Eof) => Ok(None),
            Err(ReadlineError::Interrupted) => Err(io::ErrorKind::Interrupted.into()),
            Err(ReadlineError::Io(error)) => Err(error),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn pick(&mut self, words: &[String], several: bool) -> io::Result<Option<String>> {
        if self.editor.is_none() || words.is_empty() {
            return Ok(None);
        }
        let (theme, term) = (SimpleTheme, Term::stderr());
        let fault = |error| match error {
            dialoguer::Error::IO(error) => error,
        };
        if several {
            let select = MultiSelect::with_theme(&theme).with_prompt("Space marks, Enter takes").items(words);
            let chosen = select.interact_on_opt(&term).map_err(fault)?.unwrap_or_default();
            let chosen: Vec<&str> = chosen.iter().filter_map(|at| words.get(*at).map(String::as_str)).collect();
            return Ok((!chosen.is_empty()).then(|| chosen.join(", ")));
        }
        let select = FuzzySelect::with_theme(&theme).with_prompt("Type a part of it").items(words).max_length(12);
        let chosen = select.interact_on_opt(&term).map_err(fault)?;
        Ok(chosen.and_then(|at| words.get(at).cloned()))
    }
}

fn plain_line() -> io::Result<Option<String>> {
    write!(io::stderr(), "> ").and_then(|()| io::stderr().flush()).ok();
    // Input that is not text is asked for again.
    let mut bytes = Vec::new();
    if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()))
}

/// Lines that were pasted together are one answer, such as an address.
fn joined(pasted: &str) -> String {
    let lines = pasted.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}

/// The words that complete an answer of this kind.
struct Words(AnswerKind);

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..pos).unwrap_or_default();
        Ok(reply::completions(typed, &self.0))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {}
impl Validator for Words {}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn an_address_of_several_lines_is_one_answer() {
        assert_eq!(
            joined("Weesperstraat 61\r\n1018 VN Amsterdam,\n\nThe Netherlands\n"),
            "Weesperstraat 61, 1018 VN Amsterdam, The Netherlands"
        );
        assert_eq!(joined(" one "), "one");
        assert_eq!(joined("a,"), "a");
    }
}

//! The review, and the preview of a clause: a person looks at the whole, and chooses what to change.

use std::io;

use super::agenda::{PlannedQuestion, agenda};
use super::answers::AnswerKey;
use super::asking::COMMANDS;
use super::facts::{self, AnswerKind};
use super::prompt::Prompt;
use super::questions::STEPS;
use super::review;
use super::session::{Broken, Reviewed, Session};
use crate::diagnostic::Level;
use crate::path::Path;

impl<P: Prompt> Session<'_, P> {
    /// Prints the clause that a question is about.
    pub(super) fn preview(&mut self, item: &PlannedQuestion) {
        let shown = match &item.subject {
            AnswerKey::Keep(_) => {
                let mut sections = item.step().sections.iter();
                sections.find_map(|section| self.judge.preview(&self.answers, &Path::root().key(section)))
            }
            AnswerKey::Field(path) | AnswerKey::More(path) | AnswerKey::Left(path) => {
                self.judge.preview(&self.answers, path)
            }
        };
        let none = "No clause can be shown of this: it prints in none of its own, or an error stands in the way.";
        self.prompt.say(&format!("\n{}", shown.as_deref().unwrap_or(none)));
    }

    /// Shows every answer, and asks how to continue.
    pub(super) fn review(&mut self) -> Result<Reviewed, Broken> {
        let lines = review::lines(&self.answers);
        let left = agenda(&self.answers).iter().filter(|item| !item.is_answered(&self.answers)).count();
        let findings = if left == 0 {
            let text = (self.text)(&self.answers);
            self.judge.all(&text)
        } else {
            self.judge.so_far(&self.answers)
        };
        let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
        let shown = review::text(&self.answers, &lines, &findings, left, self.judge.run.library);
        self.prompt.say(&format!("\nReview\n{shown}"));
        loop {
            let rest = match left {
                0 => String::new(),
                1 => "`on` for the question that is left, ".into(),
                left => format!("`on` for the {left} questions left, "),
            };
            self.prompt.say(&format!(
                "\nA number, a field or a step to change it, `show NUMBER` for its clause, {rest}`done` to write the deal, \
                 `:quit` to leave."
            ));
            let typed = match self.prompt.line(&AnswerKind::Scalar("text")) {
                Ok(Some(typed)) => typed,
                Ok(None) => return Ok(Reviewed::Quit),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Reviewed::Stop),
                Err(error) => return Err(Broken::Terminal(error)),
            };
            let find = |word: &str| {
                let number = word.parse::<usize>().ok().and_then(|number| lines.get(number.checked_sub(1)?));
                let field = || {
                    let path: Path = word.parse().ok()?;
                    facts::of(&path, &self.answers)?;
                    Some(AnswerKey::Field(path))
                };
                let step = || STEPS.iter().find(|step| step.id == word).map(|step| AnswerKey::Keep(step.id.into()));
                number.map(|line| AnswerKey::Field(line.path.clone())).or_else(step).or_else(field)
            };
            match typed.as_str() {
                "done" if left == 0 && errors == 0 => return Ok(Reviewed::Done),
                "write" if left == 0 => return Ok(Reviewed::Done),
                "done" if left == 0 => self.prompt.say(&format!(
                    "{errors} error{} above: type the number of what to change. `write` writes the deal as it is, without a draft.",
                    if errors == 1 { " stands" } else { "s stand" }
                )),
                "done" | "write" => self.prompt.say("Something is left to ask: `on` asks it."),
                "" | "on" | ":back" | ":b" if left > 0 => return Ok(Reviewed::On),
                "" => self.prompt.say("Nothing is left to ask: `done` writes the deal."),
                ":help" | ":h" | "?" => self.prompt.say(COMMANDS),
                ":quit" | ":q" => return Ok(Reviewed::Quit),
                word => match word.strip_prefix("show ").map(str::trim) {
                    Some(word) => match find(word) {
                        Some(subject) => self.preview(&PlannedQuestion::of(subject)),
                        None => self.prompt.say(&format!("`{word}` is no number above, and no field of a deal.")),
                    },
                    None => match find(word) {
                        Some(subject) => return Ok(Reviewed::Go(subject)),
                        None => self.prompt.say(&format!("`{word}` is no number above, and no field of a deal.")),
                    },
                },
            }
        }
    }
}

//! The loop: ask an open question, judge the answer, keep it at once, and end with a review.

use std::io;
use std::path::PathBuf;

use super::agenda::{PlannedQuestion, agenda};
use super::answers::{Answer, AnswerKey, Answers};
use super::facts::{self, AnswerKind};
use super::follow::{Followed, accept, leave, set, ways};
use super::judge::Judge;
use super::prompt::Prompt;
use super::questions::STEPS;
use super::reply::{self, Hints};
use super::review;
use crate::output::{self, Batch};
use crate::path::Path;
use crate::policy::Company;

/// The end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The deal can be written.
    Done,
    /// The person left, and the answers are kept.
    Left,
}

/// The failure that broke a session off.
#[derive(Debug)]
pub enum Broken {
    /// The terminal could not be read.
    Terminal(io::Error),
    /// The answers could not be saved.
    Save(output::WriteError),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Terminal(_) => "cannot read the terminal",
            Self::Save(_) => "cannot keep the answers",
        })
    }
}

impl std::error::Error for Broken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Terminal(error) => Some(error),
            Self::Save(error) => Some(error),
        }
    }
}

/// The text above the first question.
const WELCOME: &str = "\
Answer in a line; Enter takes what stands in [brackets], `~` leaves a fact open.
:back, :review, :preview, :all, :help and :quit work at any question.";

/// A session of the wizard with one person.
pub struct Session<'a, P> {
    /// The conversation with the person.
    pub prompt: P,
    /// The checks on each answer.
    pub judge: Judge<'a>,
    /// The answers so far.
    pub answers: Answers,
    /// The file that keeps the answers after each question; `None` in a test.
    pub partial: Option<PathBuf>,
    /// Our own company, if the house's file has it.
    pub company: Option<Company>,
    /// Makes the deal's text from the answers.
    pub text: &'a dyn Fn(&Answers) -> String,
}

/// A command of the person instead of an answer.
enum Turn {
    Answer(Answer),
    /// Leave the field at its default.
    Leave,
    Back,
    Review,
    Quit,
}

impl<P: Prompt> Session<'_, P> {
    /// Asks until the deal is complete and the person accepts it, beginning with `next` or with the review.
    pub fn run(&mut self, mut next: Option<AnswerKey>, mut reviewing: bool) -> Result<End, Broken> {
        self.prompt.say(WELCOME);
        let mut step = usize::MAX;
        // After a question that was chosen in the review, the review comes again.
        let mut from_review = false;
        loop {
            let items = agenda(&self.answers);
            let open = || items.iter().position(|item| !item.is_answered(&self.answers));
            // A field that only the review lists is not on the agenda.
            let (at, item) = match next.take() {
                Some(subject) => match items.iter().position(|item| item.subject == subject) {
                    Some(at) => (Some(at), items.get(at).cloned()),
                    None => (None, Some(PlannedQuestion::of(subject))),
                },
                None if reviewing => (None, None),
                None => open().map_or((None, None), |at| (Some(at), items.get(at).cloned())),
            };
            let Some(item) = item else {
                match self.review()? {
                    Reviewed::Done => return Ok(End::Done),
                    Reviewed::Quit => return Ok(End::Left),
                    Reviewed::Go(subject) => (next, from_review) = (Some(subject), true),
                    Reviewed::On => {}
                }
                reviewing = false;
                continue;
            };
            if item.step != step {
                step = item.step;
                self.prompt.say(&format!("\n[{}/{}] {}", step + 1, STEPS.len(), item.step().title));
            }
            let count = at.map(|at| (at + 1, items.len()));
            match self.ask(&item, count)? {
                Turn::Answer(answer) => {
                    self.keep(&item, answer)?;
                    // From a question that is not on the agenda one can only go back.
                    reviewing = from_review && at.is_none();
                    from_review = false;
                }
                Turn::Leave => {
                    if let Some(path) = item.subject.field() {
                        leave(&mut self.answers, path);
                    }
                    self.save()?;
                    reviewing = from_review && at.is_none();
                    from_review = false;
                }
                Turn::Back if from_review => (reviewing, from_review) = (true, false),
                Turn::Back => {
                    let before = at.and_then(|at| items.get(at.checked_sub(1)?));
                    if before.is_none() {
                        self.prompt.say("This is the first question.");
                    }
                    next = Some(before.unwrap_or(&item).subject.clone());
                    step = usize::MAX;
                }
                Turn::Review => reviewing = true,
                Turn::Quit => return Ok(End::Left),
            }
        }
    }

    /// Asks a question until it is answered, or the person gives a command.
    fn ask(&mut self, item: &PlannedQuestion, count: Option<(usize, usize)>) -> Result<Turn, Broken> {
        let facts = item.facts(&self.answers);
        let schema = self.judge.defaults(&self.answers);
        let (mut all, mut again) = (false, false);
        let (number, of) = count.unwrap_or((1, 1));
        loop {
            self.prompt.say(&format!("\n{} ({number} of about {of})", item.text(&self.answers)));
            // After a refusal, the rest was just printed.
            if !again {
                if matches!(item.subject, AnswerKey::Keep(_)) {
                    let defaults = review::defaults(item, &self.answers, self.judge.run.library, &schema, all);
                    self.prompt.say(if defaults.is_empty() { "  All its fields may be left out." } else { &defaults });
                }
                if let Some(why) = item.why() {
                    self.prompt.say(&format!("  Why: {why}."));
                }
            }
            again = false;
            let form = match &facts.kind {
                AnswerKind::Bool => "yes or no".into(),
                AnswerKind::Choice(words) => {
                    let numbered = words.iter().enumerate().map(|(at, word)| format!("{} {word}", at + 1));
                    numbered.collect::<Vec<_>>().join(", ")
                }
                kind => facts::form(kind),
            };
            let (default, reason) = self.default(item);
            if !form.is_empty() {
                self.prompt.say(&format!("  {form}{}", if facts.may_be_blank { "; ~ if not known" } else { "" }));
            }
            match &default {
                Some(default) => self.prompt.say(&format!("  [{}]{reason}", default.typed())),
                None if !item.always => {
                    let usual = schema.iter().find(|(path, _)| item.subject.field() == Some(path));
                    let usual = usual.map_or_else(|| "left out".into(), |(_, value)| value.replace('\u{a0}', " "));
                    self.prompt.say(&format!("  [{usual}]"));
                }
                None => {}
            }
            let Some(typed) = self.prompt.line(&facts.kind).map_err(Broken::Terminal)? else {
                self.prompt.say("");
                return Ok(Turn::Quit);
            };
            match typed.as_str() {
                ":back" | ":b" => return Ok(Turn::Back),
                ":review" | ":r" => return Ok(Turn::Review),
                ":quit" | ":q" => return Ok(Turn::Quit),
                ":all" => {
                    all = true;
                    continue;
                }
                ":preview" | ":p" => {
                    self.preview(item);
                    continue;
                }
                ":help" | ":h" | "?" => {
                    self.prompt.say(WELCOME);
                    if !facts.description.is_empty() {
                        self.prompt.say(&format!("`{}`: {}", item.subject, facts.description));
                    }
                    continue;
                }
                _ => {}
            }
            let answer = match (typed.is_empty(), default) {
                (true, Some(default)) => default,
                // A field with a default may be left at it.
                (true, None) if !item.always => return Ok(Turn::Leave),
                (true, None) => {
                    self.prompt.say("  An answer is needed here; `:quit` keeps the others for another time.");
                    again = true;
                    continue;
                }
                (false, _) if typed.starts_with(':') => {
                    self.prompt.say(&format!("`{typed}` is no command. {WELCOME}"));
                    continue;
                }
                (false, _) => match self.read(item, &typed, &facts, &schema) {
                    Ok(answer) => answer,
                    Err(reason) => {
                        self.prompt.say(&format!("  {reason}"));
                        again = true;
                        continue;
                    }
                },
            };
            if self.holds_up(item, &answer) {
                return Ok(Turn::Answer(answer));
            }
            again = true;
        }
    }

    fn read(
        &self,
        item: &PlannedQuestion,
        typed: &str,
        facts: &facts::Facts,
        schema: &[(Path, String)],
    ) -> Result<Answer, String> {
        if item.is_about_asking() {
            return match reply::read(typed, facts, &Hints::default())?.typed().as_str() {
                "true" => Ok("yes".into()),
                "false" => Ok("no".into()),
                other => Err(format!("`{other}` is neither yes nor no")),
            };
        }
        let unit = self.unit(item, schema);
        let hints = Hints { unit, currency: self.answers.text("rates.currency").map(str::to_owned) };
        let answer = reply::read(typed, facts, &hints)?;
        if item.subject == "parties".into() {
            return parties(answer, self.company.as_ref());
        }
        if item.subject == "scope.flows".into() && !["buy", "sell", "both"].contains(&answer.typed().as_str()) {
            return Err(format!("`{}` is none of buy, sell and both", answer.typed()));
        }
        Ok(answer)
    }

    /// The usual unit of a time: that of the default.
    fn unit(&self, item: &PlannedQuestion, schema: &[(Path, String)]) -> Option<String> {
        let suggested = item.suggestion(&self.answers, self.judge.run.library).map(|(answer, _)| answer.typed());
        let of_schema =
            || schema.iter().find(|(path, _)| item.subject.field() == Some(path)).map(|(_, value)| value.clone());
        let default = suggested.or_else(of_schema)?;
        let unit = default.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.').trim();
        (!unit.is_empty() && unit != default).then(|| unit.replace('\u{a0}', " "))
    }

    /// What Enter means: the earlier answer, otherwise the suggestion.
    fn default(&self, item: &PlannedQuestion) -> (Option<Answer>, String) {
        if matches!(item.subject, AnswerKey::Keep(_)) {
            let kept = self.answers.get(&item.subject).filter(|answer| **answer != "as it is".into());
            return (Some(kept.cloned().unwrap_or_else(|| "yes".into())), String::new());
        }
        if matches!(item.subject, AnswerKey::More(_)) {
            return (Some("no".into()), String::new());
        }
        if item.subject == "scope.flows".into() {
            return (ways(&self.answers), "  as it is".into());
        }
        if let Some(answer) = self.answers.get(&item.subject) {
            return (Some(answer.clone()), "  as it is".into());
        }
        match item.suggestion(&self.answers, self.judge.run.library) {
            Some((answer, reason)) => (Some(answer), format!("  {reason}")),
            None => (None, String::new()),
        }
    }

    /// Prints the findings on an answer, and returns whether it can be kept.
    fn holds_up(&mut self, item: &PlannedQuestion, answer: &Answer) -> bool {
        let Some(path) = item.subject.field() else { return true };
        let mut answers = self.answers.clone();
        set(&mut answers, path, answer.clone());
        let verdict = self.judge.verdict(&answers, path);
        for finding in verdict.refused.iter().chain(&verdict.remarks) {
            self.prompt.say(&review::remark(finding, 2));
        }
        verdict.refused.is_empty()
    }

    /// Keeps an answer, and removes those that were suggested because of the previous one.
    fn keep(&mut self, item: &PlannedQuestion, answer: Answer) -> Result<(), Broken> {
        let library = self.judge.run.library;
        for Followed { path, now } in accept(&mut self.answers, item, answer, self.company.as_ref(), library) {
            let what = now.map_or_else(|| "asked again".to_owned(), |now| format!("now {}", now.typed()));
            self.prompt.say(&format!("  `{path}` is {what}: it followed from `{}`.", item.subject));
        }
        self.save()
    }

    fn save(&mut self) -> Result<(), Broken> {
        let Some(path) = &self.partial else { return Ok(()) };
        let text = format!("# Answers so far: `peerpact new` goes on from here.\n{}", self.answers.written());
        let mut batch = Batch::replacing(Vec::new());
        batch.add(path, text.as_bytes()).map_err(Broken::Save)?;
        batch.commit().map(drop).map_err(Broken::Save)
    }

    fn preview(&mut self, item: &PlannedQuestion) {
        let shown = match &item.subject {
            AnswerKey::Keep(_) => {
                let mut sections = item.step().sections.iter();
                sections.find_map(|section| self.judge.preview(&self.answers, &Path::root().key(section)))
            }
            AnswerKey::Field(path) | AnswerKey::More(path) | AnswerKey::Left(path) => {
                self.judge.preview(&self.answers, path)
            }
        };
        let text = shown.unwrap_or_else(|| "This shows in no clause of its own.".into());
        self.prompt.say(&format!("\n{text}"));
    }

    /// Shows every answer, and asks how to continue.
    fn review(&mut self) -> Result<Reviewed, Broken> {
        let lines = review::lines(&self.answers);
        let text = (self.text)(&self.answers);
        let findings = self.judge.all(&text);
        let left = agenda(&self.answers).iter().filter(|item| !item.is_answered(&self.answers)).count();
        let shown = review::text(&self.answers, &lines, &findings, self.judge.run.library);
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
            let Some(typed) = self.prompt.line(&AnswerKind::Scalar("text")).map_err(Broken::Terminal)? else {
                return Ok(Reviewed::Quit);
            };
            let find = |word: &str| {
                let number = word.parse::<usize>().ok().and_then(|number| lines.get(number.checked_sub(1)?));
                let field = || {
                    let path: Path = word.parse().ok()?;
                    let facts = facts::of(&path, &self.answers)?;
                    (facts.kind != AnswerKind::Group).then_some(AnswerKey::Field(path))
                };
                let step = || STEPS.iter().find(|step| step.id == word).map(|step| AnswerKey::Keep(step.id.into()));
                number.map(|line| AnswerKey::Field(line.path.clone())).or_else(field).or_else(step)
            };
            match typed.as_str() {
                "done" if left == 0 => return Ok(Reviewed::Done),
                "done" => self.prompt.say("Something is left to ask: `on` asks it."),
                "" | "on" | ":back" | ":b" if left > 0 => return Ok(Reviewed::On),
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

enum Reviewed {
    Done,
    Quit,
    Go(AnswerKey),
    On,
}

/// Two different ids for the parties. A single one is the other side's if the house knows its own.
fn parties(answer: Answer, company: Option<&Company>) -> Result<Answer, String> {
    let Answer::List(mut ids) = answer else { return Err("write two short names, with a comma".into()) };
    if let ([_], Some(id)) = (ids.as_slice(), company.and_then(|company| company.id.clone())) {
        ids.insert(0, id);
    }
    match ids.as_slice() {
        [one, other] if one != other => Ok(Answer::List(ids)),
        _ => Err("write two short names, with a comma, such as `straits, harbour`".into()),
    }
}

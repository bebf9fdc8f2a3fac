//! The loop: ask an open question, judge the answer, keep it at once, and end with a review.

use std::io;
use std::path::PathBuf;

use super::agenda::{PlannedQuestion, agenda};
use super::answers::{Answer, AnswerKey, Answers};
use super::follow::{Followed, accept, fill, leave, set};
use super::judge::Judge;
use super::names;
use super::prompt::Prompt;
use super::questions::STEPS;
use super::review;
use super::words;
use crate::diagnostic::{Finding, Level};
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
    /// The person broke off with Ctrl-C, and the answers are kept.
    Stopped,
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
pub(super) const WELCOME: &str = "\
Answer in a line; Enter takes what stands in [brackets], `~` leaves a fact open.
:help explains a question, :back goes one back, :list lets you choose with the
arrow keys, :review shows all answers, :quit keeps them for another time.";

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

/// Fields and their answers: one question can be answered for several.
pub(super) type Given = Vec<(AnswerKey, Answer)>;

/// What a person does at a question.
pub(super) enum Turn {
    Answer(Given),
    /// Leave the field at its default.
    Leave,
    /// Ask these fields, and then whether to keep the rest.
    Change(Vec<Path>),
    Back,
    Review,
    Quit,
    Stop,
}

/// How a person leaves the review.
pub(super) enum Reviewed {
    Done,
    Quit,
    Stop,
    Go(AnswerKey),
    On,
}

impl<P: Prompt> Session<'_, P> {
    /// Asks until the deal is complete and the person accepts it, beginning with `next` or with the review.
    pub fn run(&mut self, mut next: Option<AnswerKey>, mut reviewing: bool) -> Result<End, Broken> {
        names::begin(&mut self.answers, self.company.as_ref());
        self.prompt.say(WELCOME);
        let mut step = usize::MAX;
        // After a question that was chosen in the review, the review comes again.
        let mut from_review = false;
        // Fields that a person chose to change before a step is kept.
        let mut chosen: Vec<AnswerKey> = Vec::new();
        // The question from which a person went back: those passed on the way come again, with their answers.
        let mut returning: Option<AnswerKey> = None;
        loop {
            let items = agenda(&self.answers);
            let open = || items.iter().position(|item| !item.is_answered(&self.answers));
            if next.is_none() && !reviewing && !chosen.is_empty() {
                next = Some(chosen.remove(0));
            }
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
                    Reviewed::Stop => return Ok(End::Stopped),
                    Reviewed::Go(subject) => (next, from_review) = (Some(subject), true),
                    Reviewed::On => {}
                }
                reviewing = false;
                continue;
            };
            if !from_review && !self.answers.holds(&item.subject) && self.lists_nothing(&item) {
                self.answers.set(&item.subject, "yes".into());
                continue;
            }
            if item.step != step {
                step = item.step;
                self.prompt.say(&format!("\n[{}/{}] {}", step + 1, STEPS.len(), item.step().title));
            }
            match self.ask(&item)? {
                Turn::Answer(given) => {
                    let forward = returning.as_ref().is_some_and(|to| *to != item.subject);
                    self.keep(&item, given)?;
                    next = forward.then(|| self.after(&item.subject)).flatten();
                    if next.is_none() || next == returning {
                        returning = None;
                    }
                    // From a question that is not on the agenda one can only go back.
                    reviewing = from_review && at.is_none();
                    from_review = false;
                }
                Turn::Leave => {
                    if let Some(path) = item.subject.field() {
                        leave(&mut self.answers, path);
                    }
                    self.save()?;
                    let forward = returning.as_ref().is_some_and(|to| *to != item.subject);
                    next = forward.then(|| self.after(&item.subject)).flatten();
                    reviewing = from_review && at.is_none();
                    from_review = false;
                }
                Turn::Change(fields) => chosen = fields.into_iter().map(AnswerKey::from).collect(),
                Turn::Back if from_review => (reviewing, from_review) = (true, false),
                Turn::Back => {
                    let before = at.and_then(|at| self.before(&items, at));
                    if before.is_none() {
                        self.prompt.say("This is the first question.");
                    }
                    if returning.is_none() {
                        returning = Some(item.subject.clone());
                    }
                    next = Some(before.unwrap_or(item.subject));
                    step = usize::MAX;
                }
                Turn::Review => reviewing = true,
                Turn::Quit => return Ok(End::Left),
                Turn::Stop => return Ok(End::Stopped),
            }
        }
    }

    /// Whether it asks to keep the terms of a step that has none.
    fn lists_nothing(&self, item: &PlannedQuestion) -> bool {
        matches!(item.subject, AnswerKey::Keep(_)) && {
            let schema = self.judge.defaults(&self.answers);
            review::kept_by(item, &self.answers, self.judge.run.library, &schema, false).fields.is_empty()
        }
    }

    /// The question before one, without those that a person was never shown.
    fn before(&self, items: &[PlannedQuestion], at: usize) -> Option<AnswerKey> {
        let known = |item: &&PlannedQuestion| {
            let ours = item.subject.field().is_some_and(|path| self.is_known_of_us(path));
            !ours && !self.lists_nothing(item)
        };
        items.get(..at)?.iter().rev().find(known).map(|item| item.subject.clone())
    }

    /// Whether the house's file answered it, so that it was not asked.
    fn is_known_of_us(&self, path: &Path) -> bool {
        let Some(company) = &self.company else { return false };
        let mut known = Answers::default();
        known.put("parties", Answer::List(self.answers.parties()));
        company.answer(&mut known);
        known.get(path).is_some() && *path != "parties"
    }

    /// The question after one on the agenda as it is now, on the way back to where a person went back from.
    fn after(&self, subject: &AnswerKey) -> Option<AnswerKey> {
        let items = agenda(&self.answers);
        let at = items.iter().position(|item| item.subject == *subject)?;
        let rest = items.get(at + 1..)?.iter();
        let mut rest = rest.filter(|item| !item.subject.field().is_some_and(|path| self.is_known_of_us(path)));
        rest.next().map(|item| item.subject.clone())
    }

    /// Prints the findings on an answer, and returns whether it can be kept.
    pub(super) fn holds_up(&mut self, item: &PlannedQuestion, given: &Given) -> bool {
        if let AnswerKey::Keep(_) = item.subject {
            self.say_what_keeping_means(item, given);
            return true;
        }
        let Some(path) = item.subject.field() else { return true };
        let mut answers = self.answers.clone();
        for (subject, answer) in given {
            set(&mut answers, subject, answer.clone());
        }
        let mut said: Vec<String> = Vec::new();
        let mut sound = true;
        let paths = std::iter::once(path).chain(given.iter().filter_map(|(subject, _)| subject.field()));
        for path in paths {
            let verdict = self.judge.verdict(&answers, path);
            sound &= verdict.refused.is_empty();
            for finding in verdict.refused.iter().chain(&verdict.remarks) {
                let remark = review::remark(finding, 2);
                if !said.contains(&remark) {
                    self.prompt.say(&remark);
                    said.push(remark);
                }
            }
        }
        sound
    }

    /// Prints the errors on the terms that a step keeps: they are to be changed by their numbers in the review.
    fn say_what_keeping_means(&mut self, item: &PlannedQuestion, given: &Given) {
        let mut answers = self.answers.clone();
        let before = self.judge.so_far(&answers);
        for (subject, answer) in given {
            set(&mut answers, subject, answer.clone());
        }
        fill(&mut answers, self.judge.run.library);
        let here = |finding: &Finding| finding.path.as_ref().is_some_and(|path| item.step().holds(path));
        let known = |finding: &Finding| before.iter().any(|one| one.code == finding.code && one.path == finding.path);
        let found = self.judge.so_far(&answers);
        let graver = found.iter().filter(|finding| finding.level == Level::Error || finding.level == Level::Warning);
        for finding in graver.filter(|finding| here(finding) && !known(finding) && finding.asks().is_none()) {
            self.prompt.say(&review::remark(finding, 2));
        }
    }

    /// Keeps an answer, and removes those that were suggested because of the previous one.
    fn keep(&mut self, item: &PlannedQuestion, given: Given) -> Result<(), Broken> {
        let library = self.judge.run.library;
        for (subject, answer) in given {
            let one = PlannedQuestion { subject: subject.clone(), ..item.clone() };
            for Followed { path, now } in accept(&mut self.answers, &one, answer, self.company.as_ref(), library) {
                let what =
                    now.map_or_else(|| "asked again".to_owned(), |now| format!("now {}", words::value(&path, &now)));
                let (of, from) = (
                    words::label(&path, &self.answers),
                    words::label(&subject.field().cloned().unwrap_or_default(), &self.answers),
                );
                self.prompt.say(&format!("  {of} is {what}: it followed from: {from}."));
            }
            if let Some(settled) = names::settled(&self.answers, &subject) {
                self.answers = settled;
            }
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
}

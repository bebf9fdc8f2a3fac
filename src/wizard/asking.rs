//! One question: how it is put, what is typed at it, and what that means.

use std::io;

use super::agenda::{AUTHENTICATION, PlannedQuestion};
use super::answers::{Answer, AnswerKey, Answers};
use super::facts::{self, AnswerKind};
use super::follow::ways;
use super::prompt::Prompt;
use super::reply::{self, Hints};
use super::review;
use super::session::{Broken, Given, Session, Turn, WELCOME};
use crate::path::Path;

/// What `:help` says below the explanation of a question.
pub(super) const COMMANDS: &str = "\
  Enter     takes what stands in [brackets]
  ~         leaves it open: it prints as a blank, and is asked of whoever knows it
  :back     goes one question back; Enter then keeps what was answered
  :clear    takes the answer back and leaves the field out
  :list     lets you choose from a list; Tab completes a word
  :preview  shows the clause that prints it
  :review   shows all answers, to change any of them
  :quit     ends; the answers are kept";

impl<P: Prompt> Session<'_, P> {
    /// Asks a question until it is answered, or the person gives a command.
    pub(super) fn ask(&mut self, item: &PlannedQuestion) -> Result<Turn, Broken> {
        let facts = item.facts(&self.answers);
        let schema = self.judge.defaults(&self.answers);
        let is_keep = matches!(item.subject, AnswerKey::Keep(_));
        let (mut all, mut again) = (false, false);
        loop {
            let kept = if is_keep {
                review::kept_by(item, &self.answers, self.judge.run.library, &schema, all)
            } else {
                review::Kept::default()
            };
            // After a refusal, the rest was just printed.
            let list = if again { "" } else { kept.text.as_str() };
            self.prompt.say(&format!("\n{list}{}", item.text(&self.answers)));
            if !again && let Some(why) = item.why() {
                self.prompt.say(&format!("  Why: {why}."));
            }
            again = false;
            let (default, reason) = self.default(item);
            self.say_form(item, &facts);
            match &default {
                Some(default) => self.prompt.say(&format!("  [{}]{reason}", self.shown(item, default))),
                None if !item.always => {
                    let usual = schema.iter().find(|(path, _)| item.subject.field() == Some(path));
                    let usual = usual.map_or_else(|| "left out".into(), |(_, value)| value.replace('\u{a0}', " "));
                    self.prompt.say(&format!("  [{}]", self.shown(item, &Answer::Text(usual))));
                }
                None => {}
            }
            let typed = match self.prompt.line(&facts.kind) {
                Ok(Some(typed)) => typed,
                Ok(None) => {
                    self.prompt.say("");
                    return Ok(Turn::Quit);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Turn::Stop),
                Err(error) => return Err(Broken::Terminal(error)),
            };
            let typed = match typed.as_str() {
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
                    self.help(item, &facts);
                    continue;
                }
                ":clear" if !item.always => return Ok(Turn::Leave),
                ":clear" => {
                    self.prompt.say("  This is needed: type another answer, or `~` if it is not known.");
                    again = true;
                    continue;
                }
                ":list" | ":l" => {
                    let several = matches!(facts.kind, AnswerKind::List(_));
                    match self.prompt.pick(&reply::candidates(&facts.kind), several).map_err(Broken::Terminal)? {
                        Some(chosen) => chosen,
                        None => {
                            self.prompt
                                .say("  There is nothing to choose from here, or nothing was chosen: type the answer.");
                            again = true;
                            continue;
                        }
                    }
                }
                _ => typed,
            };
            let given = match (typed.is_empty(), default) {
                (true, Some(default)) => vec![(item.subject.clone(), default)],
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
                (false, _) if is_keep && numbers(&typed).is_some() => {
                    let wanted = numbers(&typed).unwrap_or_default();
                    let field = |number: &usize| kept.fields.get(number.checked_sub(1)?).cloned();
                    match wanted.iter().map(field).collect::<Option<Vec<Path>>>() {
                        Some(fields) => return Ok(Turn::Change(fields)),
                        None => {
                            self.prompt.say(&format!("  The numbers go from 1 to {}.", kept.fields.len()));
                            again = true;
                            continue;
                        }
                    }
                }
                (false, _) => match self.read(item, &typed, &facts, &schema) {
                    Ok(given) => given,
                    Err(reason) => {
                        self.prompt.say(&format!("  {reason}"));
                        again = true;
                        continue;
                    }
                },
            };
            if self.holds_up(item, &given) {
                return Ok(Turn::Answer(given));
            }
            again = true;
        }
    }

    /// Prints the form of an answer: what to choose from, one a line where each says what it means.
    fn say_form(&mut self, item: &PlannedQuestion, facts: &facts::Facts) {
        if matches!(item.subject, AnswerKey::Keep(_)) {
            self.prompt.say("  Enter keeps all; numbers, such as `1 3`, change these alone; `no` asks each");
            return;
        }
        let form = match &facts.kind {
            AnswerKind::Bool => "yes or no".into(),
            AnswerKind::Choice(words) => {
                let meanings = item.meanings(words);
                if meanings.iter().any(|meaning| !meaning.is_empty()) {
                    for (at, (word, meaning)) in words.iter().zip(&meanings).enumerate() {
                        let joint = if meaning.is_empty() { "" } else { ": " };
                        self.prompt.say(&format!("  {} {word}{joint}{meaning}", at + 1));
                    }
                    if item.subject == "billing.cycle".into() {
                        self.prompt.say("  with the days to pay in one: 7/7, 15/15, 30/30");
                    }
                    return;
                }
                let numbered = words.iter().enumerate().map(|(at, word)| format!("{} {word}", at + 1));
                numbered.collect::<Vec<_>>().join(", ")
            }
            AnswerKind::List(one) if matches!(one.as_ref(), AnswerKind::Choice(_)) => {
                let AnswerKind::Choice(words) = one.as_ref() else { return };
                for (at, (word, meaning)) in words.iter().zip(item.meanings(words)).enumerate() {
                    if !meaning.is_empty() && words.len() < 9 {
                        self.prompt.say(&format!("  {} {word}: {meaning}", at + 1));
                    }
                }
                facts::form(&facts.kind)
            }
            kind => facts::form(kind),
        };
        if !form.is_empty() {
            self.prompt.say(&format!("  {form}{}", if facts.may_be_blank { "; ~ if not known" } else { "" }));
        }
    }

    /// An answer as the question names it.
    fn shown(&self, item: &PlannedQuestion, answer: &Answer) -> String {
        let text = answer.typed();
        if item.subject != AUTHENTICATION.into() {
            return text;
        }
        let digest = self.answers.text("security.digest").is_some_and(|word| word != "none");
        match (text.as_str(), digest) {
            ("true", _) => "tls".into(),
            ("false", true) => "digest".into(),
            ("false", false) => "addresses".into(),
            _ => text,
        }
    }

    /// Explains a question: what the field means, an example, and the commands.
    fn help(&mut self, item: &PlannedQuestion, facts: &facts::Facts) {
        let mut out = String::from("\n");
        if !facts.description.is_empty() {
            out.push_str(&format!("{}\n", facts.description));
        }
        if let Some(why) = item.why() {
            out.push_str(&format!("It is asked because {why}.\n"));
        }
        if let Some(example) = item.example() {
            out.push_str(&format!("For example: {example}\n"));
        }
        if let Some(path) = item.subject.field() {
            out.push_str(&format!(
                "In the deal file it is `{path}`: `peerpact explain {}` says more.\n",
                item.general()
            ));
        }
        self.prompt.say(&format!("{out}{COMMANDS}"));
    }

    fn read(
        &self,
        item: &PlannedQuestion,
        typed: &str,
        facts: &facts::Facts,
        schema: &[(Path, String)],
    ) -> Result<Given, String> {
        if item.is_about_asking() {
            return match reply::read(typed, facts, &Hints::default())?.typed().as_str() {
                "true" => Ok(vec![(item.subject.clone(), "yes".into())]),
                "false" => Ok(vec![(item.subject.clone(), "no".into())]),
                other => Err(format!("`{other}` is neither yes nor no")),
            };
        }
        let unit = self.unit(item, schema);
        let hints = Hints { unit, currency: self.answers.text("rates.currency").map(str::to_owned) };
        if let Some(given) = together(item, typed, facts, &self.answers) {
            return Ok(given);
        }
        let answer = reply::read(typed, facts, &hints)?;
        if item.subject == "parties".into() {
            return parties(answer).map(|answer| vec![(item.subject.clone(), answer)]);
        }
        if item.subject == "scope.flows".into() && !["buy", "sell", "both"].contains(&answer.typed().as_str()) {
            return Err(format!("`{}` is none of buy, sell and both", answer.typed()));
        }
        if item.subject == AUTHENTICATION.into() {
            return authentication(&answer.typed());
        }
        Ok(vec![(item.subject.clone(), answer)])
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
        // What is written anew is short unless somebody asks for more; a deal without it is full, as ever.
        if item.subject == "legal.form".into() && !self.answers.holds(AnswerKey::Left("legal.form".into())) {
            return (Some("short".into()), "  enough for a plain sale or exchange".into());
        }
        match item.suggestion(&self.answers, self.judge.run.library) {
            Some((answer, reason)) => (Some(answer), format!("  {reason}")),
            None => (None, String::new()),
        }
    }
}

/// Two different ids for the parties.
fn parties(answer: Answer) -> Result<Answer, String> {
    match &answer {
        Answer::List(ids) if ids.len() == 2 && ids.first() != ids.last() => Ok(answer),
        _ => Err("write two short names, with a comma, such as `straits, harbour`".into()),
    }
}

/// The numbers of a reply such as `1 3` or `1, 3`; `None` if it holds anything else.
fn numbers(typed: &str) -> Option<Vec<usize>> {
    let parts = typed.split([',', ' ', ';']).filter(|part| !part.is_empty());
    parts.map(|part| part.trim_end_matches('.').parse().ok()).collect()
}

/// The fields that say how signalling is authenticated.
fn authentication(word: &str) -> Result<Given, String> {
    let (mutual, digest) = match word {
        "tls" | "true" => ("true", None),
        "addresses" | "false" => ("false", Some("none")),
        "digest" => ("false", Some("SHA-256")),
        other => return Err(format!("`{other}` is none of addresses, tls and digest")),
    };
    let mut given = vec![(AUTHENTICATION.into(), mutual.into())];
    given.extend(digest.map(|word| ("security.digest".into(), word.into())));
    Ok(given)
}

/// Several fields that were answered at once: cycle and time to pay as `7/7`, or the fields of a mapping.
fn together(item: &PlannedQuestion, typed: &str, facts: &facts::Facts, answers: &Answers) -> Option<Given> {
    let path = item.subject.field()?;
    if *path == "billing.cycle" {
        let (cycle, days) = typed.split_once('/')?;
        let cycle = match cycle.trim() {
            "1" => "daily",
            "7" => "weekly",
            "15" | "14" => "semi_monthly",
            "30" | "31" => "monthly",
            _ => return None,
        };
        let days: u16 = days.trim().trim_end_matches("days").trim().parse().ok()?;
        return Some(vec![
            (path.into(), cycle.into()),
            ("billing.pay".into(), Answer::Text(format!("{days} day{}", if days == 1 { "" } else { "s" }))),
        ]);
    }
    if facts.kind != AnswerKind::Group {
        return None;
    }
    let (entry, keys) = item.keys()?;
    let said = reply::fields(typed, &keys)?;
    let given = said.into_iter().map(|(key, value)| {
        let field = entry.key(&key);
        let read = facts::of(&field, answers).and_then(|facts| reply::read(&value, &facts, &Hints::default()).ok());
        (AnswerKey::Field(field), read.unwrap_or(Answer::Text(value)))
    });
    Some(given.collect())
}

//! What follows from an answer: the flows that it makes, the suggestions that it takes back, what is filled in for a step whose
//! defaults are kept, and what is missing after that.

use super::answers::{Answer, Answers, KEEP, LEFT, MORE};
use super::facts::{self, Kind};
use super::plan::{Item, expand, kept, plan};
use super::questions::{STEPS, Suggest};
use super::reply::{self, Hints};
use crate::policy::Company;

/// Which way the calls go, as the question asks it.
#[must_use]
pub fn ways(answers: &Answers) -> Option<Answer> {
    let we = answers.we()?;
    let of = |role: &str| {
        let flows = answers.flows();
        flows.iter().any(|flow| answers.text(&format!("scope.flows.{flow}.{role}")) == Some(&we))
    };
    match (of("customer"), of("supplier")) {
        (true, true) => Some("both".into()),
        (true, false) => Some("buy".into()),
        (false, true) => Some("sell".into()),
        (false, false) => None,
    }
}

/// Sets an answer; that to `scope.flows` makes the flows.
pub fn set(answers: &mut Answers, path: &str, answer: Answer) {
    if path == "scope.flows" {
        if ways(answers).as_ref() == Some(&answer) {
            return;
        }
        let (Some(we), Some(they)) = (answers.we(), answers.they()) else { return };
        answers.remove(path);
        let way = answer.typed();
        for (wanted, customer, supplier) in [("buy", &we, &they), ("sell", &they, &we)] {
            if way == wanted || way == "both" {
                answers.set(&format!("{path}.to-{supplier}.customer"), Answer::Text(customer.clone()));
                answers.set(&format!("{path}.to-{supplier}.supplier"), Answer::Text(supplier.clone()));
            }
        }
        return;
    }
    if path == "parties" {
        let (Answer::List(new), old) = (&answer, answers.parties()) else { return };
        if old.len() == new.len() && old != *new {
            *answers = answers.renamed(&old, new);
        }
        // The list goes beside the parties that stand below it.
        answers.put(path, answer);
        return;
    }
    answers.remove(&format!("{LEFT}{path}"));
    answers.set(path, answer);
}

/// Leaves a field to its default.
pub fn leave(answers: &mut Answers, path: &str) {
    answers.remove(path);
    answers.set(&format!("{LEFT}{path}"), "yes".into());
}

/// An answer that followed from another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Its field.
    pub path: String,
    /// What it is now; `None` if it is asked again.
    pub now: Option<Answer>,
}

/// Accepts an answer with all that follows from it. Returns what is not as it was, because it followed from what was there.
pub fn accept(answers: &mut Answers, item: &Item, answer: Answer, company: Option<&Company>) -> Vec<Followed> {
    let before = suggested(answers);
    set(answers, &item.path, answer);
    if item.path == "parties"
        && let Some(company) = company
    {
        company.answer(answers);
    }
    if item.path == "scope.flows" {
        forget_lost_flows(answers);
    }
    let mut again = Vec::new();
    for Suggested { path, answer: old, asked, suggest } in before {
        // Whoever changed it just now meant it.
        if path == item.path || answers.get(&path) != Some(&old) {
            continue;
        }
        let Some(new) = anew(answers, &path, suggest) else { continue };
        if new == old {
            continue;
        }
        answers.remove(&path);
        again.push(Followed { path, now: (!asked).then_some(new) });
    }
    fill(answers);
    // Nobody would be asked for what stands in a step that is taken as it is.
    for Followed { path, now } in &again {
        if let Some(now) = now.as_ref().filter(|_| !answers.holds(path)) {
            answers.set(path, now.clone());
        }
    }
    again
}

/// Takes back what names a flow that is gone; the steps that it stood in are asked about again.
fn forget_lost_flows(answers: &mut Answers) {
    let flows = answers.flows();
    let lost =
        |answers: &Answers, path: &str| answers.text(path).is_some_and(|flow| !flows.iter().any(|known| known == flow));
    for at in 0..answers.count("rates.lines") {
        let path = format!("rates.lines[{at}].flow");
        if lost(answers, &path) {
            answers.remove(&path);
            answers.remove(&format!("{KEEP}rates"));
        }
    }
    if (0..answers.count("tax")).any(|at| lost(answers, &format!("tax[{at}].flow"))) {
        answers.remove("tax");
        answers.remove(&format!("{KEEP}data"));
    }
}

/// An answer that is what was suggested.
#[derive(Debug)]
pub struct Suggested {
    /// Its field.
    pub path: String,
    /// The answer.
    pub answer: Answer,
    /// Whether it was put as a question, and not kept with its step.
    pub asked: bool,
    suggest: Suggest,
}

/// The answers that are what was suggested.
#[must_use]
pub fn suggested(answers: &Answers) -> Vec<Suggested> {
    let items = plan(answers);
    let mut out = Vec::new();
    for question in STEPS.iter().flat_map(|step| step.questions) {
        let Some((suggest, _)) = question.suggest else { continue };
        for path in expand(question.field, answers) {
            let Some(answer) = answers.get(&path).cloned() else { continue };
            if anew(answers, &path, suggest).as_ref() == Some(&answer) {
                let asked = items.iter().any(|item| item.path == path);
                out.push(Suggested { path, answer, asked, suggest });
            }
        }
    }
    out
}

/// What is suggested for a path, whatever is answered there now.
fn anew(answers: &Answers, path: &str, suggest: Suggest) -> Option<Answer> {
    let mut without = answers.clone();
    without.remove(path);
    suggest(&without, path)
}

/// Takes a deal as whole as it is: none of its steps or lists is asked about again.
pub fn take_as_it_is(answers: &mut Answers) {
    for step in STEPS {
        answers.set(&format!("{KEEP}{}", step.id), "as it is".into());
    }
    let lines = answers.count("rates.lines");
    answers.set(&format!("{MORE}rates.lines[{lines}]"), "no".into());
}

/// Fills in what is suggested in each step whose defaults are kept.
pub fn fill(answers: &mut Answers) {
    for step in STEPS {
        if answers.text(&format!("{KEEP}{}", step.id)) == Some("yes") {
            for (path, answer, _) in kept(step, answers) {
                answers.set(&path, answer);
            }
        }
    }
}

/// The questions that only a person can answer and nobody has, once every default is kept.
#[must_use]
pub fn missing(answers: &mut Answers) -> Vec<Item> {
    for step in STEPS {
        let keep = format!("{KEEP}{}", step.id);
        if answers.get(&keep).is_none() {
            answers.set(&keep, "yes".into());
        }
    }
    fill(answers);
    // Who has not said who the parties are is asked about them all the same.
    let mut known = answers.clone();
    if known.parties().len() < 2 {
        known.put("parties", Answer::List(["@we", "@they"].map(str::to_owned).to_vec()));
    }
    let items = plan(&known).into_iter();
    items.filter(|item| item.always && !item.is_about_asking() && !item.is_answered(answers)).collect()
}

/// Reads each answer of a file as it would be read if it were typed; returns those that are none, with the reason.
pub fn normalise(answers: &mut Answers) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let hints = Hints { unit: None, currency: answers.text("rates.currency").map(str::to_owned) };
    let typed: Vec<(String, String)> =
        answers.of_deal().filter_map(|(path, answer)| Some((path.to_owned(), text_of(answer)?))).collect();
    for (path, text) in typed {
        let Some(facts) = facts::of(&path, answers) else { continue };
        if matches!(facts.kind, Kind::Scalar("text") | Kind::Group) {
            continue;
        }
        match reply::read(&text, &facts, &hints) {
            Ok(answer) => answers.put(&path, answer),
            Err(reason) => faults.push((path, reason)),
        }
    }
    if let Some(way) = answers.get("scope.flows").cloned() {
        answers.remove("scope.flows");
        set(answers, "scope.flows", way);
    }
    faults
}

fn text_of(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Text(text) => Some(text.clone()),
        Answer::Blank | Answer::List(_) => None,
    }
}

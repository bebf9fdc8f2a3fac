//! The consequences of an answer: the flows that it creates, the suggestions that it withdraws, the values for a step that
//! keeps its defaults, and the questions still open.

use super::agenda::{PlannedQuestion, agenda, expand, kept};
use super::answers::{Answer, AnswerKey, Answers};
use super::facts::{self, AnswerKind};
use super::questions::{STEPS, Suggest};
use super::reply::{self, Hints};
use crate::library::Library;
use crate::path::Path;
use crate::policy::Company;

/// The direction of the calls, as the question asks it.
#[must_use]
pub fn ways(answers: &Answers) -> Option<Answer> {
    let we = answers.we()?;
    let of = |role: &str| {
        let flows = answers.flows();
        flows.iter().any(|flow| answers.text(Path::from("scope.flows").key(flow).key(role)) == Some(&we))
    };
    match (of("customer"), of("supplier")) {
        (true, true) => Some("both".into()),
        (true, false) => Some("buy".into()),
        (false, true) => Some("sell".into()),
        (false, false) => None,
    }
}

/// Sets an answer; an answer to `scope.flows` creates the flows.
pub fn set(answers: &mut Answers, subject: impl Into<AnswerKey>, answer: Answer) {
    let subject = subject.into();
    let Some(path) = subject.field() else { return answers.set(&subject, answer) };
    if *path == "scope.flows" {
        if ways(answers).as_ref() == Some(&answer) {
            return;
        }
        let (Some(we), Some(they)) = (answers.we(), answers.they()) else { return };
        answers.remove(path);
        let way = answer.typed();
        for (wanted, customer, supplier) in [("buy", &we, &they), ("sell", &they, &we)] {
            if way == wanted || way == "both" {
                let flow = path.key(format!("to-{supplier}"));
                answers.set(flow.key("customer"), Answer::Text(customer.clone()));
                answers.set(flow.key("supplier"), Answer::Text(supplier.clone()));
            }
        }
        return;
    }
    if *path == "parties" {
        let (Answer::List(new), old) = (&answer, answers.parties()) else { return };
        if old.len() == new.len() && old != *new {
            *answers = answers.renamed(&old, new);
        }
        // The list is stored beside the parties below it.
        answers.put(path, answer);
        return;
    }
    answers.remove(AnswerKey::Left(path.clone()));
    answers.set(path, answer);
}

/// Leaves a field at its default.
pub fn leave(answers: &mut Answers, path: &Path) {
    answers.remove(path);
    answers.set(AnswerKey::Left(path.clone()), "yes".into());
}

/// An answer that depends on another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The field whose answer changed.
    pub path: Path,
    /// The new answer; `None` if it must be asked again.
    pub now: Option<Answer>,
}

/// Accepts an answer with all its consequences. Returns the dependent answers that changed.
pub fn accept(
    answers: &mut Answers,
    item: &PlannedQuestion,
    answer: Answer,
    company: Option<&Company>,
    library: &Library,
) -> Vec<Followed> {
    let before = suggested(answers, library);
    set(answers, &item.subject, answer);
    if item.subject == "parties".into()
        && let Some(company) = company
    {
        company.answer(answers);
    }
    if item.subject == "scope.flows".into() {
        forget_lost_flows(answers);
    }
    let mut again = Vec::new();
    for Suggested { path, answer: old, asked, suggest } in before {
        // An answer that was just given is not replaced.
        if item.subject.field() == Some(&path) || answers.get(&path) != Some(&old) {
            continue;
        }
        let Some(new) = anew(answers, &path, suggest, library) else { continue };
        if new == old {
            continue;
        }
        answers.remove(&path);
        again.push(Followed { path, now: (!asked).then_some(new) });
    }
    fill(answers, library);
    // A step that keeps its defaults would not ask again.
    for Followed { path, now } in &again {
        if let Some(now) = now.as_ref().filter(|_| !answers.holds(path)) {
            answers.set(path, now.clone());
        }
    }
    again
}

/// Removes answers that name a removed flow; their steps are asked again.
fn forget_lost_flows(answers: &mut Answers) {
    let flows = answers.flows();
    let lost = |answers: &Answers, path: &Path| {
        answers.text(path).is_some_and(|flow| !flows.iter().any(|known| known == flow))
    };
    for at in 0..answers.count("rates.lines") {
        let path = Path::from("rates.lines").index(at).key("flow");
        if lost(answers, &path) {
            answers.remove(&path);
            answers.remove(AnswerKey::Keep("rates".into()));
        }
    }
    if (0..answers.count("tax")).any(|at| lost(answers, &Path::from("tax").index(at).key("flow"))) {
        answers.remove("tax");
        answers.remove(AnswerKey::Keep("data".into()));
    }
}

/// An answer equal to its suggestion.
#[derive(Debug)]
pub struct Suggested {
    /// The field of the answer.
    pub path: Path,
    /// The suggested answer, which was given.
    pub answer: Answer,
    /// Whether it was asked as a question, and not kept with its step.
    pub asked: bool,
    suggest: Suggest,
}

/// The answers equal to their suggestions.
#[must_use]
pub fn suggested(answers: &Answers, library: &Library) -> Vec<Suggested> {
    let items = agenda(answers);
    let mut out = Vec::new();
    for question in STEPS.iter().flat_map(|step| step.questions) {
        let Some((suggest, _)) = question.suggest else { continue };
        for path in expand(question.field, answers) {
            let Some(answer) = answers.get(&path).cloned() else { continue };
            if anew(answers, &path, suggest, library).as_ref() == Some(&answer) {
                let asked = items.iter().any(|item| item.subject.field() == Some(&path));
                out.push(Suggested { path, answer, asked, suggest });
            }
        }
    }
    out
}

/// The suggestion for a path, ignoring its present answer.
fn anew(answers: &Answers, path: &Path, suggest: Suggest, library: &Library) -> Option<Answer> {
    let mut without = answers.clone();
    without.remove(path);
    suggest(&without, path, library)
}

/// Takes a deal as it is: none of its steps or lists is asked again.
pub fn take_as_it_is(answers: &mut Answers) {
    for step in STEPS {
        answers.set(AnswerKey::Keep(step.id.into()), "as it is".into());
    }
    // What may be left out, and is, was not forgotten.
    let mut left = agenda(answers);
    left.retain(|item| !item.always && !item.is_answered(answers));
    for path in left.iter().filter_map(|item| item.subject.field()) {
        answers.set(AnswerKey::Left(path.clone()), "yes".into());
    }
    let lines = answers.count("rates.lines");
    answers.set(AnswerKey::More(Path::from("rates.lines").index(lines)), "no".into());
}

/// Fills in the suggestions of each step that keeps its defaults.
pub fn fill(answers: &mut Answers, library: &Library) {
    for step in STEPS {
        if answers.text(AnswerKey::Keep(step.id.into())) == Some("yes") {
            for (path, answer, _) in kept(step, answers, library) {
                answers.set(&path, answer);
            }
        }
    }
}

/// The unanswered questions that need a person, once all defaults are kept.
#[must_use]
pub fn missing(answers: &mut Answers, library: &Library) -> Vec<PlannedQuestion> {
    for step in STEPS {
        let keep = AnswerKey::Keep(step.id.into());
        if answers.get(&keep).is_none() {
            answers.set(&keep, "yes".into());
        }
    }
    fill(answers, library);
    // Before the question was asked, calls ended on the supplier's network unless a file said otherwise.
    if !answers.holds("scope.mode") {
        answers.set("scope.mode", "peer".into());
    }
    // Questions about the parties are included even if the parties are not named yet.
    let nameless = answers.parties().len() < 2;
    let mut known = answers.clone();
    if known.parties().len() < 2 {
        known.put("parties", Answer::List(["@we", "@they"].map(str::to_owned).to_vec()));
    }
    let items = nameless.then(|| PlannedQuestion::asking("parties")).flatten().into_iter().chain(agenda(&known));
    items.filter(|item| item.always && !item.is_about_asking() && !item.is_answered(answers)).collect()
}

/// Reads each answer of a file as if it were typed; returns the invalid ones with the reason.
pub fn normalise(answers: &mut Answers) -> Vec<(Path, String)> {
    let mut faults = Vec::new();
    let hints = Hints { unit: None, currency: answers.text("rates.currency").map(str::to_owned) };
    let typed: Vec<(Path, String)> =
        answers.of_deal().filter_map(|(path, answer)| Some((path.clone(), text_of(answer)?))).collect();
    for (path, text) in typed {
        let Some(facts) = facts::of(&path, answers) else { continue };
        if matches!(facts.kind, AnswerKind::Scalar("text") | AnswerKind::Group) {
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

//! The wizard's questions as a list: all of them, or the unanswered ones.

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::library::Library;
use crate::path::{PatternStep, Step};
use crate::wizard::agenda::PlannedQuestion;
use crate::wizard::answers::Answers;
use crate::wizard::facts::{self, AnswerKind};
use crate::wizard::questions::{AskWhen, Question, STEPS};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shape {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// The missing answers: field, question, choices.
pub(super) fn listed(missing: &[PlannedQuestion], answers: &Answers) -> String {
    let mut out = String::new();
    for item in missing {
        let form = facts::form(&item.facts(answers).kind);
        let form = if form.is_empty() { String::new() } else { format!(" ({form})") };
        out.push_str(&format!("missing: {}: {}{form}\n", item.subject, item.text(answers)));
    }
    out
}

/// A question without earlier answers.
fn item(question: &'static Question) -> PlannedQuestion {
    let path = question.field.path(|part| match part {
        PatternStep::We => Some(Step::Key("we".into())),
        PatternStep::They => Some(Step::Key("they".into())),
        _ => Some(Step::Index(0)),
    });
    PlannedQuestion { subject: path.unwrap_or_default().into(), step: 0, question: Some(question), always: true }
}

/// The whole questionnaire, with what is suggested by this library.
pub(super) fn questions(shape: Shape, library: &Library) -> String {
    let nobody = Answers::default();
    let all = STEPS.iter().flat_map(|step| step.questions.iter().map(move |question| (step, question)));
    if shape == Shape::Human {
        let mut out = String::new();
        let mut title = "";
        for (step, question) in all {
            if step.title != title {
                title = step.title;
                out.push_str(&format!("{}{title}\n", if out.is_empty() { "" } else { "\n" }));
            }
            out.push_str(&format!("  {}: {}\n", question.field, item(question).text(&nobody)));
        }
        return out;
    }
    let all: Vec<Value> = all
        .map(|(step, question)| {
            let item = item(question);
            let facts = item.facts(&nobody);
            let choices = match &facts.kind {
                AnswerKind::Choice(words) => Some(words.clone()),
                AnswerKind::List(one) => match one.as_ref() {
                    AnswerKind::Choice(words) => Some(words.clone()),
                    _ => None,
                },
                _ => None,
            };
            let suggested = question.suggest.and_then(|(suggest, _)| suggest(&nobody, item.subject.field()?, library));
            json!({
                "step": step.id,
                "field": question.field.as_str(),
                "question": item.text(&nobody),
                "why": item.why(),
                "form": facts::form(&facts.kind),
                "several": matches!(facts.kind, AnswerKind::List(_)),
                "choices": choices.filter(|choices| !choices.is_empty()),
                "may_be_blank": facts.may_be_blank,
                "always": question.ask == AskWhen::Always,
                "default": suggested.map(|answer| answer.typed()),
                "reason": question.suggest.map(|(_, reason)| reason),
                "when": question.when.map(|(words, _)| words),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "version": 1, "questions": all }))
}

//! The questions in order, planned again from the answers after each of them.

use serde_json::Value;

use super::answers::{Answer, AnswerKey, Answers};
use super::facts::{self, AnswerKind, Facts};
use super::questions::{AskWhen, Question, STEPS, WizardStep};
use crate::deal::about::{self, About, Speech};
use crate::deal::schema::{self, find};
use crate::library::Library;
use crate::path::{Path, Pattern, PatternStep, Step as PathStep};

/// The field at which it is asked how signalling is authenticated; the answer is that of three fields.
pub const AUTHENTICATION: &str = "security.mutual_tls";

/// A question of the plan.
#[derive(Debug, Clone)]
pub struct PlannedQuestion {
    /// The subject that it asks about.
    pub subject: AnswerKey,
    /// Index of its step in [`STEPS`].
    pub step: usize,
    /// The catalogue's question, if there is one.
    pub question: Option<&'static Question>,
    /// Whether it is asked even if the step keeps its defaults.
    pub always: bool,
}

impl PlannedQuestion {
    /// A field that no agenda holds: one that the review lists, or that a person names.
    #[must_use]
    pub fn of(subject: impl Into<AnswerKey>) -> Self {
        let subject = subject.into();
        let holds = |step: &WizardStep| match &subject {
            AnswerKey::Field(path) | AnswerKey::More(path) | AnswerKey::Left(path) => step.holds(path),
            AnswerKey::Keep(id) => step.id == id,
        };
        let step = STEPS.iter().position(holds).unwrap_or_default();
        Self { subject, step, question: None, always: false }
    }

    /// The catalogue's question for a field that is no pattern.
    #[must_use]
    pub fn asking(field: &'static str) -> Option<Self> {
        let mut all =
            STEPS.iter().enumerate().flat_map(|(step, whole)| whole.questions.iter().map(move |one| (step, one)));
        let (step, question) = all.find(|(_, question)| question.field.as_str() == field)?;
        let always = question.ask == AskWhen::Always;
        Some(Self { subject: AnswerKey::from(field), step, question: Some(question), always })
    }

    /// The step that it belongs to.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "there is a first step, and the compiler checks a constant index")]
    pub fn step(&self) -> &'static WizardStep {
        STEPS.get(self.step).unwrap_or(&STEPS[0])
    }

    /// What the schema says of its field.
    #[must_use]
    pub fn facts(&self, answers: &Answers) -> Facts {
        let yes = Facts { kind: AnswerKind::Bool, may_be_blank: false, description: "" };
        let Some(path) = self.subject.field() else { return yes };
        if *path == "scope.flows" {
            let ways = ["buy", "sell", "both"].map(str::to_owned).to_vec();
            return Facts { kind: AnswerKind::Choice(ways), ..yes };
        }
        if *path == AUTHENTICATION {
            let ways = ["addresses", "tls", "digest"].map(str::to_owned).to_vec();
            return Facts { kind: AnswerKind::Choice(ways), ..yes };
        }
        if *path == "parties" {
            return Facts { kind: AnswerKind::List(Box::new(AnswerKind::Scalar("text"))), ..yes };
        }
        facts::of(path, answers).unwrap_or(yes)
    }

    /// What the field says about itself; `None` for anything but a field with a question.
    #[must_use]
    pub fn about(&self) -> Option<About> {
        self.subject.field().and_then(about::of)
    }

    /// The reason for the question, if one is given.
    #[must_use]
    pub fn why(&self) -> Option<&'static str> {
        self.about().and_then(|about| about.why())
    }

    /// What each word of a choice means; empty where the schema does not say.
    #[must_use]
    pub fn meanings(&self, words: &[String]) -> Vec<String> {
        let path = self.subject.field().cloned().unwrap_or_default();
        let own: &[&str] = match path.to_string().as_str() {
            "scope.flows" => &["you send calls, and pay", "they send calls, and pay", "each side sends calls"],
            AUTHENTICATION => &[
                "each side lets in the other's IP addresses alone",
                "certificates on both sides (mutual TLS)",
                "user name and password (SIP digest, SHA-256)",
            ],
            _ => &[],
        };
        let meaning = |(at, word): (usize, &String)| {
            own.get(at).map_or_else(
                || self.about().map(|about| schema::meaning(about.schema(), word)).unwrap_or_default(),
                |own| (*own).to_owned(),
            )
        };
        words.iter().enumerate().map(meaning).collect()
    }

    /// An example of an answer, as one types it.
    #[must_use]
    pub fn example(&self) -> Option<String> {
        let about = self.about()?;
        match find(about.schema(), "examples")?.get(0)? {
            Value::String(text) => Some(text.clone()),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                (!items.is_empty()).then(|| items.join(", "))
            }
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The field as the reference names it, without the keys that a deal chooses.
    #[must_use]
    pub fn general(&self) -> String {
        self.subject.field().map(|path| schema::general(path).join(".")).unwrap_or_default()
    }

    /// The mapping that it asks for, or the first of a list, and the keys of it that hold one value each.
    #[must_use]
    pub fn keys(&self) -> Option<(Path, Vec<&'static str>)> {
        let path = self.subject.field()?;
        let schema = self.about()?.schema();
        let (entry, schema) = match find(schema, "items") {
            Some(items) => (path.index(0), items),
            None => (path.clone(), schema),
        };
        let fields = find(schema, "properties")?.as_object()?;
        Some((entry, fields.keys().map(String::as_str).collect()))
    }

    /// Whether the other company knows the answer: the path leads through its key, or the entry names it.
    fn is_of_them(&self, answers: &Answers) -> bool {
        let (Some(they), Some(path)) = (answers.they(), self.subject.field()) else { return false };
        path.starts_with(Path::from("parties").key(&they))
            || path.starts_with(Path::from("technical.sites").key(&they))
            || path.entry().is_some_and(|entry| answers.text(entry.key("party")) == Some(&they))
    }

    /// Whether it asks how to continue, and not for a value of the deal.
    #[must_use]
    pub fn is_about_asking(&self) -> bool {
        self.subject.field().is_none()
    }

    /// The suggestion, with its reason.
    #[must_use]
    pub fn suggestion(&self, answers: &Answers, library: &Library) -> Option<(Answer, &'static str)> {
        let (suggest, reason) = self.question?.suggest?;
        Some((suggest(answers, self.subject.field()?, library)?, reason))
    }

    /// The question in words.
    #[must_use]
    pub fn text(&self, answers: &Answers) -> String {
        let path = match &self.subject {
            AnswerKey::Keep(_) => return "Keep these?".into(),
            AnswerKey::More(entry) => {
                let another = if entry.last() == Some(&PathStep::Index(0)) { "an" } else { "another" };
                return format!("Add {another} entry to `{}`?", entry.parent().unwrap_or_default());
            }
            AnswerKey::Field(path) | AnswerKey::Left(path) => path,
        };
        let about = self.about();
        let asked = about.and_then(|about| about.question()).map(|question| {
            let theirs =
                self.is_of_them(answers) || self.question.is_some_and(|question| question.field.has(PatternStep::They));
            // The person has just said what the entry is, so it needs no name.
            about::worded(question, if theirs { Speech::They } else { Speech::You }, |_| None)
        });
        match (asked, self.question, about.map_or("", |about| about.description())) {
            (Some(asked), Some(_), _) => asked,
            (Some(asked), None, _) => format!("`{path}`: {asked}"),
            (None, _, "") => format!("`{path}`?"),
            (None, _, description) => format!("`{path}`: {description}"),
        }
    }

    /// Whether a valid answer exists; one that names a removed party or flow is not valid.
    #[must_use]
    pub fn is_answered(&self, answers: &Answers) -> bool {
        let Some(path) = self.subject.field() else { return answers.holds(&self.subject) };
        if *path == "parties" {
            return answers.parties().len() > 1;
        }
        if !answers.holds(path) {
            return answers.holds(AnswerKey::Left(path.clone()));
        }
        let names = *path != "scope.flows" && facts::names_another(path);
        match (names, answers.text(path), self.facts(answers).kind) {
            (true, Some(text), AnswerKind::Choice(words)) => words.iter().any(|word| word == text),
            _ => true,
        }
    }
}

/// All questions that apply, given the answers.
#[must_use]
pub fn agenda(answers: &Answers) -> Vec<PlannedQuestion> {
    let mut out = Vec::new();
    for (step, WizardStep { id, questions, sections, .. }) in STEPS.iter().enumerate() {
        let mut add = |subject: AnswerKey, question: Option<&'static Question>, always: bool| {
            if !out.iter().any(|item: &PlannedQuestion| item.subject == subject) {
                out.push(PlannedQuestion { subject, step, question, always });
            }
        };
        let keep = AnswerKey::Keep((*id).to_owned());
        let asks_all = answers.text(&keep) == Some("no");
        let by_name = |question: &&Question| question.ask != AskWhen::Keep && !question.is_of_rows();
        for question in questions.iter().filter(by_name) {
            if question.when.is_some_and(|(_, applies)| !applies(answers)) {
                continue;
            }
            for path in expand(question.field, answers) {
                add(path.into(), Some(question), question.ask == AskWhen::Always);
            }
        }
        // With a deck, rates need not be listed.
        if questions.iter().any(Question::is_of_rows) && !answers.has_deck() {
            rows_of(&"rates.lines".into(), questions, asks_all, answers, &mut add);
        }
        // A step that has nothing to keep does not ask whether to keep it.
        if !sections.is_empty() || questions.iter().any(|question| question.ask == AskWhen::Keep) {
            add(keep, None, true);
        }
        if !asks_all {
            continue;
        }
        for question in questions.iter().filter(|question| question.ask == AskWhen::Keep && !question.is_of_rows()) {
            for path in expand(question.field, answers) {
                add(path.into(), Some(question), false);
            }
        }
        for section in *sections {
            others(&Path::root().key(section), answers, &mut add);
        }
    }
    out
}

/// The entries of a list, one after the other, and the question for another one.
fn rows_of(
    list: &Path,
    questions: &'static [Question],
    asks_all: bool,
    answers: &Answers,
    add: &mut impl FnMut(AnswerKey, Option<&'static Question>, bool),
) {
    let count = answers.count(list).max(1);
    for at in 0.. {
        let more = AnswerKey::More(list.index(at));
        if at >= count {
            let wanted = answers.text(&more) == Some("yes");
            add(more, None, true);
            if !wanted {
                return;
            }
        }
        let rows = questions.iter().filter(|question| question.is_of_rows());
        for question in rows.filter(|question| question.when.is_none_or(|(_, applies)| applies(answers))) {
            // The first entry stands for all; fields with usual values are asked with the rest of the step.
            if question.ask != AskWhen::Keep || asks_all {
                let path = question.field.path(|_| Some(PathStep::Index(at)));
                if let Some(path) = path {
                    add(path.into(), Some(question), question.ask == AskWhen::Always);
                }
            }
        }
    }
}

/// The fields that a step suggests without asking, each with its suggestion.
#[must_use]
pub fn kept(step: &'static WizardStep, answers: &Answers, library: &Library) -> Vec<(Path, Answer, &'static Question)> {
    let mut out: Vec<(Path, Answer, &'static Question)> = Vec::new();
    let mut known = answers.clone();
    for question in step.questions {
        let Some((suggest, _)) = question.suggest else { continue };
        let applies = question.when.is_none_or(|(_, applies)| applies(answers));
        // A person is asked; only a file may leave out what is suggested.
        if question.ask == AskWhen::Always && applies || question.ask == AskWhen::Offer {
            continue;
        }
        for path in expand(question.field, &known) {
            if known.holds(&path) {
                continue;
            }
            if let Some(answer) = suggest(&known, &path, library) {
                known.set(&path, answer.clone());
                out.push((path, answer, question));
            }
        }
    }
    out
}

/// The paths of a question's field.
pub(super) fn expand(field: Pattern, answers: &Answers) -> Vec<Path> {
    let each = |at: usize| {
        field.path(|part| match part {
            PatternStep::We => answers.we().map(PathStep::Key),
            PatternStep::They => answers.they().map(PathStep::Key),
            _ => Some(PathStep::Index(at)),
        })
    };
    let count = if !field.has(PatternStep::AnyIndex) {
        1
    } else if field.as_str().starts_with("rates.lines") {
        answers.count("rates.lines").max(usize::from(!answers.has_deck()))
    } else if answers.any_below("tax") {
        // A list from a file is complete; otherwise each flow gets an entry.
        answers.count("tax")
    } else {
        answers.flows().len()
    };
    (0..count).filter_map(each).collect()
}

/// The fields below a section that no question names, for a person who wants to see all.
fn others(path: &Path, answers: &Answers, add: &mut impl FnMut(AnswerKey, Option<&'static Question>, bool)) {
    let Some(schema) = schema::at(path) else { return };
    let group = facts::of(path, answers).is_some_and(|facts| facts.kind == AnswerKind::Group);
    if !group {
        add(path.into(), None, false);
        return;
    }
    if let Some(entry) = find(schema, "items") {
        let count = answers.count(path);
        for at in 0.. {
            let more = AnswerKey::More(path.index(at));
            if at >= count {
                let wanted = answers.text(&more) == Some("yes");
                add(more, None, false);
                if !wanted {
                    return;
                }
            }
            below(entry, &path.index(at), answers, add);
        }
    }
    if answers.get(path) == Some(&Answer::Blank) {
        add(path.into(), None, false);
        return;
    }
    below(schema, path, answers, add);
    if find(schema, "additionalProperties").is_some_and(Value::is_object) {
        for key in answers.keys(path) {
            others(&path.key(key), answers, add);
        }
    }
}

/// The fields of a mapping.
fn below(
    schema: &'static Value,
    path: &Path,
    answers: &Answers,
    add: &mut impl FnMut(AnswerKey, Option<&'static Question>, bool),
) {
    let fields = find(schema, "properties").and_then(Value::as_object);
    for key in fields.into_iter().flat_map(|fields| fields.keys()).filter(|key| *key != "by_flow") {
        others(&path.key(key), answers, add);
    }
}

//! The answers so far, each under what it refers to.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

pub use super::answer::{Answer, AnswerKey};
use crate::deal::tree::{self, Node, NodeKind};
use crate::diagnostic::Finding;
use crate::path::{Path, Step};
use crate::source::{Place, Source};

/// Answers by their subjects, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(IndexMap<AnswerKey, Answer>);

impl Answers {
    /// The answer to a subject itself.
    #[must_use]
    pub fn get(&self, subject: impl Into<AnswerKey>) -> Option<&Answer> {
        self.0.get(&subject.into())
    }

    /// The answer to a subject, if it is one line.
    #[must_use]
    pub fn text(&self, subject: impl Into<AnswerKey>) -> Option<&str> {
        match self.get(subject)? {
            Answer::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Answers a subject. Answers below it, and a blank above it, are removed.
    pub fn set(&mut self, subject: impl Into<AnswerKey>, answer: Answer) {
        let subject = subject.into();
        self.0
            .retain(|known, answer| !(known.is_below(&subject) || subject.is_below(known) && *answer == Answer::Blank));
        self.0.insert(subject, answer);
    }

    /// Answers a subject and keeps the answers below it, as the list of the parties' ids needs.
    pub fn put(&mut self, subject: impl Into<AnswerKey>, answer: Answer) {
        self.0.insert(subject.into(), answer);
    }

    /// Removes the answer to a subject and all answers below it.
    pub fn remove(&mut self, subject: impl Into<AnswerKey>) {
        let subject = subject.into();
        self.0.retain(|known, _| *known != subject && !known.is_below(&subject));
    }

    /// Whether a subject is answered: directly, by answers below it, or by a blank above it.
    #[must_use]
    pub fn holds(&self, subject: impl Into<AnswerKey>) -> bool {
        let subject = subject.into();
        let serves = |(known, answer): (&AnswerKey, &Answer)| {
            known.is_below(&subject) || subject.is_below(known) && *answer == Answer::Blank
        };
        self.0.contains_key(&subject) || self.0.iter().any(serves)
    }

    /// Whether anything below a path is answered.
    #[must_use]
    pub fn any_below(&self, path: impl Into<Path>) -> bool {
        !self.steps_below(&path.into()).is_empty()
    }

    /// Whether the rates stand in a file of their own.
    pub(super) fn has_deck(&self) -> bool {
        self.holds("rates.deck") || self.any_below("rates.decks")
    }

    /// Every answer with its subject.
    pub fn iter(&self) -> impl Iterator<Item = (&AnswerKey, &Answer)> {
        self.0.iter()
    }

    /// The answers that go into the deal.
    pub fn of_deal(&self) -> impl Iterator<Item = (&Path, &Answer)> {
        self.0.iter().filter_map(|(subject, answer)| Some((subject.field()?, answer)))
    }

    /// The first step below a path of each answer that lies below it, without repetition, in order.
    fn steps_below(&self, path: &Path) -> Vec<&Step> {
        let mut out: Vec<&Step> = Vec::new();
        for step in self.of_deal().filter_map(|(known, _)| known.below(path)?.first()) {
            if !out.contains(&step) {
                out.push(step);
            }
        }
        out
    }

    /// The keys below a mapping, in order: those of `parties`, of `scope.flows`.
    #[must_use]
    pub fn keys(&self, path: impl Into<Path>) -> Vec<String> {
        self.steps_below(&path.into()).into_iter().filter_map(Step::as_key).map(str::to_owned).collect()
    }

    /// How many entries a list has.
    #[must_use]
    pub fn count(&self, path: impl Into<Path>) -> usize {
        let last = self.steps_below(&path.into()).into_iter().filter_map(Step::as_index).max();
        last.map_or(0, |last| last.saturating_add(1).min(MOST_ENTRIES))
    }

    /// The ids of the parties, in the order in which the deal names them.
    #[must_use]
    pub fn parties(&self) -> Vec<String> {
        match self.get("parties") {
            Some(Answer::List(ids)) => ids.clone(),
            Some(Answer::Text(id)) => vec![id.clone()],
            _ => self.keys("parties"),
        }
    }

    /// Id of our own party.
    #[must_use]
    pub fn we(&self) -> Option<String> {
        self.text("we").map(str::to_owned).or_else(|| self.parties().first().cloned())
    }

    /// Id of the other party.
    #[must_use]
    pub fn they(&self) -> Option<String> {
        let we = self.we()?;
        self.parties().into_iter().find(|id| *id != we)
    }

    /// The ids of the flows.
    #[must_use]
    pub fn flows(&self) -> Vec<String> {
        self.keys("scope.flows")
    }

    /// The deal as one mapping, with sections in the order of the schema.
    #[must_use]
    pub fn nested(&self) -> Value {
        let mut deal = json!({ "peerpact": "1" });
        for (path, answer) in self.of_deal() {
            // The ids of the parties are the keys below.
            if *path == "parties" {
                for id in self.parties() {
                    put(&mut deal, path.key(id).steps(), Value::Object(Map::new()));
                }
                continue;
            }
            put(&mut deal, path.steps(), answer.value());
        }
        ordered(deal, crate::deal::schema::deal())
    }

    /// The answers that a deal contains.
    #[must_use]
    pub fn of(tree: &Node) -> Self {
        let mut out = Self::default();
        flatten(tree, &mut Path::root(), &mut out);
        out.0.shift_remove(&AnswerKey::from("peerpact"));
        out
    }

    /// Replaces and adds the answers of another file.
    pub fn overlay(&mut self, other: &Self) {
        for (subject, answer) in other.iter() {
            if *subject == AnswerKey::from("parties") {
                self.put(subject, answer.clone());
            } else {
                self.set(subject, answer.clone());
            }
        }
    }

    /// Reads a file of answers: a YAML or JSON mapping of each path to its answer.
    pub fn read(source: &Source) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let tree = tree::read(source, &mut findings);
        if !findings.is_empty() {
            return Err(findings);
        }
        let Some(Node { kind: NodeKind::Map(entries), .. }) = tree else {
            let finding = Finding::error("DEAL004", "the answers are a mapping of each field to its answer")
                .at(Place::new(source, source.line_span(1)))
                .help("write a line such as `billing.pay: 30 days`; see `peerpact new --questions`");
            return Err(vec![finding]);
        };
        let mut out = Self::default();
        for entry in &entries {
            match entry.key.parse() {
                Ok(AnswerKey::Field(mut path)) => flatten(&entry.value, &mut path, &mut out),
                Ok(subject) => {
                    if let NodeKind::Scalar(text) = &entry.value.kind {
                        out.0.insert(subject, Answer::Text(text.clone()));
                    }
                }
                Err(fault) => findings.push(
                    Finding::error("DEAL004", fault.to_string())
                        .at(Place::new(source, entry.key_span.clone()))
                        .help("write the field as `peerpact new --questions` names it"),
                ),
            }
        }
        if findings.is_empty() { Ok(out) } else { Err(findings) }
    }

    /// The same as YAML, one line for each answer.
    #[must_use]
    pub fn written(&self) -> String {
        let lines = self.0.iter().map(|(subject, answer)| {
            let path = subject.field().cloned().unwrap_or_default();
            let key = super::yaml::word(&subject.to_string());
            format!("{key}: {}\n", super::yaml::on_a_line(&answer.value(), &path))
        });
        lines.collect()
    }
}

impl FromIterator<(AnswerKey, Answer)> for Answers {
    fn from_iter<T: IntoIterator<Item = (AnswerKey, Answer)>>(answers: T) -> Self {
        Self(answers.into_iter().collect())
    }
}

/// Most entries of a list; a larger index in a path is refused.
const MOST_ENTRIES: usize = 10_000;

fn put(here: &mut Value, path: &[Step], value: Value) {
    let Some((step, rest)) = path.split_first() else {
        let keeps = value.as_object().is_some_and(Map::is_empty) && here.is_object();
        if !keeps {
            *here = value;
        }
        return;
    };
    match step {
        Step::Index(at) => {
            if !here.is_array() {
                *here = Value::Array(Vec::new());
            }
            if let Value::Array(items) = here {
                while items.len() <= (*at).min(MOST_ENTRIES) {
                    items.push(Value::Object(Map::new()));
                }
                if let Some(item) = items.get_mut(*at) {
                    put(item, rest, value);
                }
            }
        }
        Step::Key(key) => {
            if !here.is_object() {
                *here = Value::Object(Map::new());
            }
            if let Value::Object(map) = here {
                put(map.entry(key).or_insert(Value::Null), rest, value);
            }
        }
    }
}

/// A value with its keys in the order of the schema; keys that the deal chooses stay in place.
fn ordered(value: Value, schema: &Value) -> Value {
    use crate::deal::schema::find;
    match value {
        Value::Object(mut map) => {
            let mut out = Map::new();
            if let Some(Value::Object(fields)) = find(schema, "properties") {
                for (key, field) in fields {
                    if let Some(value) = map.remove(key) {
                        out.insert(key.clone(), ordered(value, field));
                    }
                }
            }
            let rest = find(schema, "additionalProperties").filter(|rest| rest.is_object());
            out.extend(
                map.into_iter().map(|(key, value)| (key, rest.map_or(value.clone(), |rest| ordered(value, rest)))),
            );
            Value::Object(out)
        }
        Value::Array(items) => {
            let schema = find(schema, "items").unwrap_or(&Value::Null);
            items.into_iter().map(|item| ordered(item, schema)).collect()
        }
        other => other,
    }
}

fn flatten(node: &Node, path: &mut Path, out: &mut Answers) {
    let mut set = |answer| drop(out.0.insert(AnswerKey::Field(path.clone()), answer));
    match &node.kind {
        NodeKind::Blank => set(Answer::Blank),
        NodeKind::Scalar(text) => set(Answer::Text(text.clone())),
        NodeKind::List(items) => {
            let words = items.iter().map(|item| match &item.kind {
                NodeKind::Scalar(text) => Some(text.clone()),
                _ => None,
            });
            if let Some(words) = words.collect::<Option<Vec<_>>>() {
                set(Answer::List(words));
                return;
            }
            for (at, item) in items.iter().enumerate() {
                path.push(Step::Index(at));
                flatten(item, path, out);
                path.pop();
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                path.push(Step::Key(entry.key.clone()));
                flatten(&entry.value, path, out);
                path.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deal_is_its_answers_and_back() {
        let text = "we: a\nparties: {a: {name: A, licences: [{country: SG}]}, b: {signatory: ~}}\ncodes: [\"1\"]\n";
        let tree = tree::read(&Source::new("d", text), &mut Vec::new()).unwrap();
        let answers = Answers::of(&tree);
        assert_eq!(answers.text("parties.a.licences[0].country"), Some("SG"));
        assert_eq!(answers.get("parties.b.signatory"), Some(&Answer::Blank));
        assert!(answers.holds("parties.b.signatory.name") && !answers.holds("parties.b.name"));
        let again = Answers::read(&Source::new("a", answers.written())).unwrap();
        assert_eq!(again, answers);
        assert_eq!(answers.nested()["parties"]["a"]["licences"][0]["country"], "SG");
        assert_eq!((answers.we().as_deref(), answers.they().as_deref()), (Some("a"), Some("b")));
    }

    #[test]
    fn no_index_makes_a_list_of_nothing_else() {
        let mut answers = Answers::default();
        answers.set("tax[99999999999].tax", "x".into());
        assert!(answers.nested()["tax"].as_array().unwrap().len() <= MOST_ENTRIES + 1);
    }
}

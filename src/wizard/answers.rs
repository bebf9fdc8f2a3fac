//! What was answered so far: each field of the deal by its path.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::deal::tree::{self, Kind, Node, steps};
use crate::diagnostic::Finding;
use crate::source::{Place, Source};

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Not known yet: `~` in the deal, a blank in the draft.
    Blank,
    /// One word or line.
    Text(String),
    /// Several.
    List(Vec<String>),
}

impl Answer {
    /// As one would type it.
    #[must_use]
    pub fn typed(&self) -> String {
        match self {
            Self::Blank => "~".into(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(", "),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Blank => Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(String::as_str).collect(),
        }
    }
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Whether a step's defaults are kept: `keep.billing` is `yes` or `no`.
pub const KEEP: &str = "keep.";
/// Whether a list goes on: `more.rates.lines[1]` is `yes` or `no`.
pub const MORE: &str = "more.";
/// Whether a field is left to its default: `left.billing.issue` is `yes`.
pub const LEFT: &str = "left.";

/// Answers by their paths, in the order in which they were given. A path is a deal path, or begins with [`KEEP`],
/// [`MORE`] or [`LEFT`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(IndexMap<String, Answer>);

impl Answers {
    /// The answer to a path itself.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Answer> {
        self.0.get(path)
    }

    /// The one line that answers a path.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.0.get(path)? {
            Answer::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Answers a path. What stands below it, or is a blank above it, gives way.
    pub fn set(&mut self, path: &str, answer: Answer) {
        self.0.retain(|known, _| known == path || !is_below(known, path));
        self.0.retain(|known, answer| !(is_below(path, known) && *answer == Answer::Blank));
        self.0.insert(path.to_owned(), answer);
    }

    /// Answers a path beside what stands below it: the list of the parties' ids.
    pub fn put(&mut self, path: &str, answer: Answer) {
        self.0.insert(path.to_owned(), answer);
    }

    /// Takes back the answer to a path and to everything below it.
    pub fn remove(&mut self, path: &str) {
        self.0.retain(|known, _| known != path && !is_below(known, path));
    }

    /// Whether a path is answered: itself, by what stands below it, or by a blank above it.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        self.0.contains_key(path)
            || self.any_below(path)
            || self.0.iter().any(|(known, answer)| is_below(path, known) && *answer == Answer::Blank)
    }

    /// Whether anything below a path is answered.
    #[must_use]
    pub fn any_below(&self, path: &str) -> bool {
        self.0.keys().any(|known| is_below(known, path))
    }

    /// Every answer with its path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(path, answer)| (path.as_str(), answer))
    }

    /// The answers that a deal holds.
    pub fn of_deal(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.iter().filter(|(path, _)| ![KEEP, MORE, LEFT].iter().any(|mark| path.starts_with(mark)))
    }

    /// The keys below a mapping, in order: those of `parties`, of `scope.flows`.
    #[must_use]
    pub fn keys(&self, path: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for known in self.0.keys().filter(|known| is_below(known, path)) {
            let rest = known.get(path.len()..).unwrap_or_default();
            let key = steps(rest).next().unwrap_or_default();
            if !out.iter().any(|one| one == key) {
                out.push(key.to_owned());
            }
        }
        out
    }

    /// How many entries a list has.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        let last = self.keys(path).iter().filter_map(|key| key.parse::<usize>().ok()).max();
        last.map_or(0, |last| last.saturating_add(1).min(MOST_ENTRIES))
    }

    /// The ids of the parties, in the order in which the deal names them.
    #[must_use]
    pub fn parties(&self) -> Vec<String> {
        match self.0.get("parties") {
            Some(Answer::List(ids)) => ids.clone(),
            Some(Answer::Text(id)) => vec![id.clone()],
            _ => self.keys("parties"),
        }
    }

    /// Our own id.
    #[must_use]
    pub fn we(&self) -> Option<String> {
        self.text("we").map(str::to_owned).or_else(|| self.parties().first().cloned())
    }

    /// The other side's id.
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

    /// The deal as one mapping, sections in the order of its schema.
    #[must_use]
    pub fn nested(&self) -> Value {
        let mut deal = json!({ "peerpact": "1" });
        for (path, answer) in self.of_deal() {
            // The ids of the parties are the keys below.
            if path == "parties" {
                for id in self.parties() {
                    put(&mut deal, &["parties", &id], Value::Object(Map::new()));
                }
                continue;
            }
            put(&mut deal, &keys(path), answer.value());
        }
        ordered(deal, crate::deal::schema::deal())
    }

    /// The answers that a deal's tree gives.
    #[must_use]
    pub fn of(tree: &Node) -> Self {
        let mut out = Self::default();
        flatten(tree, "", &mut out);
        out.0.shift_remove("peerpact");
        out
    }

    /// The answers of another file laid over these.
    pub fn overlay(&mut self, other: &Self) {
        for (path, answer) in other.iter() {
            if path == "parties" {
                self.put(path, answer.clone());
            } else {
                self.set(path, answer.clone());
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
        let Some(Node { kind: Kind::Map(entries), .. }) = tree else {
            let finding = Finding::error("DEAL004", "the answers are a mapping of each field to its answer")
                .at(Place::new(source, source.line_span(1)))
                .help("write a line such as `billing.pay: 30 days`; see `peerpact new --questions`");
            return Err(vec![finding]);
        };
        let mut out = Self::default();
        for entry in &entries {
            flatten(&entry.value, &entry.key, &mut out);
        }
        Ok(out)
    }

    /// The same as YAML, a line for each answer.
    #[must_use]
    pub fn written(&self) -> String {
        let lines = self.0.iter().map(|(path, answer)| {
            format!("{}: {}\n", super::write::word(path), super::write::on_a_line(&answer.value(), path))
        });
        lines.collect()
    }
}

impl FromIterator<(String, Answer)> for Answers {
    fn from_iter<T: IntoIterator<Item = (String, Answer)>>(answers: T) -> Self {
        Self(answers.into_iter().collect())
    }
}

/// No list of a deal is longer: a path with a greater index is nobody's answer.
const MOST_ENTRIES: usize = 10_000;

/// Whether a path lies below another.
pub(super) fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// The keys of a path; those of `positions` hold full stops.
pub fn keys(path: &str) -> Vec<&str> {
    match path.strip_prefix("positions.") {
        Some(id) => vec!["positions", id],
        None => steps(path).collect(),
    }
}

fn put(here: &mut Value, path: &[&str], value: Value) {
    let Some((key, rest)) = path.split_first() else {
        let keeps = value.as_object().is_some_and(Map::is_empty) && here.is_object();
        if !keeps {
            *here = value;
        }
        return;
    };
    if let Ok(at) = key.parse::<usize>() {
        if !here.is_array() {
            *here = Value::Array(Vec::new());
        }
        if let Value::Array(items) = here {
            while items.len() <= at.min(MOST_ENTRIES) {
                items.push(Value::Object(Map::new()));
            }
            if let Some(item) = items.get_mut(at) {
                put(item, rest, value);
            }
        }
        return;
    }
    if !here.is_object() {
        *here = Value::Object(Map::new());
    }
    if let Value::Object(map) = here {
        put(map.entry(*key).or_insert(Value::Null), rest, value);
    }
}

/// A value with its keys in the order of their schema; those that the schema leaves to the deal stay as they are.
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

fn flatten(node: &Node, path: &str, out: &mut Answers) {
    let mut set = |answer| drop(out.0.insert(path.to_owned(), answer));
    match &node.kind {
        Kind::Blank => set(Answer::Blank),
        Kind::Scalar(text) => set(Answer::Text(text.clone())),
        Kind::List(items) => {
            let words = items.iter().map(|item| match &item.kind {
                Kind::Scalar(text) => Some(text.clone()),
                _ => None,
            });
            if let Some(words) = words.collect::<Option<Vec<_>>>() {
                set(Answer::List(words));
                return;
            }
            for (at, item) in items.iter().enumerate() {
                flatten(item, &format!("{path}[{at}]"), out);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                let path = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
                flatten(&entry.value, &path, out);
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

//! The field reference: what a field is, how it is written, what it changes in the paper, and which rules and positions
//! judge it.
//!
//! Nothing in it is written by hand: it comes from the schema, from the texts and positions of the library's clauses, and from
//! `docs/reads.csv`, in which `.ci/reads` records which rule reads which field.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::deal::about::{self, Speech};
use crate::deal::schema::{self, BY_FLOW, allows, choices, find};
use crate::document::origin;
use crate::library::Library;
use crate::library::clause::Clause;
use crate::path::{Path, Step};
use crate::rules::pages::page;
use crate::rules::{self, Check, READING, Rule};
use crate::wizard::answers::Answers;
use crate::wizard::facts::{self, AnswerKind};
use crate::wizard::yaml::on_a_line;

/// What the reference says about a field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldEntry {
    /// Its path, without indices and without the keys that a deal chooses.
    pub path: String,
    /// What the field means, from the schema.
    pub description: String,
    /// The question that is asked if its value is unknown.
    pub question: Option<String>,
    /// Why the question is asked.
    pub why: Option<String>,
    /// The form of a value, or what a plain number counts.
    pub takes: String,
    /// Whether the mapping around it must contain it.
    pub required: bool,
    /// Whether it may be left open with `~`.
    pub may_be_blank: bool,
    /// The value if a deal leaves it out.
    pub default: Option<String>,
    /// The choices, each with its meaning.
    pub choices: Vec<(String, String)>,
    /// A value as a deal writes it.
    pub example: Option<String>,
    /// Paths of the fields below it.
    pub below: Vec<String>,
    /// Clauses and schedules that print it, or whose words depend on it.
    pub clauses: Vec<String>,
    /// Rules that read it or report at it, each with its summary.
    pub rules: Vec<(String, String)>,
    /// Positions that depend on it: clause, position, condition.
    pub positions: Vec<String>,
}

/// Every field of a deal, in the order of the schema.
#[must_use]
pub fn all(library: &Library) -> Vec<FieldEntry> {
    let mut out = Vec::new();
    below(schema::deal(), "", &Path::root(), &Map::new(), &Known::of(library), &mut out);
    out
}

/// Adds the fields of a mapping. `chosen` is its path with a placeholder for each key and index that a deal chooses.
fn below(
    schema: &'static Value,
    path: &str,
    chosen: &Path,
    defaults: &Map<String, Value>,
    known: &Known<'_>,
    out: &mut Vec<FieldEntry>,
) {
    let join = |path: &str, key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let required = schema::required(schema, &|_| None);
    for (key, field) in find(schema, "properties").and_then(Value::as_object).into_iter().flatten() {
        if key == BY_FLOW {
            continue;
        }
        let is_required = required.contains(&key.as_str());
        let default = field.get("default").or_else(|| defaults.get(key));
        let (path, mut chosen) = (join(path, key), chosen.key(key));
        out.push(entry(field, &path, &chosen, is_required, default, known));
        let given = default.and_then(Value::as_object).cloned().unwrap_or_default();
        let mut inner = field;
        // In place of its entries a list may hold one statement: `tax` that none is expected.
        if schema::entry(field).is_some() {
            below(field, &path, &chosen, &given, known, out);
        }
        while let Some(next) = schema::entry(inner) {
            chosen.push(if find(inner, "items").is_some() { Step::Index(0) } else { Step::Key("KEY".into()) });
            inner = next;
        }
        below(inner, &path, &chosen, &given, known, out);
    }
}

fn entry(
    schema: &'static Value,
    path: &str,
    chosen: &Path,
    required: bool,
    default: Option<&Value>,
    known: &Known<'_>,
) -> FieldEntry {
    let about = about::of(chosen);
    let nobody = Answers::default();
    let kind = facts::of(chosen, &nobody).map(|facts| facts.kind);
    let names = about.and_then(|about| about.names());
    let takes = match (about.and_then(|about| about.unit()), names, &kind) {
        (Some(unit), ..) => unit.to_owned(),
        (_, Some(named), _) => format!("the {} of a {named}", if named == "rule" { "code" } else { "key" }),
        (.., Some(AnswerKind::Scalar("text"))) => "words".into(),
        (.., Some(AnswerKind::Choice(_))) => "one of the choices below".into(),
        (.., Some(AnswerKind::List(one))) if matches!(one.as_ref(), AnswerKind::Choice(_)) => {
            "a list of the choices below".into()
        }
        (.., Some(AnswerKind::List(one))) if **one == AnswerKind::Scalar("text") => "a list of words".into(),
        (.., Some(kind)) => facts::form(kind),
        (.., None) => String::new(),
    };
    let leaf = !matches!(kind, None | Some(AnswerKind::Group));
    let example = example(schema, default).map(|value| on_a_line(&value, chosen));
    let mut inner = schema;
    while let Some(next) = schema::entry(inner) {
        inner = next;
    }
    let fields = find(inner, "properties").and_then(Value::as_object);
    FieldEntry {
        path: path.to_owned(),
        description: about.map_or("", |about| about.description()).to_owned(),
        question: about
            .and_then(|about| about.question())
            .map(|question| about::worded(question, Speech::You, |_| None)),
        why: about.and_then(|about| about.why()).map(str::to_owned),
        takes,
        required,
        may_be_blank: allows(schema, "null"),
        default: default.filter(|_| leaf).and_then(shown),
        choices: described(schema),
        example: example.filter(|_| leaf || schema.get("examples").is_some()),
        below: fields.into_iter().flat_map(Map::keys).filter(|key| *key != BY_FLOW).cloned().collect(),
        clauses: known.feeds(path),
        rules: known
            .rules
            .get(path)
            .into_iter()
            .flatten()
            .map(|(code, says)| ((*code).into(), (*says).into()))
            .collect(),
        positions: known.library.clauses.values().flat_map(|clause| conditions(clause, path)).collect(),
    }
}

/// A default as the deal's printed text.
fn shown(default: &Value) -> Option<String> {
    match default {
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.iter().filter_map(shown).collect::<Vec<_>>().join(", ")),
        Value::Object(_) | Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A value that the field takes: its default, its own example or that of its type, a choice, an entry of its list.
fn example(schema: &Value, default: Option<&Value>) -> Option<Value> {
    let default = default.filter(|value| shown(value).is_some()).cloned();
    default
        .or_else(|| find(schema, "examples").and_then(|all| all.get(0)).cloned())
        .or_else(|| choices(schema).into_iter().next().map(Value::from))
        .or_else(|| allows(schema, "boolean").then_some(Value::Bool(true)))
        .or_else(|| Some(Value::Array(vec![example(find(schema, "items")?, None)?])))
        .or_else(|| find(schema, "minimum").cloned())
}

/// The choices of a field with what each means.
fn described(schema: &Value) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let listed = find(schema, "items").unwrap_or(schema);
    let variants = ["oneOf", "anyOf"].iter().filter_map(|key| listed.get(key)).filter_map(Value::as_array).flatten();
    for variant in variants {
        match (variant.get("const").and_then(Value::as_str), variant.get("description").and_then(Value::as_str)) {
            (Some(word), means) => out.push((word.to_owned(), means.unwrap_or_default().to_owned())),
            (None, _) => out.extend(described(variant)),
        }
    }
    if out.is_empty() {
        out.extend(choices(listed).into_iter().map(|word| (word, String::new())));
    }
    out
}

/// What the library and the rules add to the schema, by field.
struct Known<'a> {
    library: &'a Library,
    /// The clauses whose words depend on a field; a path that ends in `.*` stands for all fields below it.
    feeds: BTreeMap<String, Vec<String>>,
    /// The rules that read or report at a field: code and summary.
    rules: BTreeMap<String, BTreeMap<&'static str, &'static str>>,
}

impl<'a> Known<'a> {
    fn of(library: &'a Library) -> Self {
        let mut feeds: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for clause in library.clauses.values() {
            for field in origin::fields(clause, library) {
                feeds.entry(field).or_default().push(clause.id.clone());
            }
        }
        let mut rules: BTreeMap<String, BTreeMap<&str, &str>> = BTreeMap::new();
        for code in rules::catalogue().into_iter().filter(|code| !is_general(code.code)) {
            let read = rules::reads::of(code.code).into_iter().map(str::to_owned);
            for field in read.chain(told_at(code.code)) {
                rules.entry(field).or_default().insert(code.code, code.summary);
            }
        }
        Self { library, feeds, rules }
    }

    fn feeds(&self, path: &str) -> Vec<String> {
        let above = path.match_indices('.').map(|(at, _)| format!("{}.*", path.get(..at).unwrap_or_default()));
        let mut out: Vec<String> =
            above.chain([path.to_owned()]).filter_map(|path| self.feeds.get(&path)).flatten().cloned().collect();
        out.sort();
        out.dedup();
        out
    }
}

/// Whether a code is not listed at single fields, because it judges the shape of any field, every value of a deal, or the
/// words of the paper.
fn is_general(code: &str) -> bool {
    let every_value = |rule: &Rule| rule.code == code && matches!(rule.check, Check::File(_));
    code.starts_with("DOC")
        || code.starts_with("DEAL") && READING.iter().any(|one| one.code == code)
        || rules::all().any(every_value)
}

/// The fields at which the page of a code shows one of its findings.
fn told_at(code: &str) -> Vec<String> {
    let page = page(code).unwrap_or_default();
    let place = |line: &str| match line.split('`').collect::<Vec<_>>().as_slice() {
        [bullet, own, " at ", place, ..] if bullet.starts_with("- ") && *own == code => field(place),
        _ => None,
    };
    page.lines().filter_map(place).collect()
}

/// The field at the text of a deal path, without what a deal chooses; `None` if no deal has such a path.
fn field(text: &str) -> Option<String> {
    let path: Path = text.parse().ok()?;
    schema::at(&path).map(|_| schema::general(&path).join("."))
}

/// The conditions on a field by which a clause's position is judged.
fn conditions(clause: &Clause, path: &str) -> Vec<String> {
    let positions = &clause.front.positions;
    let stands =
        [("standard", &positions.standard), ("fallback", &positions.fallback), ("walk_away", &positions.walk_away)];
    let mut out = Vec::new();
    for (name, stand) in stands {
        let sides = [("", &stand.limits), (" where we sell", &stand.we_sell), (" where we buy", &stand.we_buy)];
        for (side, conditions) in sides {
            let own = conditions.iter().filter(|(field, _)| field.as_str() == path);
            out.extend(own.map(|(_, condition)| format!("{} {name}{side}: {condition}", clause.id)));
        }
    }
    out
}

/// The field of a path, or all whose path, description or question contains a word; and whether one was named exactly.
#[must_use]
pub fn matching<'a>(all: &'a [FieldEntry], wanted: &str) -> (Vec<&'a FieldEntry>, bool) {
    let exact = field(wanted);
    if let Some(one) = all.iter().find(|entry| Some(&entry.path) == exact.as_ref() || entry.path == wanted) {
        return (vec![one], true);
    }
    let word = wanted.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&word);
    let by_path: Vec<&FieldEntry> = all.iter().filter(|entry| holds(&entry.path)).collect();
    if !by_path.is_empty() {
        return (by_path, false);
    }
    let said = |entry: &&FieldEntry| {
        holds(&entry.description)
            || entry.question.as_deref().is_some_and(holds)
            || entry.choices.iter().any(|(choice, means)| holds(choice) || holds(means))
    };
    (all.iter().filter(said).collect(), false)
}

impl FieldEntry {
    /// Label and value of each fact about the field.
    #[must_use]
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        let mut add = |label, text: String| {
            if !text.is_empty() {
                out.push((label, text));
            }
        };
        add("question", self.question.clone().unwrap_or_default());
        add("why", self.why.clone().unwrap_or_default());
        add("takes", self.takes.clone());
        add(
            "given",
            match (self.required, self.may_be_blank) {
                (true, true) => "required; `~` where it is not known yet".into(),
                (true, false) => "required".into(),
                (false, true) => "may be left out, or open with `~`".into(),
                (false, false) => "may be left out".into(),
            },
        );
        add("default", self.default.clone().unwrap_or_default());
        for (word, means) in &self.choices {
            add("choice", if means.is_empty() { word.clone() } else { format!("{word}: {means}") });
        }
        let key = self.path.rsplit('.').next().unwrap_or_default();
        add("example", self.example.as_ref().map(|value| format!("{key}: {value}")).unwrap_or_default());
        add("below", self.below.join(", "));
        add("clauses", self.clauses.join(", "));
        for (code, summary) in &self.rules {
            add("rule", format!("{code}: {summary}"));
        }
        for position in &self.positions {
            add("position", position.clone());
        }
        out
    }
}

/// The whole reference as Markdown: `docs/fields.md`.
#[must_use]
pub fn reference(library: &Library) -> String {
    let mut out = String::from(
        "# The fields of a deal\n\nWritten by `UPDATE=1 cargo test --test library fields::` from the program itself; `peerpact explain FIELD` \
         says the same. Indices, and the keys that a deal chooses for parties and flows, are left out of the paths.\n\n\
         - `clauses`: the clauses and schedules whose texts or conditions read the field. They are worked out from the library, and a test \
         that changes every field of several deals holds that no other clause changes.\n\
         - `rule`: the codes whose checks read the field, wherever they report, or report at it. `.ci/reads` has the compiler \
         name every place where a check, or a function that it reaches, uses the field. Not named are the codes on the words of the \
         paper (DOC), on the shape of any field (DEAL001 to DEAL011), and ",
    );
    let every: Vec<&str> =
        rules::all().filter(|rule| matches!(rule.check, Check::File(_))).map(|rule| rule.code).collect();
    out.push_str(&format!(
        "those that read every value of a deal ({}).\n\
         - `position`: the conditions on the field by which a clause's position is decided; GOV001 and GOV002 judge it.\n",
        every.join(", ")
    ));
    for entry in all(library) {
        let level = if entry.path.contains('.') { "###" } else { "##" };
        out.push_str(&format!("\n{level} `{}`\n\n{}\n\n", entry.path, entry.description));
        for (label, text) in entry.lines() {
            let text = if label == "example" { format!("`{text}`") } else { text };
            out.push_str(&format!("- {label}: {text}\n"));
        }
    }
    out
}

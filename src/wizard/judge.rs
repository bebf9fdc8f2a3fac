//! Checks answers by the rules of `peerpact check`; open fields are blank or have a stand-in.

use serde_json::{Map, Value};

use super::agenda::kept;
use super::answers::{Answer, Answers};
use super::facts::{self, AnswerKind};
use super::questions::STEPS;
use super::write;
use crate::deal::governance::Position;
use crate::deal::schema::{self, allows, find};
use crate::diagnostic::{Finding, Level};
use crate::document::review::clause_of;
use crate::document::{Block, plain_text};
use crate::library::positions::Standing;
use crate::path::Path;
use crate::pipeline;
use crate::rules::{READING, Run};
use crate::source::Source;

/// What answers are judged by.
#[derive(Debug)]
pub struct Judge<'a> {
    /// Library, date, and policy of the house.
    pub run: &'a Run<'a>,
    /// The name of the deal's file in findings.
    pub name: String,
}

/// The findings on one answer, by their effect.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Findings that refuse the answer, because it cannot be read as what is asked.
    pub refused: Vec<Finding>,
    /// Other findings on it.
    pub remarks: Vec<Finding>,
}

impl Judge<'_> {
    /// Judges the answer to one path in the context of all answers.
    #[must_use]
    pub fn verdict(&self, answers: &Answers, path: &Path) -> Verdict {
        let StandIn { source, invented } = self.stand_in(answers);
        let mut verdict = Verdict::default();
        for finding in pipeline::check(&source, self.run) {
            // A deck is another file, and later answers may supply what it lacks.
            let unreadable = finding.level == Level::Error
                && !finding.code.starts_with("DECK")
                && READING.iter().any(|code| code.code == finding.code);
            // Text that cannot be read as YAML has no path, and was readable before this answer.
            let touches = finding.path.as_ref().map(|found| found.starts_with(path));
            if unreadable && touches != Some(false) {
                verdict.refused.push(finding);
            } else if touches == Some(true) && finding.asks().is_none() && !rests_on(&finding, &invented) {
                verdict.remarks.push(finding);
            }
        }
        verdict
    }

    /// The findings on what is answered so far; what is not asked yet is no finding.
    #[must_use]
    pub fn so_far(&self, answers: &Answers) -> Vec<Finding> {
        let StandIn { source, invented } = self.stand_in(answers);
        let mut findings = pipeline::check(&source, self.run);
        let answered = |path: &Path| answers.holds(path) || answers.any_below(path);
        findings.retain(|finding| finding.path.as_ref().is_some_and(answered) && !rests_on(finding, &invented));
        findings
    }

    /// All findings on a deal file's text.
    #[must_use]
    pub fn all(&self, text: &str) -> Vec<Finding> {
        pipeline::check(&Source::new(self.name.as_str(), text), self.run)
    }

    /// The fields that have their defaults, with these.
    #[must_use]
    pub fn defaults(&self, answers: &Answers) -> Vec<(Path, String)> {
        let file = crate::deal::read::read(&self.stand_in(answers).source, &mut Vec::new());
        file.map_or_else(Vec::new, |file| file.defaults)
    }

    /// The clause in which an answer appears, as it will print, and who must approve it if its position is not the
    /// standard.
    #[must_use]
    pub fn preview(&self, answers: &Answers, path: &Path) -> Option<String> {
        let (file, draft) = pipeline::paper(&self.stand_in(answers).source, self.run)?;
        let printed = draft.printed.get(clause_of(path, &draft, &file, self.run.library)?)?;
        let extent = draft.document.clauses.iter().find(|extent| extent.id == printed.id)?;
        let mut out = String::new();
        for block in draft.document.blocks.get(extent.blocks.clone())? {
            let line = match block {
                Block::Heading(heading) => format!("{} {}", heading.label, plain_text(&heading.title)),
                Block::Paragraph(paragraph) => {
                    let indent = "  ".repeat(usize::from(paragraph.indent));
                    format!("{indent}{} {}", paragraph.label, plain_text(&paragraph.text))
                }
                Block::Table(table) => {
                    let row = |row: &Vec<crate::document::Inlines>| {
                        row.iter().map(|cell| plain_text(cell)).collect::<Vec<_>>().join(" | ")
                    };
                    let rows = std::iter::once(&table.header).chain(&table.rows).map(row);
                    rows.map(|row| format!("  {row}")).collect::<Vec<_>>().join("\n")
                }
                Block::Signatures(_) | Block::Chart(_) => continue,
            };
            out.push_str(line.trim_end());
            out.push('\n');
        }
        if let Some(departs) = departs(&printed.standing) {
            out.push_str(&departs);
            out.push('\n');
        }
        Some(out)
    }

    /// The answers so far completed to a deal: blanks where they are allowed, otherwise a valid stand-in.
    fn stand_in(&self, answers: &Answers) -> StandIn {
        let mut answers = answers.clone();
        let mut invented: Vec<String> = Vec::new();
        for step in STEPS {
            for (path, answer, _) in kept(step, &answers, self.run.library) {
                if answer != Answer::Blank {
                    invented.push(schema::general(&path).join("."));
                }
                answers.set(&path, answer);
            }
        }
        let answers = &answers;
        let given = answers.nested();
        let mut deal = given.clone();
        fill(&mut deal, schema::deal(), &Path::root(), answers);
        added(&given, &deal, &Path::root(), &mut invented);
        StandIn { source: Source::new(self.name.as_str(), write::sections(&deal, answers)), invented }
    }
}

/// A deal in which nobody answered some fields.
struct StandIn {
    source: Source,
    /// The fields that have a value which nobody gave, as `docs/reads.csv` names them.
    invented: Vec<String>,
}

/// Whether a finding's rule read a field that nobody answered yet.
fn rests_on(finding: &Finding, invented: &[String]) -> bool {
    let read = crate::rules::reads::of(finding.code);
    let lies = |field: &str, above: &str| {
        field.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    read.iter().any(|read| invented.iter().any(|field| lies(field, read) || lies(read, field)))
}

/// The fields of `whole` with a value that `given` lacks.
fn added(given: &Value, whole: &Value, path: &Path, out: &mut Vec<String>) {
    match (given, whole) {
        (_, Value::Null) => {}
        (_, Value::Object(fields)) => {
            for (key, value) in fields {
                added(given.get(key).unwrap_or(&Value::Null), value, &path.key(key), out);
            }
        }
        (_, Value::Array(items)) if items.iter().any(Value::is_object) => {
            for (at, item) in items.iter().enumerate() {
                added(given.get(at).unwrap_or(&Value::Null), item, &path.index(at), out);
            }
        }
        (Value::Null, _) => out.push(schema::general(path).join(".")),
        _ => {}
    }
}

/// How a clause departs from our standard position, and who must approve it.
fn departs(standing: &Standing) -> Option<String> {
    let because = standing.because.as_ref()?;
    Some(match (standing.position, &standing.approver) {
        (Position::WalkAway, _) => format!("we do not sign this: {because}"),
        (_, Some(approver)) => format!("not our standard position: {because}; {approver} must approve it"),
        (_, None) => format!("not our standard position: {because}"),
    })
}

/// Fills in required values that are missing.
fn fill(value: &mut Value, schema: &'static Value, path: &Path, answers: &Answers) {
    match value {
        Value::Object(map) => {
            let chosen = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
            for key in schema::required(schema, &chosen) {
                let below = path.key(key);
                let Some(field) = find(schema, "properties").and_then(|fields| fields.get(key)) else { continue };
                if !map.contains_key(key) {
                    map.insert(key.to_owned(), something(field, &below, answers));
                }
            }
            let fields = find(schema, "properties");
            let rest = find(schema, "additionalProperties").filter(|rest| rest.is_object());
            for (key, value) in map.iter_mut() {
                let below = path.key(key);
                if let Some(schema) = fields.and_then(|fields| fields.get(key)).or(rest) {
                    fill(value, schema, &below, answers);
                }
            }
            if *path == "parties" || *path == "scope.flows" {
                entries(map, path, schema, answers);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                if let Some(schema) = find(schema, "items") {
                    fill(item, schema, &path.index(at), answers);
                }
            }
        }
        _ => {}
    }
}

/// Two parties, and a flow between them.
fn entries(map: &mut Map<String, Value>, path: &Path, schema: &'static Value, answers: &Answers) {
    let Some(schema) = find(schema, "additionalProperties") else { return };
    let names: &[&str] = if *path == "parties" { &["one", "other"] } else { &["flow"] };
    for name in names {
        if map.len() < names.len() {
            let mut entry = Value::Object(Map::new());
            fill(&mut entry, schema, &path.key(name), answers);
            map.insert((*name).to_owned(), entry);
        }
    }
}

/// A valid value for a schema.
fn something(schema: &'static Value, path: &Path, answers: &Answers) -> Value {
    if allows(schema, "null") {
        return Value::Null;
    }
    let parties = answers.parties();
    let party = |at: usize| {
        parties.get(at).cloned().unwrap_or_else(|| ["one", "other"].get(at).copied().unwrap_or("one").into())
    };
    match path.field() {
        "supplier" | "accounts" => return party(1).into(),
        last if facts::names_another(path) && last != "flow" => return party(0).into(),
        "flow" => return answers.flows().first().cloned().unwrap_or_else(|| "flow".into()).into(),
        _ => {}
    }
    let Some(facts) = facts::of(path, answers) else { return Value::Null };
    let example = || find(schema, "examples").and_then(|all| all.get(0)).and_then(Value::as_str);
    match facts.kind {
        AnswerKind::Bool => "false".into(),
        AnswerKind::Whole => "1".into(),
        AnswerKind::Choice(words) => words.first().cloned().into(),
        AnswerKind::Scalar("country") => "SG".into(),
        AnswerKind::Scalar(_) => example().unwrap_or("…").into(),
        AnswerKind::List(_) => {
            let items = find(schema, "items").unwrap_or(&Value::Null);
            vec![something(items, &path.index(0), answers)].into()
        }
        AnswerKind::Group => {
            let list = find(schema, "items");
            let mut inner = Value::Object(Map::new());
            let below = if list.is_some() { path.index(0) } else { path.clone() };
            fill(&mut inner, list.unwrap_or(schema), &below, answers);
            if list.is_some() { vec![inner].into() } else { inner }
        }
    }
}

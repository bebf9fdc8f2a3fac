//! Writes into a deal what people decide about it: approvals, and its steps from state to state. Every other byte of the file stays as it is.

use jiff::civil::Date;

use crate::approvals::Approved;
use crate::deal::governance::Position;
use crate::deal::state::DealState;
use crate::deal::tree;
use crate::diagnostic::Failure;
use crate::path::Path;
use crate::source::Source;
use crate::wizard::answers::{Answer, Answers};
use crate::wizard::edit;

/// The text of a deal that pins a library, with another pin.
pub fn pin(source: &Source, pin: &str) -> Result<String, Failure> {
    let fail = || Failure(format!("cannot pin {} to {pin}: its key `library` is not found", source.name));
    let tree = tree::read(source, &mut Vec::new()).ok_or_else(fail)?;
    let span = tree.find(&Path::from("library")).map(|node| node.span.clone()).ok_or_else(fail)?;
    let mut text = source.text.to_string();
    if text.get(span.clone()).is_none() {
        return Err(fail());
    }
    // In quotation marks, because YAML would read `1.10` as a number.
    text.replace_range(span, &format!("\"{pin}\""));
    Ok(text)
}

/// An approval to record.
#[derive(Debug)]
pub struct NewApproval<'a> {
    /// Id of the clause.
    pub clause: &'a str,
    /// The position that the deal takes.
    pub position: Position,
    /// Who approves it.
    pub by: &'a str,
    /// When.
    pub on: Date,
    /// What is approved.
    pub approved: &'a Approved,
}

/// The text of a deal with an approval added, or put in place of the one that the deal holds for the clause.
pub fn approval(source: &Source, new: &NewApproval<'_>) -> Result<String, Failure> {
    let mut answers = answers(source)?;
    let list = Path::from("approvals");
    let clause_at = |at: usize| list.index(at).key("clause");
    let holds = |answers: &Answers, path: &Path| match answers.get(path) {
        Some(Answer::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let mut at = 0;
    while let Some(known) = holds(&answers, &clause_at(at)) {
        if known == new.clause {
            break;
        }
        at += 1;
    }
    let entry = list.index(at);
    // What an earlier approval covered is not part of this one.
    for field in ["version", "words", "values"] {
        answers.remove(entry.key(field));
    }
    let position = match new.position {
        Position::Standard => "standard",
        Position::Fallback => "fallback",
        Position::WalkAway => "walk_away",
    };
    answers.set(entry.key("clause"), new.clause.into());
    answers.set(entry.key("position"), position.into());
    answers.set(entry.key("by"), new.by.into());
    answers.set(entry.key("on"), new.on.to_string().as_str().into());
    answers.set(entry.key("version"), new.approved.version.to_string().as_str().into());
    answers.set(entry.key("words"), new.approved.words.as_str().into());
    for value in &new.approved.values {
        answers.set(entry.key("values").key(value.path.to_string()), value.value.as_str().into());
    }
    edited(source, &answers)
}

/// A step of a deal from one state to the next.
#[derive(Debug)]
pub struct NewStep<'a> {
    /// The state that it reached.
    pub state: DealState,
    /// When.
    pub on: Date,
    /// Number of the draft, if it belongs to the step.
    pub draft: Option<u32>,
    /// Hash of the terms, if the step keeps them.
    pub terms: Option<&'a str>,
    /// Name and SHA-256 of the file that was sent or signed.
    pub file: Option<(&'a str, &'a str)>,
}

/// The text of a deal with a step added.
pub fn step(source: &Source, new: &NewStep<'_>) -> Result<String, Failure> {
    let mut answers = answers(source)?;
    let list = Path::from("history");
    let mut at = 0;
    while answers.get(list.index(at).key("state")).is_some() {
        at += 1;
    }
    let entry = list.index(at);
    answers.set("state", new.state.key().into());
    answers.set(entry.key("state"), new.state.key().into());
    answers.set(entry.key("on"), new.on.to_string().as_str().into());
    if let Some(draft) = new.draft {
        answers.set(entry.key("draft"), draft.to_string().as_str().into());
    }
    if let Some(terms) = new.terms {
        answers.set(entry.key("terms"), terms.into());
    }
    if let Some((name, hash)) = new.file {
        answers.set(entry.key("file"), name.into());
        answers.set(entry.key("sha256"), hash.into());
    }
    edited(source, &answers)
}

/// The deal's text with other values of some of its fields; every other byte stays.
pub fn with_values(source: &Source, values: impl IntoIterator<Item = (Path, Answer)>) -> Result<String, Failure> {
    let mut answers = answers(source)?;
    for (path, value) in values {
        answers.set(&path, value);
    }
    edited(source, &answers)
}

fn answers(source: &Source) -> Result<Answers, Failure> {
    let tree = tree::read(source, &mut Vec::new());
    tree.map(|tree| Answers::of(&tree)).ok_or_else(|| Failure(format!("cannot edit {}: it is not a deal", source.name)))
}

fn edited(source: &Source, answers: &Answers) -> Result<String, Failure> {
    edit::apply(source, answers).ok_or_else(|| {
        Failure(format!(
            "cannot edit {} without rewriting more of it than the entry: write lists and aliases out, and try again",
            source.name
        ))
    })
}

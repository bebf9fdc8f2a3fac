//! The technical form as a file for the other side's engineers, and what comes back of it.
//!
//! A row's key is the path of the deal's field into which its answer goes: a fact of the other side, or a setting that both keep.
//! An answer is never laid over a different value of the deal without being asked to: it is a conflict, and is told.

use std::collections::BTreeSet;

use crate::deal::read::DealFile;
use crate::deal::{Deal, about, schema};
use crate::diagnostic::Misread;
use crate::forms::{FilledForm, FilledRow, FormRow, ReplyForm};
use crate::path::{Path, Step};
use crate::trunk::groups;
use crate::trunk::rows::{self, Entries, FactRow, FactValue};
use crate::wizard::answers::{Answer, Answers};
use crate::wizard::facts::{self, AnswerKind};
use crate::wizard::{edit, reply};

/// The fact by which a form is known as ours.
const KIND: (&str, &str) = ("Form", "technical form");
/// The fact that names the deal.
const REFERENCE: &str = "Reference";
/// The fact that names the party by which the column `Your value` is filled in.
const FOR: &str = "For";

/// The form for the party that is not ours, as far as the deal fills it in.
///
/// # Errors
///
/// The deal has no other party.
pub fn form(deal: &Deal) -> Result<ReplyForm, Misread> {
    let (we, they) = sides(deal)?;
    let mut rows = Vec::new();
    let order: Vec<&String> = deal.parties.keys().collect();
    let at = |party: &str| order.iter().position(|one| *one == party).unwrap_or_default();
    let (ours, theirs) = (at(we), at(they));
    for row in rows::sides(deal, Entries::AtLeastOne) {
        let (Some(own), Some(other)) = (row.facts.get(ours), row.facts.get(theirs)) else { continue };
        rows.push(form_row(&row, &other.path, &own.value, &other.value));
    }
    for row in settings(deal).into_iter().chain(rows::agreed(deal, Entries::AtLeastOne)) {
        let Some(fact) = row.facts.first() else { continue };
        rows.push(form_row(&row, &fact.path, &fact.value, &FactValue::Absent));
    }
    let name = |party: &str| {
        deal.parties
            .get(party)
            .and_then(|party| party.name.known())
            .map_or_else(|| party.to_owned(), ToString::to_string)
    };
    Ok(ReplyForm {
        title: "Technical form".to_owned(),
        facts: vec![
            (KIND.0.to_owned(), KIND.1.to_owned()),
            (REFERENCE.to_owned(), deal.reference.known().map(ToString::to_string).unwrap_or_default()),
            ("From".to_owned(), name(we)),
            (FOR.to_owned(), name(they)),
        ],
        notes: vec![
            format!("`Our value` is what {} brings or proposes. Fill in `Your value`, and no other column.", name(we)),
            "Where both keep a setting, leave `Your value` empty if you agree; else write what you propose.".to_owned(),
            "Several values stand in one cell with a semicolon between them. For a further entry, copy its rows and raise the number in `Item`."
                .to_owned(),
        ],
        rows,
    })
}

/// Our party and the other one.
fn sides(deal: &Deal) -> Result<(&str, &str), Misread> {
    let others: Vec<&String> = deal.parties.keys().filter(|party| **party != deal.we).collect();
    match others[..] {
        [they] if deal.parties.contains_key(&deal.we) => Ok((&deal.we, they)),
        _ => Err(Misread::new(
            format!("the technical form is for one other party, and the deal has {}", others.len()),
            "name two parties, and our own under `we`",
        )),
    }
}

/// Rows of the settings outside the form.
fn settings(deal: &Deal) -> Vec<FactRow> {
    // What was read from a deal can be written.
    let value = serde_json::to_value(&deal.technical).unwrap_or(serde_json::Value::Null);
    groups::SETTINGS.iter().map(|key| rows::setting(&value, key)).collect()
}

fn form_row(row: &FactRow, path: &Path, ours: &FactValue, theirs: &FactValue) -> FormRow {
    let kind = facts::of(path, &Answers::default()).map(|facts| facts.kind);
    let (allowed, several) = match kind {
        Some(AnswerKind::Bool) => (vec!["yes".to_owned(), "no".to_owned()], false),
        Some(AnswerKind::Choice(words)) => (words, false),
        Some(AnswerKind::List(one)) => match *one {
            AnswerKind::Choice(words) => (words, true),
            _ => (Vec::new(), true),
        },
        _ => (Vec::new(), false),
    };
    let example = if allowed.is_empty() { example(path) } else { String::new() };
    FormRow {
        key: path.to_string(),
        group: row.heading.to_owned(),
        label: row.label.clone(),
        ours: ours.joined("; "),
        theirs: theirs.joined("; "),
        unit: rows::unit(path).unwrap_or_default().to_owned(),
        allowed,
        several,
        note: example,
    }
}

/// The example of a field, as an answer is written.
fn example(path: &Path) -> String {
    let field = about::of(path).map(|about| about.schema());
    let examples = |schema| schema::find(schema, "examples").and_then(|all| all.get(0)).cloned();
    let found = field.and_then(|field| examples(field).or_else(|| schema::find(field, "items").and_then(examples)));
    let said = match found {
        Some(serde_json::Value::Array(items)) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Some(one) => plain(&one),
        None => return String::new(),
    };
    format!("such as {said}")
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value of the other side that the deal contradicts, or a cell that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The field of the deal; the root if the row names none.
    pub path: Path,
    /// The cell, for people.
    pub place: String,
    /// What the matter is, in words.
    pub label: String,
    /// What the deal says; empty if it says nothing.
    pub deal: String,
    /// What came back.
    pub back: String,
    /// What is wrong.
    pub kind: ConflictKind,
}

/// Why a cell was not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConflictKind {
    /// The deal says something else.
    Differs,
    /// The column of our values was changed.
    OursChanged,
    /// The cell belongs to no field that the form asks for.
    NoField,
    /// The cell cannot be read as its field, and why.
    Unreadable(String),
    /// A remark that somebody wrote beside a row; nothing was to be taken over.
    Remark,
}

/// What a form that came back does to a deal.
#[derive(Debug, Clone)]
pub struct Returned {
    /// The deal's text with the answers in it; `None` if nothing changes.
    pub text: Option<String>,
    /// Fields that were filled in or changed, with their value.
    pub taken: Vec<(Path, String)>,
    /// What was not taken over.
    pub conflicts: Vec<Conflict>,
}

/// Lays a form that came back over a deal. With `take`, what the deal contradicts is taken over as well.
///
/// # Errors
///
/// The file is another form, belongs to another deal, or the deal's text cannot hold the answers without being rewritten.
pub fn returned(file: &DealFile, back: &FilledForm, take: bool) -> Result<Returned, Misread> {
    let deal = &file.deal;
    let sent = form(deal)?;
    same_form(&sent, back)?;
    let (_, they) = sides(deal)?;
    let theirs = Path::from("technical.form.sides").key(they);
    let before = Answers::of(&file.tree);
    let mut after = before.clone();
    let (mut taken, mut conflicts) = (Vec::new(), Vec::new());
    let without_place = gaps(&before, back);
    for row in &back.rows {
        let known = sent.rows.iter().find(|one| one.key == row.key);
        let path: Option<Path> = row.key.parse().ok();
        let field = path.filter(|path| known.is_some() || is_entry(path, &theirs, &sent));
        let mut told = |path: &Path, deal: &str, back: &str, kind| {
            let (place, label) = (row.place.clone(), row.label.clone());
            conflicts.push(Conflict {
                path: path.clone(),
                place,
                label,
                deal: deal.to_owned(),
                back: back.to_owned(),
                kind,
            });
        };
        let Some(path) = field else {
            let said = [&row.key, &row.label, &row.theirs, &row.note].map(String::as_str).join(" ");
            told(&Path::root(), "", said.trim(), ConflictKind::NoField);
            continue;
        };
        if let Some(known) = known {
            if !row.ours.is_empty() && row.ours != known.ours {
                told(&path, &known.ours, &row.ours, ConflictKind::OursChanged);
            }
            if row.note != known.note && !row.note.is_empty() {
                told(&path, "", &row.note, ConflictKind::Remark);
            }
        }
        if row.theirs.is_empty() {
            continue;
        }
        if without_place.contains(&path) {
            told(&path, "", &row.theirs, ConflictKind::Unreadable(NO_PLACE.to_owned()));
            continue;
        }
        let answer = match answer(&path, row) {
            Ok(answer) => answer,
            Err(why) => {
                told(&path, "", &row.theirs, ConflictKind::Unreadable(why));
                continue;
            }
        };
        // What the deal says is compared as it prints, because `30 s` and `30 seconds` are the same answer.
        let said =
            known.map(|known| if path.starts_with(theirs.clone()) { known.theirs.clone() } else { known.ours.clone() });
        let said = said.unwrap_or_default();
        if same(&path, &said, &row.theirs) {
            continue;
        }
        let is_open = said.is_empty();
        if is_open || take {
            after.set(path.clone(), answer);
            taken.push((path, row.theirs.clone()));
        } else {
            told(&path, &said, &row.theirs, ConflictKind::Differs);
        }
    }
    if taken.is_empty() {
        return Ok(Returned { text: None, taken, conflicts });
    }
    let text = edit::apply(&file.source, &after).ok_or_else(|| {
        Misread::new(
            "the answers cannot be inserted without rewriting more of the deal",
            "write `technical: {form: {}}` on lines of its own, or take them over by hand",
        )
    })?;
    Ok(Returned { text: Some(text), taken, conflicts })
}

/// Refuses another kind of form, and the form of another deal.
fn same_form(sent: &ReplyForm, back: &FilledForm) -> Result<(), Misread> {
    if back.fact(KIND.0) != Some(KIND.1) {
        return Err(Misread::new(
            "is no technical form",
            "give the file that `peerpact technical form` wrote, as it came back",
        ));
    }
    for (name, value) in sent.facts.iter().filter(|(name, _)| name == REFERENCE || name == FOR) {
        if let Some(other) = back.fact(name).filter(|other| !value.is_empty() && *other != value.trim()) {
            return Err(Misread::new(
                format!("is of another deal: its `{name}` is `{other}`, and the deal's is `{value}`"),
                "give the form that belongs to the deal",
            ));
        }
    }
    Ok(())
}

/// Why an entry of a list has no place.
pub(crate) const NO_PLACE: &str = "the entry before it is empty; entries are counted from 0, without a gap";

/// The items of a form whose entry has no place, because neither the deal nor the form has the entry before it.
pub(crate) fn gaps(before: &Answers, back: &FilledForm) -> BTreeSet<Path> {
    let filled = back.rows.iter().filter(|row| !row.theirs.is_empty()).filter_map(|row| row.key.parse::<Path>().ok());
    let filled: BTreeSet<Path> = filled.collect();
    // Each entry of a list, as a path that ends with its index.
    let entries = |path: &Path| -> Vec<(Path, usize)> {
        let mut way = Path::root();
        let mut out = Vec::new();
        for step in path.steps() {
            if let Some(index) = step.as_index() {
                out.push((way.clone(), index));
            }
            way.push(step.clone());
        }
        out
    };
    let mut known: BTreeSet<(Path, usize)> = before.of_deal().flat_map(|(path, _)| entries(path)).collect();
    // In order, so that an entry is known before the one after it.
    let mut out = BTreeSet::new();
    for path in filled {
        let of = entries(&path);
        let has_place = |(list, index): &(Path, usize)| {
            index.checked_sub(1).is_none_or(|last| known.contains(&(list.clone(), last)))
        };
        if of.iter().all(has_place) {
            known.extend(of);
        } else {
            out.insert(path);
        }
    }
    out
}

/// Whether a path is one further entry of a list of the form.
fn is_entry(path: &Path, theirs: &Path, sent: &ReplyForm) -> bool {
    let asked = path.starts_with(theirs.clone()) || path.starts_with("technical.form");
    let own_side = path.starts_with("technical.form.sides") && !path.starts_with(theirs.clone());
    let first: Path =
        path.steps().iter().map(|step| if step.as_index().is_some() { Step::Index(0) } else { step.clone() }).collect();
    let first = first.to_string();
    asked && !own_side && sent.rows.iter().any(|row| row.key == first)
}

/// The answer in a cell.
pub(crate) fn answer(path: &Path, row: &FilledRow) -> Result<Answer, String> {
    let Some(facts) = facts::of(path, &Answers::default()) else { return Err("no deal has this field".to_owned()) };
    // A list of words may hold commas; all others may be written with either mark.
    if facts.kind == AnswerKind::List(Box::new(AnswerKind::Scalar("text"))) {
        return Ok(Answer::List(
            row.theirs.split(';').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect(),
        ));
    }
    let answer = reply::read(&row.theirs, &facts, &reply::Hints::default())?;
    let items: Vec<&str> = match &answer {
        Answer::Blank => Vec::new(),
        Answer::Text(text) => vec![text],
        Answer::List(items) => items.iter().map(String::as_str).collect(),
    };
    let kind = match &facts.kind {
        AnswerKind::List(one) => one,
        one => one,
    };
    for item in items {
        readable(kind, item)?;
    }
    Ok(answer)
}

/// Whether one word can be what its field takes. Ranges are left to the reader of the deal.
fn readable(kind: &AnswerKind, item: &str) -> Result<(), String> {
    match kind {
        AnswerKind::Bool if !matches!(item, "true" | "false") => Err(format!("`{item}` is neither yes nor no")),
        AnswerKind::Whole if item.parse::<u32>().is_err() => Err(format!("`{item}` is not a whole number")),
        AnswerKind::Choice(words) if !words.iter().any(|word| word == item) => {
            Err(format!("`{item}` is none of {}", words.join(", ")))
        }
        AnswerKind::Scalar(format) => {
            let read = crate::deal::scalars::ALL.iter().find(|(name, _)| name == format);
            read.map_or(Ok(()), |(_, read)| read(item).map_err(|fault| format!("{}; {}", fault.fact, fault.remedy)))
        }
        _ => Ok(()),
    }
}

/// Whether two cells say the same: item by item, without regard to case and to the form of a time.
pub(crate) fn same(path: &Path, one: &str, other: &str) -> bool {
    let kind = facts::of(path, &Answers::default()).map(|facts| facts.kind);
    let is_list = matches!(kind, Some(AnswerKind::List(_)));
    let is_text = kind == Some(AnswerKind::List(Box::new(AnswerKind::Scalar("text"))));
    let items = |text: &str| -> Vec<String> {
        let marks: &[char] = if is_text || !is_list { &[';'] } else { &[';', ','] };
        let parts: Vec<&str> = if is_list { text.split(marks).collect() } else { vec![text] };
        parts.into_iter().map(normal).filter(|one| !one.is_empty()).collect()
    };
    items(one) == items(other)
}

fn normal(text: &str) -> String {
    let text = text.trim();
    match text.parse::<crate::deal::measure::Duration>() {
        Ok(time) => time.to_string(),
        Err(_) => text.to_lowercase(),
    }
}

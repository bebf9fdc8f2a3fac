//! What a draft asks the other side, as a form that they fill in and send back, and what comes back of it.
//!
//! A row's key is the path of the deal's field into which its answer goes. The form goes out as Word file, workbook, separated values and
//! YAML, and is read back from each. An answer is never laid over another value of the deal without being asked to.

use jiff::ToSpan as _;

use crate::deal::about::{self, Speech};
use crate::deal::contacts::Role;
use crate::deal::date::Date;
use crate::deal::questions::ask;
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::diagnostic::{Finding, Misread};
use crate::document::{Align, Block, Cover, Document, Heading, HeadingKind, Inline, Inlines, Paragraph, Table};
use crate::forms::{self, FilledForm, FilledRow, FormRow, ReplyForm};
use crate::path::Path;
use crate::render::docx::returned;
use crate::source::Source;
use crate::trunk_sheet::{Conflict, ConflictKind, NO_PLACE, Returned, answer, gaps, same};
use crate::wizard::agenda::PlannedQuestion;
use crate::wizard::answers::{Answer, Answers};
use crate::wizard::edit;
use crate::wizard::facts::{self, AnswerKind};
use crate::wizard::yaml;

/// The fact by which a form is known as this one.
const KIND: (&str, &str) = ("Form", "questions on the draft");
/// The fact that names the deal.
const REFERENCE: &str = "Reference";
/// The first heading of the table in the Word file.
const ITEM: &str = "Item";
/// The list of contacts.
const CONTACTS: &str = "contacts";
/// What is asked of a contact.
const CONTACT_FIELDS: [&str; 4] = ["name", "email", "phone", "hours"];
/// Days within which an answer is asked for.
const DAYS: i64 = 14;

/// The questions of a draft's open points to one side.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// Whom they are put to: a party by its name, our own side, or a desk.
    pub whom: String,
    /// Each question with the field that it is about.
    pub questions: Vec<(Path, String)>,
}

/// The open points of a deal by whom to ask, in the order in which they were found.
#[must_use]
pub fn questions(findings: &[Finding]) -> Vec<Questions> {
    let mut out: Vec<Questions> = Vec::new();
    for finding in findings {
        let Some(ask) = finding.asks() else { continue };
        let question = (finding.path.clone().unwrap_or_default(), ask.question.clone());
        match out.iter_mut().find(|one| one.whom == ask.whom) {
            Some(one) => one.questions.push(question),
            None => out.push(Questions { whom: ask.whom.clone(), questions: vec![question] }),
        }
    }
    out
}

/// The name of the other side, as questions to it bear it; `None` if the deal has no second party.
#[must_use]
pub fn other_side(file: &DealFile) -> Option<String> {
    let (id, party) = file.deal.parties.iter().find(|(id, _)| **id != file.deal.we)?;
    Some(party.name.known().map_or_else(|| id.clone(), ToString::to_string))
}

/// The form for the other side, dated `sent`; `None` if nothing is asked of it that a field of the deal could take.
#[must_use]
pub fn form(file: &DealFile, asked: &[Questions], sent: jiff::civil::Date) -> Option<ReplyForm> {
    let deal = &file.deal;
    let they = other_side(file)?;
    let theirs = asked.iter().find(|one| one.whom == they)?;
    let we = deal.parties.get(&deal.we).and_then(|party| party.name.known());
    let we = we.map_or_else(|| deal.we.clone(), ToString::to_string);
    let answers = Answers::of(&file.tree);
    let rows: Vec<FormRow> =
        theirs.questions.iter().flat_map(|(path, question)| rows(path, question, &answers)).collect();
    let mut known = std::collections::HashSet::new();
    let rows: Vec<FormRow> = rows.into_iter().filter(|row| known.insert(row.key.clone())).collect();
    if rows.is_empty() {
        return None;
    }
    let due = sent.checked_add(DAYS.days()).unwrap_or(sent);
    let fact = |name: &str, value: String| (name.to_owned(), value);
    Some(ReplyForm {
        title: "Questions on the draft".to_owned(),
        facts: vec![
            fact(KIND.0, KIND.1.to_owned()),
            fact(REFERENCE, deal.reference.known().map(ToString::to_string).unwrap_or_default()),
            fact("Draft", deal.draft.to_string()),
            fact("From", we.clone()),
            fact("For", they.clone()),
            fact("Date", Date(sent).to_string()),
            fact("Please answer by", Date(due).to_string()),
        ],
        notes: vec![
            format!("To {they}: the draft agreement with {we} leaves open what only you know."),
            "Write your answers in the column `Your value`, leave what you cannot say yet, and send this file back."
                .to_owned(),
        ],
        rows,
    })
}

/// The rows of a question: one for a value, and one for each needed field of a mapping.
fn rows(path: &Path, question: &str, answers: &Answers) -> Vec<FormRow> {
    if *path == CONTACTS {
        let asked = |role: &&Role| question.split(|one: char| !one.is_alphanumeric()).any(|word| word == role.key());
        return Role::ALL.iter().filter(asked).flat_map(|role| contact_rows(*role)).collect();
    }
    let Some(facts) = facts::of(path, answers) else { return Vec::new() };
    if facts.kind != AnswerKind::Group {
        return vec![row(path, question, &facts.kind)];
    }
    let item = PlannedQuestion::of(path.clone());
    let Some((entry, keys)) = item.keys() else { return Vec::new() };
    let Some(schema) = schema::at(&entry) else { return Vec::new() };
    let needed = schema::required(schema, &|_| None);
    let wanted = keys.into_iter().filter(|key| needed.contains(key));
    wanted
        .filter_map(|key| {
            let field = entry.key(key);
            let facts = facts::of(&field, answers).filter(|facts| facts.kind != AnswerKind::Group)?;
            let own = about::of(&field).and_then(|about| about.question());
            let words = own.map_or_else(|| question.to_owned(), |own| about::worded(own, Speech::You, |_| None));
            Some(row(&field, &words, &facts.kind))
        })
        .collect()
}

/// The rows of a contact that the deal does not list yet: its key is `contacts`, the role and the field, because it has no place in the list.
fn contact_rows(role: Role) -> Vec<FormRow> {
    let first = Path::from(CONTACTS).index(0);
    let rows = CONTACT_FIELDS.iter().filter_map(|key| {
        let field = first.key(key);
        let own = about::of(&field).and_then(|about| about.question())?;
        let words = about::worded(own, Speech::You, |key| (key == "role").then(|| role.key().to_owned()));
        let kind = facts::of(&field, &Answers::default())?.kind;
        Some(FormRow { key: format!("{CONTACTS}.{}.{key}", role.key()), ..row(&field, &words, &kind) })
    });
    rows.collect()
}

/// The field of the list of contacts that a key such as `contacts.noc.email` means: that of the entry for the role, or of a new one, which
/// then says whose and which it is.
fn contact(key: &str, they: &str, answers: &mut Answers) -> Option<Path> {
    let (role, field) = key.strip_prefix(CONTACTS)?.strip_prefix('.')?.split_once('.')?;
    let role = Role::ALL.iter().find(|known| known.key() == role)?;
    let field = CONTACT_FIELDS.iter().find(|known| **known == field)?;
    let entry = |at: usize| Path::from(CONTACTS).index(at);
    let count = answers.count(CONTACTS);
    let is_it = |at: &usize| {
        answers.text(entry(*at).key("party")) == Some(they) && answers.text(entry(*at).key("role")) == Some(role.key())
    };
    let known = (0..count).find(is_it);
    let at = known.unwrap_or(count);
    if known.is_none() {
        answers.set(entry(at).key("party"), Answer::Text(they.to_owned()));
        answers.set(entry(at).key("role"), Answer::Text(role.key().to_owned()));
        // The one field that an entry needs, until it is answered.
        answers.set(entry(at).key("email"), Answer::Blank);
    }
    Some(entry(at).key(field))
}

fn row(path: &Path, question: &str, kind: &AnswerKind) -> FormRow {
    let (allowed, several) = match kind {
        AnswerKind::Choice(words) => (words.clone(), false),
        AnswerKind::Bool => (vec!["yes".to_owned(), "no".to_owned()], false),
        AnswerKind::List(one) => match one.as_ref() {
            AnswerKind::Choice(words) => (words.clone(), true),
            _ => (Vec::new(), true),
        },
        _ => (Vec::new(), false),
    };
    let example = PlannedQuestion::of(path.clone()).example();
    FormRow {
        key: path.to_string(),
        group: String::new(),
        label: question.to_owned(),
        unit: about::of(path).and_then(|about| about.unit()).unwrap_or_default().to_owned(),
        note: if allowed.is_empty() {
            example.map(|one| format!("such as {one}")).unwrap_or_default()
        } else {
            String::new()
        },
        allowed,
        several,
        ..FormRow::default()
    }
}

/// Whether a field is the other side's to answer: one of their company, or one that the deal leaves blank and that is asked of them. A
/// form that came back may name any field, an approval or a price among them.
fn is_asked(file: &DealFile, before: &Answers, path: &Path) -> bool {
    let theirs = |id: &String| path.starts_with(Path::from("parties").key(id));
    if file.deal.parties.keys().any(|id| *id != file.deal.we && theirs(id)) {
        return true;
    }
    let mut above = Some(path.clone());
    let is_blank = std::iter::from_fn(|| {
        let here = above.take()?;
        above = here.parent();
        Some(here)
    })
    .any(|here| before.get(&here) == Some(&Answer::Blank));
    is_blank && other_side(file).is_some_and(|they| ask(&file.tree, path).whom == they)
}

/// The form as YAML: each question as a comment, each answer behind its field.
#[must_use]
pub fn as_yaml(form: &ReplyForm) -> String {
    let mut out = String::new();
    for note in &form.notes {
        out.push_str(&format!("# {}\n", note.replace("in the column `Your value`", "in place of `~`")));
    }
    for (name, value) in form.facts.iter().filter(|(name, _)| name != KIND.0 && name != REFERENCE) {
        out.push_str(&format!("# {name}: {value}\n"));
    }
    if let Some((_, reference)) = form.facts.iter().find(|(name, value)| name == REFERENCE && !value.is_empty()) {
        out.push_str(&format!("reference: {}\n", yaml::word(reference)));
    }
    for row in &form.rows {
        out.push_str(&format!("\n# {}\n", row.label));
        if !row.allowed.is_empty() {
            out.push_str(&format!("# one of {}\n", row.allowed.join(", ")));
        } else if !row.note.is_empty() {
            out.push_str(&format!("# {}\n", row.note));
        }
        out.push_str(&format!("{}: ~\n", yaml::word(&row.key)));
    }
    out
}

/// The form as a letter with a table, for the Word file.
#[must_use]
pub fn as_letter(form: &ReplyForm, file: &DealFile) -> Document {
    let plain = |text: &str| -> Inlines { vec![Inline::Plain(text.into())] };
    let value = |text: &str| -> Inlines { vec![Inline::Value(text.to_owned())] };
    let said = |name: &str| form.facts.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let paragraph = |text: Inlines| {
        Block::Paragraph(Paragraph { indent: 0, label: String::new(), defines: false, anchor: None, text })
    };
    let mut blocks = vec![Block::Heading(Heading {
        kind: HeadingKind::Section,
        label: String::new(),
        title: plain("Questions"),
        anchor: "questions".into(),
    })];
    let mut notes = form.notes.iter();
    blocks.extend(notes.next().map(|note| paragraph(value(note))));
    blocks.push(paragraph(plain(
        "Write your answers in the last column, leave what you cannot say yet, and send this file back.",
    )));
    let rows = form.rows.iter().map(|row| {
        let hint = if row.allowed.is_empty() { row.note.clone() } else { format!("one of {}", row.allowed.join(", ")) };
        let mut question = value(&row.label);
        if !hint.is_empty() {
            question.extend([Inline::Break, Inline::Value(hint)]);
        }
        vec![value(&row.key), question, plain("")]
    });
    blocks.push(Block::Table(Table {
        columns: vec![Align::Left; 3],
        header: [ITEM, "Question", "Your answer"].map(plain).to_vec(),
        rows: rows.collect(),
    }));
    let key_terms = ["For", "Draft", "Date", "Please answer by"].map(|name| (plain(name), value(said(name))));
    Document {
        title: form.title.clone(),
        reference: said(REFERENCE).to_owned(),
        version: format!("questions on draft {}", said("Draft")),
        marks: Vec::new(),
        language: "en".into(),
        paper: file.deal.legal.paper,
        compact: true,
        provenance: file.source.digest(),
        cover: Cover { parties: vec![value(said("From"))], key_terms: key_terms.to_vec() },
        blocks,
        clauses: Vec::new(),
        review: None,
        revisions: None,
    }
}

/// Reads a form that came back, by what it is: workbook, Word file, YAML or separated values. `name` is what findings call the file.
///
/// # Errors
///
/// It is none of them, or no form. The fact reads after the name of the file.
pub fn read(bytes: &[u8], name: &str) -> Result<FilledForm, Misread> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "docx" => from_word(bytes),
        "yaml" | "yml" => from_yaml(bytes, name),
        _ => forms::read(bytes, name),
    }
}

/// The table of the Word file: the first cell of a row is its key, and the third the answer, tracked insertions included.
fn from_word(bytes: &[u8]) -> Result<FilledForm, Misread> {
    let refused =
        |fault: crate::diagnostic::Failure| Misread::new(format!("cannot be read: {}", fault.0), "save it as .docx");
    let paper = returned::read(bytes).map_err(refused)?;
    let mut rows: Vec<((usize, usize), Vec<String>)> = Vec::new();
    let mut index_of: std::collections::HashMap<(usize, usize), usize> = std::collections::HashMap::new();
    let mut inserted: std::collections::BTreeMap<usize, Vec<&str>> = std::collections::BTreeMap::new();
    for edit in &paper.tracked {
        inserted.entry(edit.paragraph).or_default().push(edit.new.trim());
    }
    for (at, paragraph) in paper.paragraphs.iter().enumerate() {
        let Some(place) = paragraph.row else { continue };
        let inserted = inserted.get(&at).into_iter().flatten().copied();
        let words = std::iter::once(paragraph.shown.trim()).chain(inserted).filter(|words| !words.is_empty());
        let words = words.collect::<Vec<_>>().join(" ");
        let index = *index_of.entry(place).or_insert(rows.len());
        match rows.get_mut(index) {
            Some((_, cells)) => cells.push(words),
            None => rows.push((place, vec![words])),
        }
    }
    let table =
        rows.iter().find(|(_, cells)| cells.first().is_some_and(|cell| cell == ITEM)).map(|((table, _), _)| *table);
    let Some(table) = table else {
        let remedy = "give the file that `peerpact new` wrote beside the draft, as it came back";
        return Err(Misread::new("has no table of questions", remedy));
    };
    let mut form = FilledForm { facts: vec![(KIND.0.to_owned(), KIND.1.to_owned())], ..FilledForm::default() };
    for ((_, row), cells) in rows.iter().filter(|((one, _), _)| *one == table).skip(1) {
        let (key, label) = (cells.first().cloned().unwrap_or_default(), cells.get(1).cloned().unwrap_or_default());
        let theirs = cells.get(2..).unwrap_or_default().join(" ").trim().to_owned();
        if !key.is_empty() || !theirs.is_empty() {
            form.rows.push(FilledRow { key, label, theirs, place: format!("row {}", row + 1), ..FilledRow::default() });
        }
    }
    Ok(form)
}

fn from_yaml(bytes: &[u8], name: &str) -> Result<FilledForm, Misread> {
    let text = std::str::from_utf8(bytes).map_err(|_| Misread::new("is not text", "save it as UTF-8"))?;
    let read = Answers::read(&Source::new(name, text)).map_err(|findings| {
        let first = findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
        Misread::new(format!("cannot be read: {first}"), "write each answer behind its colon")
    })?;
    let mut form = FilledForm { facts: vec![(KIND.0.to_owned(), KIND.1.to_owned())], ..FilledForm::default() };
    for (path, answer) in read.of_deal() {
        match answer {
            Answer::Text(text) if *path == "reference" => form.facts.push((REFERENCE.to_owned(), text.clone())),
            Answer::Blank => {}
            given => form.rows.push(FilledRow {
                key: path.to_string(),
                theirs: given.typed(),
                place: format!("`{path}`"),
                ..FilledRow::default()
            }),
        }
    }
    Ok(form)
}

/// Lays what came back over a deal: what was open is filled in, and what the deal says otherwise is a conflict, unless `take` is given.
///
/// # Errors
///
/// The file is another form, belongs to another deal, or the deal's text cannot hold the answers without being rewritten.
pub fn returned_to(file: &DealFile, back: &FilledForm, take: bool) -> Result<Returned, Misread> {
    if back.fact(KIND.0) != Some(KIND.1) {
        let remedy =
            "give the file with questions that `peerpact new` wrote; `technical import` reads a technical form";
        return Err(Misread::new("is no form of questions", remedy));
    }
    let reference = file.deal.reference.known().map(ToString::to_string).unwrap_or_default();
    if let Some(other) = back.fact(REFERENCE).filter(|other| !reference.is_empty() && *other != reference.trim()) {
        return Err(Misread::new(
            format!("is of another deal: its `{REFERENCE}` is `{other}`, and the deal's is `{reference}`"),
            "give the form that belongs to the deal",
        ));
    }
    let they = file.deal.parties.keys().find(|id| **id != file.deal.we).cloned().unwrap_or_default();
    let before = Answers::of(&file.tree);
    let mut after = before.clone();
    let (mut taken, mut conflicts) = (Vec::new(), Vec::new());
    let without_place = gaps(&before, back);
    for row in back.rows.iter().filter(|row| !row.theirs.is_empty()) {
        let mut told = |path: &Path, deal: &str, kind| {
            conflicts.push(Conflict {
                path: path.clone(),
                place: row.place.clone(),
                label: row.label.clone(),
                deal: deal.to_owned(),
                back: row.theirs.clone(),
                kind,
            });
        };
        // They answer for their company; what steers the agreement is agreed, and not answered.
        let path = match contact(&row.key, &they, &mut after) {
            Some(path) => Some(path),
            None => {
                row.key.parse::<Path>().ok().filter(|path| schema::at(path).is_some() && is_asked(file, &before, path))
            }
        };
        let Some(path) = path else {
            told(&Path::root(), "", ConflictKind::NoField);
            continue;
        };
        if without_place.contains(&path) {
            told(&path, "", ConflictKind::Unreadable(NO_PLACE.to_owned()));
            continue;
        }
        let answer = match answer(&path, row) {
            Ok(answer) => answer,
            Err(why) => {
                told(&path, "", ConflictKind::Unreadable(why));
                continue;
            }
        };
        let said = before.get(&path).filter(|said| **said != Answer::Blank).map(Answer::typed).unwrap_or_default();
        if same(&path, &said, &answer.typed()) {
            continue;
        }
        if said.is_empty() || take {
            after.set(path.clone(), answer);
            taken.push((path, row.theirs.clone()));
        } else {
            told(&path, &said, ConflictKind::Differs);
        }
    }
    if taken.is_empty() {
        return Ok(Returned { text: None, taken, conflicts });
    }
    let text = edit::apply(&file.source, &after).ok_or_else(|| {
        let remedy = "take them over by hand, or write the section without anchors and aliases";
        Misread::new("holds answers that cannot be inserted without rewriting more of the deal", remedy)
    })?;
    Ok(Returned { text: Some(text), taken, conflicts })
}

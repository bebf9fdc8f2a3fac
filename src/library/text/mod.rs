//! The text of a clause: what a lawyer writes, and the templates made from it.
//!
//! A file holds one text for both forms, or two under the lines `--- short ---` and `--- full ---`. A text is Markdown with
//! values. Whatever selects whole sentences, paragraphs, items or rows stands on a line of its own:
//!
//! ```text
//! :: if term.renewal = rolling         :: each flow
//! It then runs on.                     - Flow {{ flow.id }};
//! :: or if term.renewal = renews       :: end
//! It then renews.
//! :: otherwise                         | Label | each flow: Flow {{ flow.id }} |
//! It then ends.                        |---|---|
//! :: end                               | Limit | {{ flow.credit.limit or "none" }} |: if scope.fax
//! ```
//!
//! Only values stand inside a sentence: `{{ sla.cap }}`, `{{ technical.network | said }}` (words of `templates/words.yaml`), `{{
//! term.start or "the day of signature" }}`, and `{{ mediation }}`, a phrase of the front matter. [`template`] turns a text into
//! a template of the engine that records where each run of words was written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

mod column;
mod condition;
pub mod migrate;
mod nodes;
mod phrases;
pub mod reads;
mod tables;
mod tags;
pub mod wordings;
pub mod words;
mod write;

use crate::deal::paper::Form;
use crate::deal::tree::{Node, NodeKind};
use crate::source::PlacedWords;
pub use condition::{Condition, Loop};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words that depend on the deal and stand inside a sentence: the first wording whose condition holds.
pub type Phrases = BTreeMap<String, Vec<Wording>>;

/// One wording of a phrase.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Wording {
    /// The condition under which it prints.
    #[serde(rename = "if")]
    pub when: Option<String>,
    /// The field whose value chooses among `words`, or `position`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The words for each value of `by`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
    /// Words that print if the deal gives each field that they print, and the paper has each clause that they cite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maybe: Option<String>,
    /// The list for each element of which it prints, such as `flow` or `home in homes`; `if` then asks of the element.
    pub each: Option<String>,
    /// As `each`, but only for the first element for which `if` holds.
    pub first: Option<String>,
    /// What stands between two elements.
    pub between: Option<String>,
    /// The words; they may hold values, references and other phrases.
    pub says: Option<String>,
    /// The words if no other wording prints.
    pub otherwise: Option<String>,
}

/// A fault of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFault {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

/// The bytes of a file that hold the text of each form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The short form.
    pub short: Range<usize>,
    /// The full form.
    pub full: Range<usize>,
}

impl Texts {
    /// Finds the texts of a file whose front matter ends at `from`.
    pub fn read(file: &str, from: usize) -> Result<Self, TextFault> {
        let mut marks: Vec<(Form, Range<usize>)> = Vec::new();
        let mut at = from;
        for line in file.get(from..).unwrap_or_default().split_inclusive('\n') {
            let span = at..at + line.len();
            at = span.end;
            let Some(form) = divider(line) else { continue };
            if marks.iter().any(|(known, _)| *known == form) {
                return Err(TextFault {
                    span,
                    fact: "the clause has two texts of one form".into(),
                    remedy: BOTH.into(),
                });
            }
            marks.push((form, span));
        }
        let whole = from..file.len();
        match marks.as_slice() {
            [] => Ok(Self { short: whole.clone(), full: whole }),
            [(_, first), (_, second)] => {
                let before = file.get(from..first.start).unwrap_or_default();
                if !before.trim().is_empty() {
                    let fact = "these words stand before the first text".into();
                    return Err(TextFault { span: from..from + before.trim_end().len(), fact, remedy: BOTH.into() });
                }
                let (one, other) = (first.end..second.start, second.end..file.len());
                match marks.first() {
                    Some((Form::Short, _)) => Ok(Self { short: one, full: other }),
                    _ => Ok(Self { short: other, full: one }),
                }
            }
            [(_, only), ..] => Err(TextFault {
                span: only.clone(),
                fact: "the clause has a text for one form alone".into(),
                remedy: BOTH.into(),
            }),
        }
    }

    /// The text of one form.
    #[must_use]
    pub fn of(&self, form: Form) -> Range<usize> {
        match form {
            Form::Short => self.short.clone(),
            Form::Full => self.full.clone(),
        }
    }

    /// Whether both forms have the same text.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.short == self.full
    }
}

const BOTH: &str = "write one text for both forms, or two below the lines `--- short ---` and `--- full ---`";

/// The form whose text a line begins.
fn divider(line: &str) -> Option<Form> {
    match line.trim_end() {
        "--- short ---" => Some(Form::Short),
        "--- full ---" => Some(Form::Full),
        _ => None,
    }
}

/// A template of the engine, and where each of its runs was written.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// Its text.
    pub text: String,
    /// For the byte of the template at which a run begins: the byte of the file, and whether the run is copied from the file
    /// unchanged.
    map: Vec<(usize, usize, bool)>,
    /// The points that it marks, each with the byte of the file where it is first marked.
    pub points: BTreeMap<String, usize>,
    /// The phrases that it uses.
    pub phrases: BTreeSet<String>,
}

impl Template {
    /// The byte of the file from which a byte of the template comes.
    #[must_use]
    pub fn written(&self, at: usize) -> usize {
        let after = self.map.partition_point(|(from, ..)| *from <= at);
        let run = after.checked_sub(1).and_then(|index| self.map.get(index)).or(self.map.first());
        run.map_or(0, |(from, to, own)| if *own { to + at.saturating_sub(*from) } else { *to })
    }
}

/// The template of a text: the bytes `span` of `file`. Faults are added to `faults`.
pub fn template(file: &str, span: Range<usize>, declared: &Declared<'_>, faults: &mut Vec<TextFault>) -> Template {
    let nodes = nodes::read(file, span, faults);
    write::template(file, &nodes, declared, faults)
}

/// What a text may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Declared<'a> {
    /// The phrases of its front matter.
    pub phrases: &'a Phrases,
    /// Where they are written.
    pub places: &'a PhrasePlaces,
    /// The words for the choices of a deal.
    pub words: &'a words::Words,
}

/// Where the front matter writes the words of each phrase, by its name, the index of the wording, and `says`, `otherwise`,
/// `maybe`, `between` or, of a table, `words.VALUE`. Each is a byte of the file, and whether the words stand there unchanged.
#[derive(Debug, Clone, Default)]
pub struct PhrasePlaces(BTreeMap<(String, usize, String), (usize, bool)>);

impl PhrasePlaces {
    /// Finds the phrases of a front matter.
    #[must_use]
    pub fn of(front: &Node, file: &str) -> Self {
        let mut out = Self::default();
        let Some(NodeKind::Map(phrases)) = front.get("phrases").map(|phrases| &phrases.value.kind) else { return out };
        for phrase in phrases {
            let NodeKind::List(wordings) = &phrase.value.kind else { continue };
            for (at, wording) in wordings.iter().enumerate() {
                let NodeKind::Map(fields) = &wording.kind else { continue };
                for field in fields {
                    let mut add = |key: String, node: &Node| {
                        if let NodeKind::Scalar(words) = &node.kind {
                            let place = begins(file, words, &node.span);
                            out.0.insert((phrase.key.clone(), at, key), place);
                        }
                    };
                    match &field.value.kind {
                        NodeKind::Map(words) => {
                            words.iter().for_each(|one| add(format!("words.{}", one.key), &one.value))
                        }
                        _ => add(field.key.clone(), &field.value),
                    }
                }
            }
        }
        out
    }

    fn get(&self, phrase: &str, wording: usize, field: &str) -> Option<(usize, bool)> {
        self.0.get(&(phrase.to_owned(), wording, field.to_owned())).copied()
    }
}

/// Where the words of a scalar begin, and whether the file has them unchanged: a quoted scalar may be escaped, a long one
/// folded.
fn begins(file: &str, words: &str, span: &Range<usize>) -> (usize, bool) {
    let quoted = file.get(span.clone()).is_some_and(|text| text.starts_with(['"', '\'']));
    let start = span.start + usize::from(quoted);
    (start, file.get(start..start + words.len()) == Some(words))
}

/// The words of a scalar that stands at a span of a file.
#[must_use]
pub fn scalar(file: &str, words: &str, span: &Range<usize>) -> PlacedWords {
    let (start, own) = begins(file, words, span);
    let mut run = PlacedWords::default();
    run.spot(start, own);
    run.push_str(words);
    run
}

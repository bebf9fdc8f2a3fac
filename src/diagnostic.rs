//! A finding: one fact about a deal or a clause file, with its place and its remedy.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::path::Path;
use crate::source::Place;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing; stops nothing.
    Note,
    /// Likely a mistake; stops nothing.
    Warning,
    /// A fact still missing: a blank in a draft, refused by `--final`.
    OpenPoint,
    /// Stops every draft.
    Error,
}

impl Level {
    /// The word that prints before a finding of this level.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::OpenPoint => "open point",
            Self::Error => "error",
        }
    }
}

/// A change of the file that a finding stands in, which mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file to remove; empty to insert text only.
    pub span: Range<usize>,
    /// The text to put there.
    pub text: String,
}

/// A question to somebody, whose answer is the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// A party by its name, `your own side`, or a desk of our house such as `finance`.
    pub whom: String,
    /// The question, from its first word to its question mark.
    pub question: String,
    /// What holds until there is an answer, such as `it prints as [•]`.
    pub until: Option<String>,
    /// What to do with the answer, such as ``write it as `phone` ``; the first line continues `then`.
    pub then: Option<String>,
}

impl Ask {
    /// A question to somebody.
    pub fn new(whom: impl Into<String>, question: impl Into<String>) -> Self {
        Self { whom: whom.into(), question: question.into(), until: None, then: None }
    }

    /// Adds what holds until there is an answer.
    #[must_use]
    pub fn until(mut self, until: impl Into<String>) -> Self {
        self.until = Some(until.into());
        self
    }

    /// Adds what to do with the answer.
    #[must_use]
    pub fn then(mut self, then: impl Into<String>) -> Self {
        self.then = Some(then.into());
        self
    }
}

/// In one line, without what follows the question: `ask Harbour Telecom Ltd: Who signs for you?`
impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ask {}: {}", self.whom, self.question)
    }
}

/// A clause in which the deal departs from our standard position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Id of the clause.
    pub clause: String,
    /// `fallback` or `walk_away`, as a deal writes it.
    pub position: String,
    /// Who must approve it, if the library says so.
    pub approver: Option<String>,
}

/// What resolves a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// What to do, in words; the lines after the first may show YAML.
    Do(String),
    /// What to write instead of the present value.
    Write(String),
    /// Whom to ask, and what.
    Ask(Ask),
}

impl Remedy {
    /// Its question, if it asks one.
    #[must_use]
    pub fn ask(&self) -> Option<&Ask> {
        match self {
            Self::Ask(ask) => Some(ask),
            Self::Do(_) | Self::Write(_) => None,
        }
    }

    /// Its first line without what holds in the meantime, for places with room for one line.
    #[must_use]
    pub fn first_line(&self) -> String {
        match self {
            Self::Do(text) | Self::Write(text) => text.lines().next().unwrap_or_default().to_owned(),
            Self::Ask(ask) => ask.to_string(),
        }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ask = match self {
            Self::Do(text) | Self::Write(text) => return f.write_str(text),
            Self::Ask(ask) => ask,
        };
        ask.fmt(f)?;
        if let Some(until) = &ask.until {
            write!(f, " (until then {until})")?;
        }
        if let Some(then) = &ask.then {
            write!(f, "\nthen {then}")?;
        }
        Ok(())
    }
}

impl From<&str> for Remedy {
    fn from(text: &str) -> Self {
        Self::Do(text.to_owned())
    }
}

impl From<String> for Remedy {
    fn from(text: String) -> Self {
        Self::Do(text)
    }
}

impl From<Ask> for Remedy {
    fn from(ask: Ask) -> Self {
        Self::Ask(ask)
    }
}

/// Why a text is not a valid value for its place, or a file cannot be read: what is wrong with it, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// The fact, which quotes the text: `` `30 d` is not a time ``. A fact about the field alone reads after the field's
    /// name: `is empty`.
    pub fact: String,
    /// What to write instead, or to do.
    pub remedy: String,
}

impl Misread {
    /// A fact and what to write instead.
    pub fn new(fact: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { fact: fact.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.fact, self.remedy)
    }
}

impl std::error::Error for Misread {}

/// Why an operation failed, in a sentence for people that names the operation and the thing. For failures that no caller tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// An error with its causes, in one sentence.
    #[must_use]
    pub fn of(error: &dyn std::error::Error) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        Self(text)
    }
}

/// A finding. `message` states the fact, `remedy` what puts an end to it; neither repeats the other.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Stable code, such as `SLA003`.
    pub code: &'static str,
    /// Its weight.
    pub level: Level,
    /// The fact, in one line, without a full stop.
    pub message: String,
    /// Where the fact stands.
    pub place: Option<Place>,
    /// Path of the deal field, such as `rates.lines[0].rate`; `None` if no field of a deal is meant.
    pub path: Option<Path>,
    /// Other places that belong to it, each with what it shows.
    pub related: Vec<(Place, String)>,
    /// The remedy.
    pub remedy: Option<Remedy>,
    /// The clause that it concerns, if it is about a departure from our standard position.
    pub stand: Option<Departure>,
    /// If the remedy is mechanical: the edits of the file of `place` that carry it out, together.
    pub edits: Vec<Edit>,
    /// How many facts it stands for: 1, or the number of those in a deck that are counted and not reported one by one.
    pub stands_for: usize,
    /// Whether its words name a party of the deal. The same words about another party are then another finding.
    pub names_party: bool,
}

impl Finding {
    /// Starts a finding without a place.
    pub fn new(code: &'static str, level: Level, message: impl Into<String>) -> Self {
        Self {
            code,
            level,
            message: message.into(),
            place: None,
            path: None,
            related: Vec::new(),
            remedy: None,
            stand: None,
            edits: Vec::new(),
            stands_for: 1,
            names_party: false,
        }
    }

    /// Starts an error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Error, message)
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds the deal path.
    #[must_use]
    pub fn on(mut self, path: impl Into<Path>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Lets it stand for a number of facts that are not reported one by one.
    #[must_use]
    pub fn standing_for(mut self, facts: usize) -> Self {
        self.stands_for = facts;
        self
    }

    /// Adds a related place and what it shows.
    #[must_use]
    pub fn see(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, remedy: impl Into<Remedy>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// The remedy in words: a line, or several with YAML to paste.
    #[must_use]
    pub fn remedy_text(&self) -> Option<String> {
        self.remedy.as_ref().map(ToString::to_string)
    }

    /// The question that resolves it, and whom to ask.
    #[must_use]
    pub fn ask(&self) -> Option<&Ask> {
        self.remedy.as_ref().and_then(Remedy::ask)
    }

    /// The question of an open point, for the list of questions to others.
    #[must_use]
    pub fn asks(&self) -> Option<&Ask> {
        self.ask().filter(|_| self.level == Level::OpenPoint)
    }

    /// The deal path as text; empty if no field of a deal is meant.
    #[must_use]
    pub fn path_text(&self) -> String {
        self.path.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

/// Sorts findings as a reader meets them: by file in order of first mention, then by place, then by code.
pub fn sort(findings: &mut [Finding]) {
    let mut files: HashMap<Arc<str>, usize> = HashMap::new();
    for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
        let next = files.len() + 1;
        files.entry(Arc::clone(&place.source.name)).or_insert(next);
    }
    findings.sort_by_cached_key(|finding| {
        let place = finding.place.as_ref();
        let file = place.and_then(|place| files.get(&place.source.name)).copied().unwrap_or_default();
        (file, place.map_or(0, |place| place.span.start), finding.code, finding.message.clone())
    });
}

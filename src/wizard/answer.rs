//! One answer, and what it refers to.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::path::{NoPath, Path};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Not known yet: `~` in the deal, a blank in the draft.
    Blank,
    /// One word, number or line.
    Text(String),
    /// The items of a list.
    List(Vec<String>),
}

impl Answer {
    /// The answer as a person would type it.
    #[must_use]
    pub fn typed(&self) -> String {
        match self {
            Self::Blank => "~".into(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(", "),
        }
    }

    pub(super) fn value(&self) -> Value {
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

/// What an answer refers to. In a file of answers its text is the key: the path of a field, or one of three words and a full
/// stop before the rest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AnswerKey {
    /// A field of the deal.
    Field(Path),
    /// Whether a step keeps its defaults, by the step's id: `keep.billing` is `yes` or `no`.
    Keep(String),
    /// Whether a list continues with an entry: `more.rates.lines[1]` is `yes` or `no`.
    More(Path),
    /// Whether a field keeps its default: `left.billing.issue` is `yes`.
    Left(Path),
}

const KEEP: &str = "keep";
const MORE: &str = "more";
const LEFT: &str = "left";

impl AnswerKey {
    /// The field of the deal, if it is one.
    #[must_use]
    pub fn field(&self) -> Option<&Path> {
        match self {
            Self::Field(path) => Some(path),
            _ => None,
        }
    }

    /// Whether it lies below another: a field inside another field's value.
    pub(super) fn is_below(&self, above: &Self) -> bool {
        let pair = self.field().zip(above.field());
        pair.and_then(|(path, above)| path.below(above)).is_some_and(|rest| !rest.is_empty())
    }
}

impl fmt::Display for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Brackets distinguish a deal's key from one of the three words.
            Self::Field(path) if [KEEP, MORE, LEFT].contains(&path.section()) && path.steps().len() > 1 => {
                write!(f, "[\"{}\"]", path.section())?;
                let rest: Path = path.steps().iter().skip(1).cloned().collect();
                write!(f, "{}{rest}", if rest.to_string().starts_with('[') { "" } else { "." })
            }
            Self::Field(path) => path.fmt(f),
            Self::Keep(step) => write!(f, "{KEEP}.{step}"),
            Self::More(entry) => write!(f, "{MORE}.{entry}"),
            Self::Left(field) => write!(f, "{LEFT}.{field}"),
        }
    }
}

impl FromStr for AnswerKey {
    type Err = NoPath;

    fn from_str(text: &str) -> Result<Self, NoPath> {
        match text.split_once('.') {
            Some((KEEP, step)) => Ok(Self::Keep(step.to_owned())),
            Some((MORE, entry)) => entry.parse().map(Self::More),
            Some((LEFT, field)) => field.parse().map(Self::Left),
            _ => text.parse().map(Self::Field),
        }
    }
}

impl From<&'static str> for AnswerKey {
    fn from(field: &'static str) -> Self {
        Self::Field(field.into())
    }
}

impl From<Path> for AnswerKey {
    fn from(field: Path) -> Self {
        Self::Field(field)
    }
}

impl From<&Path> for AnswerKey {
    fn from(field: &Path) -> Self {
        Self::Field(field.clone())
    }
}

impl From<&AnswerKey> for AnswerKey {
    fn from(subject: &AnswerKey) -> Self {
        subject.clone()
    }
}

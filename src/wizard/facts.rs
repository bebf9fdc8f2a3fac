//! What the deal's schema says about a field: kind, choices, description.

use serde_json::Value;

use super::answers::Answers;
use crate::deal::about;
use crate::deal::schema::{allows, choices, find, format};
use crate::path::Path;

/// The kind of answer that a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// `yes` or `no`.
    Bool,
    /// A whole number, at least 0.
    Whole,
    /// One of several words.
    Choice(Vec<String>),
    /// A scalar of the deal, by its name in the schema: `duration`, `country`, `text`.
    Scalar(&'static str),
    /// Several answers of one kind.
    List(Box<AnswerKind>),
    /// A mapping, or a list of mappings, whose fields are asked one by one.
    Group,
}

/// The schema's facts about a field.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// Whether it may be blank.
    pub may_be_blank: bool,
    /// The schema's description, in a sentence or two.
    pub description: &'static str,
}

/// The facts of a field; `None` if no deal holds such a path.
#[must_use]
pub fn of(path: &Path, answers: &Answers) -> Option<Facts> {
    let about = about::of(path)?;
    if is_law(path) {
        let kind = AnswerKind::Scalar("law");
        return Some(Facts { kind, may_be_blank: allows(about.schema(), "null"), description: about.description() });
    }
    let kind = match about.names() {
        Some("party") => AnswerKind::Choice(answers.parties()),
        Some("flow") => AnswerKind::Choice(answers.flows()),
        _ => kind(about.schema()),
    };
    Some(Facts { kind, may_be_blank: allows(about.schema(), "null"), description: about.description() })
}

/// Whether a field names a law, or courts by their law: free text in a deal, of which most is known.
fn is_law(path: &Path) -> bool {
    *path == "jurisdiction.law" || *path == "jurisdiction.courts"
}

fn kind(schema: &'static Value) -> AnswerKind {
    let words = choices(schema);
    if !words.is_empty() {
        return AnswerKind::Choice(words);
    }
    if let Some(format) = format(schema).filter(|format| *format != "uint32") {
        return AnswerKind::Scalar(format);
    }
    if allows(schema, "boolean") {
        return AnswerKind::Bool;
    }
    if allows(schema, "integer") {
        return AnswerKind::Whole;
    }
    match find(schema, "items") {
        Some(items) => match kind(items) {
            AnswerKind::Group => AnswerKind::Group,
            one => AnswerKind::List(Box::new(one)),
        },
        None if allows(schema, "object") => AnswerKind::Group,
        None => AnswerKind::Scalar("text"),
    }
}

/// The unit or form of an answer, for a comment in a deal file and a line under a question; empty for free text.
#[must_use]
pub fn form(kind: &AnswerKind) -> String {
    match kind {
        AnswerKind::Bool => "true or false".into(),
        AnswerKind::Whole => "a whole number".into(),
        AnswerKind::Choice(words) => words.join(" | "),
        AnswerKind::List(one) => match one.as_ref() {
            AnswerKind::Choice(words) => format!("any of {}", words.join(", ")),
            one => match form(one).as_str() {
                "" => "several, with commas".into(),
                form => format!("several, with commas: {form}"),
            },
        },
        AnswerKind::Scalar(format) => match *format {
            "duration" => "a time: 30 days, 5 business days, 3 months, 6 s",
            "percent" => "per cent",
            "money" => "a sum: USD 25,000 or 25k",
            "rate" => "price of a minute, exact: 0.0180",
            "increment" => "first / further seconds billed: 1/1, 6/6, 30/6, 60/60",
            "country" => "a country, by name or ISO 3166 code",
            "currency" => "an ISO 4217 code",
            "date" => "a day: 31 Jan 2027",
            "date-time" => "a day such as 1 Feb 2027, or a time with zone: 2027-01-01T00:00:00Z",
            "time-of-day" => "a time of day: 22:00",
            "time-zone" => "a zone: Europe/Berlin, UTC",
            "dial-code" => "leading digits, without +",
            "ip-address" => "an IP address or network",
            "email" => "an e-mail address",
            "phone" => "a number with +",
            "figure" => "a number",
            "law" => "the law of a country or state: England and Wales",
            _ => "",
        }
        .into(),
        AnswerKind::Group => String::new(),
    }
}

/// Whether a field names a party or a flow by its id.
#[must_use]
pub fn names_another(path: &Path) -> bool {
    about::of(path).and_then(|about| about.names()).is_some_and(|named| matches!(named, "party" | "flow"))
}

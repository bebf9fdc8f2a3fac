//! What a field says about itself: keys that its type adds to the schema beside its description.
//!
//! | Key | What it holds |
//! |---|---|
//! | `x-ask` | the question for whoever knows the answer, see [`worded`] |
//! | `x-why` | why it is asked |
//! | `x-unit` | the unit of a plain number |
//! | `x-who` | `us` if our own side knows the answer; otherwise the party that the path or the entry names, or the other side |
//! | `x-printed` | `false` if the paper never prints it |
//! | `x-names` | what the value is the key of: `party`, `flow`, `clause`, `rule` |

use serde_json::Value;

use super::schema;
use crate::path::{Path, Step};

/// A field's own entries in the schema.
#[derive(Debug, Clone, Copy)]
pub struct About {
    schema: &'static Value,
    /// The schema that asks: the field's, or that of the list or mapping around the entry.
    asks: &'static Value,
}

/// The entries of the field at a path; `None` if no deal has such a path. An entry without a question of its own takes that of its
/// list or mapping.
#[must_use]
pub fn of(path: &Path) -> Option<About> {
    let mut asks = schema::deal();
    let schema = path.steps().iter().try_fold(schema::deal(), |schema, step| {
        let inner = schema::below(schema, step)?;
        let is_named = matches!(step, Step::Key(key) if schema::named(schema, key).is_some());
        if is_named || inner.get("x-ask").is_some() {
            asks = inner;
        }
        Some(inner)
    })?;
    Some(About { schema, asks })
}

impl About {
    /// The schema of the field.
    #[must_use]
    pub fn schema(&self) -> &'static Value {
        self.schema
    }

    /// The question, for [`worded`] to complete.
    #[must_use]
    pub fn question(&self) -> Option<&'static str> {
        self.asks.get("x-ask").and_then(Value::as_str)
    }

    /// Why the question is asked.
    #[must_use]
    pub fn why(&self) -> Option<&'static str> {
        self.asks.get("x-why").and_then(Value::as_str)
    }

    /// What a plain number counts.
    #[must_use]
    pub fn unit(&self) -> Option<&'static str> {
        self.word("x-unit")
    }

    /// What the value is the key of.
    #[must_use]
    pub fn names(&self) -> Option<&'static str> {
        self.word("x-names")
    }

    /// The field's meaning, in a sentence or two.
    #[must_use]
    pub fn description(&self) -> &'static str {
        self.word("description").unwrap_or_default()
    }

    /// Whether our own side knows the answer.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.word("x-who") == Some("us")
    }

    /// Whether the paper prints it.
    #[must_use]
    pub fn is_printed(&self) -> bool {
        self.schema.get("x-printed") != Some(&Value::Bool(false))
    }

    fn word(&self, key: &str) -> Option<&'static str> {
        self.schema.get(key).and_then(Value::as_str)
    }
}

/// How a question refers to the company that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// It addresses the company itself.
    You,
    /// It is put to somebody else, about the other company.
    They,
}

/// Completes a question. `{who}`, `{whom}` and `{whose}` stand for the company; any other `{key}` for the value of that key in the
/// entry around the field, which `entry` looks up. A part in brackets, such as `[ in {country}]`, is left out if the entry lacks
/// the value.
#[must_use]
pub fn worded(question: &str, speech: Speech, entry: impl Fn(&str) -> Option<String>) -> String {
    let fill = |part: &str| {
        let mut out = String::new();
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('{') {
            let (key, after) = after.split_once('}')?;
            out.push_str(before);
            out.push_str(&match (key, speech) {
                ("who" | "whom", Speech::You) => "you".to_owned(),
                ("whose", Speech::You) => "your".to_owned(),
                ("who", Speech::They) => "they".to_owned(),
                ("whom", Speech::They) => "them".to_owned(),
                ("whose", Speech::They) => "their".to_owned(),
                (key, _) => entry(key)?,
            });
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    };
    question.split('[').enumerate().fold(String::new(), |mut out, (at, part)| {
        let (bracketed, plain) = if at == 0 { ("", part) } else { part.split_once(']').unwrap_or(("", part)) };
        for part in [bracketed, plain] {
            out.push_str(&fill(part).unwrap_or_default());
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{Speech, of, worded};

    #[test]
    fn one_question_serves_both_sides_and_says_what_is_known() {
        let question = "What is the number of {whose} licence[ in {country}]?";
        let country = |key: &str| (key == "country").then(|| "Peru".to_owned());
        assert_eq!(worded(question, Speech::You, country), "What is the number of your licence in Peru?");
        assert_eq!(worded(question, Speech::They, |_| None), "What is the number of their licence?");
    }

    #[test]
    fn an_entry_asks_what_its_list_asks_and_a_field_only_its_own() {
        assert_eq!(
            of(&"technical.sites.a".into()).unwrap().question(),
            of(&"technical.sites".into()).unwrap().question()
        );
        assert!(of(&"parties.a.licences[0].number".into()).unwrap().question().is_some());
        assert!(of(&"technical.dscp.media".into()).unwrap().question().is_none());
        assert!(of(&"technical.nothing".into()).is_none());
    }
}

//! The deal file that the wizard writes: grouped, with a comment where a value does not show its unit or its choices.

use serde_json::Value;

use super::answers::Answers;
use super::facts::{self, AnswerKind};
use super::yaml::{inside, on_a_line, word};
use crate::path::{Path, Step};

/// Longest line, in columns, before it is broken.
const WIDTH: usize = 110;
/// The column at which comments begin.
const COMMENT: usize = 45;

/// The head of the file: the schema for an editor, and notes for a reader.
const HEAD: &str = "\
# yaml-language-server: $schema=deal.schema.json
# Completion in an editor: peerpact schema deal > deal.schema.json
# `~` is not known yet, and prints as a blank. What is not here is left to its default.
";

/// A complete deal file.
#[must_use]
pub fn deal(answers: &Answers) -> String {
    format!("{HEAD}{}", sections(&answers.nested(), answers))
}

/// The sections of a deal as lines.
#[must_use]
pub fn sections(deal: &Value, answers: &Answers) -> String {
    let mut out = String::new();
    for (key, value) in deal.as_object().into_iter().flatten() {
        let grouped = value.as_object().is_some_and(|map| !map.is_empty()) || has_maps(value);
        if grouped {
            out.push('\n');
        }
        entry(key, value, &Path::root().key(key), 0, answers, &mut out);
    }
    out
}

/// A key and its value as lines, indented by `indent` columns.
pub fn entry(key: &str, value: &Value, path: &Path, indent: usize, answers: &Answers, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push_str(&format!("{pad}{}:\n", word(key)));
            for (key, value) in map {
                entry(key, value, &path.key(key), indent + 2, answers, out);
            }
        }
        Value::Array(items) if has_maps(value) => {
            out.push_str(&format!("{pad}{}:\n", word(key)));
            for item in items {
                self::item(item, path, indent + 2, out);
            }
        }
        value => {
            let line = format!("{pad}{}: {}", word(key), on_a_line(value, path));
            let comment = comment(path, answers);
            if comment.is_empty() || line.chars().count() + comment.chars().count() > WIDTH + 10 {
                out.push_str(&format!("{line}\n"));
            } else {
                out.push_str(&format!("{line:<COMMENT$} # {comment}\n"));
            }
        }
    }
}

/// An entry of a list of mappings, on one line if it fits.
pub fn item(item: &Value, list: &Path, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    let path = list.index(0);
    let line = format!("{pad}- {}", inside(item, &path));
    match item {
        Value::Object(map) if line.chars().count() > WIDTH => {
            for (at, (key, value)) in map.iter().enumerate() {
                let lead = if at == 0 { "- " } else { "  " };
                out.push_str(&format!("{pad}{lead}{}: {}\n", word(key), on_a_line(value, &path.key(key))));
            }
        }
        _ => {
            out.push_str(&format!("{line}\n"));
        }
    }
}

fn has_maps(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(Value::is_object))
}

/// What a field accepts, if its value does not show it.
fn comment(path: &Path, answers: &Answers) -> String {
    match path.steps() {
        [Step::Key(key)] if key == "peerpact" => return "format of this file".into(),
        [Step::Key(key)] if key == "we" => return "whose positions and approvals count".into(),
        _ => {}
    }
    let Some(facts) = facts::of(path, answers) else { return String::new() };
    match facts.kind {
        AnswerKind::Bool | AnswerKind::Whole => first_sentence(facts.description),
        AnswerKind::Choice(_) if path.starts_with("scope.flows") => String::new(),
        AnswerKind::Choice(words) => words.join(" | "),
        AnswerKind::List(one) => match *one {
            AnswerKind::Choice(words) => format!("any of {}", words.join(", ")),
            _ => String::new(),
        },
        AnswerKind::Scalar("duration") => "number and unit: s, min, hours, days, business days, months".into(),
        AnswerKind::Scalar("date-time") => "with zone; Z is UTC".into(),
        AnswerKind::Scalar("currency") => "ISO 4217".into(),
        AnswerKind::Scalar("money") => "currency and sum".into(),
        AnswerKind::Scalar(_) | AnswerKind::Group => String::new(),
    }
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ")
}

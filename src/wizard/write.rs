//! The deal file that the wizard writes: grouped, with a comment where a value does not show its unit or its choices.

use serde_json::Value;

use super::answers::Answers;
use super::facts::{self, AnswerKind};
use crate::deal::schema;
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

/// The value of a field on a line after its key, where more words are safe without quotation marks than inside brackets.
#[must_use]
pub fn on_a_line(value: &Value, path: &Path) -> String {
    let Value::String(text) = value else { return inside(value, path) };
    let mild = |one: char| if matches!(one, ',' | ':' | ';') { ' ' } else { one };
    let plain = !text.contains(": ") && !text.ends_with([':', ',', ';']) && text.starts_with(char::is_alphanumeric);
    let bare: String = text.chars().map(mild).collect();
    if plain && bare != *text && word(&bare) == bare { text.clone() } else { inside(value, path) }
}

/// The value of a field inside brackets. Numbers and booleans are plain for fields of that type, and quoted for fields of
/// words, so that every YAML reader agrees on the type.
#[must_use]
pub fn inside(value: &Value, path: &Path) -> String {
    match value {
        Value::Null => "~".into(),
        Value::String(text) => {
            let field = schema::at(path);
            let takes = |kind: &str| field.is_some_and(|field| schema::allows(field, kind));
            let digits = !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
            if digits && takes("integer") || matches!(text.as_str(), "true" | "false") && takes("boolean") {
                return text.clone();
            }
            let plain = word(text);
            let number = plain.chars().all(|one| one.is_ascii_digit() || one == '.');
            let words =
                field.is_some_and(|field| !schema::allows(field, "number") && schema::choices(field).is_empty());
            let address = plain.parse::<std::net::IpAddr>().is_ok();
            if number && words && !takes("integer") && !address { format!("\"{plain}\"") } else { plain }
        }
        Value::Array(items) => {
            let below = path.index(0);
            format!("[{}]", items.iter().map(|item| inside(item, &below)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| format!("{}: {}", word(key), inside(value, &path.key(key))));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A YAML scalar that reads back as the same text anywhere: plain if that is safe, otherwise quoted.
#[must_use]
pub fn word(text: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || " _-./%+@()&*'".contains(one);
    let edges = |one: char| one.is_alphanumeric() || ".)%+'_".contains(one);
    let safe = text.starts_with(char::is_alphanumeric)
        && text.ends_with(edges)
        && text.chars().all(plain)
        && !text.contains(" #")
        && !matches!(text.to_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n");
    // Digits alone are quoted: a reader that takes them for a number would lose a leading zero or an exponent.
    let number = text.chars().all(|one| one.is_ascii_digit() || "._eE+-xo".contains(one))
        && text.contains(|one: char| one.is_ascii_digit());
    let short = text.len() < 6 && text.bytes().all(|one| one.is_ascii_digit()) && !text.starts_with('0') || text == "0";
    let decimal = text.split_once('.').is_some_and(|(whole, part)| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
        digits(whole) && digits(part)
    });
    let address = text.parse::<std::net::IpAddr>().is_ok();
    if safe && (!number || short || decimal || address || is_day(text)) {
        return text.to_owned();
    }
    // Plain times with colons are safe only outside flow mappings; quoted ones are safe everywhere.
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            one if one.is_control() || matches!(one, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{85}') => {
                out.push_str(&format!("\\U{:08X}", u32::from(one)));
            }
            one => out.push(one),
        }
    }
    out.push('"');
    out
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::characters::is_hidden;
    use crate::deal::tree;
    use crate::source::Source;

    #[test]
    fn words_are_plain_where_that_is_safe() {
        for plain in ["30 days", "G.711A", "Straits Voice Pte. Ltd.", "0.0180", "1/1", "99.9 %", "2027-01-01", "500"] {
            assert_eq!(word(plain), plain);
        }
        for quoted in ["", "~", "yes", "0123", "a: b", "- a", "a #b", "1234567", "1e5", "x,y", "[a]", " a", "{{ 7 }}"] {
            assert!(word(quoted).starts_with('"'), "{quoted}");
        }
    }

    proptest! {
        #[test]
        fn every_word_is_read_back(text in "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}]{0,24}") {
            let hidden = |c: &char| is_hidden(*c) && !matches!(c, '\t' | '\n' | '\r');
            let text: String = text.chars().filter(|c| !hidden(c)).collect();
            let yaml = format!("a: [{}, {{b: {}}}]\nc: {}\n", word(&text), word(&text), word(&text));
            let mut findings = Vec::new();
            let tree = tree::read(&Source::new("d", yaml.as_str()), &mut findings);
            prop_assert!(findings.is_empty(), "{yaml}: {findings:?}");
            let tree = tree.unwrap();
            for path in ["a[0]", "a[1].b", "c"] {
                let found = &tree.find(&path.into()).unwrap().kind;
                prop_assert!(matches!(found, tree::NodeKind::Scalar(read) if *read == text), "{yaml}: {found:?}");
            }
        }
    }
}

//! Scalars and blanks: choices, formats, truth, whole numbers.

use serde_json::Value;

use super::SchemaComparison;
use crate::deal::schema::{allows, choices, find, format};
use crate::deal::slips::{self, Meant};
use crate::deal::tree::Node;
use crate::deal::{scalars, superseded, syntax};
use crate::diagnostic::{Edit, Finding, Level, Remedy};
use crate::misspelt::nearest;
use crate::path::Path;
use crate::source::Place;

impl SchemaComparison<'_> {
    pub(super) fn blank(&mut self, node: &Node, schema: &Value, path: &Path) -> Value {
        if format(schema).is_some_and(slips::is_text) && self.is_cut(node, path) {
            return Value::Null;
        }
        if !allows(schema, "null") {
            let choices = choices(schema);
            let help = if choices.is_empty() {
                (self.example)(path)
                    .map_or_else(|| "write a value".into(), |text| format!("write it, for instance:\n{text}"))
            } else {
                format!("choose one of {}", choices.join(", "))
            };
            let required_section = path.steps().len() == 1 && (allows(schema, "object") || allows(schema, "array"));
            let (code, message) = if required_section {
                ("DEAL001", format!("section `{path}` is empty"))
            } else {
                ("DEAL004", format!("`{path}` cannot be blank: it decides which words are printed"))
            };
            self.fault(code, node, path, message, help);
        }
        Value::Null
    }

    /// Reports free text whose end, or the whole of which, a `#` made a comment.
    fn is_cut(&mut self, node: &Node, path: &Path) -> bool {
        let (start, end) = (node.span.start, node.span.end);
        let behind = self.source.text.get(end..).unwrap_or_default();
        let written = self.source.text.get(start..end).unwrap_or_default();
        // The place of a value that is not there may be that of its key's colon.
        let behind = behind.strip_prefix(':').unwrap_or(behind);
        if written.starts_with(['"', '\'', '|', '>']) || written == "~" || !slips::cut_by_comment(behind) {
            return false;
        }
        let from = if written.is_empty() { self.source.text.len() - behind.len() + 1 } else { start };
        let line = self.source.text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim_end();
        let whole = from..from + line.len();
        let mut finding =
            Finding::error("DEAL030", format!("`#` begins a comment here, and `{written}` is all that is left"))
                .on(path)
                .at(Place::new(self.source, whole))
                .help(format!(
                    "put the value in quotation marks: {}; or write two spaces before `#` if it is a comment",
                    syntax::quoted(line)
                ));
        finding.edits = syntax::quote(line, from);
        if written.is_empty() {
            finding.message = "`#` begins a comment here, and nothing is left of the value".to_owned();
        }
        self.findings.push(finding);
        true
    }

    /// Reports a value and offers a text for it.
    fn meant(&mut self, code: &'static str, node: &Node, path: &Path, message: String, meant: &Meant) {
        let written = self.source.text.get(node.span.clone()).unwrap_or_default();
        let text = match written.chars().next() {
            Some(mark @ ('"' | '\'')) => format!("{mark}{}{mark}", meant.text),
            _ => meant.text.clone(),
        };
        let place = Place::new(self.source, node.span.clone());
        let mut finding = Finding::error(code, message).on(path).at(place);
        if meant.sure {
            finding = finding.help(Remedy::Write(format!("write {text}")));
            finding.edits = vec![Edit { span: node.span.clone(), text }];
        } else {
            finding = finding.help(Remedy::Write(format!("write {text}, if that is meant")));
        }
        self.findings.push(finding);
    }

    pub(super) fn scalar(&mut self, node: &Node, text: &str, schema: &Value, path: &Path) -> Value {
        let choices = choices(schema);
        if let Some(inner) = slips::without_marks(text) {
            let meant = Meant { text: format!("{inner:?}"), fact: "", sure: true };
            let message = format!("`{text}` keeps its quotation marks: YAML knows the straight ones alone");
            self.meant("DEAL030", node, path, message, &meant);
            return Value::Null;
        }
        if format(schema).is_some_and(slips::is_text) && self.is_cut(node, path) {
            return Value::Null;
        }
        let known = || superseded::remedy(path, text);
        if !choices.is_empty() {
            if !choices.iter().any(|choice| choice == text) {
                if let Some(same) =
                    choices.iter().find(|choice| choice.eq_ignore_ascii_case(text.trim_end_matches([',', ';'])))
                {
                    let meant = Meant { text: same.clone(), fact: "", sure: true };
                    self.meant("DEAL004", node, path, format!("`{text}` is not a choice for `{path}`"), &meant);
                    return text.into();
                }
                let near = nearest(text, choices.iter().map(String::as_str));
                let help = match (known(), near) {
                    (Some(remedy), _) => remedy.to_owned(),
                    (None, Some(near)) => format!("did you mean {near}? The choices are {}", choices.join(", ")),
                    (None, None) => format!("choose one of {}", choices.join(", ")),
                };
                self.fault("DEAL004", node, path, format!("`{text}` is not a choice for `{path}`"), help);
            }
            return text.into();
        }
        if let Some(format) = format(schema)
            && let Some((_, check)) = scalars::ALL.iter().find(|(name, _)| *name == format)
        {
            if let Err(reason) = check(text) {
                if let Some(meant) = slips::instead(format, text, *check).filter(|_| known().is_none()) {
                    self.meant("DEAL004", node, path, format!("`{path}`: `{text}` {}", meant.fact), &meant);
                    return text.into();
                }
                let joint = if reason.fact.starts_with("is ") { "" } else { ":" };
                let remedy = known().map_or(reason.remedy, str::to_owned);
                self.fault("DEAL004", node, path, format!("`{path}`{joint} {}", reason.fact), Remedy::Write(remedy));
            } else if let Some(two) = slips::two_readings(format, text) {
                let message = format!("`{path}`: `{text}` is {} to one reader and {} to another", two.small, two.large);
                let remedy = Remedy::Write(format!("write {} or {}", two.small, two.large));
                self.fault("DEAL030", node, path, message, remedy);
                if let Some(finding) = self.findings.last_mut().filter(|_| !two.refused) {
                    finding.level = Level::Warning;
                }
            }
            return text.into();
        }
        if allows(schema, "boolean") {
            return match text {
                "true" => true.into(),
                "false" => false.into(),
                _ => {
                    let message = format!("`{path}`: `{text}` is neither true nor false");
                    match slips::truth(text) {
                        Some(word) => {
                            let meant = Meant { text: word.to_owned(), fact: "", sure: true };
                            self.meant("DEAL004", node, path, message, &meant);
                        }
                        None => self.fault("DEAL004", node, path, message, "write true or false"),
                    }
                    Value::Null
                }
            };
        }
        if allows(schema, "integer") {
            return self.integer(node, text, schema, path);
        }
        if allows(schema, "object") || allows(schema, "array") {
            let kind = if allows(schema, "object") { "a mapping" } else { "a list" };
            let help = (self.example)(path).map_or_else(|| shape(schema), |text| format!("for instance:\n{text}"));
            self.fault("DEAL004", node, path, format!("`{path}` is {kind}, not `{text}`"), help);
            return Value::Null;
        }
        if text.trim().is_empty() {
            self.fault("DEAL004", node, path, format!("`{path}` is empty"), "write `~` for what is not known yet");
        }
        text.into()
    }

    fn integer(&mut self, node: &Node, text: &str, schema: &Value, path: &Path) -> Value {
        let least = find(schema, "minimum").and_then(Value::as_i64).unwrap_or(0);
        let most = find(schema, "maximum").and_then(Value::as_i64).unwrap_or(i64::from(u32::MAX));
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if path.steps() == Path::from("peerpact").steps() && text != "1" {
            let later = digits && text.parse::<u32>().is_ok_and(|format| format > 1);
            let (message, help) = if later {
                (
                    format!("this is a deal of format {text}, and this program reads format 1"),
                    "read it with a later peerpact",
                )
            } else {
                (
                    format!("`{text}` is not the format of a deal"),
                    "write `peerpact: 1`: it is the format of the file, and not the version of the program",
                )
            };
            self.fault("DEAL005", node, path, message, help);
            return 1.into();
        }
        if let Some(whole) = slips::whole(text).filter(|_| superseded::remedy(path, text).is_none()) {
            let meant = Meant { text: whole, fact: "", sure: true };
            self.meant("DEAL004", node, path, format!("`{path}`: `{text}` is not a whole number"), &meant);
            return Value::Null;
        }
        match text.parse::<i64>() {
            Ok(number) if digits && (least..=most).contains(&number) => number.into(),
            Ok(_) if digits => {
                let help = if most == i64::from(u32::MAX) {
                    format!("write a whole number from {least}")
                } else {
                    format!("write a whole number from {least} to {most}")
                };
                self.fault("DEAL005", node, path, format!("`{path}` is out of range: {text}"), help);
                Value::Null
            }
            _ => {
                self.fault(
                    "DEAL004",
                    node,
                    path,
                    format!("`{path}`: `{text}` is not a whole number"),
                    superseded::remedy(path, text).unwrap_or("write digits alone"),
                );
                Value::Null
            }
        }
    }
}

/// How to write a mapping or a list for which there is no example.
fn shape(schema: &Value) -> String {
    if !allows(schema, "object") {
        return "write each entry on a line of its own, after `- `".into();
    }
    let keys: Vec<&str> = find(schema, "properties")
        .and_then(Value::as_object)
        .map_or_else(Vec::new, |keys| keys.keys().map(String::as_str).collect());
    match keys.as_slice() {
        [] => "write `KEY: VALUE`, one a line".into(),
        keys => format!("write `KEY: VALUE`, one a line; the keys are {}", keys.join(", ")),
    }
}

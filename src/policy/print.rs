//! Prints a policy as one file, each part with the file that it came from.

use std::path::Path;

use serde_json::Value;

use super::{Company, Policy, PolicyFile, Weight};
use crate::deal::house::{HousePosition, HousePositions};
use crate::deal::technical_form::side::FormSide;
use crate::diagnostic::Level;
use crate::template::BLANK;

/// The origin of a value that no file sets.
const USUAL: &str = "built in";

/// Names the first file that holds a value.
type Origin<'a> = dyn Fn(&dyn Fn(&PolicyFile) -> bool) -> String + 'a;

impl Policy {
    /// The policy as TOML, which `--policy` reads back. The usual weights (`usual`: codes in order) and the positions of
    /// the library stand in it as comments. `name` gives the name of a path for people.
    #[must_use]
    pub fn printed(&self, usual: &[(&str, Level)], library: &HousePositions, name: impl Fn(&Path) -> String) -> String {
        let mut out = String::new();
        for file in &self.files {
            out.push_str(&format!("# {}  sha256 {}\n", name(&file.path), file.sha256));
        }
        if self.files.is_empty() {
            out.push_str("# no peerpact.toml counts: everything is as usual\n");
        }
        for path in &self.left_out {
            out.push_str(&format!("# left out: {}\n", name(path)));
        }
        let from = |holds: &dyn Fn(&PolicyFile) -> bool| {
            self.files.iter().find(|file| holds(file)).map_or_else(|| USUAL.to_owned(), |file| name(&file.path))
        };
        match self.approval {
            Some(need) => {
                let from = from(&|file| file.written.approval == Some(need));
                out.push_str(&format!("\napproval = {}  # {from}\n", quoted(need.name())));
            }
            None => out.push_str(&format!("\n# approval = {}  # {USUAL}\n", quoted("noted"))),
        }
        for country in &self.high_risk {
            let from = from(&|file| file.written.high_risk.contains(country));
            let opening = if self.high_risk.first() == Some(country) { "\nhigh_risk = [\n" } else { "" };
            out.push_str(&format!("{opening}  {},  # {from}\n", quoted(country.code())));
        }
        if !self.high_risk.is_empty() {
            out.push_str("]\n");
        }
        let patterns = self.deal_patterns();
        let libraries = self.library_folders();
        if !patterns.is_empty() || !libraries.is_empty() {
            out.push_str("\n[repository]\n");
        }
        if !patterns.is_empty() {
            out.push_str("deals = [\n");
            for (file, pattern) in patterns {
                out.push_str(&format!("  {},  # {}\n", quoted(pattern.text()), name(&file.path)));
            }
            out.push_str("]\n");
        }
        if let Some(nearest) = libraries.first() {
            out.push_str(&format!("libraries = {}\n", quoted(&nearest.display().to_string())));
        }
        out.push_str("\n[levels]\n");
        for (code, level) in usual {
            match self.weight(code, *level) {
                Some(weight) => {
                    let from = from(&|file| file.written.levels.get(*code) == Some(&weight));
                    out.push_str(&format!("{code} = {}  # {from}\n", quoted(word(weight))));
                }
                None => {
                    out.push_str(&format!("# {code} = {}  # {USUAL}\n", quoted(word(Weight::of(*level)))));
                }
            }
        }
        for file in &self.files {
            for list in &file.written.sanctions {
                out.push_str(&format!("\n[[sanctions]]  # {}\n", name(&file.path)));
                out.push_str(&format!("list = {}\n", quoted(&list.list)));
                out.push_str(&format!("source = {}\n", quoted(&list.source)));
                out.push_str(&format!("verified_on = {}\n", quoted(&list.verified_on.0.to_string())));
                out.push_str(&format!("review_by = {}\n", quoted(&list.review_by.0.to_string())));
                let countries: Vec<String> = list.countries.iter().map(|country| quoted(country.code())).collect();
                out.push_str(&format!("countries = [{}]\n", countries.join(", ")));
                let names: Vec<String> = list.names.iter().map(|name| format!("  {},\n", quoted(name))).collect();
                out.push_str(&format!("names = [\n{}]\n", names.concat()));
            }
        }
        if let Some(approvers) = &self.approvers {
            out.push_str("\n[approvers]\n");
            for (desk, persons) in approvers {
                let names = |file: &PolicyFile| file.written.approvers.is_some();
                let persons: Vec<String> = persons.iter().map(|person| quoted(person)).collect();
                out.push_str(&format!("{} = [{}]  # {}\n", quoted(desk), persons.join(", "), from(&names)));
            }
        }
        if let Some(network) = &self.network {
            let says = |file: &PolicyFile| file.written.network.is_some();
            out.push_str(&format!("\n# network: {}\n{}", from(&says), written(network)));
        }
        self.print_positions(library, &from, &mut out);
        if let Some(company) = &self.company {
            out.push_str("\n[company]\n");
            for (key, value) in company.said() {
                let says = |file: &PolicyFile| {
                    file.written
                        .company
                        .iter()
                        .flat_map(Company::said)
                        .any(|(other, said)| other == key && said == value)
                };
                out.push_str(&format!("{key} = {}  # {}\n", quoted(value), from(&says)));
            }
        }
        out
    }

    /// What the house signs, and as comments what the library says of the other clauses.
    fn print_positions(&self, library: &HousePositions, from: &Origin<'_>, out: &mut String) {
        out.push_str("\n[positions]\n");
        for (clause, own) in library {
            match self.positions.get(clause) {
                Some(position) => {
                    let from = from(&|file| file.written.positions.get(clause) == Some(position));
                    out.push_str(&format!("{} = {}  # {from}\n", quoted(clause), inline(position)));
                }
                None => out.push_str(&format!("# {} = {}  # {USUAL}\n", quoted(clause), inline(own))),
            }
        }
    }

    /// The weight that files give a code; `None` if the usual one applies.
    fn weight(&self, code: &str, usual: Level) -> Option<Weight> {
        let far = self.levels.get(code).copied();
        let near = self.raised.get(code).copied().filter(|near| *near > far.unwrap_or(Weight::of(usual)));
        near.or(far)
    }
}

impl Company {
    /// Each value that is set, with its key.
    fn said(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("id", &self.id),
            ("name", &self.name),
            ("registration", &self.registration),
            ("country", &self.country),
            ("address", &self.address),
            ("licence", &self.licence),
            ("signatory", &self.signatory),
            ("title", &self.title),
            ("tax_number", &self.tax_number),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.as_deref()?)))
    }
}

/// The tables of our own side, `[[network.signalling]]` and the like; a value that is open is left out.
fn written(network: &FormSide) -> String {
    // What was read from a file can be written.
    let Ok(Value::Object(groups)) = serde_json::to_value(network) else { return String::new() };
    let mut out = String::new();
    let mut table = |opening: String, fields: &Value| {
        out.push_str(&format!("\n{opening}\n"));
        for (key, value) in fields.as_object().into_iter().flatten() {
            if let Some(value) = toml_value(value) {
                out.push_str(&format!("{key} = {value}\n"));
            }
        }
    };
    for (group, value) in &groups {
        match value {
            Value::Array(entries) => entries.iter().for_each(|one| table(format!("[[network.{group}]]"), one)),
            Value::Object(_) => table(format!("[network.{group}]"), value),
            _ => {}
        }
    }
    out
}

fn toml_value(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.chars().eq([BLANK]) => None,
        Value::String(text) => Some(quoted(text)),
        Value::Bool(is) => Some(is.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            Some(format!("[{}]", items.iter().filter_map(toml_value).collect::<Vec<_>>().join(", ")))
        }
        Value::Null | Value::Object(_) => None,
    }
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Off => "off",
        Weight::Note => "note",
        Weight::Warning => "warning",
        Weight::OpenPoint => "open-point",
        Weight::Error => "error",
    }
}

/// A TOML basic string in which every unprintable character is an escape.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            _ if crate::characters::is_hidden(character) => {
                out.push_str(&format!("\\U{:08X}", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A position as an inline table.
fn inline(position: &HousePosition) -> String {
    let mut parts = Vec::new();
    if let Some(need) = position.approval {
        parts.push(format!("approval = {}", quoted(need.name())));
    }
    if position.adds {
        parts.push("adds = true".to_owned());
    }
    let stands =
        [("standard", &position.standard), ("fallback", &position.fallback), ("walk_away", &position.walk_away)];
    for (name, limits) in stands.into_iter().filter(|(_, limits)| !limits.is_empty()) {
        let mut inside = Vec::new();
        let sides = [("limits", &limits.limits), ("we_sell", &limits.we_sell), ("we_buy", &limits.we_buy)];
        for (side, conditions) in sides.into_iter().filter(|(_, conditions)| !conditions.is_empty()) {
            let all: Vec<String> = conditions
                .iter()
                .map(|(path, condition)| format!("{} = {}", quoted(path), quoted(condition)))
                .collect();
            inside.push(format!("{side} = {{ {} }}", all.join(", ")));
        }
        inside.extend(limits.approver.iter().map(|desk| format!("approver = {}", quoted(desk))));
        parts.push(format!("{name} = {{ {} }}", inside.join(", ")));
    }
    format!("{{ {} }}", parts.join(", "))
}

//! Chooses deals by their fields, and reads single fields, for tables over many deals.

use std::str::FromStr;

use crate::deal::date::Date;
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::deal::tree::{Node, NodeKind};
use crate::library::positions::test;
use crate::misspelt::nearest;
use crate::path::Path;

/// A field of a deal, such as `billing.pay`. A step over names or rows may be left out: `parties.country` is that of each party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName(Vec<String>);

/// A condition on a field, such as `billing.pay <= 30 days`.
#[derive(Debug, Clone)]
pub struct DealCondition {
    field: FieldName,
    sign: &'static str,
    value: String,
}

impl FromStr for FieldName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let steps: Vec<String> = text.trim().split('.').map(str::to_owned).collect();
        let named: Vec<&str> = steps.iter().map(String::as_str).collect();
        if leads(schema::deal(), &named, 0) {
            return Ok(Self(steps));
        }
        let (first, known) = (
            steps.first().map_or("", String::as_str),
            schema::deal().get("properties").and_then(|all| all.as_object()),
        );
        let near = known.and_then(|known| nearest(first, known.keys().map(String::as_str)));
        let hint = near
            .filter(|near| *near != first)
            .map_or_else(|| "`peerpact explain` finds fields".to_owned(), |near| format!("did you mean `{near}`?"));
        Err(format!("a deal has no field `{}`; {hint}", text.trim()))
    }
}

impl std::fmt::Display for FieldName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// Whether steps lead to a field of the schema, with steps over names and rows left out or given.
fn leads(schema: &serde_json::Value, steps: &[&str], depth: usize) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    if depth > 24 {
        return false;
    }
    let below = |key: &str| schema.get(key);
    if let Some(field) = below("properties").and_then(|all| all.get(*step)) {
        return leads(field, rest, depth + 1);
    }
    // One choice of several shapes, such as a value or null.
    let choices = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(below).filter_map(|all| all.as_array()).flatten();
    if choices.into_iter().any(|one| leads(one, steps, depth + 1)) {
        return true;
    }
    let entries = [below("additionalProperties"), below("items")];
    entries
        .into_iter()
        .flatten()
        .filter(|one| one.is_object())
        .any(|entry| leads(entry, rest, depth + 1) || leads(entry, steps, depth + 1))
}

impl FieldName {
    /// The values of the field in a deal as it writes them, or the default; `~` for one that is open.
    #[must_use]
    pub fn values(&self, file: &DealFile) -> Vec<String> {
        let mut out = Vec::new();
        let steps: Vec<&str> = self.0.iter().map(String::as_str).collect();
        gather(&file.tree, &steps, &mut out);
        if out.is_empty() {
            let same = |path: &Path| path.steps().iter().filter_map(|step| step.as_key()).eq(steps.iter().copied());
            out.extend(
                file.defaults.iter().filter(|(path, _)| same(path)).map(|(_, text)| text.replace('\u{a0}', " ")),
            );
        }
        out
    }
}

fn gather(node: &Node, steps: &[&str], out: &mut Vec<String>) {
    match (&node.kind, steps.split_first()) {
        (NodeKind::Scalar(text), None) => out.push(text.clone()),
        (NodeKind::Blank, _) => out.push("~".to_owned()),
        (NodeKind::List(items), _) => items.iter().for_each(|item| gather(item, steps, out)),
        (NodeKind::Map(entries), None) => out.extend(entries.iter().map(|entry| entry.key.clone())),
        (NodeKind::Map(entries), Some((step, rest))) => match node.get(step) {
            Some(entry) => gather(&entry.value, rest, out),
            // A step over the names of parties or flows was left out.
            None => entries
                .iter()
                .filter(|entry| matches!(entry.value.kind, NodeKind::Map(_)))
                .for_each(|entry| gather(&entry.value, steps, out)),
        },
        (NodeKind::Scalar(_), Some(_)) => {}
    }
}

/// The signs, the longer ones first.
const SIGNS: [&str; 6] = ["<=", ">=", "!=", "=", "<", ">"];

impl FromStr for DealCondition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let at = text.find(['<', '>', '!', '=']);
        let found = at.and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
        let parted = found
            .and_then(|(field, rest)| SIGNS.iter().find_map(|sign| Some((field, *sign, rest.strip_prefix(sign)?))));
        let Some((field, sign, value)) = parted else {
            return Err(format!(
                "`{text}` is no condition; write one such as `billing.pay <= 30 days` or `state=signed`"
            ));
        };
        let value = value.trim_start_matches('=').trim();
        Ok(Self { field: field.parse()?, sign, value: value.to_owned() })
    }
}

impl DealCondition {
    /// Whether a deal meets it: `=` and the comparisons if one of the field's values does, `!=` if none is the value.
    #[must_use]
    pub fn holds(&self, file: &DealFile) -> bool {
        let values = self.field.values(file);
        if self.sign == "!=" {
            return !values.iter().any(|value| self.equals(value));
        }
        values.iter().any(|value| match self.sign {
            "=" => self.equals(value),
            sign => match (value.parse::<Date>(), self.value.parse::<Date>()) {
                (Ok(one), Ok(other)) => match sign {
                    "<=" => one <= other,
                    ">=" => one >= other,
                    "<" => one < other,
                    _ => one > other,
                },
                _ => test(Some(value), &format!("{sign} {}", self.value)) == Some(true),
            },
        })
    }

    /// Whether a value is the one meant: the same words in any case, or the same quantity.
    fn equals(&self, value: &str) -> bool {
        value.to_lowercase() == self.value.to_lowercase()
            || test(Some(value), &format!("== {}", self.value)) == Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::read::read;
    use crate::source::Source;

    #[test]
    fn a_deal_is_chosen_by_any_field() {
        let text = include_str!("../examples/smallest.yaml");
        let file = read(&Source::new("deal.yaml", text), &mut Vec::new()).unwrap();
        let holds = |text: &str| text.parse::<DealCondition>().unwrap().holds(&file);
        for condition in [
            "parties.country=sg",
            "parties.straits.country = SG",
            "sla.availability >= 99.5 %",
            "sla.availability=99.90 %",
            "term.initial = 1 year",
            "term.initial<13 months",
            "state=draft",
            "rates.lines.rate > 0.01",
            "parties.country != FR",
        ] {
            assert!(holds(condition), "{condition}");
        }
        for condition in ["parties.country=FR", "sla.availability < 99.5 %", "state=signed", "parties.country != HK"] {
            assert!(!holds(condition), "{condition}");
        }
        assert!("billing.payy=3".parse::<DealCondition>().is_err());
        assert!("biling.pay=3".parse::<DealCondition>().unwrap_err().contains("billing"));
        assert!("billing".parse::<DealCondition>().is_err());
    }
}

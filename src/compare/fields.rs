//! What two deals say differently, field by field.

use serde_json::Value;

use super::align::{Bag, align};
use super::apart::apart;
use super::units::Pairing;
use crate::deal::line_terms::LinePrice;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::document::fixed_words;
use crate::document::revisions::ChangeWeight;
use crate::path::{Path, Step};
use crate::rates::compare::{self, PriceChange, PricedCalls};
use crate::template::is_blank;

/// A field that two deals give differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldChange {
    /// Its path in the new deal; in the old one if the new one lacks it.
    pub path: String,
    /// Its value in the old deal; `None` if that lacks it.
    pub old: Option<String>,
    /// Its value in the new deal; `None` if that lacks it.
    pub new: Option<String>,
    /// By how much it moved, if that is one quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// How much it matters.
    pub weight: ChangeWeight,
}

/// Sections that say how the paper came about, and nothing of what is agreed.
const ABOUT_THE_DRAFT: [&str; 7] = ["peerpact", "library", "reference", "draft", "approvals", "waivers", "state"];

/// Every field that differs, in the order of the new deal.
#[must_use]
pub fn fields(old: &Value, new: &Value) -> Vec<FieldChange> {
    let mut out = Vec::new();
    both(&mut Path::root(), Some(old), Some(new), &mut out);
    out
}

/// Every price that differs, with the codes that share it. A deal's lines may be those of its decks.
#[must_use]
pub fn prices(old: &[RateLine], new: &[RateLine]) -> Vec<FieldChange> {
    let price = |line: Option<&RateLine>| {
        let line = line?;
        let rate = line.rate.known().map_or_else(|| fixed_words::BLANK.to_owned(), ToString::to_string);
        let beside = line.price().beside();
        let comma = if beside.is_empty() { "" } else { ", " };
        Some(format!("{rate} at {}{comma}{beside}", line.increment))
    };
    let changes = compare::compare(old, new, &[]);
    let changed = changes.iter().filter(|change| change.kind != PriceChange::Unchanged);
    let alike = compare::grouped(changed, |change| {
        let line = change.line()?;
        // A code that lost its price is reported as gone, and not at the price of a shorter code.
        let after = change.after.filter(|_| change.kind != PriceChange::Closed);
        let by = change.before.zip(after).and_then(|(before, after)| {
            let rates = before.rate.known().zip(after.rate.known());
            let alike = LinePrice { rate: before.price().rate, ..after.price() } == before.price();
            let (old, new) = rates.filter(|_| alike)?;
            apart(&old.to_string(), &new.to_string())
        });
        Some((PricedCalls::of(line), line.destination.as_str(), price(change.before), price(after), by))
    });
    let mut told = Vec::new();
    for ((_, destination, old, new, by), codes) in alike {
        let codes: Vec<&str> = codes.into_iter().map(DialCode::as_str).collect();
        let with = |price: String| format!("{destination} ({}): {price}", codes.join(", "));
        told.push(FieldChange {
            path: "rates.lines".to_owned(),
            old: old.map(with),
            new: new.map(with),
            by,
            weight: ChangeWeight::Money,
        });
    }
    told
}

fn both(path: &mut Path, old: Option<&Value>, new: Option<&Value>, out: &mut Vec<FieldChange>) {
    // An absent field and an empty one say the same.
    let given = |value: &&Value| !(value.is_null() || value.as_array().is_some_and(Vec::is_empty));
    let (old, new) = (old.filter(given), new.filter(given));
    if old == new {
        return;
    }
    let is_map = |value: Option<&Value>| value.is_none_or(Value::is_object);
    let is_list = |value: Option<&Value>| {
        value.is_none_or(|value| value.as_array().is_some_and(|items| items.iter().any(Value::is_object)))
    };
    if is_map(old) && is_map(new) {
        let map = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
        let (old, new) = (map(old), map(new));
        for key in new.keys().chain(old.keys().filter(|key| !new.contains_key(*key))) {
            path.push(Step::Key(key.clone()));
            both(path, old.get(key), new.get(key), out);
            path.pop();
        }
    } else if is_list(old) && is_list(new) {
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        lists(path, &list(old), &list(new), out);
    } else {
        let old = old.map(said);
        let new = new.map(said);
        out.push(change(path, old, new));
    }
}

fn change(path: &Path, old: Option<String>, new: Option<String>) -> FieldChange {
    let weight = weight(path, [old.as_deref(), new.as_deref()]);
    let quantity = (weight == ChangeWeight::Money).then_some(()).and(old.as_deref().zip(new.as_deref()));
    let by = quantity.and_then(|(old, new)| apart(old, new));
    FieldChange { path: path.to_string(), old, new, by, weight }
}

/// Entries of a list, paired by what they say: one that was added in front changes none behind it.
fn lists(path: &mut Path, old: &[Value], new: &[Value], out: &mut Vec<FieldChange>) {
    let texts = |items: &[Value]| items.iter().map(Value::to_string).collect::<Vec<_>>();
    let bags = |items: &[Value]| items.iter().map(|item| Bag::of(&said(item))).collect::<Vec<_>>();
    let (old_bags, new_bags) = (bags(old), bags(new));
    let pairs = align(&texts(old), &texts(new), |one, other| match (old_bags.get(one), new_bags.get(other)) {
        (Some(one), Some(other)) => Some(one.alike(other)).filter(|alike| *alike >= 400).unwrap_or(0),
        _ => 0,
    });
    for pair in pairs {
        let (one, other) = match pair {
            Pairing::Both(one, other) => (old.get(one), new.get(other)),
            Pairing::Old(one) => (old.get(one), None),
            Pairing::New(other) => (None, new.get(other)),
        };
        let (Pairing::Both(_, at) | Pairing::New(at) | Pairing::Old(at)) = pair;
        path.push(Step::Index(at));
        match (one, other) {
            (Some(_), Some(_)) => both(path, one, other, out),
            _ => {
                out.push(change(path, one.map(said), other.map(said)));
            }
        }
        path.pop();
    }
}

/// A value as a person reads it.
fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.chars().any(is_blank) => fixed_words::BLANK.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(said).filter(|item| !item.is_empty()).collect();
            items.join(", ")
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| (key, said(value))).filter(|(_, value)| !value.is_empty());
            pairs.map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn weight(path: &Path, values: [Option<&str>; 2]) -> ChangeWeight {
    if ABOUT_THE_DRAFT.contains(&path.section()) {
        return ChangeWeight::Wording;
    }
    let digits = |value: &&str| value.contains(|letter: char| letter.is_ascii_digit());
    if path.section() != "parties" && path.section() != "contacts" && values.iter().flatten().any(digits) {
        ChangeWeight::Money
    } else {
        ChangeWeight::Duty
    }
}

#[cfg(test)]
mod tests {
    use super::fields;
    use crate::document::revisions::ChangeWeight;
    use serde_json::json;

    #[test]
    fn each_field_that_differs_is_told_once_with_both_values() {
        let old = json!({"billing": {"pay": "30 days", "cycle": "monthly"}, "draft": 1, "tax": [{"flow": "a"}]});
        let new = json!({"billing": {"pay": "45 days", "cycle": "monthly"}, "draft": 2, "tax": [{"flow": "b"}, {"flow": "a"}]});
        let told: Vec<_> =
            fields(&old, &new).into_iter().map(|change| (change.path, change.old, change.new, change.weight)).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("billing.pay".to_owned(), text("30 days"), text("45 days"), ChangeWeight::Money),
                ("draft".to_owned(), text("1"), text("2"), ChangeWeight::Wording),
                ("tax[0]".to_owned(), None, text("flow: b"), ChangeWeight::Duty),
            ]
        );
        assert_eq!(fields(&old, &old), []);
    }
}

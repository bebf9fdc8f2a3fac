//! Where a deal stands in a clause's positions: chosen by the deal, and tested on its values.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::clause::{Clause, Positions};
use crate::deal::Deal;
use crate::deal::governance::Position;
use crate::deal::measure::{Duration, Percent};
use crate::deal::money::Money;
use crate::deal::read::DealFile;
use crate::deal::tree::Kind;

/// Where a clause stands, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The position.
    pub position: Position,
    /// The condition that decided it, such as `sla.credits.cap is 30 %, standard is <= 25 %`.
    pub because: Option<String>,
    /// Deal path of the value that decided it.
    pub path: Option<String>,
    /// Who may approve a fallback.
    pub approver: Option<String>,
}

/// Where a deal stands in a clause.
#[must_use]
pub fn standing(clause: &Clause, file: &DealFile) -> Standing {
    let positions = &clause.front.positions;
    let approver = positions.fallback.get("approver").cloned();
    let chosen = file.deal.positions.get(&clause.id).copied().unwrap_or(Position::Standard);
    if let Some((path, value, limit)) = beyond(positions, file) {
        return Standing {
            position: Position::WalkAway,
            because: Some(format!("`{path}` is {value}; we do not sign {limit}")),
            path: Some(path),
            approver,
        };
    }
    let missed = |conditions: &BTreeMap<String, String>| {
        conditions.iter().filter(|(path, _)| *path != "approver").find_map(|(path, wanted)| {
            let missed = values(file, path).into_iter().find(|(_, value)| test(value, wanted) == Some(false));
            missed.map(|(path, value)| (path, value, wanted.clone()))
        })
    };
    let Some((path, value, wanted)) = missed(&positions.standard) else {
        return Standing { position: chosen, because: None, path: None, approver };
    };
    let because = Some(format!("`{path}` is {value}; standard is {wanted}"));
    let within = !positions.fallback.is_empty() && missed(&positions.fallback).is_none();
    let position = if within { Position::Fallback.max(chosen) } else { Position::WalkAway };
    Standing { position, because, path: Some(path), approver }
}

fn beyond(positions: &Positions, file: &DealFile) -> Option<(String, String, String)> {
    let sides = [(sells(&file.deal), &positions.walk_away.we_sell), (buys(&file.deal), &positions.walk_away.we_buy)];
    sides.iter().filter(|(here, _)| *here).flat_map(|(_, conditions)| conditions.iter()).find_map(|(path, limit)| {
        let beyond = values(file, path).into_iter().find(|(_, value)| test(value, limit) == Some(true));
        beyond.map(|(path, value)| (path, value, limit.clone()))
    })
}

fn sells(deal: &Deal) -> bool {
    deal.scope.flows.values().any(|flow| flow.supplier == deal.we)
}

fn buys(deal: &Deal) -> bool {
    deal.scope.flows.values().any(|flow| flow.customer == deal.we)
}

/// The values of a deal path: the one for every flow, and that of each flow whose section departs from it.
fn values(file: &DealFile, path: &str) -> Vec<(String, String)> {
    let mut paths = vec![path.to_owned()];
    if let Some((section, field)) = path.split_once('.')
        && let Some(departures) = file.tree.get(section).and_then(|section| section.value.get("by_flow"))
        && let Kind::Map(flows) = &departures.value.kind
    {
        paths.extend(flows.iter().map(|flow| format!("{section}.by_flow.{}.{field}", flow.key)));
    }
    paths.into_iter().filter_map(|path| text(file, &path).map(|text| (path, text))).collect()
}

/// The text of a deal path: the deal's own, or the default's.
fn text(file: &DealFile, path: &str) -> Option<String> {
    let mut node = Some(&file.tree);
    for step in path.split('.') {
        node = node.and_then(|node| node.get(step)).map(|entry| &entry.value);
    }
    match node.map(|node| &node.kind) {
        Some(Kind::Scalar(text)) => Some(text.clone()),
        Some(_) => None,
        None => file.defaults.iter().find(|(known, _)| known == path).map(|(_, text)| text.replace('\u{a0}', " ")),
    }
}

/// An operator and what it asks of the value's order against the limit.
type Operator = (&'static str, fn(Ordering) -> bool);

/// The longer signs stand first, so that `<=` is not read as `<`.
const OPERATORS: [Operator; 6] = [
    ("<=", Ordering::is_le),
    (">=", Ordering::is_ge),
    ("==", Ordering::is_eq),
    ("!=", Ordering::is_ne),
    ("<", Ordering::is_lt),
    (">", Ordering::is_gt),
];

/// Whether a value meets a condition such as `<= 25 %`; `None` where the two cannot be compared.
#[must_use]
pub fn test(value: &str, condition: &str) -> Option<bool> {
    let condition = condition.trim();
    let (limit, holds) =
        OPERATORS.iter().find_map(|(sign, holds)| Some((condition.strip_prefix(sign)?.trim(), holds)))?;
    match (measure(value), measure(limit)) {
        (Some((kind, value)), Some((other, limit))) if kind == other => Some(holds(value.cmp(&limit))),
        (None, None) if condition.starts_with("==") => Some(value == limit),
        (None, None) if condition.starts_with("!=") => Some(value != limit),
        _ => None,
    }
}

fn measure(text: &str) -> Option<(&'static str, Decimal)> {
    if let Ok(percent) = text.parse::<Percent>() {
        return Some(("percent", percent.0));
    }
    if let Ok(duration) = text.parse::<Duration>() {
        return Some(("duration", duration.about_seconds()));
    }
    if let Ok(money) = text.parse::<Money>() {
        return Some((money.currency.0.code(), money.amount));
    }
    text.parse().ok().map(|number| ("number", number))
}

#[cfg(test)]
mod tests {
    use super::test;

    #[test]
    fn values_are_compared_in_their_unit() {
        assert_eq!(test("25 %", "<= 25 %"), Some(true));
        assert_eq!(test("25.5 %", "<= 25 %"), Some(false));
        assert_eq!(test("2 weeks", "< 15 days"), Some(true));
        assert_eq!(test("24 h", "== 1 day"), Some(true));
        assert_eq!(test("25 %", "<= 25 days"), None);
        assert_eq!(test("gross", "!= net"), Some(true));
    }
}

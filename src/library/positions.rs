//! Where a deal stands in a clause's positions: chosen by the deal, and tested on its values.
//!
//! A value is judged from the side that we are on in its flow. A value for all flows is judged from our side in any of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::Value;

use super::clause::{Clause, ClausePosition};
use crate::deal::Text;
use crate::deal::by_party;
use crate::deal::date::Moment;
use crate::deal::governance::Position;
use crate::deal::house::HouseLimits;
use crate::deal::line_terms::LineTerm;
use crate::deal::measure::{Duration, Percent, Unit};
use crate::deal::money::Money;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::deal::tree::{Node, NodeKind};
use crate::path::{Path, Step};
use crate::rates::write;

/// The position of a deal in a clause, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The position reached.
    pub position: Position,
    /// The condition that decided it, such as `sla.credits.cap is 30 %, standard is <= 25 %`.
    pub because: Option<String>,
    /// Deal path of the value that decided it.
    pub path: Option<Path>,
    /// Who may approve a fallback.
    pub approver: Option<String>,
}

/// Where a deal stands in a clause.
#[must_use]
pub fn standing(clause: &Clause, file: &DealFile) -> Standing {
    let positions = Signed::of(clause, file);
    let approver = positions.fallback.approver.map(str::to_owned);
    let chosen = file.deal.positions.get(&clause.id).copied().unwrap_or(Position::Standard);
    if let Some(met) = first(&positions.walk_away, file, true) {
        return Standing {
            position: Position::WalkAway,
            because: Some(format!("`{}` is {}; we do not sign {}", met.path, met.value, plain(&met.condition))),
            path: Some(met.path),
            approver,
        };
    }
    let Some(missed) = first(&positions.standard, file, false) else {
        return Standing { position: chosen, because: None, path: None, approver };
    };
    let because = Some(format!("`{}` is {}; standard is {}", missed.path, missed.value, plain(&missed.condition)));
    // A fallback without conditions leaves its extent to the approver.
    let granted = !positions.fallback.conditions.is_empty() || positions.fallback.approver.is_some();
    let within = granted && first(&positions.fallback, file, false).is_none();
    let position = if within { Position::Fallback.max(chosen) } else { Position::WalkAway };
    Standing { position, because, path: Some(missed.path), approver }
}

/// A condition as it reads after a verb: `is one of A, B` without `is`.
fn plain(condition: &str) -> &str {
    condition.trim().strip_prefix("is ").unwrap_or(condition)
}

/// What we sign in a clause: what the library says, and in its place what the house says of the same fields.
struct Signed<'a> {
    standard: Stand<'a>,
    fallback: Stand<'a>,
    walk_away: Stand<'a>,
}

/// One position: its conditions, each with the side on which it counts, and who may approve it.
struct Stand<'a> {
    conditions: Vec<(Side, &'a str, &'a str)>,
    approver: Option<&'a str>,
}

impl<'a> Signed<'a> {
    fn of(clause: &'a Clause, file: &'a DealFile) -> Self {
        let house = file.house.get(&clause.id);
        let stand = |own: &'a ClausePosition, said: Option<&'a HouseLimits>| {
            let library = conditions([&own.limits, &own.we_sell, &own.we_buy]);
            let mut all: Vec<_> =
                library.filter(|(_, path, _)| !house.is_some_and(|house| house.replaces(path))).collect();
            if let Some(said) = said {
                all.extend(conditions([&said.limits, &said.we_sell, &said.we_buy]));
            }
            let approver = said.and_then(|said| said.approver.as_deref()).or(own.approver.as_deref());
            Stand { conditions: all, approver }
        };
        let own = &clause.front.positions;
        Self {
            standard: stand(&own.standard, house.map(|house| &house.standard)),
            fallback: stand(&own.fallback, house.map(|house| &house.fallback)),
            walk_away: stand(&own.walk_away, house.map(|house| &house.walk_away)),
        }
    }
}

/// Conditions by side, in one list.
fn conditions([either, sell, buy]: [&BTreeMap<String, String>; 3]) -> impl Iterator<Item = (Side, &str, &str)> {
    [(Side::Either, either), (Side::Sell, sell), (Side::Buy, buy)]
        .into_iter()
        .flat_map(|(side, conditions)| conditions.iter().map(move |(path, one)| (side, path.as_str(), one.as_str())))
}

struct Decided {
    path: Path,
    value: String,
    condition: String,
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Either,
    Sell,
    Buy,
}

/// The first condition of a position that a value of the deal meets, or fails.
fn first(stand: &Stand<'_>, file: &DealFile, met: bool) -> Option<Decided> {
    decided(stand, file, met, 1).pop()
}

/// A value of the deal that lies outside a clause's standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffStandard {
    /// Its path in the deal.
    pub path: Path,
    /// The value as a deal writes it; `not given` for none.
    pub value: String,
    /// The condition that it fails, such as `<= 30 days`; of a walk-away, the one that it meets.
    pub condition: String,
}

/// Every value of the deal that fails the standard of a clause, or meets its walk-away, once and in the order of the conditions.
#[must_use]
pub fn off_standard(clause: &Clause, file: &DealFile) -> Vec<OffStandard> {
    let positions = Signed::of(clause, file);
    let failed = decided(&positions.standard, file, false, usize::MAX);
    let beyond = decided(&positions.walk_away, file, true, usize::MAX);
    let mut out: Vec<OffStandard> = Vec::new();
    for Decided { path, value, condition } in failed.into_iter().chain(beyond) {
        if !out.iter().any(|known| known.path == path) {
            out.push(OffStandard { path, value, condition });
        }
    }
    out
}

/// The first conditions of a position that values of the deal meet, or fail.
fn decided(stand: &Stand<'_>, file: &DealFile, met: bool, most: usize) -> Vec<Decided> {
    let mut out = Vec::new();
    let deal = &file.deal;
    let any =
        |role: fn(&crate::deal::scope::Flow) -> &String| deal.scope.flows.values().any(|flow| *role(flow) == deal.we);
    let (sells, buys) = (any(|flow| &flow.supplier), any(|flow| &flow.customer));
    let of_flow = |flow: &str| deal.scope.flows.get(flow);
    let ours = |side: Side, flow: Option<&str>| match (side, flow.map(of_flow)) {
        (Side::Either, _) => true,
        (Side::Sell, None) => sells,
        (Side::Buy, None) => buys,
        (Side::Sell, Some(flow)) => flow.is_some_and(|flow| flow.supplier == deal.we),
        (Side::Buy, Some(flow)) => flow.is_some_and(|flow| flow.customer == deal.we),
    };
    for (side, path, condition) in &stand.conditions {
        for found in values(file, path) {
            if ours(*side, found.flow.as_deref()) && test(found.value.as_deref(), condition) == Some(met) {
                let value = found.value.unwrap_or_else(|| "not given".into());
                out.push(Decided { path: found.path, value, condition: (*condition).to_owned() });
                if out.len() == most {
                    return out;
                }
            }
        }
    }
    out
}

/// A value of the deal, or its absence.
struct Found {
    path: Path,
    value: Option<String>,
    /// The flow that it applies to, if only one.
    flow: Option<String>,
}

/// The values at a deal path: one for each flow if flows may differ, one for each row if the path leads through a list.
fn values(file: &DealFile, path: &str) -> Vec<Found> {
    if let Some(field) = path.strip_prefix("rates.lines.") {
        return in_lines(file, field);
    }
    let steps: Vec<&str> = path.split('.').collect();
    if let Some((section, field)) = steps.split_first()
        && schema::departs_by_flow(section)
    {
        let field: Path = field.iter().map(|key| Step::Key((*key).to_owned())).collect();
        let flows = file.deal.scope.flows.keys();
        return flows
            .map(|flow| {
                let path = file.departing(section, flow, &field);
                Found { value: text(file, &path), path, flow: Some(flow.clone()) }
            })
            .collect();
    }
    let mut rows = vec![(Some(&file.tree), Path::root(), None::<String>)];
    for (at, step) in steps.iter().enumerate() {
        let last = at + 1 == steps.len();
        let mut next = Vec::new();
        for (node, path, flow) in rows {
            let path = path.key(step);
            let node = node.and_then(|node: &Node| node.get(step)).map(|entry| &entry.value);
            match node.map(|node| &node.kind) {
                Some(NodeKind::List(items)) if !last => next.extend(items.iter().enumerate().map(|(at, item)| {
                    let flow = item.get("flow").and_then(|entry| match &entry.value.kind {
                        NodeKind::Scalar(flow) => Some(flow.clone()),
                        _ => None,
                    });
                    (Some(item), path.index(at), flow)
                })),
                _ => next.push((node, path, flow)),
            }
        }
        rows = next;
    }
    let mut found: Vec<Found> =
        rows.into_iter().map(|(_, path, flow)| Found { value: text(file, &path), path, flow }).collect();
    if let Some(field) = by_party::field_of(path) {
        let own = file.deal.by_party.keys().map(|party| Path::from("by_party").key(party).key(field));
        found.extend(own.filter(|path| file.gives(path.clone())).map(|path| Found {
            value: text(file, &path),
            path,
            flow: None,
        }));
    }
    found
}

/// The values of a field in the rate lines of the deal and of its decks, each once for each flow.
fn in_lines(file: &DealFile, field: &str) -> Vec<Found> {
    let mut seen = BTreeSet::new();
    let lines = file.deal.rates.lines.iter().enumerate();
    let found = lines.filter_map(|(at, line)| {
        let value = said(line, field);
        seen.insert((line.flow.as_str(), value.clone())).then(|| Found {
            value,
            path: Path::from("rates.lines").index(at).key(field),
            flow: Some(line.flow.clone()),
        })
    });
    found.collect()
}

/// The value of a field in a rate line, as a deal writes it. The match names every field, so that a new one cannot be
/// forgotten.
fn said(line: &RateLine, field: &str) -> Option<String> {
    let RateLine {
        flow,
        destination,
        codes,
        route,
        rate,
        increment,
        first_period_rate: _,
        fee: _,
        minimum_charge: _,
        rating: _,
        origin,
        jurisdiction,
        band,
        country,
        effective,
        until,
    } = line;
    let words = |text: &Text| spaced(text.as_str());
    match field {
        "flow" => Some(flow.clone()),
        "destination" => Some(words(destination)),
        "codes" => Some(codes.iter().map(DialCode::as_str).collect::<Vec<_>>().join(", ")),
        "route" => Some(write::route(*route).to_owned()),
        "rate" => rate.known().map(ToString::to_string),
        "increment" => Some(increment.to_string()),
        "origin" => origin.known().map(words),
        "jurisdiction" => jurisdiction.known().map(words),
        "band" => band.known().map(words),
        "country" => country.known().map(|country| country.code().to_owned()),
        "effective" => effective.known().map(Moment::iso),
        "until" => until.known().map(Moment::iso),
        _ => LineTerm::ALL.into_iter().find(|term| term.key() == field)?.text(line).known().cloned(),
    }
}

/// The value at a deal path in the one spelling that a deal is printed in, so that `usd` is USD here too: the deal's own, or the default;
/// `None` for a blank.
fn text(file: &DealFile, path: &Path) -> Option<String> {
    match file.tree.find(path).map(|node| &node.kind) {
        Some(NodeKind::Scalar(text)) => Some(written(file, path).unwrap_or_else(|| text.clone())),
        Some(NodeKind::List(_)) => Some(written(file, path).unwrap_or_default()),
        Some(NodeKind::Map(_)) => Some(String::new()),
        Some(NodeKind::Blank) => None,
        None => file.defaults.iter().find(|(known, _)| known == path).map(|(_, text)| spaced(text)),
    }
}

/// The typed value at a path in words, the items of a list between commas; `None` for a mapping.
fn written(file: &DealFile, path: &Path) -> Option<String> {
    let value = path.steps().iter().try_fold(&file.said, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(at) => value.get(at),
    })?;
    match value {
        Value::Array(items) => Some(items.iter().filter_map(scalar).collect::<Vec<_>>().join(", ")),
        value => scalar(value),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(spaced(text)),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// With plain spaces, as a deal is typed.
fn spaced(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// An operator, and the test of the order between value and limit.
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
pub fn test(value: Option<&str>, condition: &str) -> Option<bool> {
    let condition = condition.trim();
    match condition {
        "is absent" => return Some(value.is_none()),
        "is given" => return Some(value.is_some()),
        _ => {}
    }
    let value = value?;
    let holds = |word: &str| value.split(", ").any(|item| item == word.trim());
    if let Some(word) = condition.strip_prefix("has ") {
        return Some(holds(word));
    }
    if let Some(words) = condition.strip_prefix("is one of ") {
        return Some(words.split(", ").any(|word| word.trim() == value));
    }
    if let Some(word) = condition.strip_prefix("lacks ") {
        return Some(!holds(word));
    }
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
        // A year is twelve months here, not 365 days.
        let months = Duration { amount: duration.amount.checked_mul(12.into())?, unit: Unit::Month };
        let duration = if duration.unit == Unit::Year { months } else { duration };
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
        assert_eq!(test(Some("25 %"), "<= 25 %"), Some(true));
        assert_eq!(test(Some("1 year"), "<= 12 months"), Some(true));
        assert_eq!(test(Some("13 months"), "<= 1 year"), Some(false));
        assert_eq!(test(Some("25.5 %"), "<= 25 %"), Some(false));
        assert_eq!(test(Some("2 weeks"), "< 15 days"), Some(true));
        assert_eq!(test(Some("24 h"), "== 1 day"), Some(true));
        assert_eq!(test(Some("25 %"), "<= 25 days"), None);
        assert_eq!(test(Some("gross"), "!= net"), Some(true));
    }

    #[test]
    fn lists_and_gaps_can_be_asked_for() {
        assert_eq!(test(Some("tls, udp"), "has udp"), Some(true));
        assert_eq!(test(Some("INVITE, BYE"), "lacks ACK"), Some(true));
        assert_eq!(test(Some("New York"), "is one of Singapore, New York"), Some(true));
        assert_eq!(test(Some("York"), "is one of Singapore, New York"), Some(false));
        assert_eq!(test(None, "is absent"), Some(true));
        assert_eq!(test(Some("x"), "is absent"), Some(false));
        assert_eq!(test(None, "<= 5 %"), None);
    }
}

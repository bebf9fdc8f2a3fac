//! Changes between decks and figures of a deck, for people and for programs.

use serde_json::{Value, json};

use crate::characters::{visible, visible_json};
use crate::deal::Field;
use crate::deal::line_terms::LineTerm;
use crate::deal::money::Rate;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::diagnostic::Finding;
use crate::rates::codes::fold;
use crate::rates::compare::{PriceChange, RateChange};
use crate::rates::stats::{CALLS, Stats};
use crate::rates::write::route;
use crate::report::policies::JudgingPolicy;

/// Columns of a bar in a terminal.
const BAR: usize = 40;

/// Codes with equal changes: one line of a report.
struct Alike<'a> {
    change: &'a RateChange<'a>,
    codes: Vec<&'a DialCode>,
}

fn alike<'a>(changes: &'a [RateChange<'a>]) -> Vec<Alike<'a>> {
    let mut out: Vec<Alike<'a>> = Vec::new();
    for change in changes.iter().filter(|change| change.kind != PriceChange::Unchanged) {
        let same = |other: &Alike<'_>| {
            let key = |change: &RateChange<'_>| {
                let line = change.line()?;
                let price = |line: Option<&RateLine>| line.map(|line| (line.rate.known().copied(), line.price()));
                Some((
                    change.kind,
                    line.destination.clone(),
                    line.route,
                    price(change.before),
                    price(change.after),
                    change.effective(),
                ))
            };
            key(other.change) == key(change)
        };
        // Codes with equal changes stand side by side, so comparing with the last is enough.
        match out.last_mut().filter(|last| same(last)) {
            Some(last) => last.codes.push(change.code),
            None => out.push(Alike { change, codes: vec![change.code] }),
        }
    }
    out.sort_by_key(|alike| PriceChange::ALL.iter().position(|kind| *kind == alike.change.kind));
    out
}

fn rate(line: Option<&RateLine>) -> Option<Rate> {
    line.and_then(|line| line.rate.known().copied())
}

/// The change of a rate, in percent.
fn percent(before: Rate, after: Rate) -> Option<String> {
    let change = after.0.checked_sub(before.0)?.checked_mul(100.into())?.checked_div(before.0)?;
    Some(format!("{}{} %", if change.is_sign_positive() { "+" } else { "" }, change.round_dp(1).normalize()))
}

/// What a change says of the terms beside rate and increment.
fn beside(change: &RateChange<'_>) -> String {
    let of = |line: Option<&RateLine>| line.map(|line| line.price().beside());
    match (of(change.before), of(change.after)) {
        (Some(before), Some(after)) if before != after => {
            let before = if before.is_empty() { "nothing beside".to_owned() } else { before };
            let after = if after.is_empty() { "nothing beside".to_owned() } else { after };
            format!("  {before} to {after}")
        }
        (_, Some(terms)) | (Some(terms), None) if !terms.is_empty() => format!("  {terms}"),
        _ => String::new(),
    }
}

/// The changes as a list for people: a line for codes with equal changes, then the number of each kind.
#[must_use]
pub fn changes(changes: &[RateChange<'_>]) -> String {
    let mut out = String::new();
    for Alike { change, codes } in alike(changes) {
        let Some(line) = change.line() else { continue };
        let price = match (rate(change.before), rate(change.after)) {
            (Some(before), Some(after)) if before == after => after.to_string(),
            (Some(before), Some(after)) => {
                let percent = percent(before, after).map_or_else(String::new, |percent| format!(" ({percent})"));
                format!("{before} to {after}{percent}")
            }
            (None, Some(after)) => after.to_string(),
            (Some(before), None) => format!("was {before}"),
            (None, None) => "not known".to_owned(),
        };
        let increment = match (change.before, change.after) {
            (Some(before), Some(after)) if before.increment != after.increment => {
                format!("{} to {}", before.increment, after.increment)
            }
            (_, Some(line)) | (Some(line), None) => line.increment.to_string(),
            (None, None) => String::new(),
        };
        let terms = beside(change);
        let from = change.effective().map_or_else(String::new, |from| format!("  from {from}"));
        let falls =
            if change.new.is_empty() && change.after.is_some() { "  (closes: a shorter code follows)" } else { "" };
        let destination = visible(line.destination.as_str());
        out.push_str(&format!(
            "{:9}  {destination}  {}  {price}  {increment}{terms}{from}{falls}\n",
            change.kind.word(),
            fold(codes)
        ));
    }
    out.push_str(&counts(changes));
    out
}

/// The number of dial codes of each kind of change, on one line.
#[must_use]
pub fn counts(changes: &[RateChange<'_>]) -> String {
    let counts: Vec<String> =
        PriceChange::ALL.into_iter().map(|kind| format!("{} {}", count(changes, kind), kind.word())).collect();
    format!("{} of {} dial codes\n", counts.join(", "), changes.len())
}

/// The same as a JSON value.
#[must_use]
pub fn counts_json(changes: &[RateChange<'_>]) -> Value {
    Value::Object(
        PriceChange::ALL.into_iter().map(|kind| (kind.word().to_owned(), count(changes, kind).into())).collect(),
    )
}

fn count(changes: &[RateChange<'_>], kind: PriceChange) -> usize {
    changes.iter().filter(|change| change.kind == kind).count()
}

/// The changes and the findings as one JSON document: that of the findings, with `changes` and `codes`, which are null if
/// faults prevented the comparison, and what the changes cost, if that was asked.
#[must_use]
pub fn changes_json(
    changes: Option<&[RateChange<'_>]>,
    traffic: Option<Value>,
    findings: &[Finding],
    policies: &[JudgingPolicy],
) -> String {
    let mut document = super::json::value(findings, policies);
    if let Some(document) = document.as_object_mut() {
        document.insert("changes".into(), changes.map_or(Value::Null, |changes| rows(changes).into()));
        document.insert("codes".into(), changes.map_or(Value::Null, counts_json));
        if let Some(traffic) = traffic {
            document.insert("traffic".into(), traffic);
        }
    }
    visible_json(&format!("{document:#}\n"))
}

fn rows(changes: &[RateChange<'_>]) -> Vec<Value> {
    let side = |line: Option<&RateLine>| {
        line.map_or(Value::Null, |line| {
            let mut side =
                json!({ "rate": line.rate.known().map(ToString::to_string), "increment": line.increment.to_string() });
            add_terms(&mut side, line);
            side
        })
    };
    alike(changes)
        .into_iter()
        .filter_map(|Alike { change, codes }| {
            let line = change.line()?;
            Some(json!({
                "kind": change.kind.word(),
                "flow": line.flow,
                "destination": line.destination.to_string(),
                "route": route(line.route),
                "codes": codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
                "before": side(change.before),
                "after": side(change.after),
                "effective": change.effective().map(|from| from.iso()),
            }))
        })
        .collect()
}

/// Adds the terms that a line has to a JSON object.
pub(super) fn add_terms(object: &mut Value, line: &RateLine) {
    let Some(object) = object.as_object_mut() else { return };
    for term in LineTerm::ALL {
        if let Field::Known(said) = term.text(line) {
            object.insert(term.key().to_owned(), said.into());
        }
    }
}

/// The figures of a deck for people.
#[must_use]
pub fn stats(name: &str, currency: &str, stats: &Stats) -> String {
    let mut out = String::new();
    out.push_str(&format!("{}\n", visible(name)));
    out.push_str(&format!(
        "  {} lines, {} dial codes, {} destinations, {} countries\n",
        stats.lines, stats.codes, stats.destinations, stats.countries
    ));
    if let Some([low, first, median, third, high]) = &stats.spread {
        out.push_str(&format!("  {currency} a minute: lowest {low}, quarter {first}, median {median}, three quarters {third}, highest {high}\n"));
    }
    for (title, ends) in [("cheapest", &stats.cheapest), ("dearest", &stats.dearest)] {
        let ends: Vec<String> = ends.iter().map(|(name, rate)| format!("{} {rate}", visible(name))).collect();
        if !ends.is_empty() {
            out.push_str(&format!("  {title}: {}\n", ends.join("; ")));
        }
    }
    if !stats.increments.is_empty() {
        let calls: Vec<String> = CALLS.iter().map(|seconds| format!("{:>7}", format!("{seconds} s"))).collect();
        out.push_str(&format!(
            "  a minute of a call costs so many times its rate:\n    increment    lines {}\n",
            calls.join(" ")
        ));
        for (increment, lines, times) in &stats.increments {
            let times: Vec<String> = times.iter().map(|times| format!("{:>7}", times.to_string())).collect();
            out.push_str(&format!("    {:9} {lines:>8} {}\n", increment.to_string(), times.join(" ")));
        }
    }
    for (term, lines) in &stats.terms {
        out.push_str(&format!("  lines that give {}: {lines}; the figures here leave it out\n", term.name()));
    }
    let most = stats.histogram.iter().map(|(_, lines)| *lines).max().unwrap_or_default();
    if stats.histogram.len() > 1 && most > 0 {
        out.push_str("  lines by rate, from:\n");
        for (low, lines) in &stats.histogram {
            let bar = "#".repeat((lines * BAR).div_ceil(most));
            out.push_str(&format!("    {:>10} {lines:>8} {bar}\n", low.to_string()));
        }
    }
    out
}

/// The figures of a deck as a JSON value.
#[must_use]
pub fn stats_json(name: &str, currency: &str, stats: &Stats) -> Value {
    let ends = |ends: &[(String, rust_decimal::Decimal)]| -> Vec<Value> {
        ends.iter().map(|(name, rate)| json!({ "destination": name, "rate": rate.to_string() })).collect()
    };
    json!({
        "deck": name,
        "currency": currency,
        "lines": stats.lines,
        "codes": stats.codes,
        "destinations": stats.destinations,
        "countries": stats.countries,
        "spread": stats.spread.map(|spread| spread.map(|rate| rate.to_string())),
        "cheapest": ends(&stats.cheapest),
        "dearest": ends(&stats.dearest),
        "increments": stats.increments.iter().map(|(increment, lines, times)| json!({
            "increment": increment.to_string(),
            "lines": lines,
            "times": CALLS.iter().zip(times).map(|(seconds, times)| (seconds.to_string(), times.to_string().into())).collect::<serde_json::Map<_, Value>>(),
        })).collect::<Vec<_>>(),
        "terms": stats.terms.iter().map(|(term, lines)| (term.key().to_owned(), Value::from(*lines))).collect::<serde_json::Map<_, Value>>(),
        "histogram": stats.histogram.iter().map(|(low, lines)| json!({ "from": low.to_string(), "lines": lines })).collect::<Vec<_>>(),
    })
}

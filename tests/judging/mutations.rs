//! Every field of every example, spoilt in every way that a slip of the hand can spoil it: the program never panics, always
//! answers, and what it says can be followed to a place in the file.
//!
//! What is said of a mutation is `tests/judging/oracle.rs`'s concern. A plain run tries each kind of field once in each way, and a
//! deterministic part of the rest; `PEERPACT_FULL=1` tries them all.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use crate::read_back::{check, examples, yaml};
use peerpact::diagnostic::{Finding, Level};
use peerpact::rules;
use serde_json::{Map, Value, json};

/// Of the mutations beyond the first of their kind, one in so many is tried in a plain run.
const ONE_IN: usize = 12;

/// One in so many is judged twice.
const TWICE_IN: usize = 10;

/// A check takes milliseconds; on a busy machine it may take longer, but not so long.
const LONGEST: Duration = Duration::from_secs(20);

/// Most findings that one run may raise, beside one for each few bytes of the deal.
const MOST_FINDINGS: usize = 200;

/// Words that a field may get in place of its own, besides those of other fields.
const ODD: [&str; 6] = ["", " ", "0", "-1", "99999999999999999999", "Ω {{ x }} %}"];

/// One change at one path.
struct Mutation {
    path: String,
    what: &'static str,
    /// What stands there then; nothing if the field goes.
    to: Option<Value>,
}

impl Mutation {
    fn apply(&self, deal: &Value) -> String {
        let mut deal = deal.clone();
        match &self.to {
            Some(to) => yaml::set(&mut deal, &self.path, to.clone()),
            None => {
                yaml::take(&mut deal, &self.path).expect("the field is there");
            }
        }
        yaml::text(&deal)
    }
}

/// Calls `visit` with the path of everything below a value, and what stands there.
fn walk(value: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(entries) => {
            let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            entries.iter().map(|(key, value)| (below(key), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (format!("{path}[{at}]"), item)).collect(),
        _ => return,
    };
    for (path, child) in children {
        visit(&path, child);
        walk(child, &path, visit);
    }
}

/// Every mutation of a deal.
fn mutations(deal: &Value) -> Vec<Mutation> {
    let mut words = Vec::new();
    walk(deal, "", &mut |_, value| words.extend(value.as_str().map(str::to_owned)));
    let mut out = Vec::new();
    let mut met = 0;
    walk(deal, "", &mut |path, value| {
        let mut add = |what, to: Option<Value>| {
            if to.as_ref() != Some(value) {
                out.push(Mutation { path: path.to_owned(), what, to });
            }
        };
        add("dropped", None);
        add("blank", Some(Value::Null));
        add("another's", twin(deal, path));
        match value {
            Value::String(text) => {
                add("a list", Some(json!([text])));
                add("an empty list", Some(json!([])));
                add("a mapping", Some(json!({"it": text})));
                // A stride that is prime to most lengths leads to a field of another section.
                add("a word of another field", Some(words[(met + 37) % words.len()].clone().into()));
                met += 1;
                ODD.iter().for_each(|odd| add(odd, Some((*odd).into())));
                beyond(text).into_iter().for_each(|(what, far)| add(what, Some(far.into())));
            }
            Value::Array(items) => {
                add("a word", Some("word".into()));
                add("a mapping", Some(json!({"it": items})));
                add("emptied", Some(json!([])));
                add("turned round", Some(items.iter().rev().cloned().collect()));
                add("twice the first", Some(items.iter().take(1).chain(items).cloned().collect()));
                add("twice the last", Some(items.iter().chain(items.last()).cloned().collect()));
            }
            Value::Object(entries) => {
                add("a word", Some("word".into()));
                add("a list", Some(json!([entries])));
                add("emptied", Some(json!({})));
                add("with its ends swapped", swapped(entries));
            }
            _ => {}
        }
    });
    // Without a twin or ends there is nothing to set, and to drop a field is a mutation of its own.
    out.retain(|mutation| mutation.to.is_some() || mutation.what == "dropped");
    out
}

/// What stands at the same place of the twin: the other party, the other flow, the next entry of a list.
fn twin(deal: &Value, path: &str) -> Option<Value> {
    let steps: Vec<&str> = yaml::steps(path).collect();
    let mut here = deal;
    let mut found = None;
    for (at, step) in steps.iter().enumerate() {
        let twin = match here {
            Value::Array(items) => items.get((step.parse::<usize>().ok()? + 1) % items.len()),
            Value::Object(entries) if entries.len() > 1 && entries.values().all(|value| !value.is_string()) => {
                let place = entries.keys().position(|key| key == step)?;
                entries.values().nth((place + 1) % entries.len())
            }
            _ => None,
        };
        let below = steps[at + 1..].join(".");
        if let Some(other) = twin.and_then(|twin| yaml::get(twin, &below)) {
            found = Some(other.clone());
        }
        here = yaml::get(here, step)?;
    }
    found
}

/// A flow whose customer and supplier have changed places.
fn swapped(flow: &Map<String, Value>) -> Option<Value> {
    let mut swapped = flow.clone();
    swapped.insert("customer".into(), flow.get("supplier")?.clone());
    swapped.insert("supplier".into(), flow.get("customer")?.clone());
    Some(swapped.into())
}

/// The text with other numbers in it: nothing, very much, less than nothing; for a day, the ends of the calendar.
fn beyond(text: &str) -> Vec<(&'static str, String)> {
    let Some(start) = text.find(|one: char| one.is_ascii_digit()) else { return Vec::new() };
    let end = text[start..].find(|one: char| !one.is_ascii_digit()).map_or(text.len(), |length| start + length);
    let with = |number: &str| format!("{}{number}{}", &text[..start], &text[end..]);
    let mut out = vec![
        ("nothing", with("0")),
        ("much", with("4000000000")),
        ("very much", with("999999999999999999999")),
        ("less than nothing", with(&format!("-{}", &text[start..end]))),
        ("a hundredfold", with(&format!("{}00", &text[start..end]))),
    ];
    let is_day = text.len() >= 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    if is_day {
        out.push(("the first day", format!("0001-01-01{}", &text[10..])));
        out.push(("the last day", format!("9999-12-31{}", &text[10..])));
    }
    out
}

/// A path without the keys and places that a deal chooses.
fn field(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for step in yaml::steps(path) {
        let is_chosen = matches!(out.last(), Some(&("parties" | "flows" | "sites" | "hosts" | "sides" | "by_flow")));
        out.push(if is_chosen || step.parse::<usize>().is_ok() { "*" } else { step });
    }
    out.join(".")
}

/// What is wrong with what a deal is told.
fn faults(text: &str, findings: &[Finding], known: &BTreeSet<&str>) -> Vec<String> {
    let mut out = Vec::new();
    if findings.len() > MOST_FINDINGS + text.len() / 8 {
        out.push(format!("{} findings", findings.len()));
    }
    let mut last = None;
    for finding in findings {
        let mut fault = |what: String| out.push(format!("{what}: {} {}", finding.code, finding.message));
        let message = &finding.message;
        if message.trim().is_empty() || message.ends_with('.') || message.contains('\n') {
            fault("a message is one line without a full stop".into());
        }
        if !known.contains(finding.code) {
            fault("no such code".into());
        }
        if finding.level == Level::Error && finding.remedy_text().is_none_or(|help| help.trim().is_empty()) {
            fault("an error without help".into());
        }
        for place in finding.place.iter().chain(finding.related.iter().map(|(place, _)| place)) {
            let (of_deal, is_deal) = (*place.source.text == *text, &*place.source.name == "deal.yaml");
            if is_deal != of_deal || place.source.text.get(place.span.clone()).is_none() {
                fault(format!("{:?} of {} is no place", place.span, place.source.name));
            }
        }
        let Some(place) = &finding.place else {
            if !finding.edits.is_empty() {
                fault("edits of no file".into());
            }
            continue;
        };
        for edit in &finding.edits {
            if place.source.text.get(edit.span.clone()).is_none() {
                fault(format!("{:?} is no place to edit", edit.span));
            }
        }
        if &*place.source.name == "deal.yaml" {
            let key = (place.span.start, finding.code, message.clone());
            if last.as_ref().is_some_and(|last| *last > key) {
                fault("out of order".into());
            }
            last = Some(key);
        }
    }
    out
}

/// Judges one mutation, and says what is wrong with the answer.
fn fault(text: &str, is_twice: bool, known: &BTreeSet<&str>) -> Option<String> {
    let began = Instant::now();
    let Ok(findings) = panic::catch_unwind(AssertUnwindSafe(|| check(text))) else { return Some("a panic".into()) };
    let took = began.elapsed();
    let mut out = faults(text, &findings, known);
    if took > LONGEST {
        out.push(format!("{took:?}"));
    }
    if is_twice {
        // All but the places, which hold the whole file.
        let told = |findings: &[Finding]| {
            let one = |finding: &Finding| {
                let span = finding.place.as_ref().map(|place| place.span.clone());
                let related: Vec<_> = finding.related.iter().map(|(place, what)| (place.span.clone(), what)).collect();
                let Finding { code, level, message, path, remedy, edits, .. } = finding;
                format!("{code} {level:?} {message} {span:?} {path:?} {related:?} {remedy:?} {edits:?}")
            };
            findings.iter().map(one).collect::<Vec<_>>()
        };
        if told(&findings) != told(&check(text)) {
            out.push("another answer the second time".into());
        }
    }
    (!out.is_empty()).then(|| out.join("\n    "))
}

#[test]
fn a_slip_of_the_hand_is_answered() {
    let known: BTreeSet<&str> = rules::catalogue().into_iter().map(|code| code.code).collect();
    let is_full = std::env::var_os("PEERPACT_FULL").is_some_and(|full| full == "1");
    let deals: Vec<(String, Value)> = examples().into_iter().map(|(name, text)| (name, yaml::value(&text))).collect();
    let mut met = BTreeSet::new();
    let mut all = 0;
    let mut tried: Vec<(&str, &Value, Mutation)> = Vec::new();
    for (name, deal) in &deals {
        for mutation in mutations(deal) {
            all += 1;
            if met.insert((field(&mutation.path), mutation.what)) || is_full || all % ONE_IN == 0 {
                tried.push((name, deal, mutation));
            }
        }
    }
    println!("{} of {all} mutations", tried.len());
    assert!(tried.len() > 4000, "only {} mutations", tried.len());
    let every_other = |first: usize| {
        let judge = |(at, (name, deal, mutation)): (usize, &(&str, &Value, Mutation))| {
            let fault = fault(&mutation.apply(deal), at % TWICE_IN == 0, &known)?;
            Some(format!("{name}, {} {}:\n    {fault}", mutation.path, mutation.what))
        };
        tried.iter().enumerate().skip(first).step_by(2).filter_map(judge).collect::<Vec<_>>()
    };
    let faults: Vec<String> = std::thread::scope(|scope| {
        let halves = [0, 1].map(|first| scope.spawn(move || every_other(first)));
        halves.into_iter().flat_map(|half| half.join().expect("no panic outside a check")).collect()
    });
    assert!(
        faults.is_empty(),
        "{} mutations are answered badly:\n{}",
        faults.len(),
        faults.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
}

//! `docs/coverage.csv`: what serves each requirement, and what each field of a deal changes in the paper.
//!
//! The table's claim is that a field changes the clauses and schedules that its rows name, and no other. This test changes
//! every field of several deals and compares. `UPDATE=1` writes these two columns of each row that names a field, and a row for
//! a field that has none; people write the rest.

use std::collections::{BTreeMap, BTreeSet};

use crate::assembled::write;
use crate::read_back::{csv, deals, examples, library, root, smallest, yaml};
use peerpact::deal::read::read;
use peerpact::document::assemble::assemble;
use peerpact::document::{Block, HeadingKind};
use peerpact::fields::{self, FieldEntry};
use peerpact::rules;
use peerpact::source::Source;
use rayon::prelude::*;
use serde_json::Value;

/// A row of the table.
struct Row {
    requirement: String,
    field: String,
    clause: String,
    schedule: String,
    rule: String,
    reason: String,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/coverage.csv")).expect("docs/coverage.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("requirement,field,clause,schedule,rule,reason"));
    lines
        .map(|line| {
            let cells: [String; 6] =
                csv::cells(line).try_into().unwrap_or_else(|cells: Vec<_>| panic!("{} cells: {line}", cells.len()));
            let [requirement, field, clause, schedule, rule, reason] = cells;
            Row { requirement, field, clause, schedule, rule, reason }
        })
        .collect()
}

/// Several names in one cell are parted by spaces.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split_whitespace()
}

#[test]
fn every_requirement_is_served_or_has_a_reason() {
    let rows = rows();
    let (mut served, mut reasoned) = (BTreeSet::new(), BTreeSet::new());
    for row in rows.iter().filter(|row| row.requirement != "-") {
        let serves = [&row.field, &row.clause, &row.schedule, &row.rule].iter().any(|cell| !cell.is_empty());
        if serves {
            served.insert(row.requirement.as_str());
        } else {
            assert!(
                row.reason.split_whitespace().count() >= 4,
                "{}: served by nothing, for no reason",
                row.requirement
            );
            reasoned.insert(row.requirement.as_str());
        }
    }
    let all: BTreeSet<String> = (1..=258).map(|number| format!("R{number:03}")).collect();
    let named: BTreeSet<String> = served.union(&reasoned).map(|name| (*name).to_owned()).collect();
    assert_eq!(named, all);
    assert!(served.len() >= 245, "only {} requirements are served", served.len());
}

#[test]
fn every_name_of_the_table_exists() {
    let leaves = deals::paths(true);
    let codes: BTreeSet<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    for row in rows() {
        for field in names(&row.field) {
            assert!(leaves.contains(field), "{}: no field {field}", row.requirement);
        }
        for id in names(&row.clause) {
            assert!(
                library().clauses.contains_key(id) && !id.starts_with("schedule."),
                "{}: no clause {id}",
                row.requirement
            );
        }
        for id in names(&row.schedule) {
            assert!(
                library().clauses.contains_key(id) && id.starts_with("schedule."),
                "{}: no schedule {id}",
                row.requirement
            );
        }
        for code in names(&row.rule) {
            assert!(codes.contains(code), "{}: no rule {code}", row.requirement);
        }
    }
}

/// Fields whose effect is not theirs alone: the form turns every clause, a position its own clause, a special term that it
/// follows; the keys by which one part of a deal names another make a row appear elsewhere.
const SHIFTING: &[&str] = &[
    "legal.form",
    // They print, or move text, only beside a choice that the deals below do not make.
    "disputes.mode",
    "disputes.exclusive",
    "disputes.jury_waiver",
    "documents.rank",
    "dpa.document",
    "dpa.date",
    "tax.bears",
    "tax.reports",
    "tax.remits",
    "positions",
    "clauses",
    "special_terms.after",
    "special_terms.instead",
    "special_terms.text",
    "rates.lines.flow",
    "tax.flow",
    "contacts.party",
    "contacts.role",
    "scope.flows.customer",
    "scope.flows.supplier",
    "parties.country",
    "rates.lines.codes",
    "pricing.notices.flow",
    "pricing.fees.flow",
    "pricing.discounts.flow",
    "pricing.quality_bonus.flow",
    "pricing.revenue_share.flow",
    "pricing.commitments.flow",
    "regulatory.filings.party",
    "technical.points.pays",
    "tax.accounts",
    "we",
];

/// The words of each clause, schedule and section of a draft: references by what they lead to, without numbers.
fn words(deal: &Value) -> Option<BTreeMap<String, String>> {
    let mut findings = Vec::new();
    let file = read(&Source::new("deal.yaml", yaml::text(deal)), &mut findings)?;
    let draft = assemble(&file, library(), false, &mut findings);
    let ids: BTreeSet<&str> = draft.printed.iter().map(|printed| printed.id.as_str()).collect();
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut at = String::new();
    for block in &draft.document.blocks {
        if let Block::Heading(heading) = block
            && (ids.contains(heading.anchor.as_str()) || heading.kind == HeadingKind::Part)
        {
            at = heading.anchor.clone();
        }
        let here = out.entry(at.clone()).or_default();
        match block {
            Block::Heading(heading) => write(&heading.title, here),
            Block::Paragraph(paragraph) => write(&paragraph.text, here),
            Block::Table(table) => {
                table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| write(cell, here))
            }
            Block::Chart(_) => {}
            Block::Signatures(signatures) => {
                let signed = out.entry("gen.signature".into()).or_default();
                for signature in signatures {
                    write(&signature.heading, signed);
                    signature.lines.iter().filter_map(|(_, text)| text.as_ref()).for_each(|text| write(text, signed));
                }
            }
        }
    }
    out.retain(|id, _| ids.contains(id.as_str()) && id != "form.definitions");
    Some(out)
}

/// Deals in which every field of the schema stands somewhere.
fn bases() -> Vec<Value> {
    let mut all = vec![deals::rich(), deals::other()];
    all.extend(examples().iter().map(|(_, text)| yaml::value(text)));
    all.push(deals::untaxed(yaml::value(&smallest())));
    all
}

/// A path without indices and without the keys that a deal chooses.
fn general(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut chosen = false;
    for step in path.split('.') {
        let step = step.split('[').next().unwrap_or(step);
        if !chosen {
            out.push(step);
        }
        chosen = !chosen && ["parties", "flows", "sites", "hosts", "sides", "positions", "by_party"].contains(&step);
    }
    out.join(".")
}

#[test]
fn a_field_changes_what_the_table_says_and_nothing_else() {
    let mut tasks: Vec<(usize, deals::Field, Vec<Value>)> = Vec::new();
    let bases = bases();
    for (at, base) in bases.iter().enumerate() {
        let choices: BTreeMap<String, Vec<Value>> = deals::every_choice(base).into_iter().collect();
        // The form has more fields than all else together; two of the deals hold all of it, and the others need not begin it.
        let has_form = yaml::get(base, "technical.form").is_some();
        for field in deals::fields(base).into_iter().filter(|one| has_form || !one.path.starts_with("technical.form."))
        {
            let values = match choices.get(&field.path) {
                Some(choices) => choices.clone(),
                None => deals::other_value(&field).into_iter().collect(),
            };
            tasks.push((at, field, values));
        }
    }
    let plain: Vec<BTreeMap<String, String>> = bases.iter().map(|base| words(base).expect("a draft")).collect();
    let found: Vec<(String, BTreeSet<String>)> = tasks
        .par_iter()
        .map(|(at, field, values)| {
            let mut changed = BTreeSet::new();
            for value in values {
                let mut deal = bases[*at].clone();
                yaml::set(&mut deal, &field.path, value.clone());
                let Some(now) = words(&deal) else { continue };
                let before = &plain[*at];
                changed.extend(now.keys().chain(before.keys()).filter(|id| now.get(*id) != before.get(*id)).cloned());
            }
            (general(&field.path), changed)
        })
        .collect();
    let mut effects: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (field, changed) in found {
        effects.entry(field).or_default().extend(changed);
    }
    let entries: BTreeMap<String, FieldEntry> =
        fields::all(library()).into_iter().map(|entry| (entry.path.clone(), entry)).collect();
    let mut faults = Vec::new();
    for (field, changed) in effects.iter().filter(|(field, _)| !SHIFTING.contains(&field.as_str())) {
        let Some(entry) = entries.get(field) else {
            faults.push(format!("`explain` does not know {field}"));
            continue;
        };
        let read: BTreeSet<&String> = entry.clauses.iter().collect();
        let missing: Vec<_> = changed.iter().filter(|id| !read.contains(id)).collect();
        if !missing.is_empty() {
            faults.push(format!("{field} changes {missing:?}, which `explain` does not name"));
        }
    }
    // What moves text that is not its own is known by who reads it.
    let served = |field: &str| -> BTreeSet<String> {
        if SHIFTING.contains(&field) {
            return entries[field].clauses.iter().cloned().collect();
        }
        effects.get(field).cloned().unwrap_or_default()
    };
    let mut reasoned: BTreeSet<String> = BTreeSet::new();
    for row in rows().iter().filter(|row| !row.rule.is_empty() || !row.reason.is_empty()) {
        reasoned.extend(names(&row.field).map(str::to_owned));
    }
    for field in deals::paths(true) {
        if served(&field).is_empty() && entries[&field].rules.is_empty() && !reasoned.contains(&field) {
            faults.push(format!("{field} changes no word, and no rule reads it"));
        }
    }
    let path = root().join("docs/coverage.csv");
    let found = std::fs::read_to_string(&path).expect("docs/coverage.csv").replace("\r\n", "\n");
    let written = updated(&found, &served);
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        crate::read_back::rewrite(&path, &written);
    } else if found != written {
        let other = written.lines().zip(found.lines()).find(|(written, found)| written != found);
        faults.push(format!(
            "docs/coverage.csv is to be written anew: {other:?}; run: UPDATE=1 cargo test --test library coverage::"
        ));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The table with the columns of clauses and schedules as the fields change them, and each field in a row.
fn updated(table: &str, served: &dyn Fn(&str) -> BTreeSet<String>) -> String {
    let row = |requirement: &str, field: &str, rest: &str| {
        let (schedules, clauses): (Vec<String>, Vec<String>) =
            served(field).into_iter().partition(|id| id.starts_with("schedule."));
        format!("{requirement},{field},{},{},{rest}\n", clauses.join(" "), schedules.join(" "))
    };
    let mut out = String::new();
    let mut missing = deals::paths(true);
    for (at, line) in table.lines().enumerate() {
        let [requirement, field, _, _, rest] = line.splitn(5, ',').collect::<Vec<_>>()[..] else {
            panic!("no row: {line}")
        };
        missing.remove(field);
        if at == 0 || field.is_empty() {
            out.push_str(&format!("{line}\n"));
        } else {
            out.push_str(&row(requirement, field, rest));
        }
    }
    out.extend(missing.iter().map(|field| row("-", field, ",")));
    out
}

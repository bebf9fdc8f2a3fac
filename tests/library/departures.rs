//! A deal may leave out clauses and say special terms, and what is left of the paper reads on: no reference leads nowhere, no
//! term lacks its meaning, nothing has a hole.

use std::collections::BTreeSet;

use crate::read_back::{deals, library, list, options, smallest, yaml};
use peerpact::deal::paper::Form;
use peerpact::deal::read::read;
use peerpact::diagnostic::{Finding, Level};
use peerpact::document::assemble::assemble;
use peerpact::document::plain_text;
use peerpact::library::clause::{Clause, LeaveOut};
use peerpact::pipeline;
use peerpact::source::Source;
use rayon::prelude::*;
use serde_json::{Value, json};

/// Deals that between them print nearly every clause.
fn bases() -> Vec<(&'static str, Value)> {
    let mut bases = vec![("smallest", yaml::value(&smallest())), ("rich", deals::rich()), ("other", deals::other())];
    for (_, deal) in &mut bases {
        yaml::take(deal, "special_terms");
    }
    bases
}

fn free() -> Vec<&'static Clause> {
    library().clauses.values().filter(|clause| clause.front.leave_out == LeaveOut::Free).collect()
}

/// Findings of all rules that the departures themselves cause: those that the deal without them does not have.
fn judged(deal: &Value, known: &BTreeSet<String>) -> Vec<Finding> {
    let options = options(&[]);
    let mut found = pipeline::check(&Source::new("deal.yaml", yaml::text(deal)), &options.run(library()));
    found.retain(|finding| {
        let of_paper = finding.code.starts_with("LIB") || finding.code.starts_with("DOC");
        (of_paper || finding.level == Level::Error) && !known.contains(&finding.message)
    });
    found
}

/// The faults of assembling: references, terms, empty clauses.
fn faults(deal: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    let file =
        read(&Source::new("deal.yaml", yaml::text(deal)), &mut found).unwrap_or_else(|| panic!("{}", list(&found)));
    found.clear();
    let draft = assemble(&file, library(), false, &mut found);
    draft.document.walk(&mut |inline| {
        let words = plain_text(std::slice::from_ref(inline));
        for hole in ["(, ", "( )", "()", " ,", " ;", ", ,", ",,", "  ", ", and ,", "under .", "by ."] {
            assert!(!words.contains(hole), "a hole {hole:?} in {words:?}\n{}", yaml::text(deal));
        }
    });
    found
}

fn with(base: &Value, form: &str, path: &str, value: Value) -> Value {
    let mut deal = base.clone();
    yaml::set(&mut deal, "legal.form", json!(form));
    yaml::set(&mut deal, path, value);
    deal
}

/// What the rules say of a deal that departs from nothing.
fn known(base: &Value, form: &str) -> BTreeSet<String> {
    let found = judged(&with(base, form, "reference", json!("SH-1")), &BTreeSet::new());
    found.into_iter().map(|finding| finding.message).collect()
}

/// Leaves out each of some sets of clauses, in each deal and form.
fn leaves_out(sets: &[BTreeSet<&str>], bases: &[(&str, Value)]) {
    for (name, base) in bases {
        for form in ["full", "short"] {
            let bad: Vec<String> = sets
                .par_iter()
                .filter_map(|set| {
                    let off: serde_json::Map<String, Value> =
                        set.iter().map(|id| ((*id).to_owned(), json!("none"))).collect();
                    let found = faults(&with(base, form, "clauses", off.into()));
                    (!found.is_empty()).then(|| format!("{name}, {form}, without {set:?}:\n{}", list(&found)))
                })
                .collect();
            assert!(bad.is_empty(), "{}", bad.join("\n"));
        }
    }
}

#[test]
fn every_clause_says_whether_it_may_be_left_out() {
    for clause in library().clauses.values() {
        assert!(clause.source.text.contains("\nleave_out: "), "{}: no `leave_out`", clause.id);
        let absent = &clause.front.absent;
        assert_eq!(
            clause.front.leave_out == LeaveOut::Free,
            absent.law.is_some(),
            "{}: `absent.law` says what holds without a clause that may be left out",
            clause.id
        );
    }
}

#[test]
fn each_clause_that_may_be_left_out_leaves_a_whole_paper() {
    let sets: Vec<BTreeSet<&str>> = free().iter().map(|clause| BTreeSet::from([clause.id.as_str()])).collect();
    assert!(sets.len() > 60, "hardly any clause may be left out");
    leaves_out(&sets, &bases());
}

#[test]
fn each_pair_that_cite_one_another_leaves_a_whole_paper() {
    let free = free();
    let cites = |one: &Clause, other: &Clause| one.body.contains(&format!("](#{}", other.id));
    let mut sets = Vec::new();
    for one in &free {
        for other in &free {
            if one.id < other.id && (cites(one, other) || cites(other, one)) {
                sets.push(BTreeSet::from([one.id.as_str(), other.id.as_str()]));
            }
        }
    }
    assert!(sets.len() > 30, "hardly any pair");
    leaves_out(&sets, &bases()[..1]);
}

#[test]
fn everything_that_may_be_left_out_can_be_at_once() {
    let all: BTreeSet<&str> = free().iter().map(|clause| clause.id.as_str()).collect();
    leaves_out(std::slice::from_ref(&all), &bases());
    for form in ["full", "short"] {
        let base = yaml::value(&smallest());
        let off: serde_json::Map<String, Value> = all.iter().map(|id| ((*id).to_owned(), json!("none"))).collect();
        let found = judged(&with(&base, form, "clauses", off.into()), &known(&base, form));
        assert!(found.is_empty(), "{form}:\n{}", list(&found));
    }
}

#[test]
fn each_clause_that_may_be_replaced_leaves_a_whole_paper() {
    const TERM: &str = "What the parties agreed by letter holds.";
    for form in ["full", "short"] {
        let base = yaml::value(&smallest());
        let known = known(&base, form);
        let clauses: Vec<&Clause> =
            library().clauses.values().filter(|clause| clause.front.leave_out != LeaveOut::Never).collect();
        clauses.par_iter().for_each(|clause| {
            let deal = with(&base, form, "special_terms", json!([{"instead": clause.id, "text": TERM}]));
            let mut found = faults(&deal);
            if clause.front.leave_out == LeaveOut::ReplacedOnly {
                found.extend(judged(&deal, &known));
            }
            assert!(found.is_empty(), "{form}, instead of {}:\n{}", clause.id, list(&found));
            let options = options(&[]);
            let source = Source::new("deal.yaml", yaml::text(&deal));
            let (_, draft) = pipeline::paper(&source, &options.run(library())).expect("reads");
            let mut said = 0;
            draft.document.walk(&mut |inline| said += usize::from(plain_text(std::slice::from_ref(inline)) == TERM));
            let of = if form == "full" { Form::Full } else { Form::Short };
            let in_outline = library().outline(of).ids().any(|id| id == clause.id);
            assert_eq!(said, usize::from(in_outline), "{form}, instead of {}", clause.id);
        });
    }
}

/// A special term in place of a point displaces the sentence that makes it, and no other point of the clause.
#[test]
fn a_point_is_replaced_where_it_is_made() {
    let base = yaml::value(&smallest());
    let term = "Each Party bears the charges of its own bank.";
    for form in ["full", "short"] {
        let deal = with(&base, form, "special_terms", json!([{"instead": "bill.payment#charges", "text": term}]));
        let options = options(&[]);
        let (_, draft) =
            pipeline::paper(&Source::new("deal.yaml", yaml::text(&deal)), &options.run(library())).expect("reads");
        let words = peerpact::document::words_of(&draft.document.blocks);
        assert!(words.contains(&format!("Special term: {term}")), "{form}");
        assert!(!words.contains("bears the charges of its own bank, "), "{form}: the point still prints");
        assert!(words.contains("confirm"), "{form}: the clause is gone");
        let ranks = words.contains("marked as a special term");
        assert!(ranks, "{form}: nothing ranks special terms");
        assert!(draft.document.cover.key_terms.iter().any(|(label, _)| plain_text(label) == "Special terms"), "{form}");
    }
}

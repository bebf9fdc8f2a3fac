//! `tests/agreements/`: deals as six different carriers would agree them. Each drafts in both forms, and prints the clauses that its
//! carrier's paper has and no others: `NAME.csv` lists them with what this carrier agreed in each.

use std::fs;

use crate::read_back::markdown::plain;
use crate::read_back::{csv, files_below, library, list, options, root, yaml};
use peerpact::deal::paper::Form;
use peerpact::diagnostic::{Finding, Level};
use peerpact::pipeline::{self, Print};
use peerpact::render::Format;
use peerpact::rules::Run;
use peerpact::source::Source;
use serde_json::json;

/// Each deal by its name, with its text.
fn agreements() -> Vec<(String, String)> {
    let files = files_below(&root().join("tests/agreements"), "yaml");
    let name = |path: &std::path::Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).expect("a deal is text"))).collect()
}

/// A deal of the folder, in which an order finds its master.
fn source(name: &str, text: &str) -> Source {
    Source::new(root().join(format!("tests/agreements/{name}.yaml")).display().to_string(), text)
}

/// How a deal is judged in one form, and its master with it.
fn in_form(form: Form) -> Run<'static> {
    Run { form: Some(form), ..options(&[]).run(library()) }
}

/// Whether a deal is an order, which prints what differs from its master alone.
fn is_order(text: &str) -> bool {
    yaml::value(text).pointer("/documents/kind") == Some(&json!("order"))
}

/// The clauses that a deal prints in one form, in order.
fn printed(name: &str, text: &str, form: Form) -> Vec<String> {
    let (_, draft) = pipeline::paper(&source(name, text), &in_form(form)).unwrap_or_else(|| panic!("{name}: no paper"));
    draft.printed.iter().map(|clause| clause.id.clone()).collect()
}

#[test]
fn each_agreement_says_everything_in_fields() {
    let agreements = agreements();
    assert!(agreements.len() >= 8, "hardly any agreement");
    for (name, text) in &agreements {
        assert!(yaml::value(text).get("special_terms").is_none(), "{name} has a special term");
        for form in Form::ALL {
            let found = pipeline::check(&source(name, text), &in_form(form));
            let wrong: Vec<Finding> = found.into_iter().filter(|finding| finding.level == Level::Error).collect();
            assert!(wrong.is_empty(), "{name}, {}:\n{}", form.name(), list(&wrong));
        }
    }
}

/// A row of a fact sheet: a clause that prints, in both forms or in the full one alone, and what this carrier agreed in it.
struct Fact {
    clause: String,
    full_alone: bool,
    fact: String,
}

/// The fact sheet of an agreement.
fn facts(name: &str) -> Vec<Fact> {
    let text = fs::read_to_string(root().join(format!("tests/agreements/{name}.csv"))).unwrap_or_default();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("clause,form,fact"), "{name}");
    let fact = |line: &str| {
        let [clause, form, fact]: [String; 3] = csv::cells(line).try_into().expect("three cells");
        assert!(["both", "full"].contains(&form.as_str()), "{name}: {clause} is in the form {form}");
        Fact { clause, full_alone: form == "full", fact }
    };
    lines.map(fact).collect()
}

#[test]
fn each_clause_that_prints_has_its_fact_and_each_fact_its_clause() {
    for (name, text) in agreements().iter().filter(|(_, text)| !is_order(text)) {
        let facts = facts(name);
        for fact in &facts {
            assert!(fact.fact.split_whitespace().count() >= 2, "{name}: {} has no fact", fact.clause);
        }
        for form in Form::ALL {
            let mut there = printed(name, text, form);
            there.sort_unstable();
            let wanted = facts.iter().filter(|fact| form == Form::Full || !fact.full_alone);
            let mut wanted: Vec<&str> = wanted.map(|fact| fact.clause.as_str()).collect();
            wanted.sort_unstable();
            assert_eq!(there, wanted, "{name}, {}", form.name());
        }
    }
}

/// The figures of a fact, each with the unit or currency beside it.
fn figures(fact: &str) -> Vec<String> {
    const UNITS: [&str; 9] = ["%", "day", "days", "month", "months", "hours", "years", "s", "times"];
    let words: Vec<&str> = fact.split_whitespace().map(|word| word.trim_matches([',', ';', '.', ':'])).collect();
    let is_figure = |word: &&str| word.starts_with(|letter: char| letter.is_ascii_digit());
    let is_currency = |word: &&str| word.len() == 3 && word.chars().all(|letter| letter.is_ascii_uppercase());
    let figure = |(at, word): (usize, &&str)| {
        let unit = words.get(at + 1).filter(|unit| UNITS.contains(unit)).map(|unit| format!(" {unit}"));
        let currency = at.checked_sub(1).and_then(|before| words.get(before)).filter(|word| is_currency(word));
        let currency = currency.map(|currency| format!("{currency} "));
        format!("{}{word}{}", currency.unwrap_or_default(), unit.unwrap_or_default())
    };
    words.iter().enumerate().filter(|(_, word)| is_figure(word)).map(figure).collect()
}

#[test]
fn the_figures_of_each_fact_stand_in_the_paper() {
    for (name, _) in agreements().iter().filter(|(_, text)| !is_order(text)) {
        for form in Form::ALL {
            let (paper, _) = drafted(name, form);
            for fact in facts(name).iter().filter(|fact| form == Form::Full || !fact.full_alone) {
                for figure in figures(&fact.fact) {
                    let of = format!("{name}, {}, {}", form.name(), fact.clause);
                    assert!(paper.contains(&figure), "{of}: the paper does not say {figure} ({})", fact.fact);
                }
            }
        }
    }
}

/// The words of a deal's Markdown and the number of pages of its PDF.
fn drafted(name: &str, form: Form) -> (String, usize) {
    let text = fs::read_to_string(root().join(format!("tests/agreements/{name}.yaml"))).expect("a deal");
    let print = Print { formats: vec![Format::Markdown, Format::Pdf], ..Print::default() };
    let drafted = pipeline::draft(&source(name, &text), &in_form(form), &print).expect("a draft in memory");
    let file = |suffix: &str| &drafted.files.iter().find(|file| file.suffix == suffix).expect("a file").bytes;
    let pages = lopdf::Document::load_mem(file("pdf")).expect("a PDF").get_pages().len();
    (plain(&String::from_utf8_lossy(file("md"))), pages)
}

#[test]
fn a_master_prints_no_rate_and_says_where_the_rates_stand() {
    for form in Form::ALL {
        let (text, _) = drafted("master", form);
        assert!(text.contains("Master Voice Interconnection Agreement"), "{}", form.name());
        for flow in ["east", "west"] {
            assert!(text.contains(&format!("Rates of Flow {flow}")), "{}: {flow}", form.name());
        }
        assert!(text.contains("stand in the orders under this Agreement"), "{}", form.name());
        for rate in ["Rate per minute", "0.0180", "Hong Kong Mobile"] {
            assert!(!text.contains(rate), "{}: the master says {rate}", form.name());
        }
    }
}

#[test]
fn an_order_names_its_master_and_prints_only_what_differs() {
    let of_order = [
        ("order-east", vec!["0.0180", "0.0130", "Singapore Mobile", "1 February 2027"], vec!["1,200", "120,000.00"]),
        (
            "order-west",
            vec!["0.0090", "United Kingdom Mobile", "1,200", "USD 120,000.00", "2,000,000"],
            vec!["Hong Kong Mobile"],
        ),
    ];
    for form in Form::ALL {
        for (name, says, lacks) in &of_order {
            let (text, pages) = drafted(name, form);
            let of = format!("{name}, {}", form.name());
            // A commitment brings clauses of its own, of which the full form prints more.
            assert!(pages <= if form == Form::Full { 5 } else { 3 }, "{of}: {pages} pages");
            for words in
                says.iter().chain(&["Master Voice Interconnection Agreement", "GTC-2027-11", "15 January 2027"])
            {
                assert!(text.contains(words), "{of}: does not say `{words}`:\n{text}");
            }
            for words in lacks.iter().chain(&["[•]", "Confidential Information may"]) {
                assert!(!text.contains(words), "{of}: says `{words}`");
            }
        }
    }
}

#[test]
fn an_order_that_states_nothing_is_refused() {
    let text = "peerpact: 1\nreference: GTC-2027-11/3\ndocuments: {kind: order, parent: master.yaml}\n";
    let found = pipeline::check(&source("order-none", text), &in_form(Form::Short));
    let codes: Vec<&str> =
        found.iter().filter(|finding| finding.level == Level::Error).map(|finding| finding.code).collect();
    assert_eq!(codes, ["DEAL036"]);
}

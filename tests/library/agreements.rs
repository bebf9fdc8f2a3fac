//! `tests/agreements/`: deals as six different carriers would agree them. Each drafts in both forms, and prints the clauses that its
//! carrier's paper has and no others: `NAME.clauses` lists them, written from the terms that such carriers publish.

use std::fs;

use crate::read_back::markdown::plain;
use crate::read_back::{files_below, library, list, options, root, yaml};
use peerpact::deal::paper::Form;
use peerpact::diagnostic::{Finding, Level};
use peerpact::pipeline::{self, Print};
use peerpact::render::Format;
use peerpact::rules::Run;
use peerpact::source::Source;
use serde_json::json;

/// Mark of a clause that the full form alone prints.
const FULL: &str = " (full form)";

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

#[test]
fn each_agreement_prints_the_clauses_that_it_has_and_no_others() {
    for (name, text) in agreements().iter().filter(|(_, text)| !is_order(text)) {
        let path = root().join(format!("tests/agreements/{name}.clauses"));
        let wanted = fs::read_to_string(&path).unwrap_or_default();
        let wanted = |full: bool| {
            let mut ids: Vec<&str> = wanted
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .filter_map(|line| match line.strip_suffix(FULL) {
                    Some(id) => full.then_some(id),
                    None => Some(line),
                })
                .collect();
            ids.sort_unstable();
            ids
        };
        for form in Form::ALL {
            let mut there = printed(name, text, form);
            there.sort_unstable();
            assert_eq!(there, wanted(form == Form::Full), "{name}, {}", form.name());
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

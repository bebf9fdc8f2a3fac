//! `tests/agreements/`: deals as six different carriers would agree them. Each drafts in both forms, and prints the clauses that its
//! carrier's paper has and no others: `NAME.clauses` lists them, written from the terms that such carriers publish.

use std::fs;

use crate::read_back::{files_below, library, list, options, root, yaml};
use peerpact::deal::paper::Form;
use peerpact::diagnostic::{Finding, Level};
use peerpact::pipeline;
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

/// A deal in one form.
fn in_form(name: &str, text: &str, form: Form) -> Source {
    let mut deal = yaml::value(text);
    yaml::set(&mut deal, "legal.form", json!(form.name()));
    Source::new(format!("{name}.yaml"), yaml::text(&deal))
}

/// The clauses that a deal prints in one form, in order.
fn printed(name: &str, text: &str, form: Form) -> Vec<String> {
    let options = options(&[]);
    let source = in_form(name, text, form);
    let (_, draft) = pipeline::paper(&source, &options.run(library())).unwrap_or_else(|| panic!("{name}: no paper"));
    draft.printed.iter().map(|clause| clause.id.clone()).collect()
}

#[test]
fn each_agreement_says_everything_in_fields() {
    let agreements = agreements();
    assert!(agreements.len() >= 5, "hardly any agreement");
    for (name, text) in &agreements {
        assert!(yaml::value(text).get("special_terms").is_none(), "{name} has a special term");
        for form in Form::ALL {
            let found = options(&[]).check(&in_form(name, text, form), library());
            let wrong: Vec<Finding> = found.into_iter().filter(|finding| finding.level == Level::Error).collect();
            assert!(wrong.is_empty(), "{name}, {}:\n{}", form.name(), list(&wrong));
        }
    }
}

#[test]
fn each_agreement_prints_the_clauses_that_it_has_and_no_others() {
    for (name, text) in &agreements() {
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

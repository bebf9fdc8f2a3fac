use std::collections::BTreeSet;

use crate::deal::paper::Form;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::{AGREEMENT, Library, SHORT};
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LIB010",
    level: Level::Warning,
    summary: "the outline leaves out a clause that every deal needs",
    check: Check::Draft(check),
};

/// Clauses that print for every deal, and that a short agreement can leave out.
const SPARE: [&str; 5] =
    ["form.recitals", "tech.portability", "price.regulated", "reg.filings", "data.transfers-retention"];

fn check(_: &Draft, library: &Library, report: &mut Report<'_>) {
    let form = report.file.deal.legal.form;
    let (path, built_in) = match form {
        Form::Full => (AGREEMENT, include_str!("../../../templates/agreement.md")),
        Form::Short => (SHORT, include_str!("../../../templates/short.md")),
    };
    let Some(source) = library.assets.text(path).filter(|source| *source.text != *built_in) else { return };
    let named: BTreeSet<&str> = library.outline(form).ids().collect();
    let replaced = |id: &str| {
        let provides = |one: &&str| library.clauses.get(*one).and_then(|clause| clause.front.provides.as_deref());
        named.iter().filter_map(provides).any(|what| what == id)
    };
    let missing: Vec<&str> = built_in
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- "))
        .filter(|id| {
            // A clause that prints for some deals only, or was removed from the library, is not missing from the
            // outline.
            let always =
                library.clauses.get(*id).is_some_and(|clause| clause.front.when.is_none() && !clause.is_section());
            always && !id.starts_with("schedule.") && !SPARE.contains(id) && !named.contains(id) && !replaced(id)
        })
        .collect();
    if !missing.is_empty() {
        let place = Place::new(&source, source.line_span(1));
        let list = missing.join("`, `");
        let help = "list it at its place, or add `provides:` with its id to the clause that replaces it";
        report.at(place, format!("the outline does not name `{list}`"), help);
    }
}

use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC009",
    level: Level::Warning,
    summary: "and/or leaves open what is meant",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages().iter().filter(|passage| passage.text.contains('/')) {
        for at in 1..passage.words.len() {
            let pair = (passage.small(at - 1), passage.small(at));
            if matches!(pair, ("and", "or") | ("or", "and")) && passage.before(at).trim() == "/" {
                let span = passage.span(at - 1, at);
                let message = format!("“{}” can be read as “and” or as “or”", passage.at(span.clone()));
                place::add(report, library, passage, span, message, "write “A or B or both”, or the one that is meant");
            }
        }
    }
}

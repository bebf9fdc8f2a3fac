use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Author;
use crate::library::Library;
use crate::rules::stand_in;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC019",
    level: Level::OpenPoint,
    summary: "the paper holds a placeholder",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    // Placeholders in special terms are reported with those in other values of the deal.
    let clauses = draft.passages().iter().filter(|passage| !matches!(passage.origin, Author::SpecialTerm(_)));
    for passage in clauses {
        let found = stand_in::all(&passage.text).into_iter().find(|span| !passage.is_foreign(span.start));
        if let Some(span) = found {
            let message = format!("“{}” is a placeholder", passage.at(span.clone()));
            let help = "write the words, or make it a field of the deal, which is a blank until it is known";
            place::add(report, library, passage, span, message, help);
        }
    }
}

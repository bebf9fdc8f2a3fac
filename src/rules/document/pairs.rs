use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::partner::{REMEDY, lone};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC008",
    level: Level::Warning,
    summary: "a bracket or a quotation mark has no partner",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages() {
        if let Some((at, mark)) = lone(&passage.text, |at| passage.is_foreign(at)) {
            let message = format!("`{mark}` has no partner in this paragraph");
            place::add(report, library, passage, at..at + mark.len_utf8(), message, REMEDY);
        }
    }
}

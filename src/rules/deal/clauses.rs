use super::with::named;

use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::misspelt::nearest;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL013",
    level: Level::Error,
    summary: "the deal names a clause that is not in the library",
    check: Check::Draft(check),
};

fn check(_: &Draft, library: &Library, report: &mut Report<'_>) {
    for (path, id) in named::clauses(&report.file.deal) {
        if !library.clauses.contains_key(id) {
            let help = nearest(id, library.clauses.keys().map(String::as_str))
                .map_or_else(|| "`peerpact clauses` lists every id".into(), |near| format!("did you mean `{near}`?"));
            report.add(path, format!("`{id}` is not a clause of the library"), help);
        }
    }
}

use super::with::named;

use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL014",
    level: Level::Warning,
    summary: "the deal names a clause that this draft does not print",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for (path, id) in named::clauses(&report.file.deal) {
        let there =
            draft.printed.iter().any(|printed| printed.id == id) || draft.departed.iter().any(|one| one.id == id);
        // Whoever leaves out a clause has what it asked for, whether or not this deal and form would print it.
        if path.section() != "clauses" && library.clauses.contains_key(id) && !there {
            report.add(
                path,
                format!("the clause `{id}` does not print for this deal, and neither does this entry"),
                "remove it, name a clause that prints, or fill in the field that makes the clause print",
            );
        }
    }
}

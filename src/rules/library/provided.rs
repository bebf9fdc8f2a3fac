use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::library::{AGREEMENT, Clause};
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LIB006",
    level: Level::Error,
    summary: "a part that every agreement needs is not printed",
    check: Check::Draft(check),
};

const NEEDED: [&str; 5] = ["sla", "termination", "jurisdiction", "dpa", "tax"];

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let Some(outline) = library.assets.text(AGREEMENT) else { return };
    let provides = |clause: &Clause, what: &str| clause.front.provides.as_deref() == Some(what);
    for what in NEEDED {
        let printed = draft.printed.iter().filter_map(|printed| library.clauses.get(&printed.id));
        if printed.into_iter().any(|clause| provides(clause, what)) {
            continue;
        }
        let place = Place::new(&outline, outline.line_span(1));
        let mut finding = report.at(
            place,
            format!("no clause of this draft provides `{what}`"),
            format!("list a clause here whose front matter says `provides: {what}`, and check that its `when` holds"),
        );
        let left_out = library.clauses.values().filter(|clause| provides(clause, what));
        finding.related.extend(
            left_out.map(|clause| (Place::of(&clause.source, "provides:"), format!("`{}` is not printed", clause.id))),
        );
    }
}

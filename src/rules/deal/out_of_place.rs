use crate::deal::governance::{SpecialPlace, SpecialTerm};
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Author;
use crate::library::Library;
use crate::library::clause::{Clause, LeaveOut};
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL022",
    level: Level::Error,
    summary: "a clause cannot be left out, or a special term has no place",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let deal = &report.file.deal;
    for id in deal.clauses.keys() {
        let Some(clause) = library.clauses.get(id) else { continue };
        let path = Path::from("clauses").key(id);
        match clause.front.leave_out {
            LeaveOut::Free => {}
            LeaveOut::ReplacedOnly => {
                let help = format!("say what holds in its place: `special_terms: [{{instead: {id}, text: …}}]`");
                report.add(path, format!("the clause `{id}` cannot be left out, only replaced"), help);
            }
            LeaveOut::Never => {
                report.add(path, always(clause), "remove the entry");
            }
        }
    }
    for (at, term) in deal.special_terms.iter().enumerate() {
        let path = Path::from("special_terms").index(at);
        let Some(place) = term.place() else {
            let message = "a special term needs one place, `after` or `instead`";
            report.add(path, message, "write `after: ID` to add to a clause, or `instead: ID` to replace it");
            continue;
        };
        let Some(clause) = library.clauses.get(place.clause()) else { continue };
        let path = path.key(place.field());
        if let Some((message, help)) = fault(place, clause, deal.clauses.contains_key(&clause.id), &deal.special_terms)
        {
            report.add(path, message, help);
            continue;
        }
        let printed = draft.printed.iter().any(|printed| printed.id == clause.id);
        let said = draft.passages().iter().any(|passage| passage.origin == Author::SpecialTerm(at));
        if let SpecialPlace::Point(id, point) = place
            && printed
            && !said
        {
            let message =
                format!("the point `{point}` of `{id}` does not print for this deal, so neither does its term");
            report.add(path, message, format!("write `after: {id}`, or replace the whole clause with `instead: {id}`"));
        }
    }
}

fn always(clause: &Clause) -> String {
    let source = clause.front.never_source.as_deref().unwrap_or_default();
    format!("the clause `{}` always prints: {source}", clause.id)
}

/// Why a special term cannot stand where the deal puts it, and what to do.
fn fault(place: SpecialPlace<'_>, clause: &Clause, off: bool, terms: &[SpecialTerm]) -> Option<(String, String)> {
    let id = &clause.id;
    if off {
        let message = format!("`clauses` leaves out `{id}`, so a special term cannot stand there");
        return Some((message, format!("remove `{id}` from `clauses`; `instead: {id}` replaces it")));
    }
    if !matches!(place, SpecialPlace::After(_)) && clause.front.leave_out == LeaveOut::Never {
        return Some((always(clause), format!("write `after: {id}`")));
    }
    let SpecialPlace::Point(_, point) = place else { return None };
    if terms.iter().any(|term| term.place() == Some(SpecialPlace::Clause(id))) {
        let message = format!("another special term replaces the whole of `{id}`, with its point `{point}`");
        return Some((message, "say both in the term that replaces the clause".to_owned()));
    }
    let points: Vec<&str> = clause.front.points.iter().map(|point| point.id.as_str()).collect();
    if points.contains(&point) {
        return None;
    }
    let help = if points.is_empty() {
        format!("replace the whole clause with `instead: {id}`, or add to it with `after: {id}`")
    } else {
        format!("its points are `{}`", points.join("`, `"))
    };
    Some((format!("`{id}` has no point `{point}`"), help))
}

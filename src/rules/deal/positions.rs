use crate::deal::governance::Position;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL015",
    level: Level::Warning,
    summary: "a position is chosen that the clause has no text for",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for (id, position) in &report.file.deal.positions {
        let Some(clause) = library.clauses.get(id).filter(|_| draft.printed.iter().any(|printed| printed.id == *id))
        else {
            continue;
        };
        let name = match position {
            Position::Standard => continue,
            Position::Fallback => "fallback",
            Position::WalkAway => "walk_away",
        };
        if clause.front.positions.of(*position).says.is_none() {
            report.add(
                Path::from("positions").key(id),
                format!("`{id}` has no text of its own for `{name}`: this choice changes no word"),
                format!("remove it: `peerpact check` reports a value beyond the standard by itself; see `peerpact clauses {id}`"),
            );
        }
    }
}

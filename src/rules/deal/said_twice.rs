use std::collections::BTreeSet;

use super::with::quantity::{Quantity, quantities, roots};

use crate::deal::governance::SpecialPlace;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Author;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL023",
    level: Level::Warning,
    summary: "a special term says otherwise what its clause says",
    check: Check::Draft(check),
};

/// Words that a sentence of the clause shares with the term before both speak of one thing.
const SHARED: usize = 2;

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for (at, term) in report.file.deal.special_terms.iter().enumerate() {
        // What replaces a clause or a point has nothing beside it to contradict.
        let Some(SpecialPlace::After(id)) = term.place() else { continue };
        let beside = draft.passages().iter().filter(|passage| passage.origin == Author::Clause(id.to_owned()));
        let mut sentences: Vec<String> = beside
            .flat_map(|passage| passage.text.split_inclusive(". ").map(str::to_owned).collect::<Vec<_>>())
            .collect();
        sentences.extend(fields(id, library, report));
        for said in term.text.as_str().split_inclusive(". ") {
            let Some(other) = sentences.iter().find(|other| contradicts(said, other)) else { continue };
            let path = Path::from("special_terms").index(at).key("text");
            report.add(
                path,
                format!("“{}” stands beside “{}” in `{id}`", said.trim(), other.trim()),
                format!(
                    "say it in the clause's field, or write `instead: {id}` (or `{id}#POINT`) so that one of them goes"
                ),
            );
            break;
        }
    }
}

/// What the deal's fields say for a clause, each as words: those by which its positions are judged.
fn fields(id: &str, library: &Library, report: &Report<'_>) -> Vec<String> {
    let Some(clause) = library.clauses.get(id) else { return Vec::new() };
    let positions = &clause.front.positions;
    let stands = [&positions.standard, &positions.fallback, &positions.walk_away];
    let paths = stands.into_iter().flat_map(|stand| [&stand.limits, &stand.we_sell, &stand.we_buy]);
    let paths: BTreeSet<String> = paths.flat_map(|conditions| conditions.keys().cloned()).collect();
    let said = paths.into_iter().filter_map(|path| {
        let node = report.file.tree.find(&path.parse::<Path>().ok()?)?;
        let crate::deal::tree::NodeKind::Scalar(value) = &node.kind else { return None };
        Some(format!("{} {} {value}", clause.front.title, path.replace(['.', '_'], " ")))
    });
    said.collect()
}

/// Whether two sentences speak of one thing and give it different quantities of one kind, or one of them denies what the
/// other says.
fn contradicts(said: &str, other: &str) -> bool {
    let (mine, theirs) = (roots(said), roots(other));
    let shared = mine.intersection(&theirs).count();
    let (ours, beside): (Vec<Quantity>, Vec<Quantity>) = (quantities(said), quantities(other));
    let differs = ours.iter().any(|one| {
        let same_kind = |two: &&Quantity| one.kind == two.kind;
        beside.iter().any(|two| same_kind(&two)) && !beside.iter().filter(same_kind).any(|two| two.words == one.words)
    });
    let enough = shared >= SHARED.min(mine.len().max(1));
    let denies = said.trim_start().starts_with("No ") || said.contains(" shall not ") || said.contains(" never ");
    let denied = other.trim_start().starts_with("No ") || other.contains(" shall not ") || other.contains(" never ");
    enough && (differs || (denies && !denied && ours.is_empty() && shared * 3 >= mine.len() * 2))
}

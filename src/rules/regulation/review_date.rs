use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::{Library, due};
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG003",
    level: Level::Note,
    summary: "a clause rests on law that has to be read again",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let clauses = draft.printed.iter().filter_map(|printed| library.clauses.get(&printed.id));
    let sources = clauses.flat_map(|clause| clause.front.sources.iter().map(move |source| (clause, source)));
    let aged = sources.filter(|(_, source)| source.review_by.0 < report.as_of);
    let Some((clause, source)) = aged.min_by_key(|(_, source)| source.review_by) else { return };
    // The number is that of the library, which is the same for every deal of a run: the run says it once.
    let Some(passed) = due::passed(&due::of_clauses(library), report.as_of) else { return };
    let needle = source.article.as_deref().or(source.law.as_deref()).unwrap_or_default();
    report.at(
        Place::of(&clause.source, needle),
        format!(
            "{} of the {} sources of law that clauses rest on have passed their review day, the first on {}",
            passed.count, passed.of, passed.first
        ),
        "list them with `peerpact clauses --sources`; read the current law, then update `verified_on` and `review_by`, or change \
         the clause",
    );
}

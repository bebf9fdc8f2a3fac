use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG003",
    level: Level::Warning,
    summary: "a clause rests on law that has to be read again",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let clauses = draft.printed.iter().filter_map(|printed| library.clauses.get(&printed.id));
    for (clause, source) in clauses.flat_map(|clause| clause.front.sources.iter().map(move |source| (clause, source))) {
        if source.review_by.0 >= report.as_of {
            continue;
        }
        let name =
            [&source.law, &source.article].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        let needle = source.article.as_deref().or(source.law.as_deref()).unwrap_or_default();
        report.at(
            Place::of(&clause.source, needle),
            format!("`{}` rests on {name}, which has passed its review day, {}", clause.id, source.review_by),
            "read the current law, then update `verified_on` and `review_by`, or change the clause",
        );
    }
}

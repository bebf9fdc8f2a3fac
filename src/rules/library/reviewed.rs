use crate::deal::governance::Position;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::{Clause, Library};
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LIB011",
    level: Level::Warning,
    summary: "a clause has no day of review for its law, or a gap in its positions",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let clauses = draft.printed.iter().filter_map(|printed| library.clauses.get(&printed.id));
    for clause in clauses.filter(|clause| clause.overlaid) {
        law(clause, report);
        positions(clause, report);
    }
}

/// Reports cited law without a source, which would say when it was read and when to read it again.
fn law(clause: &Clause, report: &mut Report<'_>) {
    let cites = |line: &&str| {
        line.split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "Act" | "Directive" | "CFR" | "USC" | "Ordinance"))
    };
    if clause.front.sources.is_empty()
        && let Some(line) = clause.body.lines().find(cites)
    {
        report.at(
            Place::of(&clause.source, line.trim()),
            format!("`{}` cites a law, and no source says when that was last read", clause.id),
            "name it under `sources`, with `verified_on` and `review_by`",
        );
    }
    for source in clause.front.sources.iter().filter(|source| source.review_by <= source.verified_on) {
        let needle = source.article.as_deref().or(source.law.as_deref()).unwrap_or("sources:");
        report.at(
            Place::of(&clause.source, needle),
            format!("it was read on {}, and was to be read again by {}", source.verified_on, source.review_by),
            "write the later day under `review_by`",
        );
    }
}

fn positions(clause: &Clause, report: &mut Report<'_>) {
    let positions = &clause.front.positions;
    let (standard, fallback) = (positions.of(Position::Standard), positions.of(Position::Fallback));
    let mut gap = |message: &str, help: &str| {
        let place = Place::of(&clause.source, "positions:");
        report.at(place, format!("the fallback of `{}` {message}", clause.id), help);
    };
    if (fallback.is_limited() || fallback.says.is_some()) && fallback.approver.is_none() {
        gap("has no approver", "say under `fallback` who may grant it: `approver:`");
    }
    if fallback.is_limited() && !standard.is_limited() && fallback.says.is_none() {
        gap("is never reached: the standard has no condition", "say under `standard` what needs no approval");
    }
    if fallback.says.is_some() && !clause.all_templates().any(|template| template.text.contains("position")) {
        gap("has words of its own that the text never prints", "ask in the text: `:: if position = fallback`");
    }
}

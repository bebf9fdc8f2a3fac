use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM006",
    level: Level::Error,
    summary: "the break comes no earlier than the end of the initial term",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    let Some(after) = term.break_after.known().filter(|after| after.reaches(term.initial)) else { return };
    report
        .add(
            "term.break_after",
            format!("a party may leave once {after} have passed, and the initial term lasts {}", term.initial),
            "set an earlier break, or leave `break_after` out",
        )
        .also("term.initial", "the initial term");
}

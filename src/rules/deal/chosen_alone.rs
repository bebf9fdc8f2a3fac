use crate::deal::liability::{CapKind, IndemnityKind};
use crate::deal::term::TermLength;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL031",
    level: Level::Error,
    summary: "a choice rests on a value that the deal does not give",
    check: Check::Deal(check),
};

/// Each choice that the paper prints with the value of another field of its section.
fn check(deal: &Deal, report: &mut Report<'_>) {
    let (legal, term) = (&deal.legal, &deal.term);
    let choices = [
        ("legal.cap", "sum", "cap_sum", legal.cap == CapKind::Sum && legal.cap_sum == Field::Absent),
        (
            "legal.indemnity",
            "one_way",
            "indemnifies",
            legal.indemnity == IndemnityKind::OneWay && legal.indemnifies == Field::Absent,
        ),
        ("term.length", "to_date", "until", term.length == TermLength::ToDate && term.until == Field::Absent),
    ];
    for (party, own) in &deal.by_party {
        if own.cap == Some(CapKind::Sum) && own.cap_sum == Field::Absent {
            report.add(
                Path::from("by_party").key(party).key("cap"),
                format!("the cap of `{party}` is a sum, and the deal has no `cap_sum` for it"),
                "write `cap_sum` beside it, or `cap_sum: ~` while it is open",
            );
        }
    }
    for (path, choice, needed, _) in choices.into_iter().filter(|(.., alone)| *alone) {
        report.add(
            Path::from(path),
            format!("`{path}` is {choice}, and the deal has no `{needed}`"),
            format!("write `{needed}` beside it, or `{needed}: ~` while it is open"),
        );
    }
}

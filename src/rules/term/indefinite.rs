use crate::deal::Deal;
use crate::deal::term::{Renewal, TermLength};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM018",
    level: Level::Error,
    summary: "a term without a length is said to end, to renew or to be broken",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    if term.length != TermLength::Indefinite {
        return;
    }
    for (field, rests) in [
        ("renewal", term.renewal == Renewal::Rolling),
        ("until", term.until.known().is_none()),
        ("break_after", term.break_after.known().is_none()),
        ("renewal_length", term.renewal_length.known().is_none()),
        ("renewal_notice", term.renewal_notice.known().is_none()),
    ] {
        if !rests {
            report.add(
                Path::from("term").key(field),
                format!("`term.length` is `indefinite`, and `{field}` speaks of the end of a term"),
                format!("remove `{field}`, or let the term have a length: `length: fixed` with `initial`"),
            );
        }
    }
}

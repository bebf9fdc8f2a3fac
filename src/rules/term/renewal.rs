use crate::deal::term::Renewal;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM004",
    level: Level::Error,
    summary: "a renewal has no length, or no notice that stops it",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    if term.renewal != Renewal::Renews {
        return;
    }
    for (field, given) in [("renewal_length", &term.renewal_length), ("renewal_notice", &term.renewal_notice)] {
        if *given == Field::Absent {
            report.add(
                "term.renewal",
                format!("the agreement renews, and `term.{field}` is not given"),
                format!(
                    "add `{field}: {}`, or `~` if it is not agreed yet",
                    if field == "renewal_length" { "12 months" } else { "60 days" }
                ),
            );
        }
    }
}

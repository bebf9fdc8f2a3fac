use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM011",
    level: Level::Warning,
    summary: "a special time to cure is longer than the general one",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(general) = deal.termination.cure.known() else { return };
    let cures = &deal.termination.cures;
    // An authority decides how long a lost authorisation takes.
    let special = [
        ("traffic", "prohibited traffic", cures.traffic),
        ("security", "a missing security control", cures.security),
        ("demand", "an unpaid sum", cures.demand),
    ];
    for (field, what, time) in special {
        if !general.reaches(time) {
            report
                .add(
                    Path::from("termination.cures").join(field),
                    format!("{what} must be cured within {time}, and any other breach within {general}"),
                    "shorten it, or lengthen the general time: urgent breaches have the shorter one",
                )
                .also("termination.cure", "the general time to cure");
        }
    }
}

use crate::deal::changes::ChangeRoute;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LEGAL002",
    level: Level::Error,
    summary: "a part changes by posting, and no place is named",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let changes = &deal.legal.changes;
    if changes.place != Field::Absent {
        return;
    }
    let routes =
        [("rates", changes.rates), ("contacts", changes.contacts), ("tax", changes.tax), ("credit", changes.credit)];
    for (part, _) in routes.into_iter().filter(|(_, route)| *route == ChangeRoute::Posting) {
        report.add(
            Path::from("legal.changes").key(part),
            format!("`{part}` changes by posting, and `legal.changes.place` does not say where"),
            "add `place: ADDRESS`, or let it change by notice",
        );
    }
}

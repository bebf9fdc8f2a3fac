//! US providers refuse calls with US numbers from carriers that the database does not list.

use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::questions;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY005",
    level: Level::OpenPoint,
    summary: "a US party has no number in the Robocall Mitigation Database",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        if party.country.code() == "US" && party.rmd_number == Field::Absent {
            report.add(
                Path::from("parties").key(id).key("rmd_number"),
                format!("`{id}` is a US company, and its number in the Robocall Mitigation Database is not given"),
                questions::ask(&report.file.tree, &Path::from("parties").key(id).key("rmd_number"))
                    .then("write the answer as `rmd_number`"),
            );
        }
    }
}

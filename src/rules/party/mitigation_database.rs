//! US providers refuse calls with US numbers from carriers that the database does not list.

use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::questions;
use crate::diagnostic::Level;
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
                format!("parties.{id}.rmd_number"),
                format!("`{id}` is a US company, and its number in the Robocall Mitigation Database is not given"),
                format!(
                    "{}\nthen write the answer as `rmd_number`",
                    questions::ask(&report.file.tree, &format!("parties.{id}.rmd_number"))
                ),
            );
        }
    }
}

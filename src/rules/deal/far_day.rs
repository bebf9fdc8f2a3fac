use jiff::civil::Date;

use crate::deal::date::Moment;
use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL019",
    level: Level::Warning,
    summary: "a date is implausibly far away",
    check: Check::File(check),
};

/// Before this year no carrier competed and no internet call existed.
const FIRST: i16 = 1990;

/// Years ahead that an agreement may plan.
const AHEAD: i16 = 50;

fn check(file: &DealFile, report: &mut Report<'_>) {
    let last = report.as_of.year().saturating_add(AHEAD);
    let mut found: Vec<(Path, i16)> = Vec::new();
    file.tree.walk(&mut |path, node| {
        let NodeKind::Scalar(text) = &node.kind else { return };
        let day: Option<Date> = match text.len() {
            10 => text.parse().ok(),
            17.. => text.parse::<Moment>().ok().map(|moment| moment.local.date()),
            _ => None,
        };
        if let Some(day) = day.filter(|day| !(FIRST..=last).contains(&day.year())) {
            found.push((path.clone(), day.year()));
        }
    });
    for (path, year) in found {
        let message = if year < FIRST {
            format!("{year} is before {FIRST}, when such carriers did not exist")
        } else {
            format!("{year} is more than {AHEAD} years ahead")
        };
        report.add(path, message, "correct the year");
    }
}

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
    summary: "a day is too far away to be meant",
    check: Check::File(check),
};

/// Before it nobody was licensed to compete in telephony, nor were there internet calls.
const FIRST: i16 = 1990;

/// Years that an agreement may look ahead.
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
            format!("{year} is before {FIRST}, when no carrier of this kind was at work")
        } else {
            format!("{year} is more than {AHEAD} years ahead")
        };
        report.add(path, message, "correct the year");
    }
}

use std::collections::BTreeSet;

use crate::deal::Deal;
use crate::deal::rates::RateLine;
use crate::deal::{Field, Text};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::rates::with::calls::{Calls, Codes};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE026",
    level: Level::Warning,
    summary: "a destination is priced for some callers only",
    check: Check::Deal(check),
};

/// Words of an origin or a jurisdiction that cover everything that other lines leave out.
const REST: [&str; 13] = [
    "other",
    "others",
    "rest",
    "outside",
    "any",
    "all",
    "non",
    "not",
    "except",
    "elsewhere",
    "world",
    "foreign",
    "indeterminate",
];

fn check(deal: &Deal, report: &mut Report<'_>) {
    // What seems missing may stand in rows that could not be read.
    if deal.rates.partly_read {
        return;
    }
    judge(
        deal,
        report,
        "origin",
        |line| Calls { origin: None, band: None, ..Calls::of(line) },
        |line| &line.origin,
        // Two groups of callers leave the others uncovered, unless one of the words covers the rest.
        |named| named.iter().all(|words| !words.iter().any(|word| REST.contains(&word.as_str()))),
        "callers from elsewhere",
        "add a line with `origin: other`, or one without an origin",
    );
    judge(
        deal,
        report,
        "jurisdiction",
        |line| Calls { jurisdiction: None, band: None, ..Calls::of(line) },
        |line| &line.jurisdiction,
        // Interstate and intrastate together cover all calls.
        |named| named.len() == 1 && named.iter().flatten().all(|word| !REST.contains(&word.as_str())),
        "calls of another jurisdiction",
        "add a line for the other jurisdictions, or one without a jurisdiction",
    );
}

#[expect(clippy::too_many_arguments, reason = "origin and jurisdiction differ in each of these")]
fn judge<'a>(
    deal: &'a Deal,
    report: &mut Report<'_>,
    field: &str,
    calls: impl Fn(&'a RateLine) -> Calls<'a>,
    value: impl Fn(&'a RateLine) -> &'a Field<Text>,
    lacks: impl Fn(&BTreeSet<Vec<String>>) -> bool,
    who: &str,
    help: &str,
) {
    if deal.rates.lines.iter().all(|line| value(line).known().is_none()) {
        return;
    }
    let codes = Codes::new(&deal.rates, &calls);
    let mut seen = BTreeSet::new();
    for (at, line) in deal.rates.lines.iter().enumerate().filter(|(_, line)| value(line).known().is_some()) {
        let own = calls(line);
        for code in &line.codes {
            let lines = || codes.at(&own, code).iter().copied().chain(codes.above(&own, code));
            if lines().any(|listed| value(listed.line).known().is_none()) {
                continue;
            }
            let named: BTreeSet<Vec<String>> = lines().filter_map(|listed| words(value(listed.line))).collect();
            if lacks(&named) && seen.insert((own.clone(), line.destination.as_str())) {
                report.add(
                    Path::from("rates.lines").index(at).key(field),
                    format!("{} has no rate for {who}", line.destination),
                    help,
                );
            }
        }
    }
}

fn words(field: &Field<Text>) -> Option<Vec<String>> {
    let text = field.known()?.as_str().to_lowercase();
    Some(text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect())
}

use std::collections::BTreeSet;

use crate::deal::Field;
use crate::deal::rates::{RateLine, Rates};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::rates::with::calls::{Calls, Codes};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE036",
    level: Level::Note,
    summary: "a dial code has no rate until after the schedule begins",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    let Some(start) = rates.effective.known().and_then(|start| start.timestamp()) else { return };
    let later = |line: &RateLine| match &line.effective {
        Field::Known(own) => own.timestamp().is_some_and(|own| own > start),
        Field::Absent | Field::Blank => false,
    };
    if !rates.lines.iter().any(later) {
        return;
    }
    let calls = |line| Calls { holds: None, ..Calls::of(line) };
    let codes = Codes::new(rates, calls);
    let mut seen = BTreeSet::new();
    for listed in codes.all().filter(|listed| listed.iter().all(|one| later(one.line))) {
        let Some(first) = listed.iter().min_by_key(|one| one.line.effective.known().and_then(|own| own.timestamp()))
        else {
            continue;
        };
        let Some(code) = first.line.codes.get(first.index) else { continue };
        let covered = codes.above(&calls(first.line), code).any(|above| !later(above.line));
        if let (false, Some(own), true) = (covered, first.line.effective.known(), seen.insert(first.at)) {
            report.add(
                Path::from("rates.lines").index(first.at).key("effective"),
                format!("{} {code} has no rate before {own}, and the schedule begins earlier", first.line.destination),
                "add the rate that holds until then; calls without a rate may be refused",
            );
        }
    }
}

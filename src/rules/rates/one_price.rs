//! A code that is priced twice has no price.

use std::collections::BTreeMap;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE003", level: Level::Error, summary: "a dial code is priced twice", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut seen = BTreeMap::new();
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let origin = line.origin.known().map(|origin| origin.as_str().to_lowercase());
        for (index, code) in line.codes.iter().enumerate() {
            let path = format!("rates.lines[{at}].codes[{index}]");
            let key = (&line.flow, line.route, origin.clone(), code);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, path);
                continue;
            };
            let place = report.file.place(first);
            report
                .add(
                    path,
                    format!("the code {code} is listed twice for one flow, route and origin"),
                    "keep one of the two, or tell them apart by `route` or `origin`",
                )
                .related
                .push((place, "first listed here".into()));
        }
    }
}

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
        let apart = [&line.origin, &line.jurisdiction, &line.band];
        let apart = apart.map(|field| field.known().map(|words| words.as_str().to_lowercase()));
        for (index, code) in line.codes.iter().enumerate() {
            let path = format!("rates.lines[{at}].codes[{index}]");
            let key = (&line.flow, line.route, apart.clone(), code);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, path);
                continue;
            };
            let place = report.file.place(first);
            report
                .add(
                    path,
                    format!("the code {code} is listed twice for the same calls"),
                    "keep one of the two, or tell them apart by `route`, `origin`, `jurisdiction` or `band`",
                )
                .related
                .push((place, "first listed here".into()));
        }
    }
}

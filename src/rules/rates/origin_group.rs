use std::collections::{BTreeMap, BTreeSet};

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE038",
    level: Level::Error,
    summary: "an origin and its group of dial codes do not fit each other",
    check: Check::Deal(check),
};

/// The origin that every caller has whom no group names; its group may be left out.
const REST: &str = "other";

fn check(deal: &Deal, report: &mut Report<'_>) {
    let groups = &deal.pricing.origins;
    if groups.is_empty() {
        return;
    }
    let names: BTreeSet<String> = groups.iter().map(|group| group.name.as_str().to_lowercase()).collect();
    let mut unknown = BTreeSet::new();
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let Some(origin) = line.origin.known() else { continue };
        let name = origin.as_str().to_lowercase();
        if name != REST && !names.contains(&name) && unknown.insert(name) {
            report
                .add(
                    Path::from("rates.lines").index(at).key("origin"),
                    format!("no group of origins is called `{origin}`"),
                    "add the group with the dial codes of its callers, or take the name of one that is there",
                )
                .also("pricing.origins", "the groups");
        }
    }
    // The first group of each code.
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for (index, code) in group.codes.iter().enumerate() {
            let first = *of.entry(code.as_str()).or_insert(at);
            if let Some(other) = groups.get(first).filter(|_| first != at) {
                report
                    .add(
                        Path::from("pricing.origins").index(at).key("codes").index(index),
                        format!("callers with {code} belong to {} and to {}", other.name, group.name),
                        "keep the code in one of the groups",
                    )
                    .also(Path::from("pricing.origins").index(first).key("codes"), "the first group");
            }
        }
    }
}

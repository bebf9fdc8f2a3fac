use std::collections::BTreeSet;

use crate::atlas;
use crate::deal::Deal;
use crate::deal::place::Country;
use crate::deal::scope::{TerminationMode, Traffic};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE034", level: Level::Note, summary: "a country in scope has no rate", check: Check::Deal(check) };

/// Number of countries from which a price list counts as worldwide.
const WORLD: usize = 120;

/// Number of countries that a finding names.
const NAMED: usize = 12;

fn check(deal: &Deal, report: &mut Report<'_>) {
    // What seems missing may stand in rows that could not be read.
    if deal.rates.partly_read {
        return;
    }
    let kinds = [(Traffic::Local, "local"), (Traffic::Mobile, "mobile")];
    // Whoever hands calls on sells mobile numbers of other countries; local ones are those of the supplier's country everywhere.
    let hands_on = deal.scope.mode != TerminationMode::Peer;
    let counts = |kind: Traffic| deal.scope.traffic.contains(&kind) && !(hands_on && kind == Traffic::Mobile);
    let at_home: Vec<&str> = kinds.iter().filter(|(kind, _)| counts(*kind)).map(|(_, word)| *word).collect();
    for (id, flow) in &deal.scope.flows {
        let lines = || deal.rates.lines.iter().filter(|line| line.flow == *id);
        if lines().next().is_none() {
            continue;
        }
        let reached: BTreeSet<Country> = lines()
            .flat_map(|line| &line.codes)
            .flat_map(|code| atlas::reached(code.as_str()))
            .filter_map(|leads| leads.country)
            .collect();
        if let Some(supplier) = deal.parties.get(&flow.supplier)
            && !at_home.is_empty()
            && !reached.contains(&supplier.country)
        {
            report
                .add(
                    Path::from("scope.flows").key(id),
                    format!(
                        "{} calls may be sent, and no rate of `{id}` is for {}",
                        at_home.join(" and "),
                        supplier.country
                    ),
                    format!("add its rates, or leave `{}` out of `scope.traffic`", at_home.join("` and `")),
                )
                .also("scope.traffic", "the traffic");
        }
        let missing: Vec<Country> = atlas::countries().filter(|country| !reached.contains(country)).collect();
        if reached.len() < WORLD || missing.is_empty() {
            continue;
        }
        let mut names: Vec<String> = missing.iter().take(NAMED).map(ToString::to_string).collect();
        if missing.len() > NAMED {
            names.push(format!("{} more", missing.len() - NAMED));
        }
        report.add(
            Path::from("scope.flows").key(id),
            format!("the rates of `{id}` reach {} countries, and not {}", reached.len(), names.join(", ")),
            "ask for the missing rates; calls without a rate may be refused",
        );
    }
}

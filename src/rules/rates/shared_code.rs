//! A plan may give one code to two kinds of network: numbers that moved, or ranges that were given out in parts.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::deal::rates::{RateLine, Rates};
use crate::diagnostic::Level;
use crate::numbering_plan::{self, NumberType, Types};
use crate::path::Path;
use crate::rules::rates::with::network_name::NetworkName;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE039",
    level: Level::Note,
    summary: "part of the numbers under a mobile or fixed code belong to the other kind",
    check: Check::Rates(check),
};

/// Most ranges that a message names.
const NAMED: usize = 3;

/// Percent of a code's numbers below which the others hardly count in its price.
const LEAST: u128 = 10;

/// Digits of the longest row of the plan, so that a share is counted in whole numbers.
const LONGEST: usize = 18;

fn check<'a>(rates: &'a Rates, report: &mut Report<'_>) {
    let codes = |line: &'a RateLine| line.codes.iter().map(move |code| (&*line.flow, code.as_str()));
    // Few codes are shared, so most decks need no list.
    let listed: OnceCell<BTreeSet<(&str, &str)>> = OnceCell::new();
    let listed = || listed.get_or_init(|| rates.lines.iter().flat_map(codes).collect());
    // Lines of one destination that differ in origin, class or band hold the same codes: one finding is enough.
    let mut seen: FxHashSet<(&str, &str)> = FxHashSet::default();
    for (at, line) in rates.lines.iter().enumerate() {
        let flow: &str = &line.flow;
        let Some(said) = NetworkName::of(line.destination.as_str()) else { continue };
        if seen.contains(&(flow, line.destination.as_str())) {
            continue;
        }
        for (index, code) in line.codes.iter().enumerate() {
            let code = code.as_str();
            let is_broken_out = |range: &str| {
                (code.len() + 1..=range.len())
                    .any(|end| range.get(..end).is_some_and(|part| listed().contains(&(flow, part))))
            };
            let (mut all, mut others) = (0_u64, 0_u64);
            let mut named: Vec<String> = Vec::new();
            for (range, types) in numbering_plan::ranges(code) {
                let weight = (range.len()..LONGEST).fold(1_u64, |weight, _| weight * 10);
                all = all.saturating_add(weight);
                if is_other(said, types) && !is_broken_out(&range) {
                    others = others.saturating_add(weight);
                    named.push(range);
                }
            }
            let percent = u128::from(others) * 100 / u128::from(all.max(1));
            if percent < LEAST {
                continue;
            }
            seen.insert((flow, line.destination.as_str()));
            let more = match named.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more ranges"),
            };
            named.truncate(NAMED);
            report.add(
                Path::from("rates.lines").index(at).key("codes").index(index),
                format!(
                    "{percent} % of the numbers under {code} are {}, by the numbering plans of {}: {}{more}",
                    said.other(),
                    numbering_plan::DATE,
                    named.join(", ")
                ),
                "give these ranges a line of their own, or make sure that the rate is meant for them too",
            );
            break;
        }
    }
}

/// Whether all numbers of a range are of the other kind of network.
fn is_other(said: NetworkName, types: Types) -> bool {
    match said {
        NetworkName::Mobile => types.within(&[NumberType::Fixed, NumberType::Voip, NumberType::Universal]),
        NetworkName::Fixed => types.only(NumberType::Mobile),
    }
}

//! In the North American plan, mobile and fixed numbers share codes, so a dial code cannot distinguish them.

use std::collections::BTreeMap;

use crate::atlas;
use crate::deal::Deal;
use crate::deal::pricing::Rating;
use crate::deal::rates::RateLine;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE008",
    level: Level::Warning,
    summary: "a North American rate is split into mobile and fixed by dial code",
    check: Check::Deal(check),
};

/// Words of a destination that distinguish mobile from fixed numbers.
const SPLIT: [&str; 6] = ["mobile", "cellular", "wireless", "fixed", "landline", "wireline"];

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.pricing.rating == Rating::ServingNetwork {
        return;
    }
    let mut split: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, line) in deal.rates.lines.iter().enumerate().filter(|(_, line)| tells(line) && north_american(line)) {
        split.entry(&line.flow).or_default().push(at);
    }
    for lines in split.values() {
        let Some((first, others)) = lines.split_first() else { continue };
        let Some(line) = deal.rates.lines.get(*first) else { continue };
        let mut added = report.add(
            Path::from("rates.lines").index(*first).key("destination"),
            format!("`{}` is priced by its dial codes, which mobile and fixed numbers share", line.destination),
            "agree on one rate for both, or write `pricing: {rating: serving_network}`",
        );
        // A deck may have hundreds of others.
        for other in others.iter().take(5) {
            added = added.also(Path::from("rates.lines").index(*other).key("destination"), "split in the same way");
        }
    }
}

fn tells(line: &RateLine) -> bool {
    let name = line.destination.as_str().to_lowercase();
    SPLIT.iter().any(|word| name.contains(word))
}

/// Whether its codes belong to the United States or Canada. Some islands of the same plan have separate mobile ranges.
fn north_american(line: &RateLine) -> bool {
    let countries = line.codes.iter().filter_map(|code| atlas::of(code.as_str())?.country);
    let mut continental = countries.map(|country| ["US", "CA"].contains(&country.code())).peekable();
    continental.peek().is_some() && continental.all(|continental| continental)
}

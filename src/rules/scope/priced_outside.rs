use super::with::special_numbers;

use crate::atlas;
use crate::deal::Deal;
use crate::deal::rates::RateLine;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE011",
    level: Level::Warning,
    summary: "a rate prices traffic that is not in scope",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let missing = |kind: Traffic| !deal.scope.traffic.contains(&kind);
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let (kind, word) = match special_numbers::traffic(line) {
            Some(Traffic::Premium) => (Traffic::Premium, "premium"),
            Some(Traffic::TollFree) => (Traffic::TollFree, "toll_free"),
            _ if missing(Traffic::Mobile) && is_mobile(line) => (Traffic::Mobile, "mobile"),
            _ if leaves(deal, line) => (Traffic::International, "international"),
            _ => continue,
        };
        if missing(kind) {
            report
                .add(
                    Path::from("rates.lines").index(at).key("destination"),
                    format!(
                        "there is a rate for {}, and `{word}` is not among the traffic that may be sent",
                        line.destination
                    ),
                    format!("add `{word}` to `scope.traffic`, or remove the rate"),
                )
                .also("scope.traffic", "the traffic");
        }
    }
}

fn is_mobile(line: &RateLine) -> bool {
    let name = line.destination.as_str().to_lowercase();
    name.split(|letter: char| !letter.is_alphanumeric()).any(|word| ["mobile", "cellular"].contains(&word))
}

/// Whether calls between two parties of one country leave it. If the parties' countries differ, every call does.
fn leaves(deal: &Deal, line: &RateLine) -> bool {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    let Some(flow) = deal.scope.flows.get(&line.flow) else { return false };
    let home = country(&flow.customer).filter(|home| country(&flow.supplier) == Some(*home));
    home.is_some_and(|home| {
        line.codes.iter().any(|code| atlas::assigned(code.as_str()) && !atlas::can_reach(code.as_str(), home))
    })
}

use crate::deal::Deal;
use crate::deal::technical::Network;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "TECH030", level: Level::Note, summary: "a private line has no ends", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.technical.network == Network::Private && deal.technical.points.is_empty() {
        report.add(
            "technical.network",
            "the networks join over a private line or cross-connect, and no point says where it begins and ends",
            "add `points` to `technical`, each with its place and who pays for it",
        );
    }
}

//! Positions and approvals need to know whose they are.

use crate::deal::Deal;
use crate::deal::schema::nearest;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "PARTY002", level: Level::Error, summary: "`we` names no party", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    if !deal.parties.contains_key(&deal.we) {
        let near = nearest(&deal.we, deal.parties.keys().map(String::as_str)).map(str::to_owned);
        let keys: Vec<&str> = deal.parties.keys().map(String::as_str).collect();
        let help =
            near.map_or_else(|| format!("write one of {}", keys.join(", ")), |near| format!("did you mean `{near}`?"));
        report.add("we", format!("`{}` is not a key of `parties`", deal.we)).help = Some(help);
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "PARTY002", level: Level::Error, summary: "`we` names no party", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    if !deal.parties.contains_key(&deal.we) {
        let help = correct(&deal.we, deal.parties.keys().map(String::as_str));
        report.add("we", format!("`{}` is not a key of `parties`", deal.we), help);
    }
}

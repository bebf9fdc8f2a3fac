use crate::deal::Deal;
use crate::deal::questions;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "PARTY010", level: Level::OpenPoint, summary: "a licence has expired", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        for (at, licence) in party.licences.known().into_iter().flatten().enumerate() {
            let Some(expiry) = licence.expiry.known().filter(|expiry| expiry.0 < report.as_of) else { continue };
            let path = Path::from("parties").key(id).key("licences").index(at).key("expiry");
            let ask = questions::ask(&report.file.tree, &path);
            report.add(
                path,
                format!("the licence of `{id}` in {} expired on {expiry}", licence.country.code()),
                ask.then("write the new number and day"),
            );
        }
    }
}

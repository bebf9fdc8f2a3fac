use super::with::desks;

use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CONTACT003",
    level: Level::OpenPoint,
    summary: "the network or fraud desk has no telephone",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for desk in desks::day_and_night(deal) {
        let Some((at, _)) = desk.contacts.first() else { continue };
        if desk.contacts.iter().all(|(_, contact)| contact.phone == Field::Absent) {
            let path = Path::from("contacts").index(*at).key("phone");
            let ask = questions::ask(&report.file.tree, &path);
            report.add(
                path,
                format!("the {} of `{}` has no telephone number", desk.name, desk.party),
                ask.then("write the answer as `phone`"),
            );
        }
    }
}

use super::with::identity;

use crate::deal::{Deal, Text};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY015",
    level: Level::Warning,
    summary: "one person signs for both parties",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut signers = deal.parties.iter().filter_map(|(id, party)| {
        let name: &Text = party.signatory.known()?.name.known()?;
        Some((Path::from("parties").key(id).join("signatory.name"), name))
    });
    let (Some((first, one)), Some((second, other))) = (signers.next(), signers.next()) else { return };
    if identity::folded(one) == identity::folded(other) {
        report
            .add(
                second,
                format!("{other} signs for both parties"),
                "ask each side for its own signatory; a person who may bind both needs the consent of both in writing",
            )
            .also(first, "the other signature");
    }
}

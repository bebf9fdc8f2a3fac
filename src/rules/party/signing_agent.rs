use crate::deal::party::Signer;
use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY006",
    level: Level::OpenPoint,
    summary: "an agent signs calls, and the arrangement is not described",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        let Some(signing) = party.signing.known().filter(|signing| signing.by == Signer::Agent) else { continue };
        for (field, missing) in
            [("agent", signing.agent == Field::Absent), ("arranged", signing.arranged == Field::Absent)]
        {
            if missing {
                report.add(
                    format!("parties.{id}.signing"),
                    format!("an agent signs the calls of `{id}`, and `{field}` is not given"),
                    format!(
                        "{}\n47 CFR 64.6301 asks for a record of the arrangement; write the answer as `{field}`",
                        questions::ask(&report.file.tree, &format!("parties.{id}.signing.{field}"))
                    ),
                );
            }
        }
    }
}

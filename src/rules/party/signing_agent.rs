use crate::deal::party::Signer;
use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
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
                    Path::from("parties").key(id).key("signing"),
                    format!("an agent signs the calls of `{id}`, and `{field}` is not given"),
                    questions::ask(&report.file.tree, &Path::from("parties").key(id).key("signing").key(field)).then(
                        format!("write the answer as `{field}`: 47 CFR 64.6301 requires a record of the arrangement"),
                    ),
                );
            }
        }
    }
}

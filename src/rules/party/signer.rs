use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY013",
    level: Level::OpenPoint,
    summary: "a US party does not say who signs its calls",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in deal.parties.iter().filter(|(_, party)| party.country.code() == "US") {
        let sends = deal.scope.flows.iter().find(|(_, flow)| flow.customer == *id);
        if let Some((flow, _)) = sends
            && matches!(party.signing, Field::Absent)
        {
            let path = Path::from("parties").key(id).key("signing");
            let ask = questions::ask(&report.file.tree, &path);
            report
                .add(
                    path,
                    format!("`{id}` is a US company that sends calls, and nobody is named who signs them"),
                    ask.then(
                        "write `signing: {by: own}`, or `by: agent` with the agent and the day of the arrangement",
                    ),
                )
                .also(Path::from("scope.flows").key(flow).key("customer"), "here it sends calls");
        }
    }
}

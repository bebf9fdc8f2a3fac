use crate::deal::governance::Position;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV004",
    level: Level::Warning,
    summary: "an approval is for a position that is not taken",
    check: Check::Draft(check),
};

fn check(draft: &Draft, _: &Library, report: &mut Report<'_>) {
    let deal = &report.file.deal;
    for (at, approval) in deal.approvals.iter().enumerate() {
        let Some(printed) = draft.printed.iter().find(|printed| printed.id == approval.clause) else { continue };
        if printed.standing.position == Position::Standard {
            let path = Path::from("approvals").index(at).key("clause");
            report.add(
                path,
                format!("`{}` is in its standard position, which needs no approval", approval.clause),
                "remove the approval, or agree on what was approved",
            );
        }
    }
}

use crate::approvals;
use crate::deal::governance::Position;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV005",
    level: Level::Warning,
    summary: "an approval does not cover what the deal says now",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let file = report.file;
    for (at, approval) in file.deal.approvals.iter().enumerate() {
        let Some(printed) = draft.printed.iter().find(|printed| printed.id == approval.clause) else { continue };
        let Some(clause) = library.clauses.get(&approval.clause) else { continue };
        // GOV004 finds an approval that is not needed.
        if printed.standing.position == Position::Standard {
            continue;
        }
        for void in approvals::void(approval, clause, &printed.standing, file, report.policy) {
            let desk = printed.standing.approver.as_deref().unwrap_or("whoever approves it");
            let path = Path::from("approvals").index(at);
            let added = report.add(
                path.key("by"),
                format!("{} approved `{}` on {}, but {void}", approval.by, approval.clause, approval.on),
                format!(
                    "ask {desk} again, and record the answer: `peerpact approve DEAL {} --by NAME`",
                    approval.clause
                ),
            );
            if let approvals::Void::Value { path, now, .. } = void {
                added.also(path, format!("now {now}"));
            }
        }
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV003",
    level: Level::Warning,
    summary: "an approval is dated in the future, or is old",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let year_ago = report.as_of.checked_sub(jiff::Span::new().months(12)).ok();
    for (at, approval) in deal.approvals.iter().enumerate() {
        let (when, help) = if approval.on.0 > report.as_of {
            ("which is in the future", "write the day on which it was given")
        } else if year_ago.is_some_and(|limit| approval.on.0 < limit) {
            ("more than twelve months ago", "ask again: who approved it then did not see this deal")
        } else {
            continue;
        };
        report.add(
            Path::from("approvals").index(at).key("on"),
            format!("{} approved `{}` on {}, {when}", approval.by, approval.clause, approval.on),
            help,
        );
    }
}

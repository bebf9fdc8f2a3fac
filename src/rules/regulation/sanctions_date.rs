use crate::diagnostic::Level;
use crate::policy::Policy;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG007",
    level: Level::Warning,
    summary: "a sanctions list has to be compared again",
    check: Check::House(check),
};

fn check(policy: &Policy, report: &mut Report<'_>) {
    let as_of = report.as_of;
    for list in policy.sanctions.iter().filter(|list| list.review_by.0 < as_of) {
        report.add(
            "parties",
            format!(
                "the parties were compared with `{}` as of {}, and the list's review day was {}",
                list.list, list.verified_on, list.review_by
            ),
            format!("compare it with {}, then renew `verified_on` and `review_by` in the house policy", list.source),
        );
    }
}

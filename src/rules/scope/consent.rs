use crate::deal::scope::AutomatedCalls;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE004",
    level: Level::Error,
    summary: "automated calls are allowed without a process of consent",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.scope.automated_calls == AutomatedCalls::Allowed && deal.scope.consent_process == Field::Absent {
        report.add(
            "scope.automated_calls",
            "automated calls are allowed, and the deal does not say how called persons consent",
            "add `consent_process: …`, or write `automated_calls: prior_notice`",
        );
    }
}

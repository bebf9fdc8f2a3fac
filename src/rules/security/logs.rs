use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SEC004",
    level: Level::Warning,
    summary: "access logs are deleted before the time to dispute ends",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (billing, fraud, logs) = (&deal.billing, &deal.fraud, deal.security.logs);
    let late = billing.back_billing;
    let proven = fraud.hold_notice.about_seconds() + fraud.hold_evidence.about_seconds();
    let disputed = billing.dispute_window.known().copied().filter(|window| window.about_seconds() >= proven);
    let (after, path, what) = disputed.map_or_else(
        || {
            let what = format!(
                "withheld as fraud within {} and proven within {} more",
                fraud.hold_notice, fraud.hold_evidence
            );
            (proven, "fraud.hold_evidence", what)
        },
        |window| (window.about_seconds(), "billing.dispute_window", format!("disputed for {window}")),
    );
    if logs.about_seconds() < late.about_seconds() + after {
        let given = report.file.gives(path);
        let added = report
            .add(
                "security.logs",
                format!("access logs are deleted after {logs}; a call can be invoiced for {late}, and then {what}"),
                "keep the logs until the last invoice can no longer be disputed, as the call records are kept",
            )
            .also("billing.back_billing", format!("calls can be invoiced for {late}"));
        if given {
            added.also(path, format!("and {what}"));
        }
    }
}

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL003",
    level: Level::Warning,
    summary: "call records are deleted before the time to dispute them ends",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (Some(kept), Some(window)) = (deal.dpa.retention.known(), deal.billing.dispute_window.known()) else { return };
    let late = deal.billing.back_billing;
    if kept.about_seconds() < window.about_seconds() + late.about_seconds() {
        report
            .add(
                "dpa.retention",
                format!(
                    "traffic data are deleted after {kept}; a call can be invoiced for {late}, and then disputed for {window}"
                ),
                "keep the data until the last invoice can no longer be disputed",
            )
            .also("billing.back_billing", format!("calls can be invoiced for {late}"))
            .also("billing.dispute_window", format!("an invoice can be disputed for {window}"));
    }
}

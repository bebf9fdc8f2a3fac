use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL005",
    level: Level::Warning,
    summary: "an invoice can be disputed longer than calls can be invoiced",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(window) = deal.billing.dispute_window.known() else { return };
    let late = deal.billing.back_billing;
    if window.outlasts(late) {
        report
            .add(
                "billing.dispute_window",
                format!("an invoice can be disputed for {window}, and a call invoiced for {late} only"),
                "let the supplier invoice what a dispute finds missing: shorten the window, or allow late invoices for longer",
            )
            .also("billing.back_billing", "the time for late invoices");
    }
}

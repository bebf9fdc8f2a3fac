use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL008",
    level: Level::Warning,
    summary: "the dispute window ends before the records are exchanged",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(window) = deal.billing.dispute_window.known() else { return };
    let exchange = deal.billing.record_exchange;
    if exchange.outlasts(*window) {
        report
            .add(
                "billing.record_exchange",
                format!("call records come {exchange} after a dispute, and an invoice can be disputed for {window}"),
                "exchange the records sooner, usually within 10 days, or lengthen the dispute window",
            )
            .also("billing.dispute_window", "the dispute window");
    }
}

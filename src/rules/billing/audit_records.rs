use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL011",
    level: Level::Warning,
    summary: "an audit looks back further than records are kept",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(kept) = deal.dpa.retention.known() else { return };
    let back = deal.billing.audit_lookback;
    if back.outlasts(*kept) {
        report
            .add(
                "billing.audit_lookback",
                format!("an audit examines {back}, and traffic data are deleted after {kept}"),
                format!("write `audit_lookback: {kept}` under `billing`, or keep the data for longer"),
            )
            .also("dpa.retention", "how long the data are kept");
    }
}

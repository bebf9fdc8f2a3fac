use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::deal::party::Maturity;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::by_flow;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT001",
    level: Level::Warning,
    summary: "a new entrant buys on credit",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, flow) in &deal.scope.flows {
        let entrant = deal.parties.get(&flow.customer).is_some_and(|party| party.maturity == Maturity::NewEntrant);
        if entrant && matches!(deal.credit.of(id).mode, SecurityKind::Postpaid | SecurityKind::Open) {
            report
                .add(
                    by_flow::path(report.file, "credit", id, "mode"),
                    format!(
                        "`{}`, a new entrant, is invoiced for `{id}` after use and without security",
                        flow.customer
                    ),
                    "take prepayment, a deposit, a letter of credit or a guarantee",
                )
                .also(Path::from("parties").key(&flow.customer).key("maturity"), "no credit history");
        }
    }
}

use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::by_flow;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT009",
    level: Level::Warning,
    summary: "a customer of a high-risk country buys on credit",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, flow) in &deal.scope.flows {
        let Some(customer) = deal.parties.get(&flow.customer) else { continue };
        if flow.customer != deal.we
            && report.policy.high_risk.contains(&customer.country)
            && matches!(deal.credit.of(id).mode, SecurityKind::Postpaid | SecurityKind::Open)
        {
            report
                .add(
                    by_flow::path(report.file, "credit", id, "mode"),
                    format!(
                        "`{}`, in {}, is invoiced for `{id}` after use and without security",
                        flow.customer, customer.country
                    ),
                    "take prepayment, a deposit, a letter of credit or a guarantee",
                )
                .also(
                    Path::from("parties").key(&flow.customer).key("country"),
                    "a country of high risk in the house policy",
                );
        }
    }
}

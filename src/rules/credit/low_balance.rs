use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT008",
    level: Level::Warning,
    summary: "the low balance is no lower than the prepaid sum",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for credit in held(report.file, "credit", &deal.credit).filter(|credit| credit.gives(&["low_balance", "security"]))
    {
        let value = credit.value;
        let (Some(low), Some(paid)) = (value.low_balance.known(), value.security.known()) else { continue };
        if value.mode == SecurityKind::Prepaid && low.currency == paid.currency && low.amount >= paid.amount {
            report
                .add(
                    credit.path("low_balance"),
                    format!("the customer prepays {paid}, and is told to top up from {low} down"),
                    "agree on a lower balance, usually a fifth of the prepayment",
                )
                .also(credit.path("security"), "the prepayment");
        }
    }
}

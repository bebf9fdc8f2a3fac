use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK001",
    level: Level::Warning,
    summary: "the least cap on liability is below the security",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(floor) = deal.legal.liability_floor.known() else { return };
    for credit in held(report.file, "credit", &deal.credit).filter(|credit| credit.gives(&["security"])) {
        let Some(security) = credit.value.security.known() else { continue };
        if security.currency == floor.currency && floor.amount < security.amount {
            report
                .add(
                    "legal.liability_floor",
                    format!("a party may be liable for no more than {floor}, while the other gives it {security} as security"),
                    "raise the floor to the security at least",
                )
                .also(credit.path("security"), "the security");
        }
    }
}

use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT007",
    level: Level::Warning,
    summary: "the time to return the security is long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for credit in held(report.file, "credit", &deal.credit).filter(|credit| credit.gives(&["security_return"])) {
        let back = credit.value.security_return;
        if !matches!(credit.value.mode, SecurityKind::Postpaid | SecurityKind::Open)
            && back.outlasts(Duration::of(90, Unit::Day))
        {
            report.add(
                credit.path("security_return"),
                format!("the customer gets its security back {back} after the last payment"),
                "agree on 30 days, 90 at most: no debt is left to secure by then",
            );
        }
    }
}

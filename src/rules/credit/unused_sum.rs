use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT006",
    level: Level::Warning,
    summary: "a sum does not fit the kind of credit",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for credit in held(report.file, "credit", &deal.credit) {
        let value = credit.value;
        let low = ("low_balance", &value.low_balance, "prepays nothing, and is told of a balance of");
        let sums = match value.mode {
            SecurityKind::Prepaid => vec![("limit", &value.limit, "prepays, and may owe")],
            SecurityKind::Postpaid => vec![("security", &value.security, "gives no security, and its sum is"), low],
            SecurityKind::Open => {
                vec![
                    ("limit", &value.limit, "has no limit, and may owe"),
                    ("security", &value.security, "gives no security, and its sum is"),
                    low,
                ]
            }
            SecurityKind::Deposit
            | SecurityKind::LetterOfCredit
            | SecurityKind::Guarantee
            | SecurityKind::SuretyBond
            | SecurityKind::AnyInstrument => vec![low],
        };
        for (field, sum, what) in sums {
            let Some(sum) = sum.known().filter(|sum| !sum.amount.is_zero() && credit.gives(&["mode", field])) else {
                continue;
            };
            report
                .add(
                    credit.path(field),
                    format!("the customer {what} {sum}"),
                    "remove the sum, or write the kind of credit that it fits",
                )
                .also(credit.path("mode"), "the kind of credit");
        }
    }
}

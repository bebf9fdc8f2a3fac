use crate::deal::Deal;
use crate::deal::credit::SecurityKind;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT005",
    level: Level::Error,
    summary: "the second credit alert comes before the first",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for credit in held(report.file, "credit", &deal.credit).filter(|credit| credit.gives(&["alert", "second_alert"])) {
        let value = credit.value;
        if value.mode != SecurityKind::Prepaid && value.second_alert < value.alert {
            report
                .add(
                    credit.path("second_alert"),
                    format!(
                        "the second alert is sent at {} of the limit, the first at {}",
                        value.second_alert, value.alert
                    ),
                    "let the second alert follow the first; 75 % and 90 % are usual",
                )
                .also(credit.path("alert"), "the first alert");
        }
    }
}

use crate::deal::Deal;
use crate::deal::billing::Cycle;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL010",
    level: Level::Warning,
    summary: "an invoice may take longer than its cycle",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (cycle, words) = match deal.billing.cycle {
        Cycle::Weekly => (Duration::of(1, Unit::Week), "a week"),
        Cycle::SemiMonthly => (Duration::of(15, Unit::Day), "half a month"),
        Cycle::Daily => (Duration::of(1, Unit::Day), "a day"),
        Cycle::Monthly => (Duration::of(1, Unit::Month), "a month"),
    };
    let issue = deal.billing.issue;
    if issue.outlasts(cycle) {
        report
            .add(
                "billing.issue",
                format!("an invoice for {words} may come {issue} after its end"),
                "agree on 5 days, or on a longer cycle: until the invoice comes, the supplier lends without interest",
            )
            .also("billing.cycle", "the cycle");
    }
}

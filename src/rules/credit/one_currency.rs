//! Sums that are compared need one currency.

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CREDIT003",
    level: Level::Error,
    summary: "a sum is in another currency than the rates",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut sums = vec![
        ("billing.dispute_threshold".to_owned(), &deal.billing.dispute_threshold),
        ("legal.liability_floor".to_owned(), &deal.legal.liability_floor),
    ];
    for credit in held(report.file, "credit", &deal.credit) {
        let value = credit.value;
        let fields = [("limit", &value.limit), ("security", &value.security), ("low_balance", &value.low_balance)];
        sums.extend(
            fields
                .into_iter()
                .filter(|(field, _)| credit.gives(&[field]))
                .map(|(field, sum)| (credit.path(field), sum)),
        );
    }
    let currency = deal.rates.currency;
    for (path, sum) in sums {
        if let Some(sum) = sum.known().filter(|sum| sum.currency != currency) {
            let place = report.file.place("rates.currency");
            report
                .add(
                    path,
                    format!("{sum} is not in {currency}, the currency of every rate and invoice"),
                    format!("write the sum in {currency}"),
                )
                .related
                .push((place, "the currency of the rates".into()));
        }
    }
}

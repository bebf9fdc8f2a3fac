use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
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
        (Path::from("billing.dispute_threshold"), &deal.billing.dispute_threshold),
        ("legal.liability_floor".into(), &deal.legal.liability_floor),
        ("disputes.three_above".into(), &deal.disputes.three_above),
    ];
    let fees = deal.pricing.fees.iter().enumerate();
    sums.extend(fees.map(|(at, fee)| (Path::from("pricing.fees").index(at).key("amount"), &fee.amount)));
    for credit in held(report.file, "credit", &deal.credit) {
        let value = credit.value;
        let fields = [("limit", &value.limit), ("security", &value.security), ("low_balance", &value.low_balance)];
        sums.extend(
            fields
                .into_iter()
                .filter(|(field, _)| credit.gives(&[*field]))
                .map(|(field, sum)| (credit.path(field), sum)),
        );
    }
    let currency = deal.rates.currency;
    let known = sums.into_iter().filter_map(|(path, sum)| Some((path, *sum.known()?, Level::Error)));
    let insured = deal.legal.insurance.known().into_iter().flat_map(|insurance| {
        let cyber = insurance.cyber.known().map(|sum| ("legal.insurance.cyber", *sum));
        [("legal.insurance.liability", insurance.liability)].into_iter().chain(cyber)
    });
    // Insurers pay in their own currency, and no charge is compared with what they pay.
    let insured = insured.map(|(path, sum)| (path.into(), sum, Level::Warning));
    for (path, sum, level) in known.chain(insured).filter(|(_, sum, _)| sum.currency != currency) {
        report
            .add(
                path,
                format!("{sum} is not in {currency}, the currency of every rate and invoice"),
                format!("write the sum in {currency}"),
            )
            .level(level)
            .also("rates.currency", "the currency of the rates");
    }
}

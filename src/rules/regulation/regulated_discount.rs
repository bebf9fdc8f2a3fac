use rust_decimal::Decimal;

use super::with::figure_scope::{Regulated, regulated};
use crate::deal::Deal;
use crate::deal::measure::Percent;
use crate::deal::scope::TerminationMode;
use crate::diagnostic::Level;
use crate::formulas::tiers::{Tier, whole_volume};
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG005",
    level: Level::Warning,
    summary: "a discount lowers a regulated price",
    check: Check::Law(check),
};

/// A row of `pricing` that lowers the price of a minute.
struct Rebate<'a> {
    path: Path,
    flow: &'a str,
    percent: Percent,
}

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    for rebate in rebates(deal) {
        // One line is enough to show it for the flow.
        let lowered = regulated(deal, library).find_map(|found| Some((lower(deal, &rebate, &found)?, found)));
        let Some((price, found)) = lowered else { continue };
        let (figure, currency) = (found.figure, &deal.rates.currency);
        report
            .add(
                &rebate.path,
                format!(
                    "{} then costs {currency} {} a minute, and {} sets {}",
                    found.line.destination,
                    price.normalize(),
                    found.country.name,
                    figure.limit()
                ),
                format!("remove it, or have counsel confirm that {} permits it", figure.provision.law),
            )
            .also(Path::from("rates.lines").index(found.at).key("rate"), "the regulated price");
    }
}

/// The lawful price of a line that a rebate makes unlawful: the price after the rebate.
fn lower(deal: &Deal, rebate: &Rebate<'_>, found: &Regulated<'_>) -> Option<Decimal> {
    let rate = found.line.rate.known()?.0;
    let meant = found.line.flow == rebate.flow && found.figure.currency == deal.rates.currency;
    let allows = |price| found.figure.allows(price, deal.scope.mode != TerminationMode::Peer);
    let price = whole_volume(Decimal::ONE, rate, &[Tier { above: 0, percent: rebate.percent }])?;
    (meant && allows(rate) && !allows(price)).then_some(price)
}

fn rebates(deal: &Deal) -> Vec<Rebate<'_>> {
    let pricing = &deal.pricing;
    let discounts = pricing.discounts.iter().enumerate().map(|(at, row)| Rebate {
        path: Path::from("pricing.discounts").index(at).key("percent"),
        flow: &row.flow,
        percent: row.percent,
    });
    let bonuses = pricing.quality_bonus.iter().enumerate().map(|(at, row)| Rebate {
        path: Path::from("pricing.quality_bonus").index(at).key("percent"),
        flow: &row.flow,
        percent: row.percent,
    });
    discounts.chain(bonuses).collect()
}

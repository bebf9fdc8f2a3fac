use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::measure::Percent;
use crate::deal::money::grouped;
use crate::deal::pricing::DiscountMethod;
use crate::diagnostic::Level;
use crate::formulas::tiers::parity;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE023",
    level: Level::Note,
    summary: "more traffic costs less in total",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let pricing = &deal.pricing;
    if pricing.discount_method != DiscountMethod::WholeVolume {
        return;
    }
    for (at, discount) in pricing.discounts.iter().enumerate() {
        let same_flow = || pricing.discounts.iter().filter(|other| other.flow == discount.flow);
        let below = same_flow().filter(|other| other.above < discount.above).max_by_key(|other| other.above);
        let before = below.map_or(Percent(Decimal::ZERO), |below| below.percent);
        let Some(parity) = parity(discount.above, before, discount.percent) else { continue };
        // The bill falls again from the next volume on.
        let next = same_flow().map(|other| other.above).filter(|above| *above > discount.above).min();
        let end = next.map_or(parity, |next| parity.min(next.into()));
        if end > Decimal::from(discount.above) {
            report
                .add(
                    Path::from("pricing.discounts").index(at).key("above"),
                    format!(
                        "any number of minutes above {} and up to {} costs no more in total than {} do",
                        grouped(discount.above.into()),
                        grouped(end),
                        grouped(discount.above.into())
                    ),
                    "write `discount_method: incremental`, or expect traffic to be moved to pass the step",
                )
                .also("pricing.discount_method", "the discount holds for the whole volume");
        }
    }
}
